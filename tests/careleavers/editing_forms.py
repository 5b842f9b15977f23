"""Every form that edits a row: what another writer saves in it meanwhile, and what this one types."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from careleavers.models import (
    Allocation,
    CareEpisode,
    ContactDetail,
    FollowUp,
    Home,
    Involvement,
    Occupation,
    StatusFact,
    WarningNote,
)
from pathways.models import PlanVersion
from tests.careleavers.edits import Edit
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    AppointmentFactory,
    ComplaintFactory,
    ComplaintStepFactory,
    DebtsFactory,
    DutyMessageFactory,
    HealthMatterFactory,
    HomeFactory,
    HomeSuitabilityFactory,
    HousingApplicationFactory,
    ImmigrationStatusFactory,
    IncomeFactory,
    KeyDocumentFactory,
    LocalOfferFactory,
    MembershipFactory,
    MoneyBudgetFactory,
    NeedsAssessmentFactory,
    OccupationStepFactory,
    OffenceFactory,
    PlanActionFactory,
    PlanVersionFactory,
    ProviderFactory,
    ProviderVisitFactory,
    RelationshipFactory,
    RiskAssessmentFactory,
    SavedViewFactory,
    SkillFactory,
    SkillProgressFactory,
    StayingPutFactory,
    TopicFactory,
    TouchStatusFactory,
    TrainingFlatFactory,
    TrialStayFactory,
    VacationHomeFactory,
    WellbeingFactory,
)


def home(cast: Cast) -> Home:
    return Home.objects.create(
        person=cast.amira,
        kind="U",
        is_suitable=True,
        address="1 Mill Lane",
        postcode="LE1 1AA",
        safe_to_use=True,
        starts_on=days_ago(90),
    )


def occupation(cast: Cast) -> Occupation:
    return Occupation.objects.create(person=cast.amira, code="F2", detail="Level 2 catering", starts_on=days_ago(90))


def detail(cast: Cast) -> ContactDetail:
    return ContactDetail.objects.create(
        person=cast.amira,
        kind="mobile",
        value="07700 900123",
        search_value="07700900123",
        starts_on=days_ago(90),
        safe_to_use=True,
    )


def note(cast: Cast) -> WarningNote:
    return WarningNote.objects.create(
        person=cast.amira, kind="visits", text="Two go together.", review_on=days_ago(-30), why_not_told="Asked not to"
    )


def episode(cast: Cast) -> CareEpisode:
    return CareEpisode.objects.create(
        person=cast.amira, starts_on=date(2021, 2, 1), reason_started="S", legal_status="C2", need="N1"
    )


def fact(cast: Cast) -> StatusFact:
    return StatusFact.objects.create(person=cast.amira, kind="education", starts_on=days_ago(400))


def plan(cast: Cast) -> PlanVersion:
    return PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, filled=True)


def follow_up(cast: Cast) -> FollowUp:
    return FollowUp.objects.create(person=cast.amira, text="Ring the college", due_on=TODAY, assigned_to=cast.pat)


EDITS = {
    "home_edit": Edit(
        home,
        {"address": "9 New Road"},
        {"address": "1 Mill Lane, flat 2", "safe_to_use": "False"},
        "9 New Road",
    ),
    "occupation_edit": Edit(occupation, {"detail": "Level 3"}, {"detail": "Level 2 cooking"}, "Level 3"),
    "contact_detail": Edit(detail, {"how_to_use": "Text first"}, {"how_to_use": "Evenings"}, "Text first"),
    "contact_detail_end": Edit(detail, {"ends_on": days_ago(3)}, {"ends_on": "2026-11-22"}, "a moment ago"),
    "warning_note_review": Edit(note, {"text": "Three go."}, {"text": "One may go."}, "Three go."),
    "episode": Edit(episode, {"need": "N4"}, {"need": "N2"}, "N4"),
    "status_fact_end": Edit(fact, {"ends_on": days_ago(3)}, {"ends_on": "2026-11-22"}, "a moment ago"),
    "allocation_end": Edit(
        lambda cast: Allocation.objects.get(person=cast.amira),
        {"ends_on": days_ago(3)},
        {"ends_on": "2026-11-22", "reason": "Leaves"},
        "a moment ago",
    ),
    "person_edit": Edit(
        lambda cast: cast.amira,
        {"preferred_name": "Mira"},
        {"preferred_name": "Ami"},
        "Mira",
        args=lambda cast, row: [cast.amira.pk],
    ),
    "involvement_close": Edit(
        lambda cast: Involvement.objects.get(person=cast.amira),
        {"ends_on": days_ago(3)},
        {"ends_on": "2026-11-22", "reason": "Asked"},
        "a moment ago",
        args=lambda cast, row: [cast.amira.pk],
    ),
    "follow_up_edit": Edit(follow_up, {"text": "Ring the tutor"}, {"text": "Ring the school"}, "Ring the tutor"),
    "pathways:plan_words": Edit(
        plan, {"own_words": "A flat."}, {"own_words": "A job."}, "A flat.", args=lambda cast, row: [cast.amira.pk]
    ),
    "pathways:plan_matter": Edit(
        lambda cast: plan(cast).matters.get(code="health"),
        {"needs": "A dentist."},
        {"needs": "A nurse."},
        "A dentist.",
        args=lambda cast, row: [cast.amira.pk, "health"],
    ),
    "pathways:promise_edit": Edit(
        lambda cast: PlanActionFactory.create(version=plan(cast), owner=cast.pat),
        {"what": "Ring the nurse"},
        {"what": "Ring the dentist"},
        "Ring the nurse",
    ),
    "pathways:outcome": Edit(
        lambda cast: PlanVersionFactory.create(
            authorised=True, person=cast.amira, written_by=cast.pat, authorised_by=cast.mo, promises=("Ring",)
        ).actions.get(),
        {"status": "not_done", "outcome": "They moved away."},
        {"status": "changed", "outcome": "We agreed on June."},
        "They moved away.",
    ),
    "pathways:assessment_write": Edit(
        lambda cast: NeedsAssessmentFactory.create(person=cast.amira, written_by=cast.pat),
        {"conclusion": "A plan soon."},
        {"conclusion": "A plan now."},
        "A plan soon.",
    ),
    "offers:draft": Edit(
        lambda cast: LocalOfferFactory.create(state="draft", published_on=None, approved_by=None),
        {"title": "What we offer"},
        {"title": "Our promise"},
        "What we offer",
        args=lambda cast, row: [],
        who="pip",
    ),
    "offers:entry": Edit(
        lambda cast: LocalOfferFactory.create(state="draft", published_on=None, approved_by=None).entries.get(),
        {"title": "A bus pass", "statuses": ["relevant_child"]},
        {"title": "A rail card"},
        "A bus pass",
        args=lambda cast, row: [row.pk],
        who="pip",
    ),
    "saved_view": Edit(
        lambda cast: SavedViewFactory.create(owner=cast.pat, team=cast.north, name="Mine"),
        {"name": "Ours"},
        {"name": "Theirs"},
        "Somebody else wrote “Ours”",
        args=lambda cast, row: [row.pk],
    ),
    "topic": Edit(
        lambda cast: TopicFactory.create(prompt="Enough?"),
        {"prompt": "Is it enough?"},
        {"prompt": "Any left?"},
        "Somebody else wrote “Is it enough?”",
        args=lambda cast, row: [row.pk],
        who="sys",
    ),
    "skill": Edit(
        lambda cast: SkillFactory.create(position=5),
        {"position": 6},
        {"position": "7"},
        "Somebody else wrote “6”",
        args=lambda cast, row: [row.pk],
        who="sys",
    ),
    "skill_progress": Edit(
        lambda cast: SkillProgressFactory.create(person=cast.amira),
        {"note": "Soup"},
        {"note": "Bread"},
        "Soup",
        args=lambda cast, row: [cast.amira.pk, row.skill_id],  # type: ignore[attr-defined]
    ),
    "appointment": Edit(
        lambda cast: AppointmentFactory.create(person=cast.amira, worker=cast.pat),
        {"place": "The library"},
        {"place": "The café"},
        "The library",
        who="pat",
    ),
    "complaint_edit": Edit(
        lambda cast: ComplaintFactory.create(person=cast.amira),
        {"text": "Nobody rang her back for a month."},
        {"text": "Nobody rang her back for three weeks."},
        "Nobody rang her back for a month.",
    ),
    "complaint_advocate": Edit(
        lambda cast: ComplaintFactory.create(
            person=cast.amira, advocate_offered_on=days_ago(2), advocate_answer="accepted", advocate_name="R. Hill"
        ),
        {"advocate_name": "Rae Hill"},
        {"advocate_name": "Ruth Hill"},
        "Rae Hill",
    ),
    "complaint_close": Edit(
        lambda cast: ComplaintFactory.create(person=cast.amira),
        {"learning": "Ring back within a day."},
        {"learning": "Say who will ring back."},
        "Ring back within a day.",
    ),
    "complaint_stage": Edit(
        lambda cast: ComplaintStepFactory.create(
            complaint=ComplaintFactory.create(person=cast.amira), stage="local_resolution", starts_on=days_ago(5)
        ),
        {"extended": True, "extended_why": "She was away."},
        {"extended_why": "The adviser was away.", "extended": "on"},
        "She was away.",
        args=lambda cast, row: [cast.amira.pk, row.complaint_id, row.stage],  # type: ignore[attr-defined]
    ),
    "duty_message_edit": Edit(
        lambda cast: DutyMessageFactory.create(person=cast.amira, team=cast.north),
        {"call_back": "On 07700 900111"},
        {"call_back": "On 07700 900222"},
        "On 07700 900111",
        args=lambda cast, row: [row.pk],
    ),
    "key_document": Edit(
        lambda cast: KeyDocumentFactory.create(person=cast.amira),
        {"number": "533 000 001"},
        {"number": "533 000 002"},
        "533 000 001",
        args=lambda cast, row: [cast.amira.pk, row.kind],  # type: ignore[attr-defined]
    ),
    "immigration_edit": Edit(
        lambda cast: ImmigrationStatusFactory.create(person=cast.amira),
        {"solicitor": "Reed and Shah"},
        {"solicitor": "Wendmere Law Centre"},
        "Reed and Shah",
    ),
    "home_custody": Edit(
        lambda cast: HomeFactory.create(person=cast.amira, in_custody=True),
        {"release_home": "Harbour House"},
        {"release_home": "Her aunt"},
        "Harbour House",
    ),
    "home_tenancy": Edit(home, {"area": "Melford"}, {"area": "Ashby"}, "Melford"),
    "home_risk": Edit(home, {"arrears": Decimal("120.50")}, {"arrears": "80.00"}, "120.50"),
    "home_ending": Edit(
        lambda cast: HomeFactory.create(person=cast.amira, ends_on=days_ago(5), ended_as="kept"),
        {"ended_as": "lost", "ended_because": "Arrears."},
        {"ended_because": "Moved in with her sister."},
        "Arrears.",
    ),
    "home_judgement": Edit(
        lambda cast: HomeSuitabilityFactory.create(home=home(cast), judged_by=cast.pat),
        {"own_view": "It is too far out."},
        {"own_view": "It is far from college."},
        "It is too far out.",
        args=lambda cast, row: [cast.amira.pk, row.home_id, row.pk],  # type: ignore[attr-defined]
    ),
    "housing_application_edit": Edit(
        lambda cast: HousingApplicationFactory.create(person=cast.amira),
        {"reference": "N 1"},
        {"reference": "N 2"},
        "N 1",
    ),
    "staying_put_edit": Edit(
        lambda cast: StayingPutFactory.create(person=cast.amira),
        {"carer": "Ann Reed"},
        {"carer": "Anna Reed"},
        "Ann Reed",
    ),
    "occupation_facts": Edit(
        occupation, {"provider": "Melford College"}, {"provider": "Ashby School"}, "Melford College"
    ),
    "occupation_step_edit": Edit(
        lambda cast: OccupationStepFactory.create(person=cast.amira),
        {"result": "A trial day"},
        {"result": "No answer yet"},
        "A trial day",
    ),
    "health_matter_edit": Edit(
        lambda cast: HealthMatterFactory.create(person=cast.amira),
        {"place": "Mill Road"},
        {"place": "Quay Road"},
        "Mill Road",
    ),
    "wellbeing_edit": Edit(
        lambda cast: WellbeingFactory.create(person=cast.amira), {"satisfied": 3}, {"satisfied": "8"}, "wrote “3”"
    ),
    "relationship_edit": Edit(
        lambda cast: RelationshipFactory.create(person=cast.amira), {"name": "Adam"}, {"name": "Ada"}, "Adam"
    ),
    "offence_edit": Edit(
        lambda cast: OffenceFactory.create(person=cast.amira),
        {"charged_on": date(2026, 11, 5)},
        {"charged_on": "2026-11-06"},
        "5 November 2026",
    ),
    "membership_edit": Edit(
        lambda cast: MembershipFactory.create(person=cast.amira), {"name": "Choir"}, {"name": "Football"}, "Choir"
    ),
    "debts_edit": Edit(
        lambda cast: DebtsFactory.create(person=cast.amira), {"text": "£50"}, {"text": "£60 to a friend"}, "£50"
    ),
    "vacation_edit": Edit(
        lambda cast: VacationHomeFactory.create(person=cast.amira), {"where": "Halls"}, {"where": "A hostel"}, "Halls"
    ),
    "income_edit": Edit(
        lambda cast: IncomeFactory.create(person=cast.amira), {"payer": "Jobcentre"}, {"payer": "DWP"}, "Jobcentre"
    ),
    "provider_edit": Edit(
        lambda cast: ProviderFactory.create(),
        {"reached_by": "Rae"},
        {"reached_by": "Ruth"},
        "Rae",
        args=lambda cast, row: [row.pk],
    ),
    "provider_visit": Edit(
        lambda cast: ProviderVisitFactory.create(),
        {"who": "Mo alone"},
        {"who": "Pat alone"},
        "Mo alone",
        args=lambda cast, row: [row.provider_id, row.pk],  # type: ignore[attr-defined]
    ),
    "flat_edit": Edit(
        lambda cast: TrainingFlatFactory.create(),
        {"name": "Flat A"},
        {"name": "Flat B"},
        "Flat A",
        args=lambda cast, row: [row.provider_id, row.pk],  # type: ignore[attr-defined]
    ),
    "trial_stay_edit": Edit(
        lambda cast: TrialStayFactory.create(person=cast.amira),
        {"purpose": "To cook"},
        {"purpose": "To sleep alone"},
        "To cook",
    ),
    "pathways:touch_status_edit": Edit(
        lambda cast: TouchStatusFactory.create(person=cast.amira),
        {"reason": "Asked us to write."},
        {"reason": "Asked us to wait."},
        "Asked us to write.",
    ),
    "pathways:risk_write": Edit(
        lambda cast: RiskAssessmentFactory.create(person=cast.amira, written_by=cast.pat),
        {"steps": "Mo asks the police."},
        {"steps": "Pat asks her sister."},
        "Mo asks the police.",
        args=lambda cast, row: [cast.amira.pk],
        who="pat",
    ),
    "offers:money_budget": Edit(
        lambda cast: MoneyBudgetFactory.create(),
        {"amount": Decimal("1500.00")},
        {"amount": "1700.00"},
        "1500",
        args=lambda cast, row: [row.category, row.year],  # type: ignore[attr-defined]
        who="vera",
    ),
    "team_edit": Edit(
        lambda cast: cast.north,
        {"phone": "0116 496 0001"},
        {"phone": "0116 496 0002"},
        "0116 496 0001",
        args=lambda cast, row: [row.pk],
        who="sys",
    ),
    "staff_edit": Edit(
        lambda cast: cast.pat,
        {"phone": "0116 496 0001"},
        {"phone": "0116 496 0002"},
        "0116 496 0001",
        args=lambda cast, row: [row.pk],
        who="sys",
    ),
}
