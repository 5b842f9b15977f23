"""One real row of everything that an address can name, about each of the two young people of the cast."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import StringIO
from uuid import uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from careleavers.actions.contacts import log_contact
from careleavers.actions.people import change_person
from careleavers.models import (
    AlertRecipient,
    AuditEvent,
    DataQualityIssue,
    Disagreement,
    LegalHold,
    Redaction,
    User,
    YoungPerson,
)
from careleavers.site.log_format import JsonFormatter
from careleavers.site.log_settings import ONLY_IN_JSON
from offers.actions.letters import approve_letters, print_batch
from offers.actions.rendering import render_due
from offers.actions.watching import withdraw
from offers.models import Letter
from reporting.actions.duties import count_duties
from reporting.actions.health_needs import count_health
from reporting.actions.periods import freeze_period
from reporting.models import FrozenFigure, FrozenHappening
from tests.cast import TODAY, Cast
from tests.factories import (
    AlertFactory,
    AppointmentFactory,
    CandidacyFactory,
    CandidacyStepFactory,
    CareEpisodeFactory,
    ComplaintFactory,
    ContactDetailFactory,
    ContactFactory,
    CorrespondenceAddressFactory,
    DataQualityIssueFactory,
    DebtsFactory,
    DocumentFactory,
    DraftFactory,
    DutyMessageFactory,
    EntitlementEventFactory,
    FollowUpFactory,
    FormerPlanFactory,
    GroupSessionFactory,
    HealthMatterFactory,
    HomeFactory,
    HomeSuitabilityFactory,
    HousingApplicationFactory,
    ImmigrationStatusFactory,
    IncomeFactory,
    KeyDocumentFactory,
    LetterFactory,
    MeetingFactory,
    MeetingItemFactory,
    MeetingPaperFactory,
    MembershipFactory,
    MentoringFactory,
    MinutesFactory,
    MoneyPaymentFactory,
    MoneyRequestFactory,
    NeedsAssessmentFactory,
    OccupationFactory,
    OccupationStepFactory,
    OffenceFactory,
    OpportunityFactory,
    PlanActionFactory,
    PlanCopyFactory,
    PlanEscalationFactory,
    PlanNextStepFactory,
    PlanReferralFactory,
    PlanReviewFactory,
    PlanSheetFactory,
    PlanVersionFactory,
    ProviderVisitFactory,
    RecordRequestFactory,
    RelationshipFactory,
    RestrictedAccessFactory,
    ReviewRequestFactory,
    RiskAssessmentFactory,
    SampledPlanFactory,
    SignUpFactory,
    SkillProgressFactory,
    StatusFactFactory,
    StatusPeriodFactory,
    StayingPutFactory,
    SupportOfferFactory,
    TouchStatusFactory,
    TrainingFlatFactory,
    TrialStayFactory,
    VacationHomeFactory,
    WarningNoteFactory,
    WellbeingFactory,
    WorkInterestFactory,
)
from tests.guards.merge_rows import merge_ids
from tests.guards.records_of_nobody import Ids, belonging_to_nobody
from tests.guards.rights_rows import copy_begun, destruction_of, withdrawn_request
from tests.rows import undone as undone  # the guards undo what they do with the records

ONE_DAY = timedelta(days=1)
NOON = datetime.combine(TODAY, time(12), timezone.get_default_timezone())
UNNAMED = "account_"  # what two of allauth's pages without a name are called here
OPEN_POINT = {
    "code": "open-point",
    "from": "2025-05-01",
    "to": None,
    "text": "A point of law",
    "source": "Section 23C",
    "outcomes": [{"status": "none", "band": "", "returned_home": False, "from": None}],
    "decided": False,
}


@contextmanager
def the_log() -> Iterator[StringIO]:
    """Everything that is logged meanwhile, as production writes it."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    quiet_here = [logging.getLogger(name) for name in ONLY_IN_JSON]
    levels = [logger.level for logger in quiet_here]
    for logger in quiet_here:
        logger.setLevel(logging.INFO)
    try:
        yield written
    finally:
        for logger, level in zip(quiet_here, levels, strict=True):
            logger.setLevel(level)
        logging.getLogger().removeHandler(handler)


