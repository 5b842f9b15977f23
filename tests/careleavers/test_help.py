"""Help where one is: from the foot of a page to its text, the search, the words, and whom to ask."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from careleavers.actions.policies import set_policy
from tests.browser import follow, picture, take_session
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.mark.parametrize("who", ["pat", "bus", "sys"])
def test_everybody_is_led_to_help_with_their_page_and_told_whom_to_ask(cast: Cast, sign_in, who: str) -> None:
    client = sign_in(getattr(cast, who))
    page = client.get(reverse("preferences")).content.decode()
    assert 'href="/help/signing-in/" target="_blank"' in page
    assert 'href="/help/accessibility/">Accessibility</a>' in page
    page = client.get(reverse("help")).content.decode()
    assert 'id="whom"' in page
    assert "sys@council.example" in page
    assert ("Accounts and roles" in page.split("For other roles")[0]) is (who == "sys")


def test_each_page_names_its_own_text(cast: Cast, sign_in) -> None:
    mo, of_amira = sign_in(cast.mo), [cast.amira.pk]
    for name, slug in {
        "home_list": "homes",
        "trial_stay_add": "providers",
        "pathways:touch": "touch",
        "money": "money",
    }.items():
        assert f'href="/help/{slug}/"' in mo.get(reverse(name, args=of_amira)).content.decode(), name
    assert 'href="/help/" target' in mo.get("/no/such/page/").content.decode()


def test_a_search_finds_texts_by_the_beginnings_of_words(cast: Cast, sign_in) -> None:
    client, index = sign_in(cast.pat), reverse("help")
    found = [each.topic.slug for each in client.get(index, {"q": "advoc"}).context["found"]]
    assert found[0] == "complaints", "what has it in its title comes first"
    page = client.get(index, {"q": "red tape <b>"}).content.decode()
    assert "No text has these words." in page
    assert "<b>" not in page
    assert "Undo" not in client.get(index, {"q": "undo contact"}).content.decode()
    assert client.get(reverse("help_topic", args=["no-such"])).status_code == 404


def test_the_words_are_those_of_the_glossary_without_code(cast: Cast, sign_in) -> None:
    page = sign_in(cast.pat).get(reverse("glossary")).content.decode()
    assert "<dt>former relevant child</dt><dd>Aged 18 or over" in page
    assert "DutyMessage" not in page
    assert "case, service user" not in page, "what not to write is for who writes code"


def test_who_cannot_sign_in_reads_of_it_and_no_names(client, cast: Cast) -> None:
    sign_in_page = client.get(reverse("account_login")).content.decode()
    assert 'href="/help/signing-in/"' in sign_in_page
    assert 'href="/help/keyboard/"' not in sign_in_page
    page = client.get("/help/signing-in/").content.decode()
    assert "your system administrator" in page
    assert "sys@council.example" not in page
    set_policy(by=cast.sys, key="help_contact", value="IT service desk, 01632 960123", from_on=TODAY)
    assert "IT service desk, 01632 960123." in client.get("/help/signing-in/").content.decode()
    for closed in ("/help/", "/help/words/", "/help/contacts/"):
        assert client.get(closed).status_code == 302, closed


def test_a_role_has_its_guide_as_a_tagged_pdf(cast: Cast, sign_in) -> None:
    client = sign_in(cast.bus)
    assert (
        f'href="{reverse("help_guide", args=["business-support"])}">The guide for your role'
        in client.get(reverse("help")).content.decode()
    )
    pdf = PdfReader(BytesIO(client.get(reverse("help_guide", args=["business-support"])).content))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "Guide: business support" in text
    assert "Business support prints them, and then marks them as posted." in text
    assert "1. Letters are planned each night, 28 days before a birthday." in text
    assert "give by hand:" in text, "the words at the end"
    assert "Accounts and roles" not in text
    assert client.get("/help/guides/king/").status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_help_beside_a_page_at_both_widths(cast: Cast, visit, faults_at_each_width) -> None:
    """From a form that is being filled to its help and back: what was typed is still there."""
    window = visit()
    take_session(window.page, window.address, cast.pat)
    page = window.open(reverse("warning_note_new", args=[cast.amira.pk]))
    box = page.locator("main textarea").first
    box.fill("Two dogs.")
    with page.context.expect_page() as opened:
        follow(page, "Help with this page")
    beside = opened.value
    beside.wait_for_load_state()
    assert beside.get_by_role("heading", level=1).inner_text() == "Details, contact details and warning notes"
    assert box.input_value() == "Two dogs."
    broken = faults_at_each_width(beside)
    for path in (reverse("help"), reverse("glossary"), f"{reverse('help')}?q=visit"):
        beside.goto(window.address + path)
        broken += faults_at_each_width(beside)
        picture(beside, path.strip("/").replace("/", "-").replace("?", "-"))
    assert not broken
    assert not window.complaints
