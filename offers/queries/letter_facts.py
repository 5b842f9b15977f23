"""What the record says about many people at once that letters and entitlements need: a query for each kind of fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Model, QuerySet

from careleavers.models import (
    Allocation,
    Appointment,
    ContactDetail,
    CorrespondenceAddress,
    Home,
    Occupation,
    StatusPeriod,
    TouchStatus,
    User,
    YoungPerson,
)
from careleavers.models.asking import Asking, in_steps, together
from careleavers.models.statements import Statement
from careleavers.queries.advisers import advisers_on
from careleavers.rules.dates import Period
from offers.models import EntitlementEvent
from offers.queries.reading_wishes import READING_WISHES
from offers.rules.enclosing import ReadAs, wish_of

ADDRESS_SETTLED = timedelta(days=7)  # an address newer than this is checked again before a letter goes


class PeopleFacts:
    """The rows of some people by their id, the earliest first, each kind read when it is first asked for."""

    def __init__(self, people: Collection[YoungPerson], today: date) -> None:
        self.today = today
        self.people: Mapping[UUID, YoungPerson] = {person.pk: person for person in people}

    @cached_property
    def statuses(self) -> Mapping[UUID, list[StatusPeriod]]:
        return self._grouped(StatusPeriod)

    @cached_property
    def homes(self) -> Mapping[UUID, list[Home]]:
        return self._grouped(Home)

    @cached_property
    def occupations(self) -> Mapping[UUID, list[Occupation]]:
        return self._grouped(Occupation)

    @cached_property
    def correspondence_addresses(self) -> Mapping[UUID, list[CorrespondenceAddress]]:
        return self._grouped(CorrespondenceAddress)

    @cached_property
    def entitlement_events(self) -> Mapping[UUID, list[EntitlementEvent]]:
        """What has happened with their entitlements and counts, the earliest first."""
        return _by_person(EVENTS_THAT_COUNT.objects(self.people))

    @cached_property
    def advisers(self) -> Mapping[UUID, User]:
        """Who works with them today and is their personal adviser once they have left care."""
        return advisers_on(self.today, self.people, after_care=True)

    @cached_property
    def case_holders(self) -> Mapping[UUID, list[Allocation]]:
        """Their case holders, past, present and planned, the earliest first, each with the worker."""
        rows = Allocation.objects.filter(person__in=self.people, role=Allocation.CASE_HOLDER)
        return _by_person(rows.select_related("worker").order_by("starts_on"))

    @cached_property
    def appointments_ahead(self) -> Mapping[UUID, list[Appointment]]:
        """Those for today or later, also what was cancelled, the earliest first, each with the worker."""
        rows = Appointment.objects.filter(person__in=self.people, planned_on__gte=self.today)
        return _by_person(rows.select_related("worker").order_by("planned_on", "planned_at"))

    @cached_property
    def contact_details(self) -> Mapping[UUID, list[ContactDetail]]:
        """The ways to reach them, past and present."""
        return self._grouped(ContactDetail)

    @cached_property
    def touch_statuses(self) -> Mapping[UUID, list[TouchStatus]]:
        """What they said of being in touch with us, the earliest first."""
        return self._grouped(TouchStatus)

    @cached_property
    def addresses_edited(self) -> Mapping[UUID, date]:
        """When the address of a home or a correspondence address was last changed, by the row's id, if recently."""
        since = self.today - ADDRESS_SETTLED
        return {pk: at.date() for edits in EDITS_OF_ADDRESSES for pk, at in edits.rows(self.people, since)}

    @cached_property
    def reading_wishes(self) -> Mapping[UUID, ReadAs]:
        """How each of them likes to read."""
        recorded = {row.person_id: row.wish for row in READING_WISHES.objects(self.people)}
        return {
            pk: wish_of(recorded.get(pk), person.language, needs_interpreter=person.needs_interpreter)
            for pk, person in self.people.items()
        }

    @in_steps
    def read_for_entitlements(self) -> Asking[None]:
        """Reads what entitlements need, unless it is asked for one by one. One query."""
        statuses, homes, occupations, events = yield from together(
            *(DATED_ROWS[model].objects.steps(self.people) for model in (StatusPeriod, Home, Occupation)),
            EVENTS_THAT_COUNT.objects.steps(self.people),
        )
        self.statuses, self.homes, self.occupations = (_by_person(rows) for rows in (statuses, homes, occupations))
        self.entitlement_events = _by_person(events)

    def status_on(self, person_id: UUID, day: date) -> str | None:
        row = row_on(self.statuses[person_id], day)
        return row.status if row else None

    def home(self, person_id: UUID) -> Home | None:
        return row_on(self.homes[person_id], self.today)

    def correspondence_address(self, person_id: UUID) -> CorrespondenceAddress | None:
        return row_on(self.correspondence_addresses[person_id], self.today)

    def _grouped(self, model: type[Model]) -> Mapping[UUID, list[Any]]:
        return _by_person(DATED_ROWS[model].objects(self.people))


def _by_person(rows: Iterable[Any]) -> Mapping[UUID, list[Any]]:
    grouped: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.person_id].append(row)
    return grouped


def _dated_rows(rows: QuerySet[Any]) -> Statement:
    return Statement(lambda people: rows.filter(person__in=people).order_by("starts_on"), list)


DATED_ROWS: Mapping[type[Model], Statement] = {
    StatusPeriod: _dated_rows(StatusPeriod.objects.defer("because", "flags")),
    Home: _dated_rows(Home.objects.all()),
    Occupation: _dated_rows(Occupation.objects.all()),
    CorrespondenceAddress: _dated_rows(CorrespondenceAddress.objects.all()),
    ContactDetail: _dated_rows(ContactDetail.objects.all()),
    TouchStatus: _dated_rows(TouchStatus.objects.all()),
}


def _edits(model: Any) -> Statement:
    """When a row last had another address than it has now, by its id; of those changed after a day."""
    history = model._meta.get_field("events").related_model

    def rows(people: list[UUID], since: date) -> QuerySet[Any]:
        events = history.objects.filter(pgh_obj__person__in=people, pgh_created_at__date__gt=since)
        other = events.exclude(pgh_obj__address=F("address"), pgh_obj__postcode=F("postcode"))
        last: QuerySet[Any] = other.values_list("pgh_obj_id").annotate(Max("pgh_created_at"))
        return last

    return Statement(rows, list, date)


EDITS_OF_ADDRESSES = [_edits(Home), _edits(CorrespondenceAddress)]

EVENTS_THAT_COUNT = Statement(lambda people: EntitlementEvent.objects.that_count().filter(person__in=people), list)


def row_on(rows: list[Any], day: date) -> Any | None:
    """The dated row that holds on a day; None where there is none."""
    return next((row for row in rows if Period(row.starts_on, row.ends_on).contains(day)), None)
