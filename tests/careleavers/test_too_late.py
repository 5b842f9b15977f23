"""Two people press the same button, or one ends what the other has open: a sentence says so, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import resolve, reverse

from careleavers.actions.allocations import allocate
from careleavers.actions.policies import set_policy
from careleavers.models import Allocation, DataQualityIssue, RoleAssignment, StatusDecision, Team
from careleavers.rules.words import day
from tests.careleavers.never_too_late import OTHERS
from tests.careleavers.test_two_writers import Fields
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    AppointmentFactory,
    CareEpisodeFactory,
    ComplaintFactory,
    ContactDetailFactory,
    CorrespondenceAddressFactory,
    DataQualityIssueFactory,
    DebtsFactory,
    DocumentFactory,
    FollowUpFactory,
    HealthMatterFactory,
    HomeFactory,
    HomeSuitabilityFactory,
    HousingApplicationFactory,
    ImmigrationStatusFactory,
    IncomeFactory,
    LocalOfferFactory,
    MembershipFactory,
    OccupationFactory,
    OccupationStepFactory,
    OffenceFactory,
    PlanActionFactory,
    PlanVersionFactory,
    ProviderFactory,
    ProviderVisitFactory,
    RelationshipFactory,
    RiskAssessmentFactory,
    StatusFactFactory,
    StatusPeriodFactory,
    StayingPutFactory,
    SupportOfferFactory,
    TouchStatusFactory,
    TrainingFlatFactory,
    TrialStayFactory,
    UserFactory,
    VacationHomeFactory,
    WarningNoteFactory,
    WellbeingFactory,
)
from tests.guards.records import NOON, OPEN_POINT, pages

pytestmark = pytest.mark.usefixtures("_on_the_day")

Scene = Callable[[], AbstractContextManager[None]]
ENDED, REMOVED = "This ended on 20 November 2026", "This was removed since you opened the page"


@dataclass(frozen=True)
class Late:
    """A page about a row that somebody else has ended (`ends`) or removed (None) since it was opened."""

    make: Callable[[Cast], Model]
    ends: dict[str, Any] | None = field(default_factory=lambda: {"ends_on": days_ago(3)})
    says: str = ENDED
    typed: dict[str, str] = field(default_factory=dict)
    args: Callable[[Cast, Model], list[Any]] = field(default=lambda cast, row: [cast.amira.pk, row.pk])
    who: str = "mo"


def about_amira(factory: Any, **facts: Any) -> Callable[[Cast], Model]:
    return lambda cast: factory.create(person=cast.amira, **facts)


note, detail = about_amira(WarningNoteFactory), about_amira(ContactDetailFactory, ends_on=None)
home, occupation = about_amira(HomeFactory, ends_on=None), about_amira(OccupationFactory, ends_on=None)
fact, episode = about_amira(StatusFactFactory, kind="education", ends_on=None), about_amira(CareEpisodeFactory)
question = about_amira(DataQualityIssueFactory, field=DataQualityIssue.CARE_OPEN)


def promise(cast: Cast) -> Model:
    return FollowUpFactory.create(person=cast.amira, assigned_to=cast.pat)


OVER = {"ended_on": days_ago(3)}
LATE = {
    "warning_note_end": Late(note, OVER),
    "warning_note_review": Late(note, OVER, typed={"text": "Three go together."}),
    "contact_detail": Late(detail, typed={"how_to_use": "Text first, please."}),
    "contact_detail_end": Late(detail, typed={"ends_on": "2026-11-22"}),
    "home_confirm": Late(home),
    "home_edit": Late(home, None, REMOVED, typed={"address": "12 Quay Street"}),
    "occupation_confirm": Late(occupation),
    "occupation_edit": Late(occupation, None, REMOVED, typed={"detail": "Level 3"}),
    "status_fact_end": Late(fact, typed={"ends_on": "2026-11-22"}),
    "status_fact_remove": Late(fact, None, REMOVED),
    "episode": Late(episode, None, REMOVED, typed={"starts_on": "2020-01-02"}),
    "episode_remove": Late(episode, None, REMOVED),
    "allocation_end": Late(
        lambda cast: Allocation.objects.get(person=cast.amira), typed={"reason": "She leaves in May."}
    ),
    "allocation_call_off": Late(lambda cast: Allocation.objects.get(person=cast.amira), None, REMOVED),
    "document_take_out": Late(about_amira(DocumentFactory), None, REMOVED, typed={"reason": "It is her sister’s."}),
    "follow_up_done": Late(promise, {"done_on": days_ago(3)}, "This is done already"),
    "follow_up_edit": Late(promise, None, REMOVED, typed={"text": "Ring the school"}),
    "follow_up_reopen": Late(promise, None, REMOVED),
    "return_question": Late(question, {"resolved_at": NOON}, "Somebody else had looked into this already"),
    "role_end": Late(
        lambda cast: RoleAssignment.objects.get(user=cast.wes),
        says="This role ended on 20 November 2026 already",
        typed={"ends_on": "2026-11-24"},
        args=lambda cast, row: [cast.wes.pk, row.pk],
        who="sys",
    ),
    "team_close": Late(
        lambda cast: Team.objects.create(name="Old team"),
        {"closed_on": days_ago(3)},
        "Old team is closed already",
        args=lambda cast, row: [row.pk],
        who="sys",
    ),
}


@pytest.mark.parametrize("name", LATE)
def test_what_somebody_else_ended_or_removed_is_said_and_what_was_typed_is_shown(
    cast: Cast, scene: Scene, sign_in: Callable[[Any], Client], name: str
) -> None:
    """Seen to fail: "page not found", and what was typed was gone."""
    late = LATE[name]
    with scene():
        row = late.make(cast)
        address = reverse(name, args=late.args(cast, row))
        same = type(row)._default_manager.filter(pk=row.pk)
        if late.ends is None:
            same.delete()
        else:
            same.update(**late.ends)
    sent = late.typed | {"draft_revision": "7310462"}  # of the form, and typed by nobody
    response = sign_in(getattr(cast, late.who)).post(address, sent, follow=True)
    page = response.content.decode()
    assert response.status_code in (200, 409)
    assert late.says in page
    assert "7310462" not in response.content.decode()
    for name, text in late.typed.items():
        # A day in words, or in its box where the form itself says it.
        assert text in page or (name.endswith("_on") and day(date.fromisoformat(text)) in page)
    record = resolve(address).kwargs.get("person_id")
    assert record is None or reverse("person", args=[record]) in page
    if late.ends is not None:
        row.refresh_from_db()
        assert {column: getattr(row, column) for column in late.ends} == late.ends


def plan_action(cast: Cast) -> Model:
    return PlanActionFactory.create(version=PlanVersionFactory.create(person=cast.amira, written_by=cast.mo))


def offer_entry(cast: Cast) -> Model:
    return LocalOfferFactory.create(state="draft", published_on=None, approved_by=None).entries.get()


def appointment(cast: Cast) -> Model:
    return AppointmentFactory.create(person=cast.amira, worker=cast.pat)


immigration = about_amira(ImmigrationStatusFactory)


def complaint(cast: Cast) -> Model:
    return ComplaintFactory.create(person=cast.amira)


def judgement(cast: Cast) -> Model:
    return HomeSuitabilityFactory.create(home=home(cast), judged_by=cast.pat)


def judgement_args(cast: Cast, row: Any) -> list[Any]:
    return [cast.amira.pk, row.home_id, row.pk]


def provider(cast: Cast) -> Model:
    return ProviderFactory.create()


def provider_visit(cast: Cast) -> Model:
    return ProviderVisitFactory.create()


def flat(cast: Cast) -> Model:
    return TrainingFlatFactory.create()


def visit_args(cast: Cast, row: Any) -> list[Any]:
    return [row.provider_id, row.pk]


def of_provider(cast: Cast, row: Any) -> list[Any]:
    return [row.pk]


step, matter, answers = map(about_amira, (OccupationStepFactory, HealthMatterFactory, WellbeingFactory))
income, application, arrangement = map(about_amira, (IncomeFactory, HousingApplicationFactory, StayingPutFactory))
relationship, debts, vacation = map(about_amira, (RelationshipFactory, DebtsFactory, VacationHomeFactory))
offence, membership = about_amira(OffenceFactory), about_amira(MembershipFactory)


def stage_args(cast: Cast, row: Any) -> list[Any]:
    return [cast.amira.pk, row.pk, "local_resolution"]


LATE |= {
    "home_custody": Late(home, typed={"prison_number": "A1234BC"}),
    "home_tenancy": Late(home, None, REMOVED, typed={"area": "Melford"}),
    "home_risk": Late(home, None, REMOVED, typed={"arrears": "120"}),
    "home_ending": Late(home, None, REMOVED, typed={"ended_because": "Arrears"}),
    "home_judge": Late(home, None, REMOVED, typed={"own_view": "It is far out."}),
    "home_judgement": Late(judgement, None, REMOVED, typed={"own_view": "It is far out."}, args=judgement_args),
    "home_judgement_remove": Late(judgement, None, REMOVED, args=judgement_args),
    "housing_application_edit": Late(application, None, REMOVED, typed={"reference": "N 2"}),
    "housing_application_remove": Late(application, None, REMOVED),
    "staying_put_edit": Late(arrangement, None, REMOVED, typed={"carer": "Ann Reed"}),
    "staying_put_remove": Late(arrangement, None, REMOVED),
    "occupation_facts": Late(occupation, None, REMOVED, typed={"provider": "Melford College"}),
    "occupation_step_edit": Late(step, None, REMOVED, typed={"about": "Harbour Café"}),
    "occupation_step_remove": Late(step, None, REMOVED),
    "health_matter_edit": Late(matter, None, REMOVED, typed={"place": "Mill Road"}),
    "health_matter_remove": Late(matter, None, REMOVED),
    "wellbeing_edit": Late(answers, None, REMOVED),
    "wellbeing_remove": Late(answers, None, REMOVED),
    "offence_edit": Late(offence, None, REMOVED, typed={"decided_on": "2026-11-20"}),
    "offence_remove": Late(offence, None, REMOVED),
    "membership_edit": Late(membership, None, REMOVED, typed={"name": "Choir"}),
    "membership_remove": Late(membership, None, REMOVED),
    "debts_edit": Late(debts, None, REMOVED, typed={"text": "£50 to a friend"}),
    "debts_remove": Late(debts, None, REMOVED),
    "vacation_edit": Late(vacation, None, REMOVED, typed={"where": "A hostel"}),
    "vacation_remove": Late(vacation, None, REMOVED),
    "income_edit": Late(income, None, REMOVED, typed={"payer": "Jobcentre"}),
    "income_remove": Late(income, None, REMOVED),
    "relationship_edit": Late(relationship, None, REMOVED, typed={"name": "Adam Khan"}),
    "relationship_remove": Late(relationship, None, REMOVED),
    "provider_edit": Late(provider, None, REMOVED, typed={"name": "Harbour House"}, args=of_provider),
    "provider_visit_add": Late(provider, None, REMOVED, typed={"who": "Pat and Mo"}, args=of_provider),
    "provider_visit": Late(provider_visit, None, REMOVED, typed={"who": "Pat and Mo"}, args=visit_args),
    "provider_visit_remove": Late(provider_visit, None, REMOVED, args=visit_args),
    "flat_add": Late(provider, None, REMOVED, typed={"name": "Flat 9"}, args=of_provider),
    "flat_edit": Late(flat, None, REMOVED, typed={"name": "Flat 9"}, args=visit_args),
    "trial_stay_edit": Late(about_amira(TrialStayFactory), None, REMOVED, typed={"own_words": "It was quiet."}),
    "trial_stay_remove": Late(about_amira(TrialStayFactory), None, REMOVED),
    "immigration_edit": Late(immigration, None, REMOVED, typed={"solicitor": "Reed and Shah"}),
    "immigration_remove": Late(immigration, None, REMOVED),
    "pathways:touch_status_edit": Late(
        about_amira(TouchStatusFactory), None, REMOVED, typed={"reason": "Asked us to write."}
    ),
    "pathways:risk_remove": Late(about_amira(RiskAssessmentFactory), None, REMOVED),
    "appointment": Late(appointment, None, REMOVED, typed={"place": "The library"}),
    "appointment_close": Late(appointment, None, REMOVED, typed={"reason": "She was unwell."}),
    "appointment_reopen": Late(appointment, None, REMOVED),
    "complaint_edit": Late(complaint, None, REMOVED, typed={"text": "Nobody rang her back."}),
    "complaint_advocate": Late(complaint, None, REMOVED, typed={"advocate_name": "Rae Hill"}),
    "complaint_stage": Late(complaint, None, REMOVED, typed={"extended_why": "He was away."}, args=stage_args),
    "complaint_close": Late(complaint, None, REMOVED, typed={"learning": "Ring back within a day."}),
    "complaint_remove": Late(complaint, None, REMOVED),
    "pathways:promise_edit": Late(plan_action, None, REMOVED, typed={"what": "Ring the dentist"}),
    "pathways:promise_remove": Late(plan_action, None, REMOVED),
    "offers:entry": Late(
        offer_entry, None, REMOVED, {"title": "A rail card"}, args=lambda cast, row: [row.pk], who="pip"
    ),
    "offers:support_offer_remove": Late(about_amira(SupportOfferFactory), None, REMOVED),
    "offers:entry_remove": Late(offer_entry, None, REMOVED, args=lambda cast, row: [row.pk], who="pip"),
}
# Buttons that do something with the whole of a row.
WHOLE = (
    "warning_note_end",
    "home_confirm",
    "occupation_confirm",
    "status_fact_remove",
    "episode_remove",
    "pathways:promise_remove",
    "offers:entry_remove",
)


@pytest.mark.parametrize("name", WHOLE)
def test_a_button_beside_an_older_state_of_the_row_does_nothing(
    cast: Cast, scene: Scene, sign_in: Callable[[Any], Client], name: str
) -> None:
    """Seen to fail: Remove took out what somebody else had corrected since the page was opened."""
    late = LATE[name]
    with scene():
        row: Any = late.make(cast)
        type(row)._default_manager.filter(pk=row.pk).update(revision=7)  # counted by the database: now 2
        before = type(row)._default_manager.filter(pk=row.pk).values().get()
    client, address = sign_in(getattr(cast, late.who)), reverse(name, args=late.args(cast, row))
    page = client.post(address, {"revision": "1"}, follow=True).content.decode()
    assert "Somebody else changed this since you opened the page" in page
    assert type(row)._default_manager.filter(pk=row.pk).values().get() == before
    page = client.post(address, {"revision": str(before["revision"])}, follow=True).content.decode()
    assert "Somebody else" not in page


def test_every_page_of_the_record_about_a_row_is_in_the_table() -> None:
    ours = {
        name for name, pattern in pages().items() if ":" not in name and set(pattern.pattern.converters) > {"person_id"}
    }
    assert ours - set(LATE) - set(OTHERS) == {"status_decide"}


@dataclass(frozen=True)
class Replacing:
    """A form whose answer takes the place of what is there; what somebody else puts there first, and what that says."""

    address: Callable[[Cast], str]
    theirs: Callable[[Cast], object]
    mine: dict[str, str]
    says: str
    who: str = "mo"


REPLACING = {
    "correspondence_new": Replacing(
        lambda cast: reverse("correspondence_new", args=[cast.amira.pk]),
        lambda cast: CorrespondenceAddressFactory.create(person=cast.amira, address="4 Hill Street", ends_on=None),
        {"address": "9 Quay Street", "postcode": "LE1 1AA", "safe_to_use": "True", "starts_on": "2026-11-23"},
        "4 Hill Street",
    ),
    "allocate": Replacing(
        lambda cast: reverse("allocate", args=[cast.amira.pk]),
        lambda cast: allocate(
            by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY
        ),
        {"role": "case_holder", "starts_on": "2026-11-23", "reason": "Back from leave"},
        "now Wes (case holder)",
    ),
    "policy_edit": Replacing(
        lambda cast: reverse("policy_edit", args=["keep_in_touch_weeks"]),
        lambda cast: set_policy(by=cast.sys, key="keep_in_touch_weeks", value=6, from_on=TODAY),
        {"value": "4", "from_on": "2026-11-23"},
        "Somebody else chose 6 from 23 November 2026",
        who="sys",
    ),
}


def test_what_another_manager_decided_first_is_shown_before_one_decides(
    cast: Cast, scene: Scene, sign_in: Callable[[Any], Client]
) -> None:
    with scene():
        StatusPeriodFactory.create(person=cast.amira, flags=[OPEN_POINT])
    address = reverse("status_decide", args=[cast.amira.pk, OPEN_POINT["code"]])
    client = sign_in(cast.mo)
    answers = Fields(client.get(address).content.decode()).answers | {"reason": "Advice of our lawyer."}
    theirs = {"outcome": {}, "reason": "Settled", "decided_on": TODAY, "recorded_by": cast.vera}
    with scene():
        StatusDecision.objects.create(person=cast.amira, flag=OPEN_POINT["code"], **theirs)
    page = client.post(address, answers).content.decode()
    assert "Vera decided this on 23 November 2026: Settled" in page
    assert "Advice of our lawyer." in page


@pytest.mark.parametrize("name", REPLACING)
def test_what_somebody_else_put_there_first_is_shown_before_it_is_replaced(
    cast: Cast, scene: Scene, sign_in: Callable[[Any], Client], name: str
) -> None:
    """Seen to fail: the second of two who chose a setting, an address or a case holder for one day replaced the first
    unseen."""
    both = REPLACING[name]
    client, address = sign_in(getattr(cast, both.who)), both.address(cast)
    answers = Fields(client.get(address).content.decode()).answers | both.mine
    with scene():
        if "worker" in answers:
            answers["worker"] = str(UserFactory.create(role="personal_adviser", team=cast.north).pk)
        both.theirs(cast)
    page = client.post(address, answers).content.decode()
    assert both.says in page
    assert "Nothing you typed is lost" in page
    assert client.post(address, Fields(page, address).answers).status_code == 302


def test_a_row_of_somebody_else_that_was_removed_is_not_found(cast: Cast, scene: Scene, sign_in: Callable) -> None:
    with scene():
        row = HomeFactory.create(person=cast.ben, ends_on=None)
        address = reverse("home_edit", args=[cast.amira.pk, row.pk])
        row.delete()
    assert sign_in(cast.mo).post(address, {}).status_code == 404


def test_a_closed_team_is_opened_again_by_its_own_button_alone(cast: Cast, scene: Scene, sign_in: Callable) -> None:
    """Seen to fail: whoever pressed Close second opened it again."""
    with scene():
        team = Team.objects.create(name="Old team", closed_on=TODAY)
    client, address = sign_in(cast.sys), reverse("team_close", args=[team.pk])
    client.post(address)
    team.refresh_from_db()
    assert team.closed_on == TODAY
    client.post(address, {"open": "yes"})
    team.refresh_from_db()
    assert team.closed_on is None
