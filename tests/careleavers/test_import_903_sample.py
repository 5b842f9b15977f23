"""The sample of five years' returns: it loads whole, twice is once, and what overlaps is said."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from careleavers.models import (
    CareEpisode,
    YoungPerson,
)
from tests.careleavers.returns import SAMPLE, everything, load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


YEARS = range(2017, 2022)  # the sample's folders, named by the year in which the collection starts


@pytest.fixture
def _today() -> Any:
    with time_machine.travel(date(2026, 11, 23), tick=False):
        yield


Spans = dict[date, tuple[date, str]]  # by start: end and legal status


def slowly(record: dict[str, Spans], year: int) -> set[str]:
    """The oracle: last year's episodes with this year's over them, unless two of a child's share a day; answers whose.

    Knows nothing of the code under test: it reads the file itself and compares every episode with every other."""
    told: dict[str, Spans] = defaultdict(dict)
    with (SAMPLE / str(year) / "episodes.csv").open() as file:
        for row in csv.DictReader(file):
            starts_on, ends_on = (
                date(*map(int, reversed((row[name] or "31/12/9999").split("/")))) for name in ("DECOM", "DEC")
            )
            told[row["CHILD"]][starts_on] = (ends_on, row["LS"])
    refused = set()
    for child, spans in told.items():
        merged = record.get(child, {}) | spans
        if any(one < other < merged[one][0] for one in merged for other in merged):
            refused.add(child)
        else:
            record[child] = merged
    return refused


def test_five_years_load_in_sequence_and_a_second_time_change_nothing() -> None:
    expected: dict[str, Spans] = {}
    people = []
    for year in YEARS:
        report = load(SAMPLE / str(year), year + 1)
        people.append(report["counts"]["young_people"]["created"])
        assert {one["child"] for one in report["refused"] if one["what"] == "child"} == slowly(expected, year)
    assert people == [804, 14, 1, 0, 0]
    assert YoungPerson.objects.count() == 819  # of 820: one child's episodes overlap in every year
    loaded: dict[str, Spans] = defaultdict(dict)
    for episode in CareEpisode.objects.select_related("person"):
        ends_on = episode.ends_on or date.max
        loaded[episode.person.ssda903_id or ""][episode.starts_on] = (ends_on, episode.legal_status)
    assert loaded == expected
    before = everything()
    for year in YEARS:
        again = load(SAMPLE / str(year), year + 1)
        assert (again["created"], again["changed"]) == (0, 0)
    assert everything() == before
    call_command("check_statuses", stdout=StringIO())


def test_the_sample_says_which_lines_overlap_and_what_was_not_kept() -> None:
    report = load(SAMPLE / "2017", 2018, "--dry-run")
    [refusal] = [one for one in report["refused"] if one["child"] == "276736"]
    assert (refusal["what"], refusal["file"], refusal["line"], refusal["column"]) == (
        "child",
        "episodes.csv",
        142,
        "DECOM",
    )
    assert "line 140 of episodes.csv (12 November 2016 to 3 August 2017)" in refusal["reason"]
    assert "line 142 of episodes.csv (20 April 2017 to 30 May 2017)" in refusal["reason"]
    assert {one["file"] for one in report["refused"] if one["what"] == "file"} == {
        "ad1.csv",
        "placed_for_adoption.csv",
    }
    assert report["read_and_not_kept"] == {"Missing": 3, "OC2": 670, "PrevPerm": 819, "Reviews": 3481}
    assert report["marked_to_mend"]["upn"] == 776
    assert report["counts"]["care_leaver_answers"]["created"] == 126


def test_the_folders_own_name_as_the_year_loads_as_many_and_is_pointed_out() -> None:
    report = load(SAMPLE / "2021", 2021)
    assert report["counts"]["young_people"]["created"] > 130
    assert report["counts"]["care_leaver_answers"]["created"] > 30
    assert any("--year 2022" in note for note in report["notes"])
