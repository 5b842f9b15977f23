"""Of whom the care-leaver return wants a line, and what it says: DfE's rules as a table, with literal days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careleavers.rules.codes import valid
from reporting.rules.care_leaver_return import (
    CollectionYear,
    DatedCode,
    DatedStatus,
    Gap,
    InTouch,
    LeaverRecord,
    ReturnLine,
    ReturnTerms,
    ToCome,
    WhyLeftOut,
    birthday_in,
    line_of,
)

YEAR = CollectionYear(2026)
AFTER = date(2026, 6, 1)  # every window of the year is over
TERMS = ReturnTerms()
D = date.fromisoformat
LEFT_AT_18 = (
    DatedStatus(D("2020-05-10"), D("2025-05-10"), "eligible_child", False),
    DatedStatus(D("2025-05-10"), None, "former_relevant_child", False),
)
# 18 on 10 May 2025: the window is 10 February to 10 June.
LEAVER = LeaverRecord(
    date_of_birth=D("2007-05-10"),
    statuses=LEFT_AT_18,
    homes=(DatedCode(D("2024-05-10"), None, "U1"),),
    activities=(DatedCode(D("2024-09-01"), None, "F2"),),
    spoke_on=(D("2025-05-20"),),
)


def status(name: str, *, returned_home: bool = False) -> tuple[DatedStatus, ...]:
    return (DatedStatus(D("2018-01-01"), None, name, returned_home),)


def said(record: LeaverRecord, today: date = AFTER, terms: ReturnTerms = TERMS) -> object:
    """A line as its three codes; whatever else is found as it is."""
    found = line_of(record, YEAR, terms, today)
    return (found.in_touch, found.activity, found.accommodation) if isinstance(found, ReturnLine) else found


@pytest.mark.parametrize(
    ("born", "found"),
    [
        pytest.param("2009-04-01", None, id="391: 17 on the day after the year"),
        pytest.param("2009-03-31", (17, "2026-03-31"), id="391: 17 on its last day"),
        pytest.param("2008-04-01", (17, "2025-04-01"), id="391: 17 on its first day"),
        pytest.param("2008-03-31", (18, "2026-03-31"), id="18 on its last day"),
        pytest.param("2004-04-01", (21, "2025-04-01"), id="21 on its first day"),
        pytest.param("2000-04-01", (25, "2025-04-01"), id="351: 25 on its first day"),
        pytest.param("2000-03-31", None, id="351: 25 the day before"),
        pytest.param("2008-02-29", (18, "2026-03-01"), id="born on 29 February"),
    ],
)
def test_whose_birthday_lies_in_the_year(born: str, found: tuple[int, str] | None) -> None:
    assert birthday_in(D(born), YEAR, "1 March") == (found and (found[0], D(found[1])))


def test_a_leap_day_kept_on_28_february() -> None:
    assert birthday_in(D("2008-02-29"), YEAR, "28 February") == (18, D("2026-02-28"))


@pytest.mark.parametrize(
    ("spoke_on", "in_touch"),
    [
        ("2025-02-09", InTouch.NO),
        ("2025-02-10", InTouch.YES),
        ("2025-06-10", InTouch.YES),
        ("2025-06-11", InTouch.NO),
    ],
)
def test_around_the_birthday_is_three_months_before_to_one_after_both_included(spoke_on: str, in_touch: str) -> None:
    found = line_of(replace(LEAVER, spoke_on=(D(spoke_on),)), YEAR, ReturnTerms(), AFTER)
    assert isinstance(found, ReturnLine)
    assert found.in_touch == in_touch


def test_the_months_are_the_authoritys_choice() -> None:
    early = replace(LEAVER, spoke_on=(D("2025-02-09"),))
    assert said(early, terms=ReturnTerms(months_before=4)) == ("YES", "F2", "U1")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(LEAVER, ("YES", "F2", "U1"), id="in touch, as on the birthday"),
        pytest.param(
            replace(
                LEAVER,
                homes=(DatedCode(D("2024-05-10"), D("2025-05-10"), "Z1"), DatedCode(D("2025-05-10"), None, "D2")),
            ),
            ("YES", "F2", "D2"),
            id="moved on the birthday: the new home",
        ),
        pytest.param(replace(LEAVER, homes=()), ("YES", "F2", "0"), id="345: in touch, no home recorded"),
        pytest.param(
            replace(LEAVER, homes=(DatedCode(D("2025-01-01"), None, "02"),)), ("YES", "F2", "0"), id="home not known"
        ),
        pytest.param(replace(LEAVER, spoke_on=()), ("NO", "0", "0"), id="131: out of touch, known only from before"),
        pytest.param(
            replace(LEAVER, spoke_on=(), wants=(DatedCode(D("2025-01-01"), None, "REFU"),)),
            ("REFU", "0", "0"),
            id="131: refused contact on the birthday",
        ),
        pytest.param(
            replace(LEAVER, spoke_on=(), wants=(DatedCode(D("2025-01-01"), D("2025-05-10"), "NREQ"),)),
            ("NO", "0", "0"),
            id="wanted no more until the birthday",
        ),
        pytest.param(
            replace(LEAVER, wants=(DatedCode(D("2025-01-01"), None, "NREQ"),)),
            ("YES", "F2", "U1"),
            id="wants no more, and spoke with us all the same",
        ),
        pytest.param(
            replace(LEAVER, spoke_on=(), heard_on=(D("2025-06-01"),)),
            ("NO", "F2", "U1"),
            id="out of touch, but somebody else told us",
        ),
        pytest.param(
            replace(LEAVER, spoke_on=(), homes=(DatedCode(D("2025-03-01"), None, "X2"),)),
            ("NO", "0", "X2"),
            id="out of touch, moved to custody within the window",
        ),
        pytest.param(
            replace(LEAVER, spoke_on=(), activities=(DatedCode(D("2023-09-01"), None, "F1", D("2025-04-01")),)),
            ("NO", "F1", "0"),
            id="out of touch, activity confirmed within the window",
        ),
        pytest.param(
            replace(LEAVER, statuses=status("person_qualifying", returned_home=True)),
            ("RHOM", "0", "0"),
            id="344: returned home for six months",
        ),
        pytest.param(
            replace(LEAVER, date_of_birth=D("2008-05-10"), statuses=status("relevant_child")),
            ("YES", "F2", "U1"),
            id="17, a relevant child",
        ),
        pytest.param(replace(LEAVER, statuses=()), WhyLeftOut.NO_STATUS, id="status not worked out"),
        pytest.param(replace(LEAVER, statuses=status("eligible_child")), WhyLeftOut.IN_CARE, id="1007: still in care"),
        pytest.param(replace(LEAVER, statuses=status("looked_after")), WhyLeftOut.IN_CARE, id="1007: looked after"),
        pytest.param(
            replace(
                LEAVER,
                date_of_birth=D("2008-05-10"),
                statuses=(
                    DatedStatus(D("2020-01-01"), D("2025-05-11"), "eligible_child", False),
                    DatedStatus(D("2025-05-11"), None, "relevant_child", False),
                ),
            ),
            WhyLeftOut.IN_CARE,
            id="1016: left care the day after the 17th birthday",
        ),
        pytest.param(LEAVER, ("YES", "F2", "U1"), id="1016: left care on the birthday itself"),
        pytest.param(
            replace(LEAVER, statuses=status("person_qualifying")), WhyLeftOut.NOT_A_CARE_LEAVER, id="1001: qualifying"
        ),
        pytest.param(replace(LEAVER, statuses=status("none")), WhyLeftOut.NOT_A_CARE_LEAVER, id="1001: no leaver"),
        pytest.param(
            replace(LEAVER, date_of_birth=D("2006-05-10"), died_on=D("2025-05-10")),
            WhyLeftOut.DIED_IN_CARE,
            id="1000: died on the last day in care",
        ),
        pytest.param(
            replace(
                LEAVER, date_of_birth=D("2006-05-10"), statuses=status("former_relevant_child"), died_on=D("2024-12-01")
            ),
            ("DIED", "0", "0"),
            id="344: died after leaving care",
        ),
        pytest.param(
            replace(LEAVER, died_on=D("2025-05-11"), spoke_on=(D("2025-05-09"),)),
            ("YES", "F2", "U1"),
            id="died the day after the birthday, spoken with before",
        ),
    ],
)
def test_what_is_returned(record: LeaverRecord, expected: object) -> None:
    assert said(record) == expected


OLDER = replace(
    LEAVER,
    date_of_birth=D("2002-05-10"),  # 23 in the year
    statuses=(
        DatedStatus(D("2020-05-10"), D("2023-05-10"), "former_relevant_child", False),
        DatedStatus(D("2023-05-10"), None, "former_relevant_child", False),
    ),
    spoke_on=(),
)


@pytest.mark.parametrize(
    ("spoke_on", "expected"),
    [
        pytest.param((), WhyLeftOut.NOT_IN_TOUCH, id="not in touch: nobody need be sought out"),
        pytest.param(("2025-03-31",), WhyLeftOut.NOT_IN_TOUCH, id="the day before the year"),
        pytest.param(("2025-04-01",), ("YES", "F2", "U1"), id="its first day"),
        pytest.param(("2026-03-31",), ("YES", "F2", "U1"), id="its last day"),
        pytest.param(("2026-04-01",), WhyLeftOut.NOT_IN_TOUCH, id="the day after"),
    ],
)
def test_from_22_a_line_only_for_those_in_touch_in_the_year(spoke_on: tuple[str, ...], expected: object) -> None:
    assert said(replace(OLDER, spoke_on=tuple(map(D, spoke_on)))) == expected


def test_from_22_it_says_how_things_were_at_the_latest_contact() -> None:
    moved = replace(
        OLDER,
        homes=(DatedCode(D("2024-01-01"), D("2025-10-01"), "U1"), DatedCode(D("2025-10-01"), None, "B2")),
        spoke_on=(D("2025-06-01"), D("2025-09-30")),
    )
    assert said(moved) == ("YES", "F2", "U1")
    assert said(replace(moved, spoke_on=(*moved.spoke_on, D("2025-10-01")))) == ("YES", "F2", "B2")


def test_at_25_a_contact_after_the_birthday_is_none_with_a_care_leaver() -> None:
    until_25 = (DatedStatus(D("2018-05-10"), D("2025-05-10"), "former_relevant_child", False),)
    of_25 = replace(OLDER, date_of_birth=D("2000-05-10"), statuses=until_25)
    assert said(replace(of_25, spoke_on=(D("2025-05-10"),))) is WhyLeftOut.NOT_IN_TOUCH
    assert said(replace(of_25, spoke_on=(D("2025-05-09"), D("2025-05-10")))) == ("YES", "F2", "U1")


def test_before_the_birthday_the_line_is_still_to_come_and_after_it_may_change_until_the_window_closes() -> None:
    silent = replace(LEAVER, spoke_on=())
    to_come = line_of(silent, YEAR, ReturnTerms(), D("2025-05-09"))
    assert isinstance(to_come, ToCome)
    assert to_come.window == (D("2025-02-10"), D("2025-06-10"))
    for today, is_final, gaps in [
        ("2025-05-10", False, (Gap.SPEAK,)),
        ("2025-06-10", False, (Gap.SPEAK,)),
        ("2025-06-11", True, ()),
    ]:
        line = line_of(silent, YEAR, ReturnTerms(), D(today))
        assert isinstance(line, ReturnLine)
        assert (line.is_final, line.gaps) == (is_final, gaps)


def test_what_is_missing_of_somebody_in_touch_is_named() -> None:
    for record, gaps in [
        (replace(LEAVER, homes=()), (Gap.HOME,)),
        (replace(LEAVER, activities=()), (Gap.ACTIVITY,)),
        (replace(LEAVER, activities=(DatedCode(D("2021-01-01"), None, "P3"),)), (Gap.OLD_ACTIVITY,)),
        (replace(LEAVER, homes=(), activities=(DatedCode(D("2021-01-01"), None, "0"),)), (Gap.HOME, Gap.ACTIVITY)),
        (LEAVER, ()),
    ]:
        line = line_of(record, YEAR, ReturnTerms(), AFTER)
        assert isinstance(line, ReturnLine)
        assert line.gaps == gaps


DAYS = st.dates(D("2024-10-01"), D("2026-07-01"))
CODES = st.sampled_from(["F1", "P5", "G6", "0"])
HOMES = st.sampled_from(["U1", "U2", "X2", "R2", "02"])


@given(
    born=st.dates(D("1999-01-01"), D("2010-01-01")),
    status_name=st.sampled_from(["relevant_child", "former_relevant_child", "person_qualifying", "eligible_child"]),
    returned_home=st.booleans(),
    spoke=st.lists(DAYS, max_size=3),
    heard=st.lists(DAYS, max_size=2),
    home=st.none() | st.tuples(DAYS, HOMES),
    activity=st.none() | st.tuples(DAYS, CODES),
    died_on=st.none() | DAYS,
    today=DAYS,
)
def test_no_line_breaks_dfes_rules_131_to_133_344_345_unless_it_names_the_gap(
    born, status_name, returned_home, spoke, heard, home, activity, died_on, today
) -> None:
    record = LeaverRecord(
        date_of_birth=born,
        died_on=died_on,
        statuses=status(status_name, returned_home=returned_home),
        homes=(DatedCode(home[0], None, home[1]),) if home else (),
        activities=(DatedCode(activity[0], None, activity[1]),) if activity else (),
        spoke_on=tuple(spoke),
        heard_on=tuple(heard),
    )
    line = line_of(record, YEAR, ReturnTerms(), today)
    if isinstance(line, ReturnLine):
        assert line.in_touch in valid("IN_TOUCH", 2026)
        assert line.activity in valid("ACTIV", 2026)
        assert line.accommodation in valid("ACCOM", 2026)
        if line.in_touch in ("DIED", "RHOM"):
            assert (line.activity, line.accommodation) == ("0", "0")
        if line.in_touch == "YES":
            assert (line.accommodation == "0") == (Gap.HOME in line.gaps)
            assert (line.activity == "0") == (Gap.ACTIVITY in line.gaps)
        assert line.birthday <= today or line.in_touch == "DIED" or line.window is None
