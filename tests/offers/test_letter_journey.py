"""The birthday run in a real browser, at both widths: new words, approved by another, and a letter that goes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from careleavers.models import Home, YoungPerson
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.models import Letter, LetterSignature
from tests.browser import follow, open_as, press, see
from tests.cast import TODAY, Cast
from tests.factories import LocalOfferFactory, YoungPersonFactory, set_sender
from tests.offers.test_signatures import scan

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]
PICTURES = os.environ.get("PICTURES_OF_LETTERS")  # a folder, for somebody who looks at the pages


def test_the_birthday_run(cast: Cast, scene: Callable, visit: Callable, faults: Callable) -> None:
    with scene():
        set_sender()
        LocalOfferFactory.create()
        for name in ("Cai", "Żaneta"):
            YoungPersonFactory.create(
                nearly_19=True, first_name=name, last_name="Jones", team=cast.north, worker=cast.pat
            )
        unsafe = YoungPersonFactory.create(nearly_19=True, first_name="Ned", team=cast.north, worker=cast.pat)
        Home.objects.filter(person=unsafe).update(safe_to_use=False)
    plan_letters(by=None, today=TODAY)
    phone, desk = visit("phone"), visit("desktop")
    found = {}

    def look(where: str, page: Page) -> None:
        found[where] = faults(page)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{where}.png", full_page=True)

    page = open_as(desk, cast.sys, reverse("offers:signature"))
    page.locator("#id_file").set_input_files({"name": "Mary.jpg", "mimeType": "image/jpeg", "buffer": scan("JPEG")})
    press(page, "Look at it first")
    see(page, "No letter bears it yet.")
    page.wait_for_load_state("load")
    assert page.evaluate("document.querySelector('.letter__signature').naturalWidth") > 300, "the picture is shown"
    look("desk-signature-draft", page)
    look("phone-signature-draft", open_as(phone, cast.sys, reverse("offers:signature")))
    press(page, "Letters bear it from now on")
    see(page, "Those that are approved stay as they are.")
    look("desk-signature", page)
    look("phone-signature", open_as(phone, cast.sys, reverse("offers:signature")))
    for width, window in (("phone", phone), ("desk", desk)):
        look(f"{width}-words", open_as(window, cast.mo, reverse("offers:letter_words")))
    page = open_as(desk, cast.mo, reverse("offers:letter_words"))
    press(page, "Change the words of Every other birthday")
    text = page.locator("#id_text").input_value()
    page.locator("#id_text").fill(text.replace("Dear {{known_as}}", "Hi {{known_az}}"))
    press(page, "Save, and see how it reads")
    see(page, "Line 3: there is no field {{known_az}}. Did you mean {{known_as}}?")
    look("desk-draft-wrong", page)
    page.locator("#id_text").fill(text.replace("Dear {{known_as}}", "Hi {{known_as}}"))
    press(page, "Save, and see how it reads")
    page.locator("#who").select_option(label="Żaneta Jones, 19")
    press(page, "See it")
    see(page, "Hi Żaneta,")
    look("desk-draft", page)
    look("phone-draft", open_as(phone, cast.mo, reverse("offers:letter_words_draft", args=["yearly"])))

    page = open_as(phone, cast.vera, reverse("home"))
    follow(page, "Every other birthday")
    look("phone-approve-words", page)
    press(page, "Approve")
    see(page, "Letters that are approved from now on are written in these words.")

    cai = YoungPerson.objects.get(first_name="Cai")
    page = open_as(phone, cast.pat, reverse("offers:passport_item", args=[cai.pk, "council_tax"]))
    follow(page, "A letter that confirms it to the council tax office")
    see(page, "since 7 December 2025")
    look("phone-council-tax", page)
    look("desk-council-tax", open_as(desk, cast.pat, reverse("offers:council_tax_letter", args=[cai.pk])))
    press(page, "Ask for this letter")
    see(page, "Somebody who approves letters reads it")
    look("phone-person-asked", page)
    look("desk-council-tax-asked", open_as(desk, cast.pat, reverse("offers:council_tax_letter", args=[cai.pk])))
    tax = Letter.objects.get(kind="council_tax")
    look("desk-council-tax-letter", open_as(desk, cast.mo, reverse("offers:letter", args=[tax.pk])))
    look("phone-council-tax-letter", open_as(phone, cast.mo, reverse("offers:letter", args=[tax.pk])))

    page = open_as(desk, cast.mo, reverse("offers:letters"))
    assert page.locator("input.pick:checked").count() == 0, "nothing is ticked before somebody means it"
    look("desk-run", page)
    look("phone-run", open_as(phone, cast.mo, reverse("offers:letters")))
    for each in page.get_by_role("checkbox", name="Cai Jones").all():
        each.check()
    press(page, "Approve…")
    for each in page.get_by_text("What it says").all():
        each.click()
    see(page, "Hi Cai,")
    look("desk-approve", page)
    for each in page.locator("[name=checked]").all():
        each.check()
    press(page, "Approve")
    see(page, "2 letters approved.")
    follow(page, "On hold")
    see(page, "not safe to write to")
    look("desk-on-hold", page)

    assert render_due(today=TODAY) == (2, 0)
    page = open_as(phone, cast.bus, reverse("offers:letters"))
    press(page, "Print…")
    press(page, "Print")
    look("phone-batch", page)
    page = open_as(phone, cast.bus, f"{reverse('offers:letters')}?tab=post")
    press(page, "Mark as posted…")
    press(page, "Mark as posted")
    see(page, "2 letters marked as posted.")
    assert not {where: wrong for where, wrong in found.items() if wrong}
    assert [*phone.complaints, *desk.complaints] == []
    went = Letter.objects.get(kind="birthday", status="posted")
    assert (went.person.first_name, went.template is not None) == ("Cai", True)
    assert went.approved_content["sender"]["signature"] == str(LetterSignature.objects.get().pk)
    if PICTURES:
        (Path(PICTURES) / "letter.pdf").write_bytes(bytes(went.file.pdf))
        (Path(PICTURES) / "council-tax.pdf").write_bytes(bytes(tax.file.pdf))
