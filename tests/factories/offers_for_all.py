"""Sessions, money that is paid regularly, pledges, and what people say about the offer."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from factory import LazyAttribute, Sequence
from factory.django import DjangoModelFactory

from offers.models import (
    EntryCare,
    GroupSession,
    Mentor,
    Mentoring,
    OfferFeedback,
    PartnerService,
    PaymentPlan,
    PaymentReceipt,
    PaymentThatStays,
    Pledge,
    PledgeNote,
    SignUp,
)
from offers.models.partner_services import READ_BY_ALL
from tests.factories.careleavers import AboutPerson

NOTHING: dict[str, object] = {"districts": [], "age_from": None, "age_to": None}


class GroupSessionFactory(DjangoModelFactory[GroupSession]):
    """Cooking for two, in eleven days; it needs a `leader`."""

    class Meta:
        model = GroupSession

    title = "Cooking on a budget"
    kind = "workshop"
    held_on = date(2026, 12, 4)
    starts_at = time(14)
    venue = "The Hub, Melford"
    places = 2


class SignUpFactory(AboutPerson):
    """With a place; it needs a `session`."""

    class Meta:
        model = SignUp

    number = Sequence(lambda place: place + 1000)
    state = "place"
    signed_up_on = date(2026, 11, 20)


class PaymentPlanFactory(DjangoModelFactory[PaymentPlan]):
    """£60 each week, four times; it needs a `request`."""

    class Meta:
        model = PaymentPlan

    every = "week"
    first_on = date(2026, 11, 9)
    last_on = date(2026, 11, 30)
    each = Decimal(60)


class PaymentReceiptFactory(AboutPerson):
    """On paper; it needs a `payment`."""

    class Meta:
        model = PaymentReceipt

    words = "In the folder of the duty desk"


class PaymentThatStaysFactory(AboutPerson):
    """Rent; it needs a `payment`."""

    class Meta:
        model = PaymentThatStays

    because = "Rent until the home was cleared"


class PledgeFactory(DjangoModelFactory[Pledge]):
    """The first; it needs an `owner`."""

    class Meta:
        model = Pledge

    number = 1
    title = "You will be healthy and happy"
    look_on = date(2027, 1, 15)


class EntryCareFactory(DjangoModelFactory[EntryCare]):
    """Of the nurse; it needs an `owner`."""

    class Meta:
        model = EntryCare

    code = "health|A nurse"
    review_on = date(2027, 1, 15)


class PartnerServiceFactory(DjangoModelFactory[PartnerService]):
    """Everybody reads it as it is; it needs an `owner`."""

    class Meta:
        model = PartnerService

    title = "Drop-in for tenants"
    organisation = "Housing Advice"
    area = "accommodation"
    what = "Somebody reads your letter with you."
    how_to_refer = "Just go."
    review_on = date(2027, 1, 15)
    public = LazyAttribute(lambda row: {name: getattr(row, name, NOTHING.get(name, "")) for name in READ_BY_ALL})


class MentorFactory(DjangoModelFactory[Mentor]):
    """One young person at once, with a check that somebody has seen; it needs a `keeper`."""

    class Meta:
        model = Mentor

    name = "Joyce Adeyemi"
    kind = "volunteer"
    checked_on = date(2026, 3, 2)
    check_by = date(2029, 3, 1)


class MentoringFactory(AboutPerson):
    """They wait for a mentor."""

    class Meta:
        model = Mentoring

    asked_on = date(2026, 11, 2)
    hopes = "Somebody who has been there"


class PledgeNoteFactory(DjangoModelFactory[PledgeNote]):
    """It needs a `pledge`."""

    class Meta:
        model = PledgeNote

    happened_on = date(2026, 11, 2)
    text = "A nurse comes to the hub each Tuesday."


class OfferFeedbackFactory(DjangoModelFactory[OfferFeedback]):
    """It waits, and nobody has it as their own."""

    class Meta:
        model = OfferFeedback

    text = "The bus pass is not in it."
    received_on = date(2026, 11, 20)
    due_on = date(2026, 12, 4)
