"""The plan as a PDF for the young person: what it says, how it is set, how well it reads, and who may have it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import pytest

from careleavers.documents import fonts
from careleavers.models import AuditEvent
from careleavers.rules.layouts import Layout
from pathways.actions import decisions
from pathways.actions.plan_links import make_plan_link
from pathways.models import PlanVersion
from pathways.rules import plan_words
from pathways.rules.matters import MATTERS
from tests.cast import TODAY, Cast
from tests.factories import NOW
from tests.guards.test_help import reading_age
from tests.pathways.plan_pages import address, authorise

pytestmark = pytest.mark.usefixtures("_on_the_day")
HOSTILE = '#panic("x") *bold* _it_ $1+1$ #read("/etc/passwd") \\ <b> `code` @ref'


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


@pytest.fixture
def authorised(cast: Cast, drafted: PlanVersion, scene) -> PlanVersion:
    with scene():
        drafted.matters.filter(code="health").update(needs=HOSTILE, own_words="I sleep badly.\nZażółć gęślą jaźń.")
        type(drafted.plan.person).objects.filter(pk=cast.amira.pk).update(preferred_name="Mira")
    decisions.submit_version(by=cast.pat, version=drafted, today=TODAY, now=NOW)
    authorise(cast, drafted)
    drafted.refresh_from_db()
    return drafted


def test_the_plan_is_said_to_them_in_each_layout(cast: Cast, authorised: PlanVersion, sign_in) -> None:
    client = sign_in(cast.pat)
    pages = {}
    for layout in Layout:
        answer = client.get(address("plan_pdf", cast.amira, 1, layout))
        assert answer.headers["Content-Type"] == "application/pdf"
        said, read = text_of(answer.content), pypdf.PdfReader(BytesIO(answer.content))
        pages[layout] = len(read.pages)
        root: Any = read.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"], "tagged"
        assert root["/Lang"] == "en-GB"
        assert read.metadata.title == "Mira’s plan"
        assert "Mira’s plan" in said
        assert "Your personal adviser is Pat." in said
        assert "Pat: Book a driving lesson, by 4 December 2026." in said
        assert '#panic("x") *bold*' in said, "text is never code"
        assert "Zażółć gęślą jaźń." in said
        assert not fonts.unprintable(said)
    assert pages[Layout.ORDINARY] < pages[Layout.LARGE]
    assert client.get(address("plan_pdf", cast.amira, 1, "tiny")).status_code == 404
    page = client.get(address("plan_print", cast.amira, 1)).content.decode()
    for sentence in (*plan_words.ENDING, plan_words.opening(authorised.authorised_on), plan_words.HOW):
        assert sentence in page, "the page says the same as the file"


def test_by_the_link_a_file_needs_the_birthday_first_and_is_noted(cast: Cast, authorised: PlanVersion, client) -> None:
    secret = make_plan_link(by=cast.pat, version=authorised, now=NOW)
    where, born = f"/pathways/link/{secret}/", cast.amira.date_of_birth
    asked = client.post(where, {"pdf": "large"})
    assert asked.headers["Content-Type"].startswith("text/html")
    assert "Mira" not in asked.content.decode()
    birthday = {"date_of_birth_day": born.day, "date_of_birth_month": born.month, "date_of_birth_year": born.year}
    page = client.post(where, birthday)
    assert "In large print" in page.content.decode()
    answer = client.post(where, {"pdf": "large", "proof": page.context["proof"]})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Mira’s plan" in text_of(answer.content)
    assert AuditEvent.objects.filter(name="plan_link_saved").count() == 1
    assert client.post(where, {"pdf": "x", "proof": "forged"}).headers["Content-Type"].startswith("text/html")


def test_what_is_ours_in_it_reads_at_eleven() -> None:
    """By Flesch-Kincaid, as the texts of help are measured; what was written in a plan is not ours to measure."""
    headings = (plan_words.WHAT_YOU_WANT, plan_words.WHAT_YOU_SAID, plan_words.WHAT_YOU_NEED, plan_words.HOW)
    titles = [matter.to_them for matter in MATTERS.values()]
    said = [plan_words.DRAFT, plan_words.opening(NOW.date()), *plan_words.ENDING, *headings, *titles]
    assert reading_age(" ".join(f"{each.rstrip('.')}. " for each in said)) <= 11


def test_a_plan_without_a_day_says_that_it_is_a_draft() -> None:
    assert plan_words.opening(None) == plan_words.DRAFT
    assert plan_words.opening(TODAY).startswith("This is your pathway plan from 23 November 2026.")
