"""Ofsted's List 9: its exact columns and words, whoever is in it, and a workbook in which nothing runs."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO, StringIO
from random import Random
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from careleavers.models import (
    Allocation,
    Contact,
    Home,
    Observation,
    Occupation,
    ReadEvent,
    User,
    YoungPerson,
)
from careleavers.views.xlsx_export import workbook
from reporting.queries.annex_a import listed_people, people_of_list_9
from reporting.rules.annex_a import COLUMNS, ListedPerson, cells, missing
from tests.cast import TODAY, Cast
from tests.factories import PlanReviewFactory, PlanVersionFactory, StatusPeriodFactory
from tests.reporting import people

pytestmark = pytest.mark.usefixtures("_on_the_day")

# Data to Insight's Standard Safeguarding Dataset, Annex A, List 9 (workbook of January 2024).
HEAD = [
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age",
    "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
    "Does the Child have a Disability",
    "Allocated Team",
    "Allocated Worker",
    "Allocated Personal Advisor",
    "Eligibility Category",
    "Latest Pathway Plan Review Date",
    "LA in Touch",
    "Latest Date of Contact",
    "Type of Accommodation",
    "Suitability of Accommodation",
    "Activity Status",
]
PAGE = "/reporting/inspection/list-9/"
AMIRA = ListedPerson(
    unique_id="L1",
    gender="F",
    ethnicity="APKN",
    date_of_birth=date(2006, 5, 10),
    age=20,
    is_unaccompanied=False,
    disability="unknown",
    team="North",
    worker="Pat Adviser",
    adviser="Pat Adviser",
    status="former_relevant_child",
    returned_home=False,
    last_plan_on=date(2026, 7, 1),
    spoke=True,
    last_spoke_on=date(2026, 11, 1),
    last_return="",
    wants="",
    home="U",
    is_suitable=True,
    activity="F2",
)


def column(name: str, **facts: object) -> object:
    return cells(replace(AMIRA, **facts))[HEAD.index(name)]  # type: ignore[arg-type]


def test_the_columns_are_ofsteds() -> None:
    assert list(COLUMNS) == HEAD


def test_a_whole_line() -> None:
    assert cells(AMIRA) == (
        "L1",
        "b) Female",
        "k) APKN",
        date(2006, 5, 10),
        20,
        "b) No",
        "c) Unknown",
        "North",
        "Pat Adviser",
        "Pat Adviser",
        "b) Former relevant child",
        date(2026, 7, 1),
        "a) Yes",
        date(2026, 11, 1),
        "U: Independent living",
        "a) Suitable",
        "F2: Full time in education other than higher",
    )
    assert missing(AMIRA) == []


@pytest.mark.parametrize(
    ("name", "facts", "said"),
    [
        ("Gender", {"gender": "M"}, "a) Male"),
        ("Gender", {"gender": "U"}, "c) Not stated/recorded"),
        ("Ethnicity", {"ethnicity": ""}, "t) NOBT"),
        ("Ethnicity", {"ethnicity": "WROM"}, "e) WROM"),
        ("Ethnicity", {"ethnicity": "OOTH"}, "r) OOTH"),
        ("Does the Child have a Disability", {"disability": "yes"}, "a) Yes"),
        ("Eligibility Category", {"status": "relevant_child"}, "a) Relevant child"),
        ("Eligibility Category", {"status": "person_qualifying"}, "c) Qualifying care leaver"),
        ("Eligibility Category", {"status": "eligible_child"}, "d) Eligible child"),
        ("LA in Touch", {"spoke": False}, "b) No"),
        ("LA in Touch", {"spoke": False, "last_return": "REFU"}, "d) Refu"),
        ("LA in Touch", {"spoke": False, "last_return": "NREQ"}, "e) NREQ"),
        ("LA in Touch", {"spoke": False, "last_return": "YES"}, "b) No"),
        ("LA in Touch", {"spoke": False, "wants": "NREQ", "last_return": "REFU"}, "e) NREQ"),
        ("LA in Touch", {"wants": "REFU"}, "a) Yes"),
        ("LA in Touch", {"last_return": "REFU"}, "a) Yes"),
        ("LA in Touch", {"returned_home": True}, "f) Rhom"),
        ("Latest Date of Contact", {"spoke": False}, None),
        ("Type of Accommodation", {"home": ""}, None),
        (
            "Type of Accommodation",
            {"home": "D"},
            "D: Semi-independent, transitional accommodation and self-contained accommodation",
        ),
        ("Type of Accommodation", {"home": "0"}, None),
        ("Suitability of Accommodation", {"is_suitable": False}, "b) Unsuitable"),
        ("Activity Status", {"activity": "0"}, None),
        ("Activity Status", {"activity": "G5"}, "G5: Not in education, employment or training - other"),
        (
            "Activity Status",
            {"activity": "F3"},
            "F5: Young person engaged full time in training or employment (not apprenticeship)",
        ),
    ],
)
def test_each_fact_in_the_words_of_the_drop_downs(name: str, facts: dict[str, object], said: object) -> None:
    assert column(name, **facts) == said
    assert said is None or said in COLUMNS[name] or not COLUMNS[name]


def test_what_is_missing_is_named_and_a_placement_is_no_home_to_ask_for() -> None:
    bare = replace(AMIRA, worker="", adviser="", last_plan_on=None, home="", is_suitable=None, activity="")
    assert missing(bare) == [
        "Allocated Worker",
        "Allocated Personal Advisor",
        "Latest Pathway Plan Review Date",
        "Type of Accommodation",
        "Suitability of Accommodation",
        "Activity Status",
    ]
    assert missing(replace(bare, status="eligible_child", worker="Asha")) == [
        "Latest Pathway Plan Review Date",
        "Activity Status",
    ]


@pytest.fixture
def amira(cast: Cast, scene) -> YoungPerson:
    """19, a former relevant child of North, with a home, work, a plan and contact."""
    with scene():
        amira = cast.amira
        StatusPeriodFactory.create(
            person=amira, status="former_relevant_child", starts_on=date(2025, 5, 1), band="18-20"
        )
        Home.objects.create(person=amira, kind="U", is_suitable=True, starts_on=date(2025, 5, 1))
        Occupation.objects.create(person=amira, code="F2", starts_on=date(2025, 9, 1))
        PlanVersionFactory.create(
            authorised=True,
            person=amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=TODAY - timedelta(days=60),
        )
        PlanReviewFactory.create(person=amira, held_on=TODAY - timedelta(days=20))
        Contact.objects.create(person=amira, method="phone", result="spoke", happened_on=TODAY - timedelta(days=9))
    return amira


def lines(day: date = TODAY) -> dict[str, dict[str, object]]:
    found = listed_people(people_of_list_9(day), day)
    return {person.known_as: dict(zip(COLUMNS, cells(facts), strict=True)) for person, facts in found}


def test_a_line_is_read_from_the_record_as_on_the_day(amira: YoungPerson, cast: Cast, scene) -> None:
    line = lines()["Amira Khan"]
    assert line["Allocated Team"] == "North"
    assert (line["Allocated Worker"], line["Allocated Personal Advisor"]) == (cast.pat.name, cast.pat.name)
    assert line["Latest Pathway Plan Review Date"] == TODAY - timedelta(days=20)
    assert line["Latest Date of Contact"] == TODAY - timedelta(days=9)
    assert (line["Type of Accommodation"], line["Age"]) == ("U: Independent living", amira.age_on(TODAY))
    before = lines(TODAY - timedelta(days=30))["Amira Khan"]
    assert before["Latest Pathway Plan Review Date"] == TODAY - timedelta(days=60)
    assert (before["LA in Touch"], before["Latest Date of Contact"]) == ("b) No", None)
    with scene():
        Observation.objects.create(
            person=amira, year=2027, observed_on=TODAY - timedelta(days=90), in_touch="REFU", activity="F2"
        )
    assert lines(TODAY - timedelta(days=30))["Amira Khan"]["LA in Touch"] == "d) Refu"


def test_the_adviser_beside_a_social_worker_is_the_adviser(amira: YoungPerson, cast: Cast, scene) -> None:
    with scene():
        Allocation.objects.filter(person=amira).update(ends_on=TODAY)
        Allocation.objects.create(person=amira, worker=cast.wes, team=cast.north, starts_on=TODAY)
        Allocation.objects.create(
            person=amira, worker=cast.sam, team=cast.south, role="co_worker", starts_on=TODAY - timedelta(days=1)
        )
    line = lines()["Amira Khan"]
    assert (line["Allocated Worker"], line["Allocated Personal Advisor"]) == (cast.wes.name, cast.sam.name)


@pytest.mark.parametrize(
    ("status", "band", "born", "is_open", "listed"),
    [
        pytest.param("former_relevant_child", "18-20", date(2006, 5, 10), False, True, id="under 21, open or not"),
        pytest.param("former_relevant_child", "21-24", date(2004, 5, 10), False, False, id="21, and not open"),
        pytest.param("former_relevant_child", "21-24", date(2004, 5, 10), True, True, id="21, and open"),
        pytest.param("person_qualifying", "16-20", date(2007, 5, 10), True, True, id="qualifying"),
        pytest.param("looked_after", "", date(2011, 5, 10), True, False, id="looked after, not yet eligible"),
        pytest.param("none", "", date(2006, 5, 10), True, False, id="no care leaver"),
        pytest.param("deceased", "", date(2006, 5, 10), True, False, id="died"),
    ],
)
def test_who_is_in_the_list(cast: Cast, scene, status, band, born, is_open, listed) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(date_of_birth=born)
        cast.amira.involvements.all().delete()
        StatusPeriodFactory.create(person=cast.amira, status=status, starts_on=date(2025, 5, 1), band=band)
        if is_open:
            cast.amira.involvements.create(starts_on=date(2025, 5, 1))
    assert ("Amira Khan" in lines()) is listed


def test_every_cell_of_random_lives_is_one_of_its_columns_words(cast: Cast, scene) -> None:
    with scene():
        for number in range(40):
            people.somebody(Random(number), cast, number, TODAY)
    found = lines()
    assert len(found) > 5
    for line in found.values():
        for name, words in COLUMNS.items():
            assert not words or line[name] is None or line[name] in words


def test_the_page_says_how_many_and_what_is_missing_and_keeps_others_out(amira, cast: Cast, sign_in, scene) -> None:
    with scene():
        Occupation.objects.all().delete()
        StatusPeriodFactory.create(
            person=cast.ben, status="former_relevant_child", starts_on=date(2025, 5, 1), band="18-20"
        )
        YoungPerson.objects.filter(pk=cast.ben.pk).update(is_restricted=True)
    client = sign_in(cast.ana)
    page = client.get(PAGE).content.decode()
    assert "Activity Status: 1" in page
    assert "Amira Khan" in page
    assert "1 person you may not see" in page
    assert "Ben" not in client.post(f"{PAGE}csv/", {"purpose": "Inspection"}).getvalue().decode()
    assert "Choose a day from 2000 up to today" in client.get(f"{PAGE}?on=2090-01-01").content.decode()
    assert client.get(f"{PAGE}ods/").status_code == 404


def test_the_csv_has_the_exact_head_and_days_as_ofsted_writes_them(amira, cast: Cast, sign_in) -> None:
    sent = sign_in(cast.ana).post(f"{PAGE}csv/", {"purpose": "Inspection in December"})
    head, *rows = csv.reader(StringIO(sent.getvalue().decode("utf-8-sig")))
    assert head == HEAD
    [row] = [row for row in rows if row[0] == amira.local_id]
    assert row[3] == f"{amira.date_of_birth:%d/%m/%Y}"
    assert row[11] == f"{TODAY - timedelta(days=20):%d/%m/%Y}"
    noted = ReadEvent.objects.get(page="annex_a")
    assert noted.people_shown == len(rows)
    assert "Inspection in December (Annex A, List 9" in noted.detail


def sheet_of(content: bytes) -> tuple[list[list[object]], str]:
    """The cells of the first sheet, text as text and numbers as numbers, and its XML."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with ZipFile(BytesIO(content)) as book:
        shared = ["".join(each.itertext()) for each in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    rows: list[list[object]] = []
    for row in ElementTree.fromstring(xml).iter(f"{space}row"):
        values: list[object] = []
        for cell in row.iter(f"{space}c"):
            value = cell.findtext(f"{space}v") or ""
            values.append(shared[int(value)] if cell.get("t") == "s" else float(value))
        rows.append(values)
    return rows, xml


def test_the_workbook_has_days_as_days_lists_to_choose_from_and_no_formula(amira, cast: Cast, sign_in, scene) -> None:
    with scene():
        User.objects.filter(pk=cast.pat.pk).update(name='=HYPERLINK("http://example.test","click")')
    sent = sign_in(cast.ana).post(f"{PAGE}xlsx/", {"purpose": "Inspection"})
    (head, *rows), xml = sheet_of(sent.content)
    assert head == HEAD
    [row] = [row for row in rows if row[0] == amira.local_id]
    assert row[3] == (amira.date_of_birth - date(1899, 12, 30)).days
    assert row[8] == '=HYPERLINK("http://example.test","click")'
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert len(re.findall(r"<dataValidation ", xml)) == sum(bool(words) for words in COLUMNS.values()) == 9
    assert "Values!$B$2:$B$5" in xml
    with ZipFile(BytesIO(sent.content)) as book:
        about = book.read("xl/sharedStrings.xml").decode()
    assert all(word in about for word in ("Made by", "Inspection", cast.ana.name))


def test_text_that_looks_like_something_else_stays_text() -> None:
    odd = ["=1+1", "+44 7700", "http://example.test", "007", "@x"]
    (_, *rows), xml = sheet_of(workbook("Odd", {"What": ()}, ([each] for each in odd), []))
    assert [row[0] for row in rows] == odd
    assert "<f>" not in xml
