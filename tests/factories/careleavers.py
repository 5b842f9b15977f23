"""Young people, what is known of them, and the people who work with them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import factory
from django.contrib.auth.hashers import get_hasher, make_password
from django.utils import timezone
from factory import LazyAttribute, LazyFunction, Maybe, PostGeneration, RelatedFactory, SelfAttribute, Sequence, Trait
from factory.django import DjangoModelFactory

from careleavers.models import (
    Alert,
    Allocation,
    Appointment,
    CareEpisode,
    Contact,
    ContactComment,
    ContactDetail,
    CorrespondenceAddress,
    DataQualityIssue,
    Draft,
    FollowUp,
    Home,
    Involvement,
    Occupation,
    PolicyValue,
    RecordOpening,
    RestrictedAccess,
    RoleAssignment,
    StatusFact,
    StatusPeriod,
    Team,
    User,
    WarningNote,
    YoungPerson,
)
from careleavers.rules.dates import add_years, birthday

TODAY = date(2026, 11, 23)  # a Monday: the day of the tests that need one
NOW = datetime.combine(TODAY, time(10), tzinfo=timezone.get_default_timezone())
LONG_AGO = date(2020, 1, 1)
PASSWORD = "a long enough passphrase"

# Legal status by age: (status, band, from the birthday, to the birthday).
TIMELINES = {
    "looked_after": [("looked_after", "", 10, 16)],
    "eligible": [("eligible_child", "", 16, 18)],
    "relevant": [("eligible_child", "", 16, 17), ("relevant_child", "", 17, 18)],
    "former_relevant": [
        ("eligible_child", "", 16, 18),
        ("former_relevant_child", "18-20", 18, 21),
        ("former_relevant_child", "21-24", 21, 25),
    ],
    "qualifying": [("person_qualifying", "16-20", 16, 21)],
}


@cache
def password_hash(algorithm: str) -> str:
    """Hashing is slow on purpose: once per run and algorithm will do."""
    return make_password(PASSWORD, hasher=algorithm)


def give_status(person: YoungPerson, situation: str) -> None:
    """Store the status rows of one of TIMELINES. They lie between birthdays, which those of the law do as well."""
    for status, band, age, until in TIMELINES[situation]:
        StatusPeriodFactory.create(
            person=person,
            status=status,
            band=band,
            starts_on=birthday(person.date_of_birth, age),
            ends_on=birthday(person.date_of_birth, until),
        )


def _with_status(situation: str) -> PostGeneration:
    def give(person: YoungPerson, create: bool, extracted: Any, **kwargs: Any) -> None:
        give_status(person, situation)

    return PostGeneration(give)


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    name = Sequence("Team {}".format)


class UserFactory(DjangoModelFactory[User]):
    """Somebody who can sign in; with `role` they hold it in `team` (none: the whole authority) since long ago."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        role = None
        team = None

    name = Sequence("Colleague {}".format)
    email = LazyAttribute(lambda user: f"{user.name.lower().replace(' ', '.')}@council.example")
    password = LazyFunction(lambda: password_hash(get_hasher().algorithm))
    role_held = Maybe(
        "role",
        RelatedFactory(
            "tests.factories.careleavers.RoleAssignmentFactory",
            "user",
            role=SelfAttribute("..role"),
            team=SelfAttribute("..team"),
        ),
    )


class RoleAssignmentFactory(DjangoModelFactory[RoleAssignment]):
    class Meta:
        model = RoleAssignment

    starts_on = LONG_AGO


class AboutPerson(DjangoModelFactory[Any]):
    """Something of one young person, who is made too unless named."""

    class Meta:
        abstract = True

    person = factory.SubFactory("tests.factories.careleavers.YoungPersonFactory")


class StatusPeriodFactory(AboutPerson):
    class Meta:
        model = StatusPeriod

    status = "former_relevant_child"
    band = LazyAttribute(lambda row: "18-20" if row.status == "former_relevant_child" else "")
    starts_on = date(2025, 1, 1)
    rules_version = "test"


class StatusFactFactory(AboutPerson):
    class Meta:
        model = StatusFact

    kind = "at_home"
    starts_on = date(2025, 1, 1)


class CareEpisodeFactory(AboutPerson):
    """In care from 10 to 18, under a care order, with foster carers."""

    class Meta:
        model = CareEpisode

    starts_on = LazyAttribute(lambda episode: add_years(episode.person.date_of_birth, 10))
    ends_on = LazyAttribute(lambda episode: add_years(episode.person.date_of_birth, 18))
    legal_status = "C2"
    placement = "U1"
    reason_started = "S"
    reason_ended = LazyAttribute(lambda episode: "E17" if episode.ends_on else "")


class InvolvementFactory(AboutPerson):
    class Meta:
        model = Involvement

    starts_on = date(2024, 1, 1)


class AllocationFactory(AboutPerson):
    class Meta:
        model = Allocation

    starts_on = date(2024, 1, 1)


class HomeFactory(AboutPerson):
    """A tenancy of their own for nearly two years, at an address that is safe to write to."""

    class Meta:
        model = Home

    class Params:
        in_custody = Trait(kind="X", is_suitable=False, address="", postcode="")
        no_fixed_abode = Trait(kind="S", is_suitable=False, address="", postcode="")
        bed_and_breakfast = Trait(kind="W", is_suitable=False, provided_by_authority=True)
        staying_put = Trait(kind="Z")

    kind = "U"
    is_suitable = True
    address = "12 Mill Lane\nMelford"
    postcode = "LE1 1AA"
    safe_to_use = True
    starts_on = date(2025, 1, 1)


