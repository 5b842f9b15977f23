"""The committee paper of a quarter: its sentences, what is written beside them, and its files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from reporting.actions.papers import write_paper_text
from reporting.actions.periods import freeze_period
from reporting.models import FrozenPeriod, PaperText
from reporting.queries.papers import OPENING, PEOPLE, section_headings, sections_of
from reporting.rules.cohorts import COHORTS
from reporting.rules.paper import Earlier, PaperFigure, paragraph
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.usefixtures("_on_the_day")

# Leicestershire's Quarter 2 of 2019/20, as its scrutiny committee was told.
SUITABLE = PaperFigure(
    whose="care leavers aged 19 to 21",
    on="30 September 2019",
    met_words="in suitable homes",
    terms="",
    n=94,
    d=104,
    target=95,
    better="higher",
)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        pytest.param(
            SUITABLE,
            "On 30 September 2019, 90.4 % (94 of 104) of care leavers aged 19 to 21 were in suitable homes. "
            "The likely range is 83–95 %. The target of 95 % was not met.",
            id="suitable homes",
        ),
        pytest.param(
            replace(SUITABLE, target=92),
            "On 30 September 2019, 90.4 % (94 of 104) of care leavers aged 19 to 21 were in suitable homes. "
            "The likely range is 83–95 %. The target of 92 % was not met, which with this many people could be chance.",
            id="not met, perhaps by chance",
        ),
        pytest.param(
            PaperFigure(
                whose="care leavers aged 19 to 21",
                on="30 September 2019",
                met_words="in education, employment or training",
                terms="",
                n=63,
                d=104,
                target=80,
                better="higher",
                earlier=(Earlier("a quarter before", 47, 100, True), Earlier("a year before", 45, 100, False)),
            ),
            "On 30 September 2019, 60.6 % (63 of 104) of care leavers aged 19 to 21 were in education, employment or "
            "training. The likely range is 51–69 %. The target of 80 % was not met. A quarter before it was 47.0 % "
            "(47 of 100). A year before it was counted differently, and cannot be compared.",
            id="education, employment or training",
        ),
        pytest.param(
            # Medway's report of January 2016: the counts are not given, a hundred stand for them.
            PaperFigure(
                whose="care leavers aged 19 to 21",
                on="1 November 2015",
                met_words="in education, employment or training",
                terms="",
                n=47,
                d=100,
                target=45,
                better="higher",
                stretch=55,
                earlier=(Earlier("a year before", 45, 100, True),),
            ),
            "On 1 November 2015, 47.0 % (47 of 100) of care leavers aged 19 to 21 were in education, employment or "
            "training. The likely range is 38–57 %. The target of 45 % was met, which with this many people could be "
            "chance. The stretch target of 55 % was not met. A year before it was 45.0 % (45 of 100).",
            id="Medway 2015: 47 %, 45 % the year before, stretch target of 55 %",
        ),
        pytest.param(
            replace(
                SUITABLE,
                on="1 November 2015",
                n=86,
                d=100,
                target=85,
                earlier=(Earlier("a year before", 78, 100, True),),
            ),
            "On 1 November 2015, 86.0 % (86 of 100) of care leavers aged 19 to 21 were in suitable homes. The likely "
            "range is 78–91 %. The target of 85 % was met, which with this many people could be chance. A year before "
            "it was 78.0 % (78 of 100).",
            id="Medway 2015: 86 %, 78 % the year before",
        ),
        pytest.param(
            replace(SUITABLE, better="neither", earlier=(Earlier("a quarter before", 4, 5, True),)),
            "On 30 September 2019, 90.4 % (94 of 104) of care leavers aged 19 to 21 were in suitable homes. "
            "The likely range is 83–95 %.",
            id="neither direction is better, and too few a quarter before",
        ),
        pytest.param(
            PaperFigure(
                whose="people aged 16 to 25",
                on="30 September 2019",
                met_words="with a pathway plan in date",
                terms="",
                n=226,
                d=226,
                target=100,
                better="higher",
            ),
            "On 30 September 2019, 100.0 % (226 of 226) of people aged 16 to 25 had a pathway plan in date. "
            "The likely range is 98–100 %. The target of 100 % was met.",
            id="plans: everybody",
        ),
        pytest.param(
            PaperFigure(
                whose="people aged 18 to 25",
                on="30 September 2019",
                met_words="in touch",
                terms="in the last 8 weeks",
                n=17,
                d=19,
                target=95,
                better="higher",
                earlier=(Earlier("a quarter before", 17, 19, True),),
            ),
            "On 30 September 2019, 17 of 19 of people aged 18 to 25 were in touch in the last 8 weeks. "
            "They are too few for a percentage to mean much.",
            id="too few",
        ),
        pytest.param(
            PaperFigure(
                whose="people aged 18 to 25",
                on="30 September 2019",
                met_words="in touch",
                terms="",
                n=0,
                d=0,
                target=95,
                better="higher",
            ),
            "On 30 September 2019 there was nobody to count among people aged 18 to 25.",
            id="nobody",
        ),
    ],
)
def test_a_figure_in_sentences(figure: PaperFigure, said: str) -> None:
    assert paragraph(figure) == said


def test_every_age_group_has_its_words() -> None:
    assert set(PEOPLE) == set(COHORTS)


@pytest.fixture
def quarter(cast: Cast) -> FrozenPeriod:
    """The last two quarters, frozen; the second of them."""
    for ends_on in (date(2026, 6, 30), date(2026, 9, 30)):
        freeze_period(by=cast.vera, ends_on=ends_on, today=TODAY)
    return FrozenPeriod.objects.get(ends_on=date(2026, 9, 30))


def test_every_measure_has_its_section_and_what_is_written_follows_what_is_generated(quarter, cast: Cast) -> None:
    write_paper_text(
        by=cast.vera,
        quarter=quarter,
        section="EET",
        revision=1,
        text="Six posts.\r\n\r\nTwo are filled.",
    )
    sections = {section.key: section for section in sections_of(quarter)}
    assert list(sections) == list(section_headings())
    assert sections["EET"].paragraphs[-2:] == ("Six posts.", "Two are filled.")
    assert sections["EET"].generated == sections["EET"].paragraphs[:-2]
    assert sections[OPENING].generated[0].startswith("On 30 September 2026 there were 0 care leavers")


def test_the_paper_is_read_written_to_and_taken_away(quarter, cast: Cast, sign_in) -> None:
    client = sign_in(cast.vera)
    page = f"/reporting/quarters/{quarter.pk}/paper/"
    assert "Write to this" in client.get(page).content.decode()
    sent = client.post(f"{page}EET/", {"text": "Six posts are ring-fenced.", "revision": "1"})
    assert sent.status_code == 302
    assert "Six posts are ring-fenced." in client.get(page).content.decode()
    pdf = client.get(f"{page}files/pdf/")
    reader = PdfReader(BytesIO(pdf.content))
    text = " ".join(each.extract_text() for each in reader.pages).replace("\n", " ")
    assert "Six posts are ring-fenced." in text
    assert reader.metadata is not None
    assert reader.metadata.title == "Care leavers: Quarter 2, 2026-27"
    assert client.get(f"{page}files/pdf/").content == pdf.content
    word = docx.Document(BytesIO(client.get(f"{page}files/docx/").content))
    assert [each.text for each in word.paragraphs if each.style.name == "Heading 1"] == [
        "Care leavers",
        "In suitable homes",
        "In education or work",
        "In touch",
        "Plans in date",
        "What happened in the quarter",
    ]
    assert "Six posts are ring-fenced." in [each.text for each in word.paragraphs]
    assert client.get(f"{page}files/odt/").status_code == 404
    assert client.get(f"{page}nothing/").status_code == 404


def test_two_who_write_at_once_both_see_both(quarter, cast: Cast, sign_in) -> None:
    """Neither had a text yet when they opened the page."""
    page = f"/reporting/quarters/{quarter.pk}/paper/EET/"
    first, second = sign_in(cast.vera), sign_in(cast.ana)
    first.post(page, {"text": "Hers.", "revision": "1"})
    answer = second.post(page, {"text": "Theirs.", "revision": "1"}).content.decode()
    assert "Hers." in answer
    assert "Theirs." in answer
    assert PaperText.objects.get().text == "Hers."


def test_who_reads_figures_and_takes_nothing_away_may_read_the_paper_and_not_write_to_it(
    quarter, cast: Cast, sign_in
) -> None:
    page = f"/reporting/quarters/{quarter.pk}/paper/"
    client = sign_in(cast.pat)
    assert "Write to this" not in client.get(page).content.decode()
    assert client.post(f"{page}EET/", {"text": "Mine."}).status_code == 403
