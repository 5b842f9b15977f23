"""What somebody says of a task that they were told of."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.locks import lock_people
from careleavers.models import Alert, AlertNote, User
from careleavers.permissions import Permission
from careleavers.rules.alert_notes import AlertNoteKind, why_not_look_again


@action(open_after_death="What is still to be settled after a death is told to somebody, who may know of it.")
def note_alert(
    *, by: User, alert: Alert, kind: AlertNoteKind, text: str, look_again_on: date | None = None, today: date
) -> AlertNote:
    """Say that one knows of a task, until which day and why, or that it is of no use. The task stays as it is.

    Refused for a task that is done meanwhile, and for a day that is not within four weeks. The same said twice is once.
    """
    lock_people([alert.person_id])
    current = Alert.objects.get(pk=alert.pk)
    if current.closed_on:
        raise Refused("This is done, or no longer so: there is nothing to say of it any more.")
    if kind != AlertNoteKind.KNOWN:
        look_again_on = None
    elif refusal := why_not_look_again(look_again_on, today):
        raise Refused(refusal, field="look_again_on")
    said = {"kind": kind.value, "text": text, "look_again_on": look_again_on, "recorded_by": by}
    latest = current.notes.filter(recorded_by=by, kind=kind.value).first()
    if latest and (latest.text, latest.look_again_on) == (text, look_again_on):
        return latest
    manages = by.may(Permission.MANAGE_TEAM) and by.access.manages(current.person.team_id)
    note = AlertNote.objects.create(alert=current, by_manager=manages, **said)
    record_event("alert_noted", by=by, person=current.person, on=note, kind=kind.value, code=current.code)
    return note
