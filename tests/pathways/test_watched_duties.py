"""The duties that the record's own facts start are watched: told, listed on pages, and closed by what meets them.

Each case writes rows of the record and asks what is due on a literal day. The law is in each id.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from careleavers.actions.allocations import allocate, end_allocation
from careleavers.models import Alert, YoungPerson
from offers.actions.letters import mark_already_posted
from offers.models import Letter
from pathways.actions.copies import record_copy
from pathways.actions.reconcile import reconcile_alerts
from pathways.actions.reviews import record_review
from pathways.rules.alert_duties import ALERT_DUTIES, NOT_WATCHED
from pathways.rules.clocks import CLOCKS
from tests.cast import TODAY, Cast
from tests.factories import (
    NOW,
    AllocationFactory,
    ContactFactory,
    HomeFactory,
    LetterBatchFactory,
    LetterFactory,
    NeedsAssessmentFactory,
    PlanReviewFactory,
    PlanVersionFactory,
    PolicyValueFactory,
    StatusFactFactory,
)
from tests.pathways.watched import due, planned, status, told, visit

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_every_clock_is_watched_or_says_why_not() -> None:
    assert {clock.code for clock in CLOCKS} == ALERT_DUTIES.keys() | NOT_WATCHED.keys()
    assert not ALERT_DUTIES.keys() & NOT_WATCHED.keys()


def test_touch_is_lost_where_nobody_knows_their_home_s23c_2_b(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2007, 3, 10))
    with scene():
        status(noor, "former_relevant_child", date(2025, 3, 10), date(2028, 3, 10), "18-20")
        planned(cast, noor, date(2026, 10, 1))  # last spoken to on 16 November
        HomeFactory.create(person=noor, kind="R", starts_on=date(2026, 11, 18))
    assert ("Touch is lost: find them", date(2026, 11, 18)) in due(noor)
    assert told(noor, "Touch is lost: find them") == {"Pat", "Mo"}
    visit(cast, noor, method="phone")
    assert {text for text, _ in due(noor)} & {"Touch is lost: find them"} == set()


def test_touch_lost_because_contact_is_overdue_is_one_line_unless_the_weeks_differ(
    cast: Cast, make_person, scene
) -> None:
    noor = make_person(date(2007, 3, 10))
    with scene():
        status(noor, "former_relevant_child", date(2025, 3, 10), date(2028, 3, 10), "18-20")
        PlanVersionFactory.create(
            authorised=True, person=noor, written_by=cast.pat, authorised_by=cast.mo, authorised_on=date(2026, 10, 1)
        )
        ContactFactory.create(person=noor, happened_on=date(2026, 8, 3))
    overdue = ("Contact", date(2026, 9, 28))
    assert {line for line in due(noor) if line[1] < TODAY} == {overdue, ("Risk assessment", date(2026, 10, 6))}
    with scene():
        PolicyValueFactory.create(key="lost_touch_weeks", value=12)
    assert {line for line in due(noor) if line[1] < TODAY} == {
        overdue,
        ("Touch is lost: find them", date(2026, 10, 27)),
        ("Risk assessment", date(2026, 11, 3)),
    }


def test_an_eligible_child_whose_social_worker_holds_the_case_is_owed_an_adviser_sch_2_19c(
    cast: Cast, make_person, scene
) -> None:
    noor = make_person(date(2010, 11, 2), worker=cast.wes)
    with scene():
        status(noor, "looked_after", date(2020, 1, 1), date(2026, 11, 2))
        status(noor, "eligible_child", date(2026, 11, 2), date(2028, 11, 2))
    owed = ("Personal adviser to be appointed", date(2026, 11, 2))
    assert owed in due(noor)
    assert told(noor, owed[0]) == {"Wes", "Mo"}
    allocate(by=cast.mo, person=noor, worker=cast.pat, role="co_worker", starts_on=TODAY, today=TODAY)
    assert owed not in due(noor)
    # On the 18th birthday the case holder, whoever it is, is the adviser of somebody who has left care.
    assert owed[0] not in {text for text, _ in due(noor, date(2028, 11, 2))}


def test_a_relevant_child_whose_adviser_went_is_owed_another_s23b_2(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2009, 5, 1), worker=cast.wes)
    with scene():
        status(noor, "eligible_child", date(2025, 5, 1), date(2026, 9, 1))
        status(noor, "relevant_child", date(2026, 9, 1), date(2027, 5, 1))
    assert "Personal adviser to be appointed" not in {text for text, _ in due(noor)}
    end_allocation(
        by=cast.mo, allocation=noor.allocations.get(), ends_on=date(2026, 11, 20), reason="Left", today=TODAY
    )
    assert ("Personal adviser to be appointed", date(2026, 11, 20)) in due(noor)
    assert told(noor, "Personal adviser to be appointed") == {"Mo"}


def test_a_former_relevant_child_without_anybody_is_owed_an_adviser_s23c_3_a(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2006, 5, 1), worker=None)
    with scene():
        status(noor, "former_relevant_child", date(2024, 5, 1), date(2027, 5, 1), "18-20")
        AllocationFactory.create(
            person=noor, worker=cast.pat, team=cast.north, role="case_holder", ends_on=date(2026, 10, 31)
        )
        PolicyValueFactory.create(key="personal_adviser_days", value=14)
    assert ("Personal adviser to be appointed", date(2026, 11, 14)) in due(noor)
    allocate(by=cast.mo, person=noor, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY)
    assert "Personal adviser to be appointed" not in {text for text, _ in due(noor)}


def a_letter(cast: Cast, person: YoungPerson, age: int, falls_on: date, **fields: object) -> Letter:
    return LetterFactory.create(
        person=person,
        occasion=str(age),
        occurrence_on=falls_on,
        **{"status": "posted", "posted_on": falls_on - timedelta(days=9)} | fields,
    )


def test_support_is_offered_at_21_and_every_year_by_the_letters_s23czb(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2004, 11, 2))
    with scene():
        status(noor, "former_relevant_child", date(2022, 11, 2), date(2025, 11, 2), "18-20")
        status(noor, "former_relevant_child", date(2025, 11, 2), date(2029, 11, 2), "21-24")
        planned(cast, noor, date(2025, 6, 1))
    assert due(noor) == {("Offer of support at 21", date(2025, 11, 30))}
    assert told(noor, "Offer of support at 21") == {"Pat", "Mo"}
    with scene():
        first = a_letter(cast, noor, 21, date(2025, 11, 2))
    # Posted before the birthday, it offers on the birthday: the next is due twelve months later.
    assert due(noor) == {("Yearly offer of support", date(2026, 11, 2))}
    with scene():
        first.delete()
        a_letter(cast, noor, 21, date(2025, 11, 2), status="given", posted_on=None, given_on=date(2025, 12, 5))
    assert due(noor) == {("Yearly offer of support", date(2026, 12, 5))}


@pytest.mark.parametrize(
    ("age", "status_of_letter"), [pytest.param(20, "posted", id="at 20"), pytest.param(21, "returned", id="came back")]
)
def test_no_offer_was_made_by_this_letter_s23czb(
    cast: Cast, make_person, scene, age: int, status_of_letter: str
) -> None:
    noor = make_person(date(2004, 11, 2))
    with scene():
        status(noor, "former_relevant_child", date(2025, 11, 2), date(2029, 11, 2), "21-24")
        falls_on = date(2004 + age, 11, 2)
        back = falls_on if status_of_letter == "returned" else None
        a_letter(cast, noor, age, falls_on, status=status_of_letter, returned_on=back)
    assert due(noor) == {("Offer of support at 21", date(2025, 11, 30))}


def test_posting_the_letter_is_followed_at_once_s23czb(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2004, 11, 30))
    with scene():
        status(noor, "former_relevant_child", date(2025, 11, 30), date(2029, 11, 30), "21-24")
        a_letter(cast, noor, 21, date(2025, 11, 30))
        batch = LetterBatchFactory.create()
        letter = a_letter(
            cast,
            noor,
            22,
            date(2026, 11, 30),
            status="withdrawn",
            posted_on=None,
            withdrawn_on=TODAY,
            hold_reasons=["It moved."],
            batch=batch,
            content={},
            approved_at=NOW,
        )
    assert due(noor) == {("Yearly offer of support", date(2026, 11, 30))}
    mark_already_posted(by=cast.bus, letter=letter, posted_on=TODAY, today=TODAY)
    # It offers on the birthday, a week from now; so that until then the last offer counts.
    assert due(noor, date(2026, 11, 30)) == {("Yearly offer of support", date(2027, 11, 30))}


def test_somebody_who_asks_for_support_is_assessed_s23czb_5(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2004, 11, 2))
    with scene():
        status(noor, "former_relevant_child", date(2025, 11, 2), date(2026, 10, 20), "21-24")
        status(noor, "former_relevant_child", date(2026, 10, 20), date(2029, 11, 2), "21-24 opted in")
        planned(cast, noor, date(2026, 10, 25))
    # As soon as possible is 28 days by the setting.
    assert ("Needs assessment for support after 21", date(2026, 11, 17)) in due(noor)
    with scene():
        NeedsAssessmentFactory.create(person=noor, completed_on=date(2026, 11, 20))
    # A plan follows the assessment.
    assert {line for line in due(noor) if line[1] <= date(2026, 12, 31)} == {("First pathway plan", date(2026, 12, 18))}


def test_a_person_qualifying_is_assessed_vol_3_2_9(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2009, 1, 15))
    with scene():
        status(noor, "person_qualifying", date(2026, 11, 1), date(2030, 1, 15), "16-20")
    assert due(noor) == {("Assessment of whether they need help", date(2026, 11, 29))}
    with scene():
        NeedsAssessmentFactory.create(person=noor, completed_on=date(2026, 11, 20))
    assert due(noor) == set()


def test_touch_with_a_person_qualifying_is_watched_once_weeks_are_set_s24_4(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2009, 1, 15))
    with scene():
        status(noor, "person_qualifying", date(2026, 3, 1), date(2030, 1, 15), "16-20")
        NeedsAssessmentFactory.create(person=noor, started_on=date(2026, 3, 2), completed_on=date(2026, 3, 20))
        ContactFactory.create(person=noor, happened_on=date(2026, 9, 1))
    assert due(noor) == set()
    with scene():
        PolicyValueFactory.create(key="qualifying_contact_weeks", value=13)
    assert due(noor) == {("Contact", date(2026, 12, 1))}


def test_a_copy_of_the_newest_plan_is_owed_clr_reg_4(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2007, 3, 10))
    with scene():
        status(noor, "former_relevant_child", date(2025, 3, 10), date(2028, 3, 10), "18-20")
        planned(cast, noor, date(2026, 6, 1), copied=False)
        planned(cast, noor, date(2026, 10, 30), copied=False, number=2)
        PlanReviewFactory.create(person=noor, held_on=date(2026, 10, 29))
        first, second = noor.pathway_plan.versions.order_by("number")
    # Of two versions without a copy the newest is listed: 28 days from 30 October.
    copy = ("Copy of the plan for them", date(2026, 11, 27))
    assert copy in due(noor)
    assert told(noor, copy[0]) == {"Pat", "Mo"}
    given = {"by": cast.pat, "given_by": cast.pat, "how": "in_person", "was_explained": True, "today": TODAY}
    record_copy(version=first, given_on=TODAY, **given)
    assert copy in due(noor)
    record_copy(version=second, given_on=TODAY, **given)
    assert Alert.objects.get(person=noor, text=copy[0], closed_on=TODAY).closed_because == "Copy recorded"
    assert copy[0] not in {text for text, _ in due(noor)}


def test_a_copy_of_a_later_version_covers_the_one_before_clr_reg_4(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2007, 3, 10))
    with scene():
        status(noor, "former_relevant_child", date(2025, 3, 10), date(2028, 3, 10), "18-20")
        planned(cast, noor, date(2026, 6, 1), copied=False)
        planned(cast, noor, date(2026, 10, 30), number=2)
    assert "Copy of the plan for them" not in {text for text, _ in due(noor)}


def test_a_review_follows_any_move_vol_3_4_14_and_reg_7_3_stands_for_it(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2007, 3, 10))
    with scene():
        status(noor, "former_relevant_child", date(2025, 3, 10), date(2028, 3, 10), "18-20")
        planned(cast, noor, date(2026, 6, 1))
        home = HomeFactory.create(person=noor, kind="U", starts_on=date(2026, 10, 1))
    # 28 days beginning on 1 October are over on the 29th.
    assert ("Plan review after the move", date(2026, 10, 29)) in due(noor)
    assert told(noor, "Plan review after the move") == {"Pat", "Mo"}
    with scene():
        home.provided_by_authority = True
        home.save()
    reviews = {line for line in due(noor) if "eview" in line[0] and "Visit" not in line[0]}
    assert reviews == {("28-day plan review", date(2026, 11, 5)), ("Plan review", date(2026, 12, 1))}
    record_review(
        by=cast.pat, person=noor, today=TODAY, held_on=TODAY, chaired_by="Jo", person_took_part=True, summary="Well"
    )
    reviews = {line for line in due(noor) if "eview" in line[0] and "Visit" not in line[0]}
    assert reviews == {("Three-month plan review", date(2027, 2, 23)), ("Plan review", date(2027, 5, 23))}


def test_six_months_at_home_are_reviewed_before_they_end_relevant_status_vol_3_8_32(
    cast: Cast, make_person, scene
) -> None:
    noor = make_person(date(2009, 8, 1))
    with scene():
        status(noor, "eligible_child", date(2025, 8, 1), date(2026, 6, 5))
        status(noor, "relevant_child", date(2026, 6, 5), date(2026, 12, 5))
        StatusFactFactory.create(person=noor, kind="at_home", starts_on=date(2026, 6, 5))
        planned(cast, noor, date(2026, 6, 1))
        PlanReviewFactory.create(person=noor, held_on=date(2026, 8, 1))  # long before: it tells nothing of six months
    home = ("Review before six months at home", date(2026, 12, 5))
    assert home in due(noor)
    assert told(noor, home[0]) == {"Pat", "Mo"}
    record_review(
        by=cast.pat, person=noor, today=TODAY, held_on=TODAY, chaired_by="Jo", person_took_part=True, summary="Well"
    )
    assert home not in due(noor)


def test_somebody_who_is_not_open_to_the_service_is_not_watched(cast: Cast, make_person, scene) -> None:
    noor = make_person(date(2009, 1, 15))
    with scene():
        status(noor, "person_qualifying", date(2026, 11, 1), date(2030, 1, 15), "16-20")
        noor.involvements.update(ends_on=date(2026, 11, 10))
    assert due(noor) == set()
    assert reconcile_alerts(today=TODAY).opened == 0
