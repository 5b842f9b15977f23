"""The Board's pack: one page a subject, no more said than is published, and nobody's hidden number to be worked out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from itertools import product

import docx
import pytest
from django.urls import reverse
from pypdf import PdfReader

from offers.rules.briefings import TextPoint
from reporting.actions.health_needs import count_health
from reporting.actions.papers import write_paper_text
from reporting.models import CountedDuty, DutyCount, FrozenFigure, FrozenHappening, FrozenPeriod
from reporting.queries.board_pack import PackPage, pack_of, said_and_did
from reporting.queries.health_needs import health_tables
from reporting.queries.published import published_tables
from reporting.rules.board_pack import SUBJECTS
from reporting.rules.duty_measures import DUTY_MEASURES
from reporting.rules.period_measures import PERIOD_MEASURES
from tests.cast import TODAY, Cast
from tests.factories import RecommendationFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")
END = date(2026, 9, 30)
# Of each quarter: the authority, the service, North, South. In touch two are not, so that their number is hidden.
FIGURES = {
    "EET": ((31, 54), (31, 54), (12, 24), (19, 30)),
    "IN_TOUCH_8W": ((52, 54), (52, 54), (24, 24), (28, 30)),
}
DUE = {"CONTACT": (20, 3, 0), "RISK": (2, 0, 0), "VISIT_7D": (8, 7, 6)}  # in time, late, not done


@pytest.fixture
def quarter(cast: Cast, scene: Callable) -> FrozenPeriod:
    with scene():
        for number in range(12):
            YoungPersonFactory.create(first_name=f"Zyx{number}", date_of_birth=date(2007, 5, 1))
        for ends_on in (date(2025, 9, 30), date(2026, 6, 30), END):
            found = FrozenPeriod.objects.create(ends_on=ends_on)
            for measure, counted in FIGURES.items():
                for team, (n, d) in zip((None, cast.service, cast.north, cast.south), counted, strict=True):
                    FrozenFigure.objects.create(
                        period=found,
                        measure=measure,
                        measure_version=1,
                        cohort="18-25",
                        team=team,
                        n=n,
                        d=d,
                        target=70,
                    )
            for code in PERIOD_MEASURES:
                FrozenHappening.objects.create(
                    period=found,
                    measure=code,
                    measure_version=1,
                    people=12,
                    amount=31 + ends_on.month,
                    n=9,
                    d=15 + ends_on.month,
                    target=40,
                    stretch=90 if PERIOD_MEASURES[code].is_share else None,
                )
        count = DutyCount.objects.create(ends_on=END, counted_on=TODAY, is_final=True)
        CountedDuty.objects.bulk_create(
            CountedDuty(count=count, is_final=True, measure=measure, person_id=cast.amira.pk, due_on=END, result=result)
            for measure, counted in DUE.items()
            for result, many in zip(("in_time", "late", "not_done"), counted, strict=True)
            for _ in range(many)
        )
        RecommendationFactory.create(lead=cast.mo, text="Give them all their health history.")
    count_health(today=TODAY)
    return found


def pages_by_key(quarter: FrozenPeriod) -> dict[str, PackPage]:
    return {page.subject.key: page for page in pack_of(quarter, TODAY)}


def test_every_duty_of_a_subject_is_one_that_is_counted() -> None:
    duties = [duty for subject in SUBJECTS.values() for duty in subject.duties]
    assert len(set(duties)) == len(duties)
    assert set(duties) == DUTY_MEASURES.keys()
    assert all(len(key) <= 20 for key in SUBJECTS), "as the section of a text"


def test_it_says_what_is_published_and_nothing_beside(quarter: FrozenPeriod) -> None:
    """A sentence says no number that its table hides."""
    pages = pages_by_key(quarter)
    assert list(pages) == list(SUBJECTS)
    work, touch = pages["board_work"], pages["board_touch"]
    assert work.generated[0].startswith(
        "On 30 September 2026, 57.4 % (31 of 54) of people aged 18 to 25 were in education"
    )
    assert "A year before it was 57.4 % (31 of 54)." in work.generated[0]
    assert work.chart
    assert len(work.chart.marks) == 3
    assert touch.generated[0].startswith("This figure is not said")
    assert touch.chart is None
    for page, code in ((work, "EET"), (touch, "IN_TOUCH_8W")):
        [table] = [each for each in published_tables(quarter) if each.measure.code == code]
        assert [(label, list(map(str, cells))) for label, cells in table.rows] == page.tables[0].rows
    everything = str(pages.values()) + str([vars(page) for page in pages.values()])
    assert "52 of 54" not in everything
    assert "Zyx" not in everything
    health = {table.question.words: table for table in health_tables(quarter.health_count)}
    assert [label for label, _ in pages["board_health"].tables[1].rows] == ["Satisfied", "Worthwhile", "Happy"]
    for label, cells in pages["board_health"].tables[0].rows:
        assert cells == [str(cell) for cell in health[label].of_all_ages.values()][: len(cells)]
    assert pages["board_better"].tables[0].rows[0][0] == "Give them all their health history."


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (TextPoint("Nobody rings back.", "", "A duty phone."), "“Nobody rings back.” What we did: A duty phone."),
        (TextPoint("Flats.", "", "", ("Two flats: by May.",)), "“Flats.” What we did: Two flats: by May."),
        (TextPoint("Flats.", "", ""), "“Flats.” What we did: nothing yet"),
    ],
)
def test_what_they_said_and_what_was_done(point: TextPoint, said: str) -> None:
    assert said_and_did(point) == said


def test_a_hidden_number_of_duties_could_be_two_things(quarter: FrozenPeriod) -> None:
    """Nor is a percentage said of it."""
    pages = pages_by_key(quarter)
    rows = [row for page in pages.values() for table in page.tables if "In time" in table.head for row in table.rows]
    shown = dict(rows)
    assert shown["First visits to a new home"] == ["8", "7", "6", "21", "38.1"]
    assert shown["Risk assessments signed in time"][3] == "c"
    by_name = {DUTY_MEASURES[code].name: counted for code, counted in DUE.items()}
    assert shown.keys() == by_name.keys()
    for label, (*cells, percent) in shown.items():
        true = [*by_name[label], sum(by_name[label])]
        assert all(cell in ("c", str(real)) for cell, real in zip(cells, true, strict=True))
        assert not any(cell == str(real) and 1 <= real <= 5 for cell, real in zip(cells, true, strict=True))
        values: dict[int, set[int]] = {at: set() for at, cell in enumerate(cells) if cell == "c"}
        for tried in product(range(25), repeat=3):
            whole = [*tried, sum(tried)]
            if all(cell == str(number) or (cell == "c" and number) for cell, number in zip(cells, whole, strict=True)):
                for at in values:
                    values[at].add(whole[at])
        assert all(len(found) > 1 for found in values.values())
        assert percent == "–" or not values.keys() & {0, 3}


def test_each_subject_has_one_page_whatever_is_written_to_it(quarter: FrozenPeriod, cast: Cast, sign_in) -> None:
    """The size of the letters fits it to its page."""
    client = sign_in(cast.vera)
    page = reverse("reporting:board_pack", args=[quarter.pk])
    assert client.get(page).content.decode().count("Write to this") == len(SUBJECTS)
    words = ("Two more flats with support open in the spring. " * 24)[:1190] + "Last word"
    for subject in SUBJECTS:
        sent = client.post(
            reverse("reporting:board_text", args=[quarter.pk, subject]), {"text": words, "revision": "1"}
        )
        assert sent.status_code == 302
    refused = client.post(reverse("reporting:board_text", args=[quarter.pk, "board_work"]), {"text": "x" * 1201})
    assert "1200" in refused.content.decode()
    assert client.get(page).content.decode().count("Last word") == len(SUBJECTS)
    made = client.get(reverse("reporting:board_file", args=[quarter.pk, "pdf"])).content
    texts = [" ".join(each.extract_text().split()) for each in PdfReader(BytesIO(made)).pages]
    assert len(texts) == len(SUBJECTS)
    for text, subject in zip(texts, SUBJECTS.values(), strict=True):
        assert subject.heading in text
        assert "Last word" in text
    assert client.get(reverse("reporting:board_file", args=[quarter.pk, "pdf"])).content == made
    word = docx.Document(BytesIO(client.get(reverse("reporting:board_file", args=[quarter.pk, "docx"])).content))
    headings = [each for each in word.paragraphs if each.style.name == "Heading 1"]
    assert [each.text for each in headings] == [subject.heading for subject in SUBJECTS.values()]
    assert all(each.paragraph_format.page_break_before for each in headings[1:])
    assert sum(len(table.rows) for table in word.tables) > 20
    for wrong in ("files/odt/", "nothing/"):
        assert client.get(f"{page}{wrong}").status_code == 404


def test_what_happened_is_with_its_subject_on_the_web_as_pdf_and_for_word(quarter: FrozenPeriod, sign_in, cast) -> None:
    """Every measure but offences, of which nothing is said."""
    pages = pages_by_key(quarter)
    assert [len(page.happened) for page in pages.values()] == [0, 4, 9, 1, 1, 0, 1, 0]
    [plans] = pages["board_plans"].happened
    assert plans == (
        "9 of 24 plans that were handed in have been signed by a manager (37.5 %). A quarter before it was 9 of 21 "
        "(42.9 %). The target of 40 % was not met. The stretch target of 90 % was not met."
    )
    client = sign_in(cast.cora)
    web = client.get(reverse("reporting:board_pack", args=[quarter.pk])).content.decode()
    pdf, word = (
        BytesIO(client.get(reverse("reporting:board_file", args=[quarter.pk, kind])).content)
        for kind in ("pdf", "docx")
    )
    places = (
        web,
        " ".join(page.extract_text() for page in PdfReader(pdf).pages),
        "\n".join(each.text for each in docx.Document(word).paragraphs),
    )
    for place in places:
        text = " ".join(place.split())
        assert text.count("What happened in the quarter") == 5
        assert all(words in text for page in pages.values() for words in page.happened)
        assert "offence" not in text.lower()


def test_a_member_reads_it_and_writes_nothing(quarter: FrozenPeriod, cast: Cast, sign_in) -> None:
    client = sign_in(cast.cora)
    page = reverse("reporting:board_pack", args=[quarter.pk])
    assert page in client.get("/reporting/published/").content.decode()
    assert "Write to this" not in client.get(page).content.decode()
    assert client.get(reverse("reporting:board_file", args=[quarter.pk, "pdf"])).status_code == 200
    assert (
        client.post(reverse("reporting:board_text", args=[quarter.pk, "board_work"]), {"text": "."}).status_code == 403
    )
    write_paper_text(by=cast.vera, quarter=quarter, section="board_work", revision=1, text="Six posts.")
    assert "Six posts." in client.get(page).content.decode()
    assert "Six posts." not in client.get(reverse("reporting:paper", args=[quarter.pk])).content.decode()


def test_a_quarter_of_which_nothing_was_counted_says_so(cast: Cast, scene: Callable) -> None:
    with scene():
        empty = FrozenPeriod.objects.create(ends_on=END)
    pages = pages_by_key(empty)
    assert not any(page.tables for page in pages.values())
    assert pages["board_health"].generated[0] == "Health was not counted in this quarter."
    assert "has not been counted for the last time" in pages["board_touch"].generated[-1]
