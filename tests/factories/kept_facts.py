"""What is kept behind the overview of a record: documents, complaints, immigration, housing, what they want of us."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from factory import RelatedFactory, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from careleavers.models import (
    Complaint,
    ComplaintStep,
    Debts,
    Document,
    DocumentContent,
    DutyMessage,
    HealthMatter,
    HomeSuitability,
    HousingApplication,
    ImmigrationStatus,
    Income,
    KeyDocument,
    Membership,
    OccupationStep,
    Offence,
    Provider,
    ProviderVisit,
    RecordRequest,
    Relationship,
    SkillProgress,
    StayingPut,
    TouchStatus,
    TrainingFlat,
    TrialStay,
    VacationHome,
    Wellbeing,
)
from tests.factories.careleavers import TODAY, AboutPerson, ContactFactory
from tests.factories.topics import SkillFactory


class DutyMessageFactory(AboutPerson):
    """Somebody rang this morning, and nobody has taken it yet."""

    class Meta:
        model = DutyMessage

    way = "phone"
    caller = "young_person"
    name_given = "Amira"
    text = "Asks for the number of the housing office."
    reached_at = datetime.combine(TODAY, time(9), UTC)
    due_on = TODAY


class RecordRequestFactory(AboutPerson):
    """Asked for a copy a week ago."""

    class Meta:
        model = RecordRequest

    kind = "access"
    way = "email"
    text = "I want to know why I came into care."
    received_on = TODAY - timedelta(days=7)
    due_on = TODAY + timedelta(days=23)


class ComplaintFactory(AboutPerson):
    """Made a week ago, and begun informally then."""

    class Meta:
        model = Complaint
        skip_postgeneration_save = True

    kind = "complaint"
    about = "contact"
    text = "Nobody rang me back for three weeks."
    made_on = TODAY - timedelta(days=7)
    informal = RelatedFactory(
        "tests.factories.kept_facts.ComplaintStepFactory", "complaint", starts_on=SelfAttribute("..made_on")
    )


class ComplaintStepFactory(DjangoModelFactory[ComplaintStep]):
    class Meta:
        model = ComplaintStep

    stage = "informal"


class ImmigrationStatusFactory(AboutPerson):
    class Meta:
        model = ImmigrationStatus

    kind = "limited"
    since = TODAY - timedelta(days=400)
    expires_on = TODAY + timedelta(days=300)


class TouchStatusFactory(AboutPerson):
    class Meta:
        model = TouchStatus

    kind = "REFU"
    reason = "Asked us not to ring any more."
    starts_on = TODAY - timedelta(days=90)


class KeyDocumentFactory(AboutPerson):
    class Meta:
        model = KeyDocument

    kind = "passport"
    state = "held"
    held_by = "person"
    since = TODAY - timedelta(days=400)


class HomeSuitabilityFactory(DjangoModelFactory[HomeSuitability]):
    """Judged a month ago by whoever `judged_by` is; the home itself is not changed."""

    class Meta:
        model = HomeSuitability

    judged_on = TODAY - timedelta(days=30)
    is_suitable = True
    considerations = "Near to college, and warm."
    own_view = "I like it here."


class HousingApplicationFactory(AboutPerson):
    class Meta:
        model = HousingApplication

    made_to = "Northfell Homes register"
    applied_on = TODAY - timedelta(days=120)


class StayingPutFactory(AboutPerson):
    class Meta:
        model = StayingPut

    talked_on = TODAY - timedelta(days=500)
    they_want = "yes"


class ProviderFactory(DjangoModelFactory[Provider]):
    class Meta:
        model = Provider

    name = Sequence(lambda number: f"House {number + 1000}")
    kind = "supported"


class ProviderVisitFactory(DjangoModelFactory[ProviderVisit]):
    class Meta:
        model = ProviderVisit

    provider = SubFactory(ProviderFactory)
    visited_on = TODAY - timedelta(days=60)
    who = "Pat and Mo"
    standards_met = "yes"


class OccupationStepFactory(AboutPerson):
    class Meta:
        model = OccupationStep

    kind = "interview"
    happened_on = TODAY - timedelta(days=10)


class HealthMatterFactory(AboutPerson):
    class Meta:
        model = HealthMatter

    kind = "gp"
    state = "there"
    since = TODAY - timedelta(days=300)


class WellbeingFactory(AboutPerson):
    class Meta:
        model = Wellbeing

    answered_on = TODAY - timedelta(days=30)
    satisfied = 6


class TrainingFlatFactory(DjangoModelFactory[TrainingFlat]):
    class Meta:
        model = TrainingFlat

    provider = SubFactory(ProviderFactory, kind="training_flat")
    name = Sequence(lambda number: f"Flat {number + 1000}")
    """Beside any that a test names itself."""


class TrialStayFactory(AboutPerson):
    """Three nights in a training flat, from today."""

    class Meta:
        model = TrialStay

    kind = "training_flat"
    flat = SubFactory(TrainingFlatFactory)
    starts_on = TODAY
    ends_on = TODAY + timedelta(days=3)


class DocumentFactory(AboutPerson):
    """A letter that came with a phone call."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    contact = SubFactory(ContactFactory, person=SelfAttribute("..person"))
    file_name = "Letter.pdf"
    media_type = "application/pdf"
    size = 9
    sha256 = "0" * 64
    file = RelatedFactory("tests.factories.kept_facts.DocumentContentFactory", "document")


class DocumentContentFactory(DjangoModelFactory[DocumentContent]):
    class Meta:
        model = DocumentContent

    content = b"%PDF-1.7\n"


class IncomeFactory(AboutPerson):
    """Universal Credit, paid since last month."""

    class Meta:
        model = Income

    kind = "universal_credit"
    claimed_on = TODAY - timedelta(days=60)
    first_paid_on = TODAY - timedelta(days=25)


class RelationshipFactory(AboutPerson):
    """Their brother, who matters to them."""

    class Meta:
        model = Relationship

    name = "Adam Khan"
    relation = "sibling"
    matters = True


class SkillProgressFactory(AboutPerson):
    """Being learnt for a month."""

    class Meta:
        model = SkillProgress

    skill = SubFactory(SkillFactory)
    state = "learning"
    since = TODAY - timedelta(days=30)


class DebtsFactory(AboutPerson):
    class Meta:
        model = Debts

    as_of = TODAY - timedelta(days=30)
    text = "£240 to a phone company, £20 a month."


class VacationHomeFactory(AboutPerson):
    """Three weeks next month, for which nothing is arranged yet."""

    class Meta:
        model = VacationHome

    vacation = "Christmas"
    starts_on = TODAY + timedelta(days=25)
    ends_on = TODAY + timedelta(days=46)


class OffenceFactory(AboutPerson):
    """Charged, and not decided yet."""

    class Meta:
        model = Offence

    happened_on = TODAY - timedelta(days=60)
    charged_on = TODAY - timedelta(days=20)


class MembershipFactory(AboutPerson):
    class Meta:
        model = Membership

    kind = "club"
    name = "Wend Boxing"
    joined_on = TODAY - timedelta(days=90)
