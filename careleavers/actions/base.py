"""What every action has in common: one transaction, a mark that writing is allowed, the question whether the record is
closed, and the event that tells of it.

@action
def log_contact(*, by: User, person: YoungPerson, ...) -> Contact:
    contact = Contact.objects.create(...)
    record("contact_logged", by=by, person=person, on=contact, method=contact.method)
    return contact
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, overload

import pghistory
from django.db import models, transaction

from careleavers.actions.facts_changed import following_changes
from careleavers.models.audit import AuditEvent
from careleavers.models.closed_records import person_of
from careleavers.models.people import YoungPerson
from careleavers.models.staff import User
from careleavers.queries.closed_records import why_closed

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_depth: ContextVar[int] = ContextVar("actions_on_the_stack", default=0)
_address: ContextVar[str | None] = ContextVar("address_that_asks", default=None)


class Refused(Exception):
    """A rule of the moment forbids the action; the message is the sentence that the page shows.

    `field` names the answer to put right, where one of a longer form is to blame.
    """

    def __init__(self, message: str = "", *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class RecordClosed(Refused):
    """The record is that of somebody who has died, and nobody has opened it for a correction."""


@contextmanager
def refused_on(field: str) -> Iterator[None]:
    """What is refused inside is to be put right in this field of the form."""
    try:
        yield
    except Refused as refusal:
        refusal.field = refusal.field or field
        raise


@contextmanager
def acting_from(address: str | None) -> Iterator[None]:
    """Events that are recorded inside this block say that they were asked for from this network address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def writing_allowed() -> bool:
    """Whether an action is on the stack. In tests the database connection refuses to write otherwise."""
    return _depth.get() > 0


@contextmanager
def allowing_writes() -> Iterator[None]:
    """Allow database writes inside this block."""
    token = _depth.set(_depth.get() + 1)
    try:
        yield
    finally:
        _depth.reset(token)


@overload
def action(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]: ...


@overload
def action(*, open_after_death: str) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]: ...


def action(function: Callable[..., Any] | None = None, *, open_after_death: str = "") -> Callable[..., Any]:
    """One change to the record: atomic, and the only kind of code that may write.

    Called with keywords only. `by` is the user who does it, or None for imports and jobs. The record of somebody who
    has died is closed to users (RecordClosed), except for actions that say in words why they stay `open_after_death`.
    """
    if function is None:
        return partial(_action, open_after_death=open_after_death)
    return _action(function, open_after_death="")


def _action(function: Callable[Parameters, Result], *, open_after_death: str) -> Callable[Parameters, Result]:
    @wraps(function)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        if args:
            raise TypeError(f"Call {function.__name__} with keywords only.")
        by = kwargs.get("by")
        with (
            allowing_writes(),
            transaction.atomic(),
            pghistory.context(action=function.__name__, by=str(by.pk) if isinstance(by, User) else None),
            following_changes() as is_outermost,
        ):
            if is_outermost and not open_after_death:
                _refuse_if_closed(by, kwargs.values())
            return function(*args, **kwargs)

    run.open_after_death = open_after_death  # type: ignore[attr-defined]
    return run


def _refuse_if_closed(by: object, given: Collection[object]) -> None:
    """Of what an action is given, a young person says whose record it changes; else the first row that is of one."""
    people = [each for each in given if isinstance(each, YoungPerson)]
    found = (person_of(each) for each in given if isinstance(each, models.Model))
    person = people[0] if people else next(filter(None, found), None)
    if person:
        refuse_if_closed(by, person)


def refuse_if_closed(by: object, person: YoungPerson) -> None:
    """RecordClosed when they have died, unless a manager has opened the record for the day on which `by` acts.

    Imports and jobs (`by` None) are not asked: an import brings what another record says of the past.
    """
    if person.died_on and isinstance(by, User) and (why := why_closed(person, by.access_day)):
        raise RecordClosed(why)


def one_row(function: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """An action that adds one row from which nothing follows. Postgres makes that whole by itself, so it begins no
    transaction. Called with keywords only.
    """

    @wraps(function)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        if args:
            raise TypeError(f"Call {function.__name__} with keywords only.")
        with allowing_writes():
            function(*args, **kwargs)

    return run


def record_event(
    name: str,
    *,
    by: User | None,
    person: YoungPerson | None = None,
    on: models.Model | None = None,
    **details: object,
) -> AuditEvent:
    """Write the event that tells of a change, in its transaction. `details` hold ids and choices, never free text.

    An event that names the `fields` it changed also names their history, by which the audit shows what they said.
    """
    if details.get("fields"):
        with pghistory.context() as context:
            details["history"] = str(context.id)
    event = AuditEvent.objects.create(
        name=name,
        by_id=by.pk if by else None,
        by_name=by.name if by else "",
        person_id=person.pk if person else None,
        object_kind=on._meta.label_lower if on else "",
        object_id=str(on.pk) if on else "",
        details=details,
        from_address=_address.get(),
    )
    transaction.on_commit(partial(_log_event, event))
    return event


def _log_event(event: AuditEvent) -> None:
    """The log is kept elsewhere than the database: after a restore it tells what happened since the backup."""
    ids = ("by_id", "person_id", "object_kind", "object_id")
    facts = {name: str(getattr(event, name) or "") for name in ids}
    facts |= {"event_id": str(event.pk), "happened_at": event.happened_at.isoformat()}
    logging.getLogger("careleavers.events").info(event.name, extra={"facts": facts})