class CorrespondenceAddressFactory(AboutPerson):
    class Meta:
        model = CorrespondenceAddress

    address = "5 Lock Street\nMelford"
    postcode = "LE1 2BB"
    safe_to_use = True
    starts_on = date(2025, 1, 1)


class OccupationFactory(AboutPerson):
    class Meta:
        model = Occupation

    code = "F2"
    starts_on = date(2025, 1, 1)


class ContactFactory(AboutPerson):
    """A phone call a week ago in which we spoke with them."""

    class Meta:
        model = Contact

    class Params:
        visit = Trait(method=Contact.FACE_TO_FACE, saw_home=True)
        no_reply = Trait(result=Contact.NO_REPLY)
        undone = Trait(voided_at=NOW)

    method = Contact.PHONE
    result = Contact.SPOKE
    happened_on = TODAY - timedelta(days=7)


class FollowUpFactory(AboutPerson):
    class Meta:
        model = FollowUp

    text = "Phone about the bus pass"
    due_on = TODAY


class ContactCommentFactory(DjangoModelFactory[Any]):
    """Thanks from a manager, unread."""

    class Meta:
        model = ContactComment

    kind = ContactComment.THANKS


class AppointmentFactory(AboutPerson):
    """In person, today at 3 pm."""

    class Meta:
        model = Appointment

    planned_on = TODAY
    planned_at = time(15)


class DraftFactory(AboutPerson):
    class Meta:
        model = Draft

    submission_id = LazyFunction(uuid4)
    saved_at = LazyFunction(timezone.now)


class ContactDetailFactory(AboutPerson):
    class Meta:
        model = ContactDetail

    kind = "mobile"
    value = "07700 900123"
    search_value = LazyAttribute(lambda detail: detail.value.replace(" ", ""))
    safe_to_use = True
    starts_on = date(2025, 1, 1)


class RecordOpeningFactory(AboutPerson):
    """The closed record of somebody who has died, open today."""

    class Meta:
        model = RecordOpening

    open_on = TODAY
    reason = "A day is to be put right"


class WarningNoteFactory(AboutPerson):
    class Meta:
        model = WarningNote

    kind = "visits"
    text = "Visit in pairs"
    review_on = TODAY + timedelta(days=60)


class DataQualityIssueFactory(AboutPerson):
    class Meta:
        model = DataQualityIssue

    field = "upn"
    value = "A1"
    message = "The first letter does not fit."


class RestrictedAccessFactory(AboutPerson):
    class Meta:
        model = RestrictedAccess

    kind = RestrictedAccess.NAMED
    reason = "Works with them"
    starts_on = date(2025, 1, 1)


class AlertFactory(AboutPerson):
    class Meta:
        model = Alert

    code = Sequence("keep_in_touch_{}".format)
    cycle_started_on = date(2026, 1, 1)
    due_on = TODAY
    opened_on = TODAY
    text = "Not in touch"


class PolicyValueFactory(DjangoModelFactory[PolicyValue]):
    class Meta:
        model = PolicyValue

    from_on = LONG_AGO


class YoungPersonFactory(DjangoModelFactory[YoungPerson]):
    """Somebody of 19 who is open to the service since 2024; with `worker` and `team`, allocated since then too."""

    class Meta:
        model = YoungPerson
        skip_postgeneration_save = True

    class Params:
        worker = None
        since = date(2024, 1, 1)
        # Legal status, by the law's own words; under 18 they are 17.
        looked_after = Trait(date_of_birth=date(2011, 5, 1), status_rows=_with_status("looked_after"))
        eligible = Trait(date_of_birth=date(2009, 5, 1), status_rows=_with_status("eligible"))
        relevant = Trait(date_of_birth=date(2009, 5, 1), status_rows=_with_status("relevant"))
        former_relevant = Trait(status_rows=_with_status("former_relevant"))
        qualifying = Trait(status_rows=_with_status("qualifying"))
        in_care_to_18 = Trait(episode=RelatedFactory(CareEpisodeFactory, "person"))
        # Where they live.
        housed = Trait(home=RelatedFactory(HomeFactory, "person"))
        in_custody = Trait(home=RelatedFactory(HomeFactory, "person", in_custody=True))
        no_fixed_abode = Trait(home=RelatedFactory(HomeFactory, "person", no_fixed_abode=True))
        staying_put = Trait(home=RelatedFactory(HomeFactory, "person", staying_put=True))
        # What they do.
        in_education = Trait(occupation=RelatedFactory(OccupationFactory, "person"))
        # When we last spoke: a week or three months ago.
        in_touch = Trait(contact=RelatedFactory(ContactFactory, "person"))
        lost_touch = Trait(
            contact=RelatedFactory(ContactFactory, "person", happened_on=TODAY - timedelta(days=91)),
        )
        # A former relevant child with an address, 19 a fortnight after TODAY: the next letter is due.
        nearly_19 = Trait(
            date_of_birth=date(2007, 12, 7),
            status_rows=_with_status("former_relevant"),
            home=RelatedFactory(HomeFactory, "person"),
        )
        died = Trait(died_on=TODAY - timedelta(days=30))
        restricted = Trait(is_restricted=True)

    first_name = "Cai"
    last_name = "Owen"
    date_of_birth = date(2007, 5, 1)
    gender = "U"
    local_id = LazyFunction(lambda: f"T{YoungPerson.objects.count() + 1:05}")
    team = None
    involvement = RelatedFactory(InvolvementFactory, "person", starts_on=SelfAttribute("..since"))
    allocation = Maybe(
        "worker",
        RelatedFactory(
            AllocationFactory,
            "person",
            worker=SelfAttribute("..worker"),
            team=SelfAttribute("..team"),
            starts_on=SelfAttribute("..since"),
        ),
    )
