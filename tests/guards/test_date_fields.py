"""Every date that anybody types has two sides: a day far before or far after is refused, or asked about once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django import forms
from django.core.exceptions import ValidationError

from careleavers.forms import (
    allocations,
    appointments,
    care,
    complaints,
    contact_comments,
    contacts,
    details,
    disagreements,
    duty_desk,
    groups,
    health,
    home_facts,
    homes,
    housing,
    immigration,
    income,
    justice,
    key_documents,
    meeting_items,
    meetings,
    occupations,
    people,
    policies,
    providers,
    record_requests,
    relationships,
    retention,
    skills,
    staff,
    stays,
    touch,
    work,
)
from careleavers.forms.base import PlainMessages
from careleavers.forms.fields import DateField, DayField, check_bounds, implausible
from careleavers.models import (
    Body,
    BodyMember,
    Disagreement,
    Home,
    Occupation,
    Provider,
    Relationship,
    ServiceTask,
    Team,
    User,
    YoungPerson,
)
from careleavers.rules.policies import REGISTRY
from offers.forms import (
    briefings,
    entry_care,
    letters,
    local_offer,
    mentors,
    money,
    opportunities,
    partner_services,
    passport,
    pledges,
    sessions,
    support_offers,
    surveys,
)
from offers.models import Employer, MoneyRequest
from pathways.forms import (
    alert_notes,
    copies,
    plan_samples,
    plan_sheets,
    plans,
    referrals,
    review_requests,
    reviews,
    risks,
)
from pathways.models import PlanAction, PlanReferral, ReviewRequest
from reporting.forms import improvement, service_documents, training
from reporting.models import ServiceDocument
from tests.cast import TODAY
from tests.guards.forms import own_forms

BORN = date(2007, 5, 1)
NOBODY = User.objects.none()
# As a page makes it, by form. Those of a row are made with one, so that they ask for its end as well.
FORMS: dict[type, Callable[[], forms.BaseForm]] = {
    allocations.AllocateForm: lambda: allocations.AllocateForm(workers=NOBODY, today=TODAY),
    allocations.EndAllocationForm: lambda: allocations.EndAllocationForm(today=TODAY),
    allocations.ReceiversForm: lambda: allocations.ReceiversForm(workers=NOBODY, today=TODAY),
    appointments.AppointmentForm: lambda: appointments.AppointmentForm(today=TODAY),
    appointments.AppointmentWithForm: lambda: appointments.AppointmentWithForm(
        today=TODAY, people=YoungPerson.objects.none()
    ),
    care.CloseInvolvementForm: lambda: care.CloseInvolvementForm(today=TODAY),
    care.EpisodeForm: lambda: care.EpisodeForm(born=BORN, today=TODAY),
    care.OpenInvolvementForm: lambda: care.OpenInvolvementForm(today=TODAY),
    care.StatusFactForm: lambda: care.StatusFactForm(born=BORN, today=TODAY),
    complaints.AdvocacyForm: lambda: complaints.AdvocacyForm(today=TODAY),
    complaints.ComplaintForm: lambda: complaints.ComplaintForm(today=TODAY, owners=NOBODY, by=User()),
    complaints.OutcomeForm: lambda: complaints.OutcomeForm(today=TODAY),
    complaints.StageForm: lambda: complaints.StageForm(today=TODAY, can_extend=True),
    contact_comments.CommentForm: lambda: contact_comments.CommentForm(today=TODAY),
    contacts.AmendForm: lambda: contacts.AmendForm(today=TODAY),
    contacts.ContactFields: lambda: contacts.ContactFields(today=TODAY),
    contacts.ContactForm: lambda: contacts.ContactForm(today=TODAY),
    contacts.FollowUpForm: lambda: contacts.FollowUpForm(today=TODAY),
    details.ContactDetailForm: lambda: details.ContactDetailForm(person=YoungPerson(), today=TODAY),
    details.CorrespondenceForm: lambda: details.CorrespondenceForm(today=TODAY),
    details.EndForm: lambda: details.EndForm(today=TODAY),
    details.WarningNoteForm: lambda: details.WarningNoteForm(today=TODAY),
    details.ReviewWarningForm: lambda: details.ReviewWarningForm(today=TODAY),
    duty_desk.MessageForm: lambda: duty_desk.MessageForm(
        now=datetime.combine(TODAY, time(12), UTC), teams=Team.objects.none()
    ),
    homes.ReleaseForm: lambda: homes.ReleaseForm(today=TODAY),
    home_facts.HomeRiskForm: lambda: home_facts.HomeRiskForm(today=TODAY, owners=NOBODY, by=User()),
    home_facts.SuitabilityForm: lambda: home_facts.SuitabilityForm(
        today=TODAY, owners=NOBODY, by=User(), home=Home(kind="U")
    ),
    health.HealthMatterForm: lambda: health.HealthMatterForm(today=TODAY, owners=NOBODY, by=User()),
    health.WellbeingForm: lambda: health.WellbeingForm(today=TODAY),
    disagreements.DisagreementForm: lambda: disagreements.DisagreementForm(
        today=TODAY, is_about_contact=False, row=Disagreement(said_on=TODAY, text="x", about="x")
    ),
    retention.LegalHoldForm: lambda: retention.LegalHoldForm(today=TODAY),
    record_requests.EndRequestForm: lambda: record_requests.EndRequestForm(today=TODAY, is_copy=True),
    record_requests.RecordRequestForm: lambda: record_requests.RecordRequestForm(today=TODAY, owners=NOBODY),
    record_requests.RequestClockForm: lambda: record_requests.RequestClockForm(today=TODAY),
    relationships.RelationshipForm: lambda: relationships.RelationshipForm(today=TODAY, others=[], row=Relationship()),
    income.IncomeForm: lambda: income.IncomeForm(today=TODAY, owners=NOBODY, by=User()),
    justice.OffenceForm: lambda: justice.OffenceForm(today=TODAY),
    groups.MembershipForm: lambda: groups.MembershipForm(today=TODAY),
    income.DebtsForm: lambda: income.DebtsForm(today=TODAY, owners=NOBODY, by=User()),
    work.OccupationFactsForm: lambda: work.OccupationFactsForm(
        today=TODAY, owners=NOBODY, by=User(), row=Occupation(code="F2")
    ),
    work.OccupationStepForm: lambda: work.OccupationStepForm(today=TODAY),
    housing.HousingApplicationForm: lambda: housing.HousingApplicationForm(today=TODAY, owners=NOBODY, by=User()),
    housing.StayingPutForm: lambda: housing.StayingPutForm(today=TODAY, owners=NOBODY, by=User()),
    housing.VacationHomeForm: lambda: housing.VacationHomeForm(today=TODAY, owners=NOBODY, by=User()),
    providers.ProviderForm: lambda: providers.ProviderForm(today=TODAY),
    providers.ProviderVisitForm: lambda: providers.ProviderVisitForm(today=TODAY),
    stays.TrainingFlatForm: lambda: stays.TrainingFlatForm(today=TODAY),
    stays.TrialStayForm: lambda: stays.TrialStayForm(today=TODAY, flats=[], providers=[]),
    skills.SkillProgressForm: lambda: skills.SkillProgressForm(today=TODAY),
    immigration.ImmigrationStatusForm: lambda: immigration.ImmigrationStatusForm(today=TODAY, owners=NOBODY, by=User()),
    homes.HomeForm: lambda: homes.HomeForm(
        today=TODAY, period=a_row(safe_to_use=None, move_planned=True, is_suitable=True, suitable_at_first=None)
    ),
    key_documents.KeyDocumentForm: lambda: key_documents.KeyDocumentForm(today=TODAY, owners=NOBODY, by=User()),
    meetings.MemberForm: lambda: meetings.MemberForm(today=TODAY, body=Body(kind="team"), colleagues=NOBODY),
    meetings.MeetingForm: lambda: meetings.MeetingForm(today=TODAY),
    meeting_items.MeetingActionForm: lambda: meeting_items.MeetingActionForm(
        today=TODAY, colleagues=NOBODY, partners=BodyMember.objects.none(), by_when=None
    ),
    meeting_items.ServiceTaskForm: lambda: meeting_items.ServiceTaskForm(
        today=TODAY, colleagues=NOBODY, row=ServiceTask()
    ),
    occupations.OccupationForm: lambda: occupations.OccupationForm(today=TODAY, period=a_row()),
    people.DeathNotifiedForm: lambda: people.DeathNotifiedForm(today=TODAY, row=YoungPerson()),
    people.DeathForm: lambda: people.DeathForm(today=TODAY, born=BORN),
    people.NewPersonForm: lambda: people.NewPersonForm(teams=Team.objects.none(), today=TODAY),
    people.PersonForm: lambda: people.PersonForm(today=TODAY),
    policies.PolicyForm: lambda: policies.PolicyForm(policy=REGISTRY["caseload_target"], value=25, today=TODAY),
    touch.TouchStatusForm: lambda: touch.TouchStatusForm(today=TODAY, row=a_row()),
    staff.EndRoleForm: lambda: staff.EndRoleForm(today=TODAY),
    letters.GivenForm: lambda: letters.GivenForm(today=TODAY),
    letters.PostedForm: lambda: letters.PostedForm(today=TODAY),
    money.AskForMoneyForm: lambda: money.AskForMoneyForm(today=TODAY, theirs=[]),
    money.ApproveForm: lambda: money.ApproveForm(today=TODAY, row=MoneyRequest(amount=1)),
    money.RefuseForm: lambda: money.RefuseForm(today=TODAY, row=MoneyRequest(amount=1)),
    money.PaymentForm: lambda: money.PaymentForm(today=TODAY, left=Decimal(1)),
    money.RefundForm: lambda: money.RefundForm(today=TODAY, left=Decimal(1)),
    passport.EntitlementEventForm: lambda: passport.EntitlementEventForm(today=TODAY),
    passport.ExplainForm: lambda: passport.ExplainForm(today=TODAY, theirs=[], only_if=[], contacts=[]),
    local_offer.OfferForm: lambda: local_offer.OfferForm(today=TODAY),
    support_offers.SupportOfferForm: lambda: support_offers.SupportOfferForm(today=TODAY),
    letters.ReturnedForm: lambda: letters.ReturnedForm(today=TODAY),
    briefings.BriefingActionForm: lambda: briefings.BriefingActionForm(today=TODAY, owners=NOBODY),
    opportunities.EmployerForm: lambda: opportunities.EmployerForm(today=TODAY),
    opportunities.OpportunityForm: lambda: opportunities.OpportunityForm(
        today=TODAY, employers=Employer.objects.none()
    ),
    opportunities.PutForwardForm: lambda: opportunities.PutForwardForm(today=TODAY),
    opportunities.WorkStepForm: lambda: opportunities.WorkStepForm(today=TODAY, stages=[], codes=[]),
    entry_care.EntryCareForm: lambda: entry_care.EntryCareForm(today=TODAY, owners=NOBODY),
    mentors.MentorForm: lambda: mentors.MentorForm(today=TODAY, keepers=NOBODY, employers=Employer.objects.none()),
    mentors.MentorWishForm: lambda: mentors.MentorWishForm(today=TODAY),
    mentors.MatchForm: lambda: mentors.MatchForm(today=TODAY, mentors=[]),
    mentors.LookForm: lambda: mentors.LookForm(today=TODAY),
    mentors.EndMentoringForm: lambda: mentors.EndMentoringForm(today=TODAY),
    partner_services.PartnerServiceForm: lambda: partner_services.PartnerServiceForm(today=TODAY, owners=NOBODY),
    pledges.PledgeForm: lambda: pledges.PledgeForm(today=TODAY, owners=NOBODY, entries=[], rounds=[], figures=[]),
    pledges.PledgeNoteForm: lambda: pledges.PledgeNoteForm(today=TODAY),
    sessions.SessionForm: lambda: sessions.SessionForm(today=TODAY, leaders=NOBODY),
    surveys.RoundForm: lambda: surveys.RoundForm(today=TODAY),
    surveys.SurveyTryForm: lambda: surveys.SurveyTryForm(today=TODAY),
    alert_notes.AlertNoteForm: lambda: alert_notes.AlertNoteForm(today=TODAY),
    plan_sheets.SheetBackForm: lambda: plan_sheets.SheetBackForm(today=TODAY),
    copies.CopyForm: lambda: copies.CopyForm(today=TODAY, givers=NOBODY),
    plans.PromiseOutcomeForm: lambda: plans.PromiseOutcomeForm(today=TODAY, row=PlanAction()),
    plans.PromiseForm: lambda: plans.PromiseForm(today=TODAY, owners=NOBODY),
    plan_samples.GradePlanForm: lambda: plan_samples.GradePlanForm(questions=[], owner=User(), today=TODAY),
    referrals.PlanReferralForm: lambda: referrals.PlanReferralForm(
        today=TODAY, matters=[], providers=Provider.objects.none(), colleagues={}
    ),
    referrals.FollowReferralForm: lambda: referrals.FollowReferralForm(
        today=TODAY, row=PlanReferral(made_on=TODAY - timedelta(days=1))
    ),
    referrals.AnswerReferralForm: lambda: referrals.AnswerReferralForm(
        today=TODAY, row=PlanReferral(made_on=TODAY - timedelta(days=1))
    ),
    risks.SignForm: lambda: risks.SignForm(today=TODAY, review_weeks=8),
    review_requests.ReviewRequestForm: lambda: review_requests.ReviewRequestForm(today=TODAY),
    reviews.ReviewForm: lambda: reviews.ReviewForm(today=TODAY, requests=ReviewRequest.objects.none()),
    improvement.ActionEndedForm: lambda: improvement.ActionEndedForm(today=TODAY),
    improvement.ActionForm: lambda: improvement.ActionForm(today=TODAY, colleagues=NOBODY),
    improvement.ProgressForm: lambda: improvement.ProgressForm(today=TODAY),
    improvement.RecommendationForm: lambda: improvement.RecommendationForm(today=TODAY, colleagues=NOBODY),
    improvement.ServiceReviewForm: lambda: improvement.ServiceReviewForm(today=TODAY),
    service_documents.ServiceDocumentForm: lambda: service_documents.ServiceDocumentForm(
        today=TODAY, colleagues=NOBODY, row=ServiceDocument()
    ),
    service_documents.SignatoryForm: lambda: service_documents.SignatoryForm(today=TODAY),
    service_documents.SignedForm: lambda: service_documents.SignedForm(today=TODAY),
    training.TrainedForm: lambda: training.TrainedForm(today=TODAY, colleagues=NOBODY),
}
ELSEWHERE = {
    "NextStepForm": "what the forms of facts with a next step have in common",
    "AsAtForm": "the day of a list for inspectors, which saves nothing",
    "AuditFilterForm": "which days of the audit are shown, which saves nothing",
    "FilterForm": "which days of a timeline are shown, which saves nothing",
    "QuestionForm": "the day of a figure, bounded when it is read from the address (test_figure_pages)",
    "BirthdayForm": "compared with the one that is written down, and never saved (test_secret_links)",
    "RoleForm": "needs the database for its teams (test_staff_pages)",
    "_DecisionOnMoneyForm": "what approving and refusing have in common",
    "ContactSample": "a page of samples, which saves nothing",
    "FieldsSample": "a page of samples, which saves nothing",
}
# What may be long ago: born of somebody, and the care of a child, both bounded by the birth.
SINCE_BIRTH = {"EpisodeForm", "StatusFactForm", "PersonForm", "NewPersonForm"}


def a_row(**values: object) -> SimpleNamespace:
    return SimpleNamespace(revision=1, starts_on=TODAY, ends_on=None, **values)


def forms_with_dates() -> Iterator[type]:
    import_module("careleavers.urls")  # some views have forms of their own
    for form in own_forms():
        fields = getattr(form, "base_fields", {}).values()
        if issubclass(form, PlainMessages) and any(isinstance(each, forms.DateField | DateField) for each in fields):
            yield form


def test_every_form_with_a_date_is_in_the_table() -> None:
    """Seen to fail without the row of ReviewWarningForm."""
    assert {form.__name__ for form in forms_with_dates()} == {form.__name__ for form in FORMS} | ELSEWHERE.keys()


def stops(field: forms.Field, day: date) -> bool:
    """Whether the day is refused, or asked about once."""
    assert isinstance(field, DateField | DayField)
    try:
        check_bounds(day, field.called, field.not_before, field.not_after)
    except ValidationError:
        return True
    return implausible(field, day) is not None


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_day_far_off_on_either_side_is_refused_or_asked_about(form: type) -> None:
    made = FORMS[form]()
    dates = {name: field for name, field in made.fields.items() if isinstance(field, DateField | DayField)}
    assert dates
    long_ago = date(1903, 1, 1) if form.__name__ in SINCE_BIRTH else TODAY.replace(year=TODAY.year - 11)
    for name, field in dates.items():
        ago = TODAY.replace(year=TODAY.year - 11) if name == "opened_on" else long_ago
        assert stops(field, ago), f"{name}: {ago}"
        assert stops(field, TODAY.replace(year=TODAY.year + 11)), name
