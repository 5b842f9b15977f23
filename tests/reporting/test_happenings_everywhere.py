"""What happened in a frozen quarter is the same number wherever it is asked for, of a council drawn by chance."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from random import Random
from typing import Any

import docx
import pytest
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from careleavers.models import PolicyValue, YoungPerson
from careleavers.queries.teams import every_scope
from careleavers.rules.team_scopes import AUTHORITY, TeamScope
from careleavers.rules.words import amount
from reporting.actions.periods import freeze_period
from reporting.models import FrozenHappening, FrozenPeriod
from reporting.rules.paper_happenings import DID, SHARES
from reporting.rules.period_measures import OFFENDED, PERIOD_MEASURES, quarter_that_ended
from tests.cast import TODAY, Cast
from tests.factories import OccupationStepFactory
from tests.reporting import people, period_account
from tests.reporting.bi import as_reports, asked

pytestmark = pytest.mark.usefixtures("_on_the_day")
END, FORMER = date(2026, 9, 30), date(2026, 6, 30)
Numbers = dict[str, tuple[int, ...]]  # by code: people, and how many in all, or of a share n and d


@pytest.fixture(params=[25, 130], ids=["few", "many"])
def council(request: Any, cast: Cast, scene: Any) -> Cast:
    rng = Random(7)
    goals = {"target_b_and_b": 12, "target_posts": 9, "target_plans_signed": 90, "stretch_target_plans_signed": 95}
    with scene():
        YoungPerson.objects.all().delete()
        PolicyValue.objects.bulk_create(
            PolicyValue(key=key, value=value, from_on=date(2026, 1, 1)) for key, value in goals.items()
        )
        everybody = [people.somebody(rng, cast, number, END) for number in range(request.param)]
        period_account.drawn(rng, everybody, [END], cast.pat, cast.mo)
    for ends_on in (FORMER, END):
        freeze_period(by=None, ends_on=ends_on, today=TODAY)
    interview_that_was_late(scene)
    freeze_period(by=None, ends_on=END, today=TODAY)
    return cast


def interview_that_was_late(scene: Any) -> None:
    """Written down when the quarter was over."""
    with scene():
        person = YoungPerson.objects.filter(occupation_steps__kind="interview").order_by("pk").first()
        OccupationStepFactory.create(person=person, kind="interview", happened_on=END)


def as_told(code: str, people: int, many: int, n: int, d: int) -> tuple[int, ...]:
    return (people, n, d) if PERIOD_MEASURES[code].is_share else (people, many)


def of_page(client: Any, scope: TeamScope) -> tuple[Numbers, Numbers]:
    """As the page counts them now, and as it shows them frozen."""
    period = quarter_that_ended(END)
    shown = client.get(reverse("reporting:happened"), {"period": period.key, "team": scope.key}).context
    nothing = {measure.code: as_told(measure.code, 0, 0, 0, 0) for measure in shown["nothing"]}
    now, kept = (
        {row["line"].measure.code: as_told(row["line"].measure.code, *row[which].numbers[1:]) for row in shown["rows"]}
        for which in ("line", "frozen")
    )
    return now | nothing, kept | nothing


def of_kpis(scope: TeamScope, *wanted: str) -> Numbers:
    out = StringIO()
    call_command("kpis", "--team", scope.key, *wanted, "--json", stdout=out)
    happened = json.loads(out.getvalue())["happened"]
    assert {each["measure"]: (each["unit"] is None) for each in happened} == {
        each["measure"]: PERIOD_MEASURES[each["measure"]].is_share for each in happened
    }
    return {
        each["measure"]: (each["people"], each["n"], each["d"])
        if each["unit"] is None
        else (each["people"], each["amount"])
        for each in happened
    }


def of_reports() -> dict[str, Numbers]:
    """By key of the scope."""
    query = "SELECT team_id, in_no_caseload, measure, people, amount, n, d FROM bi.frozen_happenings"
    found: dict[str, Numbers] = defaultdict(dict)
    with as_reports():
        for team, alone, code, *numbers in asked(f"{query} WHERE is_latest AND quarter_ends_on = %s", END):
            found["none" if alone else str(team or "all")][code] = as_told(code, *numbers)
    return found


def in_papers(client: Any) -> Iterator[tuple[str, str]]:
    """By place the words of the committee paper and of the Board's pack: on the web, as PDF and for Word."""
    quarter = FrozenPeriod.objects.get(ends_on=END)
    for page, file in (("paper", "paper_file"), ("board_pack", "board_file")):
        web = client.get(reverse(f"reporting:{page}", args=[quarter.pk])).content.decode()
        pdf, word = (
            BytesIO(client.get(reverse(f"reporting:{file}", args=[quarter.pk, kind])).content)
            for kind in ("pdf", "docx")
        )
        yield page, re.sub("<[^>]+>", " ", web)
        yield f"{page} as PDF", " ".join(each.extract_text() for each in PdfReader(pdf).pages)
        yield f"{page} for Word", " ".join(each.text for each in docx.Document(word).paragraphs)


def as_published(code: str, told: tuple[int, ...]) -> str:
    """How a public paper says it, as a pattern; written by itself, from the rule that 1 to 5 is not published."""
    measure, (people, *numbers) = PERIOD_MEASURES[code], told
    if measure.is_share:
        n, d = numbers
        if not d:
            return re.escape(SHARES[code].none)
        is_few = any(0 < each <= 5 for each in (people, n, d - n))
        return f"{SHARES[code].hidden} is not said" if is_few else rf"\b{n} of {d} {SHARES[code].are}"
    if people > 5:
        return rf"\b{people} young people {DID[code]}, {amount(*numbers, *measure.unit)} in all"
    return rf"{'1 to 5 young people' if people else 'Nobody'}\b[^.]*\b{DID[code]}\b"


def test_every_place_says_the_same_number(council: Cast, sign_in: Any, scene: Any) -> None:
    """In its last revision, whatever was written down since. Seen to fail: with numbers of few people said, with former
    revisions, and with a frozen quarter that kpis counted as it is now."""
    interview_that_was_late(scene)
    client, reports = sign_in(council.dana), of_reports()
    kept: dict[str, Numbers] = {}
    for scope in every_scope(END):
        now, kept[scope.key] = of_page(client, scope)
        assert of_kpis(scope, "--on", END.isoformat()) == now
        assert of_kpis(scope, "--quarter", "2026-27Q2") == kept[scope.key]
        there = {code: told for code, told in kept[scope.key].items() if scope.is_authority or told[0]}
        assert reports.pop(scope.key) == there
        assert {code for code in now if now[code] != kept[scope.key][code]} <= {"INTERVIEWS"}
        assert not scope.is_authority or now["INTERVIEWS"][1] == kept["all"]["INTERVIEWS"][1] + 1
    assert not reports
    assert FrozenHappening.objects.of(AUTHORITY).filter(measure="INTERVIEWS", revision=2).exists()
    published = {code: as_published(code, told) for code, told in kept["all"].items() if code != OFFENDED.code}
    for reader in (council.dana, council.cora):
        for place, text in in_papers(sign_in(reader)):
            said = " ".join(unescape(text).replace("’", "'").split())
            assert [code for code, words in published.items() if not re.search(words, said)] == [], (reader, place)
            assert "offence" not in said.lower()
    assert any("1 to 5" in words for words in published.values())
    assert any("in all" in words for words in published.values())
