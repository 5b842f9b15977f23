"""The words of letters: what a template may say, who approves it, and that no approved letter changes with it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import InternalError, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from careleavers.actions.base import Refused
from careleavers.rules.policies import defaults
from careleavers.rules.reading_level import reading_level
from offers.actions import letter_templates as actions
from offers.actions.letters import approve_letters, write_again
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.documents.letter_content import from_content
from offers.documents.letter_markdown import BadTemplate, read_template
from offers.documents.letter_samples import samples_for, try_template
from offers.models import Letter, LetterTemplate
from offers.rules.letter_fields import TemplateKind, fields_of
from offers.rules.letter_templates import LetterBlock, LetterRun, filled, paragraph
from offers.rules.letter_words import SHIPPED
from tests.cast import TODAY, Cast
from tests.factories import LetterTemplateFactory, YoungPersonFactory, set_sender

YEARLY = TemplateKind.YEARLY
SENDER = defaults() | {"authority_name": "Wendmere Council", "authority_website": "wendmere.example"}
FIELD_NAMES = [field.name for field in fields_of(YEARLY)]
WORDS = SHIPPED[YEARLY].replace("We are still here for you.", "We are **still here**, {{known_as}}.")


def faults(text: str) -> str:
    with pytest.raises(BadTemplate) as wrong:
        read_template(text)
    return str(wrong.value)


def with_line(line: str) -> str:
    """The words shipped, with this as their seventh line."""
    return SHIPPED[YEARLY].replace("We are still here for you. {{support}}", f"{line} {{{{support}}}}")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", TemplateKind)
def test_the_words_shipped_are_a_template_and_fit_a_page_for_every_sample(kind: TemplateKind) -> None:
    greeting = "To whom it may concern," if kind == TemplateKind.COUNCIL_TAX else "Dear {{known_as}},"
    assert read_template(SHIPPED[kind], kind).greeting.text == greeting
    tried = try_template(SHIPPED[kind], kind, samples_for(kind), TODAY, SENDER)
    assert [each.fault for each in tried if each.fault] == []
    assert len(tried) == {TemplateKind.COUNCIL_TAX: 8, TemplateKind.REVIEW: 8}.get(kind, 9 + kind.is_of_birthday)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (kind, field.name)
        for kind in TemplateKind
        if not kind.is_of_birthday
        for field in fields_of(kind)
        if field.missing
    ],
)
def test_what_a_letter_is_about_cannot_be_left_out(kind: TemplateKind, field: str) -> None:
    place = f"{{{{{field}}}}}"
    with pytest.raises(BadTemplate, match=f"{place} is missing"):
        read_template(SHIPPED[kind].replace(place, ""), kind)
    with pytest.raises(BadTemplate, match="there is no field {{support}}"):  # noqa: RUF043
        read_template(SHIPPED[kind].replace(place, "{{support}}"), kind)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (with_line("Dear {{known}},"), "Line 7: there is no field {{known}}. Did you mean {{known_as}}?"),
        (with_line("{{qqq}}"), "Line 7: there is no field {{qqq}}. Choose one from the list of fields."),
        (with_line("Dear {known_as},"), "Line 7: a field has two brackets on each side, like {{known_as}}."),
        (with_line("{{**age**}}"), "Line 7: a field has two brackets on each side"),
        (with_line("one\ntwo\n{{three}}"), "Line 9: there is no field {{three}}."),
        (with_line("*lean*"), "Line 7: a letter has no slanted type."),
        (with_line("[us](https://x.example)"), "Line 7: a letter cannot have a link."),
        (with_line("<b>us</b>"), "Line 7: a letter cannot have HTML."),
        (with_line("![us](x.png)"), "Line 7: a letter cannot have a picture."),
        (with_line("1. one\n\n"), "Line 7: a letter has no numbered lists."),
        (with_line("- one\n  - two\n\n"), "Line 8: a point of a list is words alone."),
        (with_line("| a |\n|---|\n| b |\n\n"), "Line 7: a letter has no tables."),
        (with_line("> us\n\n"), "Line 7: a letter has no quotations."),
        (with_line("```\nus\n```\n"), "Line 7: a letter has no type for code."),
        (with_line("[us]: https://x.example\n\n"), "Line 7: a letter cannot have a link."),
        (with_line("Ա"), "Line 7: our fonts cannot print Ա."),
        (with_line("# Again\n\n"), "Line 7: a letter has one heading"),
        (with_line("and {{what_is_theirs}} too"), "Line 7: {{what_is_theirs}} must stand in a paragraph of its own"),
        (with_line("{{what_is_theirs}}\n\n"), "Line 11: {{what_is_theirs}} is in line 7 already."),
        (SHIPPED[YEARLY].replace("{{support}}", ""), "{{support}} is missing: it says what help"),
        (SHIPPED[YEARLY].replace("{{wish}}", ""), "{{wish}} is missing"),
        (SHIPPED[YEARLY].replace("{{what_is_theirs}}", ""), "{{what_is_theirs}} is missing"),
        (SHIPPED[YEARLY].removeprefix("# "), "Line 1: begin with the heading"),
        (
            SHIPPED[YEARLY].replace("Dear", "**Dear**"),
            "Line 3: the heading, the greeting and the end have their own type.",
        ),
        ("", "Line 1: begin with the heading"),
        (SHIPPED[YEARLY].replace("Dear", "- Dear"), "Line 3: the greeting comes after the heading"),
        ("# A heading\n\n{{what_is_theirs}}\n", "{{what_is_theirs}} comes after the greeting, and before the words"),
        (SHIPPED[YEARLY] + "\n- a point\n", "Line 15: a letter ends with the words above the signature"),
        ("x" * 4001, "A letter is one page."),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_field(text: str, sentence: str) -> None:
    assert sentence in faults(text)


@given(st.text("#-*_`[](){}<>|~!\\ \nabc{{known_as}}", max_size=120))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_it_is_a_template_or_says_why(typed: str) -> None:
    said: list[str] = []
    try:
        said = [read_template(f"{SHIPPED[YEARLY]}\n{typed}").heading.text]
    except BadTemplate as wrong:
        said = [str(fault) for fault in wrong.faults]
    assert all(said)
    assert said


def test_what_is_filled_in_is_words_and_no_markdown() -> None:
    name = "**Bo** {{age}} <b>"
    block = LetterBlock(
        "paragraph", (LetterRun("Dear {{known_as}} {{leaflet}} ", bold=True), LetterRun(" {{leaflet}}"))
    )
    full = filled(block, dict.fromkeys(FIELD_NAMES, "") | {"known_as": name})
    assert full == LetterBlock("paragraph", (LetterRun(f"Dear {name}", bold=True),))
    assert filled(paragraph("{{leaflet}}"), dict.fromkeys(FIELD_NAMES, "")).runs == ()


def test_the_reading_level_is_that_of_flesch_and_kincaid() -> None:
    """9 words, 10 syllables, 2 sentences: 0.39 * 4.5 + 11.8 * 10 / 9 - 15.59 = -0.72, and five years."""
    level = reading_level(["The cat sat on a table.", "It was warm."])
    assert level is not None
    assert level.age == pytest.approx(4.28, abs=0.01)
    assert (level.longest, level.longest_words) == ("The cat sat on a table.", 6)
    hard = reading_level(["Notwithstanding considerations, the authority endeavours to secure arrangements."])
    assert hard is not None
    assert hard.is_hard


def test_without_words_there_is_no_reading_level() -> None:
    assert reading_level(["", " … "]) is None


def test_approved_by_another_and_kept_as_it_is(cast: Cast, scene) -> None:
    draft = actions.begin_template(by=cast.mo, kind=YEARLY, today=TODAY)
    assert draft.text == SHIPPED[YEARLY]
    assert actions.begin_template(by=cast.vera, kind=YEARLY, today=TODAY) == draft
    with pytest.raises(Refused, match="Line 1: there is no field"):
        actions.change_template(by=cast.mo, template=draft, text=WORDS.replace("{{age_in_order}}", "{{aeg}}"))
    actions.change_template(by=cast.mo, template=draft, text=WORDS)
    with pytest.raises(Refused, match="You changed this draft last, so somebody else must read it and approve it"):
        actions.approve_template(by=cast.mo, template=draft, today=TODAY)
    with pytest.raises(Refused, match="Somebody else changed this"):
        actions.approve_template(by=cast.vera, template=draft, revision=1, today=TODAY)
    actions.approve_template(by=cast.vera, template=draft, today=TODAY)
    for late in (
        lambda: actions.change_template(by=cast.mo, template=draft, text=SHIPPED[YEARLY]),
        lambda: actions.approve_template(by=cast.vera, template=draft, today=TODAY),
        lambda: actions.discard_template(by=cast.mo, template=draft),
    ):
        with pytest.raises(Refused, match="approved and stay as they are"):
            late()
    assert LetterTemplate.objects.in_force(TODAY - timedelta(days=1)) == {}
    assert LetterTemplate.objects.in_force(TODAY)[YEARLY].text == WORDS
    assert actions.begin_template(by=cast.mo, kind=YEARLY, today=TODAY).version == 2
    with scene(), pytest.raises(InternalError), transaction.atomic():
        LetterTemplate.objects.filter(version=1).update(text="Another")
    with scene(), pytest.raises(InternalError, match="cannot approve"), transaction.atomic():
        LetterTemplateFactory.create(kind="21", recorded_by=cast.mo, approved_by=cast.mo)


def test_words_that_no_page_holds_are_not_approved(cast: Cast) -> None:
    draft = actions.begin_template(by=cast.mo, kind=YEARLY, today=TODAY)
    long = SHIPPED[YEARLY].replace("We are still", "We have much to say to you. " * 100 + "We are still")
    actions.change_template(by=cast.mo, template=draft, text=long)
    with pytest.raises(Refused, match="Nothing out of the ordinary: The letter is longer than a page"):
        actions.approve_template(by=cast.vera, template=draft, today=TODAY)


def test_a_letter_keeps_the_words_it_was_approved_in(cast: Cast, scene) -> None:
    """Also typeset once others are in force; written again it has those."""
    with scene():
        set_sender()
        YoungPersonFactory.create(nearly_19=True, first_name="Cai", team=cast.north, worker=cast.pat)
        first = LetterTemplateFactory.create(kind=YEARLY, text=WORDS, recorded_by=cast.mo, approved_by=cast.vera)
    plan_letters(by=None, today=TODAY)
    letter = Letter.objects.get()
    approve_letters(by=cast.mo, letters=[letter.pk], addresses_checked=[letter.pk], today=TODAY)
    letter.refresh_from_db()
    assert letter.template == first
    said = from_content(letter.approved_content).opening[1]
    assert said.runs[:2] == (LetterRun("We are "), LetterRun("still here", bold=True))
    with scene():
        LetterTemplateFactory.create(
            kind=YEARLY, version=2, recorded_by=cast.mo, approved_by=cast.vera, approved_on=TODAY
        )
    assert render_due(today=TODAY) == (1, 0)
    letter.refresh_from_db()
    assert (letter.template, from_content(letter.approved_content).opening[1]) == (first, said)
    write_again(by=cast.mo, letter=letter, today=TODAY)
    approve_letters(by=cast.mo, letters=[letter.pk], addresses_checked=[letter.pk], today=TODAY)
    letter.refresh_from_db()
    assert letter.template is not None
    assert letter.template.version == 2
    assert from_content(letter.approved_content).opening[1].text.startswith("We are still here for you.")


@pytest.mark.usefixtures("_on_the_day")
def test_written_tried_and_approved_through_the_pages(cast: Cast, scene, sign_in) -> None:
    with scene():
        set_sender()
        YoungPersonFactory.create(nearly_19=True, first_name="Cai", last_name="Jones", team=cast.north, worker=cast.pat)
        YoungPersonFactory.create(nearly_19=True, first_name="Zed", last_name="Moss", team=cast.south, worker=cast.sam)
    plan_letters(by=None, today=TODAY)
    at = {
        each: reverse(f"offers:letter_words_{each}", args=["yearly"]) for each in ("begin", "draft", "approve", "pdf")
    }
    client = sign_in(cast.mo)
    client.post(at["begin"])
    bad = WORDS.replace("{{age_in_order}}", "{{aeg}}")
    page = unescape(client.post(at["draft"], {"text": bad, "revision": "1"}).content.decode())
    assert "Line 1: there is no field {{aeg}}. Did you mean {{age}}?" in page
    assert "{{aeg}} birthday" in page, "what was typed is kept"
    client.post(at["draft"], {"text": WORDS, "revision": "1"})
    page = client.get(at["draft"]).content.decode()
    assert "Dana, Sue or Vera can approve it" in page
    assert page.count("fits its page") == 10
    assert "There is no address." in page
    assert re.search(r"about \d+</strong>", page)
    assert "Cai Jones, 19" in page
    assert "Zed Moss" not in page, "somebody of a team that mo does not manage"
    letter = Letter.objects.get(person__first_name="Cai")
    assert "still here</strong>, Cai." in client.get(at["draft"], {"who": str(letter.pk)}).content.decode()
    other = Letter.objects.get(person__first_name="Zed")
    assert client.get(at["draft"], {"who": str(other.pk)}).status_code == 404
    assert client.get(at["pdf"], {"who": "arabic"}).content.startswith(b"%PDF")
    assert "You changed this draft last" in client.get(at["approve"]).content.decode()
    client = sign_in(cast.vera)
    assert "Words of letters" in client.get("/").content.decode()
    page = client.get(at["approve"]).content.decode()
    assert "<ins>We are **still here**, {{known_as}}. {{support}}</ins>" in page
    revision = LetterTemplate.objects.get().revision
    page = client.post(at["approve"], {"revision": revision}, follow=True).content.decode()
    assert "approved by Vera" in page
    assert LetterTemplate.objects.get().approved_on == date(2026, 11, 23)