def store_session(client: Client, user: User) -> None:
    """Sign somebody in, and open a page: the first one of a session stores it, which each `undone` would undo."""
    client.force_login(user)
    client.get(reverse("preferences"))


def pages() -> dict[str, URLPattern]:
    """Every page by its name."""
    return dict(_patterns(get_resolver()))


def _patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield f"{namespace}{entry.name or f'{UNNAMED}{entry.pattern}'}", entry


def names_in(pattern: URLPattern) -> list[str]:
    """What the page's address names, in its order."""
    return list(pattern.pattern.regex.groupindex)


def address(page: str, pattern: URLPattern, ids: Ids) -> str:
    """KeyError for an address that names something of which no row is kept: add one below."""
    return reverse(page, kwargs={name: ids.of(page, name) for name in names_in(pattern)})


class Council(Cast):
    """The cast with the ids of addresses about each young person; what belongs to nobody is the same in both."""

    about_amira: Ids
    about_ben: Ids

    def __init__(self) -> None:
        super().__init__()
        everybodys = belonging_to_nobody(self)
        about_amira = records_about(self.amira, self.pat, self.vera)
        about_ben = records_about(self.ben, self.sam, self.vera, first_version=7)
        freeze_period(by=None, ends_on=date(2026, 9, 30), today=TODAY)
        count_duties(by=None, today=TODAY)
        count_health(by=None, today=TODAY)
        figure = FrozenFigure.objects.filter(team=None).earliest("pk")
        frozen = Ids({"quarter_id": figure.period_id, "period_id": figure.period_id, "figure_id": figure.pk})
        happened = FrozenHappening.objects.filter(team=None, measure="B_AND_B").earliest("pk")
        frozen |= Ids({"happening_id": happened.pk})
        self.about_amira = everybodys | frozen | about_amira
        self.about_ben = everybodys | frozen | about_ben


