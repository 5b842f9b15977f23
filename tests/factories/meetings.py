"""Bodies that meet, and what is brought to them."""

from __future__ import annotations

from factory import LazyFunction, Maybe, RelatedFactory, SelfAttribute, SubFactory
from factory.django import DjangoModelFactory

from careleavers.models import (
    Body,
    BodyMember,
    Meeting,
    MeetingItem,
    MeetingPaper,
    MeetingPaperContent,
    Minutes,
    ServiceTask,
)
from tests.factories.careleavers import LONG_AGO, TODAY


class BodyFactory(DjangoModelFactory[Body]):
    """A risk panel of the whole authority, which is to meet every two months."""

    class Meta:
        model = Body

    kind = "risk_panel"
    name = "Risk panel"
    rhythm = "two_months"
    began_on = TODAY


class BodyMemberFactory(DjangoModelFactory[BodyMember]):
    """Somebody of the police, or the `user` who is given."""

    class Meta:
        model = BodyMember

    body = SubFactory(BodyFactory)
    user = None
    name = Maybe("user", "", "Anil Mehta")
    organisation = Maybe("user", "", "Police")
    starts_on = LONG_AGO


class MeetingFactory(DjangoModelFactory[Meeting]):
    """Planned for today."""

    class Meta:
        model = Meeting

    body = SubFactory(BodyFactory)
    planned_on = TODAY


class MeetingItemFactory(DjangoModelFactory[MeetingItem]):
    """About somebody, or about the service where there is no `person`, for the meeting of today."""

    class Meta:
        model = MeetingItem

    person = None
    meeting = SubFactory(MeetingFactory)
    body = SelfAttribute("meeting.body")
    about = "Pressure from older friends"


class MeetingPaperFactory(DjangoModelFactory[MeetingPaper]):
    """A paper of the whole `meeting`, unless `item` says of what."""

    class Meta:
        model = MeetingPaper
        skip_postgeneration_save = True

    meeting = SubFactory(MeetingFactory)
    file_name = "Agenda.pdf"
    media_type = "application/pdf"
    size = 9
    sha256 = "0" * 64
    file = RelatedFactory("tests.factories.meetings.MeetingPaperContentFactory", "paper")


class MeetingPaperContentFactory(DjangoModelFactory[MeetingPaperContent]):
    class Meta:
        model = MeetingPaperContent

    content = b"%PDF %%EOF"


class ServiceTaskFactory(DjangoModelFactory[ServiceTask]):
    class Meta:
        model = ServiceTask

    body = SubFactory(BodyFactory)
    text = "Ask housing for a named officer"
    due_on = TODAY


class MinutesFactory(DjangoModelFactory[Minutes]):
    """The first version, of a meeting that talked of nothing."""

    class Meta:
        model = Minutes

    meeting = SubFactory(MeetingFactory, state="held")
    number = 1
    content = LazyFunction(lambda: {"there": [], "also_there": "", "notes": "", "items": []})
