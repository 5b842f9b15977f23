"""What happened in a period: rules in tables, numbers beside a slow account, and the pages that tell of it."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from io import StringIO
from random import Random

import pytest

from careleavers.models import YoungPerson
from careleavers.queries.teams import every_scope
from careleavers.rules.clocks import DEFAULTS, ContactFact, DutyFacts, HomeFact, SignedRiskAssessment, StatusSpan
from careleavers.rules.team_scopes import AUTHORITY
from pathways.rules.risk_status import risk_status
from reporting.queries.period_measures import PeriodAsked, period_line
from reporting.rules.period_measures import (
    PERIOD_MEASURES,
    PeriodLine,
    PeriodRow,
    ReportPeriod,
    by_person,
    nights,
    periods_to_choose,
)
from reporting.rules.periods import MONTH, QUARTER
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    CandidacyFactory,
    CandidacyStepFactory,
    HomeFactory,
    OccupationStepFactory,
    OffenceFactory,
    OpportunityFactory,
    PlanVersionFactory,
    YoungPersonFactory,
)
from tests.reporting import people, period_account

D = date.fromisoformat
Q2 = ReportPeriod(D("2026-07-01"), D("2026-09-30"), "Quarter 2, 2026-27", QUARTER)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "many"),
    [
        ("2026-07-01", "2026-07-02", 1),
        ("2026-06-30", "2026-07-01", 0),  # the night before the first day
        ("2026-06-30", "2026-07-02", 1),
        ("2026-09-30", "2026-10-01", 1),  # the night after the last day
        ("2026-09-30", None, 1),
        ("2026-10-01", None, 0),
        ("2020-01-01", None, 92),
    ],
)
def test_nights_of_a_quarter(starts_on: str, ends_on: str | None, many: int) -> None:
    assert nights(D(starts_on), ends_on and D(ends_on), Q2.first, Q2.last) == many


def test_the_periods_that_can_be_chosen_end_today_at_the_latest() -> None:
    found = periods_to_choose(D("2026-11-23"))
    assert found[0] == ReportPeriod(D("2026-10-01"), D("2026-11-23"), "Quarter 3, 2026-27", QUARTER)
    assert found[1] == Q2
    assert found[9] == ReportPeriod(D("2026-11-01"), D("2026-11-23"), "November 2026", MONTH)
    assert found[10].name == "October 2026"


@pytest.mark.parametrize("today", ["2026-10-01", "2026-10-15", "2026-10-31", "2026-11-23", "2027-01-01", "2027-03-31"])
def test_each_period_has_an_address_of_its_own_on_any_day(today: str) -> None:
    """In October the quarter that runs and the month that runs have the same days so far."""
    found = periods_to_choose(D(today))
    assert len({period.key for period in found}) == len(found) == 22
    assert [period.is_quarter for period in found] == [True] * 9 + [False] * 13
    tomorrow = {period.name: period.key for period in periods_to_choose(D(today) + timedelta(days=1))}
    assert all(tomorrow.get(period.name, period.key) == period.key for period in found), "a link stays good"


def test_rows_of_one_person_are_added_up() -> None:
    one = YoungPerson().pk
    rows = [PeriodRow(one, 3, "since May"), PeriodRow(one, 4, "since June")]
    assert by_person(rows) == [PeriodRow(one, 7, "since May; since June")]


ADULT = StatusSpan("former_relevant_child", "18-20", D("2025-05-01"), D("2028-05-01"))
SPOKE = (ContactFact(D("2026-06-20"), True),)
BEDSIT = HomeFact(D("2026-06-01"), None, "U", suitable=False)


@pytest.mark.parametrize(
    ("given", "in_date"),
    [
        pytest.param({"homes": (BEDSIT._replace(suitable=True),)}, None, id="a home that suits"),
        pytest.param({"homes": (BEDSIT,)}, False, id="CLR reg 9: no assessment"),
        pytest.param({"homes": (BEDSIT,), "risk_assessments": ((D("2026-06-02"), None),)}, True, id="signed since"),
        pytest.param({"homes": (BEDSIT,), "risk_assessments": ((D("2026-05-31"), None),)}, False, id="signed before"),
        pytest.param(
            {"homes": (BEDSIT,), "risk_assessments": ((D("2026-06-02"), D("2026-06-29")),)}, False, id="to look again"
        ),
        pytest.param(
            {"homes": (BEDSIT,), "risk_assessments": ((D("2026-06-02"), D("2026-06-30")),)}, True, id="until today"
        ),
        pytest.param({"homes": (BEDSIT._replace(kind="X"),)}, None, id="custody: only by setting"),
        pytest.param({"contacts": ()}, False, id="Vol 3 4.39: lost touch"),
        pytest.param({"contacts": (), "risk_assessments": ((D("2026-06-20"), None),)}, True, id="lost touch, signed"),
        pytest.param({"contacts": (), "died_on": D("2026-06-30")}, None, id="died"),
    ],
)
def test_whose_risk_assessment_is_in_place(given: dict, in_date: bool | None) -> None:
    """A signed one that is to be looked at again on a later day, and no other."""
    risks = tuple(SignedRiskAssessment(*each) for each in given.pop("risk_assessments", ()))
    facts = DutyFacts(
        **{"date_of_birth": D("2007-05-01"), "status_spans": (ADULT,), "contacts": SPOKE} | given,
        risk_assessments=risks,
    )
    found = risk_status(facts, D("2026-06-30"), DEFAULTS)
    assert (found and found.in_date) == in_date


def line(code: str, period: ReportPeriod = Q2, scope=AUTHORITY, today: date = TODAY) -> PeriodLine:
    return period_line(PERIOD_MEASURES[code], PeriodAsked.of(period, scope, today))


@pytest.mark.parametrize("seed", range(3))
def test_every_number_agrees_with_the_slow_account(cast: Cast, scene, seed: int) -> None:
    rng, day = Random(seed), D("2026-06-30")
    with scene():
        YoungPerson.objects.all().delete()
        everybody = [people.somebody(rng, cast, number, day) for number in range(45)]
        kept = period_account.drawn(rng, everybody, [day], cast.pat, cast.mo)
    differences = period_account.differences(everybody, kept, rng, days=8)
    assert not differences
    assert period_account.seen > {"NFA", "UNSUIT_RA", "PP_AUTHORISED", "TENANCIES_KEPT", "LETTERS_LAPSED", "INTERVIEWS"}


@pytest.mark.usefixtures("_on_the_day")
def test_the_number_the_list_and_the_file_say_the_same_for_each_scope(cast: Cast, scene, sign_in) -> None:
    period = periods_to_choose(TODAY)[0]
    with scene():
        post = OpportunityFactory.create()
        for number, person in enumerate((cast.amira, cast.ben)):
            HomeFactory.create(person=person, kind="W", is_suitable=False, starts_on=days_ago(9 + number))
            candidacy = CandidacyFactory.create(person=person, opportunity=post)
            CandidacyStepFactory.create(candidacy=candidacy, happened_on=days_ago(3))
            OccupationStepFactory.create(person=person, about="Bakery", happened_on=days_ago(2))
            OffenceFactory.create(person=person, happened_on=days_ago(5), charged_on=days_ago(4))
        moved = {"person": YoungPersonFactory.create(), "tenure": "social", "ended_because": "Arrears"}
        for ended_as, since in (("kept", 45), ("lost", 30), ("", 15)):
            HomeFactory.create(**moved, ended_as=ended_as, starts_on=days_ago(since), ends_on=days_ago(since - 15))
        OffenceFactory.create(person=cast.ben, happened_on=days_ago(400), charged_on=days_ago(390))
        PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, submitted=True)
        YoungPerson.objects.filter(pk=cast.ben.pk).update(is_restricted=True)
    client = sign_in(cast.vera)
    for scope in every_scope(TODAY):
        asked = f"team={scope.key}&period={period.key}"
        page = " ".join(client.get(f"/reporting/happened/?{asked}").content.decode().split())
        assert ("Offences, and who had one before" in page) == scope.is_authority
        for code in ("B_AND_B", "POST_INTERESTED", "INTERVIEWS", "PP_AUTHORISED", "CUSTODY"):
            counted = line(code, period, scope)
            said = f"{counted.n} of {counted.d}" if counted.measure.is_share else counted.amount_words
            assert (f"<strong>{said}</strong>" in page) == bool(counted.rows)
            listed = client.get(f"/reporting/happened/{code}/?{asked}").content.decode()
            seen = listed.count('<th scope="row">')
            unseen = re.search(r"(\d+) lines? you may not see", listed)
            assert seen + int(unseen[1] if unseen else 0) == len(counted.rows)
            sent = client.post(f"/reporting/happened/{code}/export/?{asked}", {"purpose": "For the team meeting"})
            rows = list(csv.DictReader(StringIO(b"".join(sent).decode("utf-8-sig"))))
            assert len(rows) == seen + bool(unseen)
    whole = {code: line(code, period) for code in PERIOD_MEASURES}
    assert (whole["B_AND_B"].people, whole["B_AND_B"].many) == (2, 19)
    assert (whole["OFFENDED"].n, whole["OFFENDED"].d) == (1, 2)
    assert (whole["TENANCIES_KEPT"].n, whole["TENANCIES_KEPT"].d) == (1, 2)
    assert (whole["PP_AUTHORISED"].n, whole["PP_AUTHORISED"].d) == (0, 1)
    assert "1 line you may not see" in client.get("/reporting/happened/B_AND_B/").content.decode()
    assert "Bakery" in client.get("/reporting/happened/INTERVIEWS/").content.decode()
    for wrong in ("?period=2020", "?team=nobody", "NO/", "OFFENDED/"):
        assert client.get(f"/reporting/happened/{wrong}").status_code == 404


@pytest.mark.usefixtures("_on_the_day")
def test_nights_of_the_dead_and_of_today_are_not_counted(cast: Cast, scene) -> None:
    period = periods_to_choose(TODAY)[0]
    with scene():
        HomeFactory.create(person=cast.amira, kind="W", is_suitable=False, starts_on=days_ago(4))
        YoungPerson.objects.filter(pk=cast.amira.pk).update(died_on=days_ago(2))
        HomeFactory.create(person=cast.ben, kind="W", is_suitable=False, starts_on=TODAY)
    found = line("B_AND_B", period)
    assert [(row.person, row.many) for row in found.rows] == [(cast.amira.pk, 2)]
    assert timedelta(days=2) == days_ago(2) - days_ago(4)