def records_about(person: YoungPerson, worker: User, manager: User, *, first_version: int = 1) -> Ids:
    """One row of each kind about the person, written by the worker and decided by the manager."""
    StatusPeriodFactory.create(person=person, flags=[OPEN_POINT])
    ContactFactory.create(person=person, worker=worker, happened_on=date(2026, 6, 1))
    CorrespondenceAddressFactory.create(person=person)
    DataQualityIssueFactory.create(person=person)
    alert = AlertFactory.create(person=person)
    AlertRecipient.objects.create(alert=alert, user=worker, recipient_role=AlertRecipient.CASE_HOLDER)
    of = {"person": person, "written_by": worker}
    authorised = PlanVersionFactory.create(
        **of, number=first_version, authorised=True, authorised_by=manager, promises=("Find a course",)
    )
    PlanCopyFactory.create(version=authorised, given_by=worker)
    logged = log_contact(  # by its action: what is undone is read from its event
        by=worker,
        person=person,
        today=TODAY,
        submission_id=uuid4(),
        happened_on=TODAY,
        method="phone",
        result="no_reply",
    )
    draft = PlanVersionFactory.create(**of, number=first_version + 1)
    sheet = PlanSheetFactory.create(version=draft)
    sampled = SampledPlanFactory.create(version=authorised, team=person.team)
    asked = copy_begun(person, manager)
    home, been_there = HomeFactory.create(person=person), ProviderVisitFactory.create()
    item = MeetingItemFactory.create(person=person, recorded_by=worker)
    met = MeetingFactory.create(body=item.body, planned_on=TODAY - ONE_DAY)
    MinutesFactory.create(meeting=met, number=first_version)
    ids = {
        "meeting_id": met.pk,
        "item_id": item.pk,
        "paper_id": MeetingPaperFactory.create(meeting=met, item=item).pk,
        "person_id": person.pk,
        "user_id": RestrictedAccessFactory.create(person=person, user=worker).user_id,
        "role_id": worker.assignments.get().pk,
        "worker_id": worker.pk,
        "contact_id": logged.pk,
        "submission_id": uuid4(),
        "document_id": DocumentFactory.create(person=person, recorded_by=worker).pk,
        "secret": "no-such-secret",
        "follow_up_id": FollowUpFactory.create(person=person, assigned_to=worker).pk,
        "appointment_id": AppointmentFactory.create(person=person, worker=worker).pk,
        "detail_id": ContactDetailFactory.create(person=person).pk,
        "note_id": WarningNoteFactory.create(person=person).pk,
        "message_id": DutyMessageFactory.create(person=person, team=person.team).pk,
        "complaint_id": ComplaintFactory.create(person=person, advocate_answer="accepted").pk,
        "stage": "informal",
        "immigration_id": ImmigrationStatusFactory.create(person=person).pk,
        "status_id": TouchStatusFactory.create(person=person).pk,
        "risk_id": RiskAssessmentFactory.create(person=person, written_by=worker).pk,
        "kind": KeyDocumentFactory.create(person=person).kind,
        "home_id": home.pk,
        "judgement_id": HomeSuitabilityFactory.create(home=home, judged_by=worker).pk,
        "application_id": HousingApplicationFactory.create(person=person).pk,
        "staying_put_id": StayingPutFactory.create(person=person).pk,
        "step_id": OccupationStepFactory.create(person=person).pk,
        "matter_id": HealthMatterFactory.create(person=person).pk,
        "wellbeing_id": WellbeingFactory.create(person=person).pk,
        "relationship_id": RelationshipFactory.create(person=person).pk,
        "income_id": IncomeFactory.create(person=person).pk,
        "offence_id": OffenceFactory.create(person=person).pk,
        "membership_id": MembershipFactory.create(person=person).pk,
        "debts_id": DebtsFactory.create(person=person).pk,
        "vacation_id": VacationHomeFactory.create(person=person).pk,
        "skill_id": SkillProgressFactory.create(person=person).skill_id,
        "provider_id": been_there.provider_id,
        "flat_id": TrainingFlatFactory.create(provider=been_there.provider).pk,
        "stay_id": TrialStayFactory.create(person=person).pk,
        "visit_id": been_there.pk,
        "occupation_id": OccupationFactory.create(person=person).pk,
        "episode_id": CareEpisodeFactory.create(person=person).pk,
        "fact_id": StatusFactFactory.create(person=person).pk,
        "allocation_id": person.allocations.get().pk,
        "draft_id": DraftFactory.create(person=person, user=worker).pk,
        "action_id": PlanActionFactory.create(version=draft, owner=worker).pk,
        "number": authorised.number,
        "review_id": PlanReviewFactory.create(person=person).pk,
        "asked_id": ReviewRequestFactory.create(person=person).pk,
        "next_id": PlanNextStepFactory.create(version=draft, owner=worker).pk,
        "escalation_id": PlanEscalationFactory.create(person=person, raised_by=worker, manager=manager).pk,
        "alert_id": alert.pk,
        "referral_id": PlanReferralFactory.create(version=authorised).pk,
        "former_id": FormerPlanFactory.create(person=person).pk,
        "sampled_id": sampled.pk,
        "sample_id": sampled.sample_id,
        "assessment_id": NeedsAssessmentFactory.create(person=person, written_by=worker).pk,
        "letter_id": LetterFactory.create(person=person).pk,
        "offer_id": SupportOfferFactory.create(person=person, recorded_by=worker).pk,
        "event_id": EntitlementEventFactory.create(person=person, recorded_by=worker).pk,
        "item": "setting_up_home_allowance",
        "record_request_id": asked.pk,
        "disagreement_id": Disagreement.objects.create(person=person, about="x", text="No", said_on=TODAY).pk,
        "hold_id": LegalHold.objects.create(person=person, reason="x", review_on=TODAY).pk,
        "destruction_id": destruction_of(person, manager).pk,
        "redaction_id": Redaction.objects.get(entry__request=asked).pk,
        "request_id": MoneyRequestFactory.create(person=person, asked_by=worker).pk,
        "code": "skills",
        "answer": "needs",
        "layout": "large",
        "sheet_id": sheet.pk,
        "reference": sheet.reference,
    }
    candidacy = CandidacyFactory.create(person=person, opportunity=OpportunityFactory.create())
    ids |= {
        "interest_id": WorkInterestFactory.create(person=person).pk,
        "candidacy_id": candidacy.pk,
        "mentoring_id": MentoringFactory.create(person=person).pk,
        "work_step_id": CandidacyStepFactory.create(candidacy=candidacy).pk,
    }
    session = GroupSessionFactory.create(leader=worker, held_on=TODAY)
    signed_up = SignUpFactory.create(person=person, session=session, to_tell="moved_up", to_tell_since=TODAY)
    ids |= {"session_id": session.pk, "sign_up_id": signed_up.pk}
    decided = {"asked_by": worker, "decided_by": manager, "decided_on": TODAY}
    to_pay = MoneyRequestFactory.create(person=person, state="approved", approved_amount=90, **decided)
    ids["payment_id"] = MoneyPaymentFactory.create(request=to_pay).pk
    told = {"refused_because": "Not needed", "challenge": "Ask again"}
    refused = MoneyRequestFactory.create(person=person, state="refused", **told, **decided).pk
    printed = printed_letter(person, manager, "18").pk
    withdrawn = printed_letter(person, manager, "21").pk
    withdraw(Letter.objects.filter(pk=withdrawn), ["They asked for no letters"], TODAY)
    ids |= merge_ids(person, manager)
    # Last: a question that waits holds back letters.
    ids["issue_id"] = DataQualityIssueFactory.create(person=person, field=DataQualityIssue.CARE_OPEN).pk
    for_colleagues = PlanReferralFactory.create(version=authorised, for_colleagues=True)
    change_person(by=manager, person=person, revision=None, details={"pronouns": "she/her"}, today=TODAY)
    by_page = {
        ("audit_changes", "event_id"): AuditEvent.objects.get(name="person_changed", person_id=person.pk).pk,
        ("pathways:referral_here", "referral_id"): for_colleagues.pk,
        ("record_copy_begin", "record_request_id"): RecordRequestFactory.create(person=person).pk,
        ("record_request_open_again", "record_request_id"): withdrawn_request(person).pk,
        ("pathways:outcome", "action_id"): authorised.actions.get().pk,
        ("pathways:plan_beside", "number"): draft.number,
        ("offers:money_pay", "request_id"): to_pay.pk,
        ("offers:money_finish", "request_id"): to_pay.pk,
        ("offers:money_funding", "request_id"): to_pay.pk,
        ("offers:money_told", "request_id"): refused,
        ("status_decide", "code"): OPEN_POINT["code"],
        ("offers:letter_reprint", "letter_id"): printed,
        ("offers:letter_returned", "letter_id"): printed,
        ("offers:letter_print_here", "letter_id"): printed,
        ("offers:letter_hand_in", "letter_id"): printed,
        ("offers:letter_take_out", "letter_id"): withdrawn,
        ("offers:letter_already_posted", "letter_id"): withdrawn,
    }
    return Ids(ids, by_page)


def printed_letter(person: YoungPerson, manager: User, occasion: str) -> Letter:
    """Approved, made and printed by the actions, which alone write a letter's words."""
    letter = LetterFactory.create(person=person, occasion=occasion)
    approve_letters(by=manager, letters=[letter.pk], addresses_checked=[letter.pk], today=TODAY)
    render_due(today=TODAY)
    print_batch(by=manager, letters=[letter.pk], today=TODAY)
    return letter
