"""When somebody is open to the leaving-care service: opened and closed, with a reason."""

from __future__ import annotations

from datetime import date

from careleavers.actions.alerts import close_alerts, update_recipients
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.complaint_alerts import complaints_follow_end
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.revisions import change
from careleavers.models import Alert, Involvement, User, YoungPerson
from careleavers.models.base import not_ended_by
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day

# What somebody has still to do though the service's work with them has ended: a concern for their safety, money that
# was promised, a letter that must or must not go, a file that nobody may open, a death to notify.
GO_ON = (
    ClosedBy.SAFEGUARDING,
    ClosedBy.MONEY_REQUEST,
    ClosedBy.LETTER,
    ClosedBy.INFECTED_FILE,
    ClosedBy.DEATH_NOTICE,
)


@action
def open_involvement(*, by: User | None, person: YoungPerson, starts_on: date, reason: str, today: date) -> Involvement:
    """They are open to the service from this day on. Refused when they are already, or have died."""
    if person.died_on and starts_on >= person.died_on:
        raise Refused(f"{person.short_name} died on {day(person.died_on)}: give an earlier day.")
    later = Involvement.objects.filter(not_ended_by(starts_on), person=person).first()
    if later and later.ends_on:
        until = f"from {day(later.starts_on)} to {day(later.ends_on)}"
        raise Refused(f"{person.short_name} was open to the service {until}: give that last day or a later one.")
    if later:
        raise Refused(f"{person.short_name} is open to the service already, since {day(later.starts_on)}.")
    involvement = Involvement.objects.create(person=person, starts_on=starts_on, reason_opened=reason, recorded_by=by)
    complaints_follow_end(people=[person.pk], today=today)
    facts_changed(people=[person.pk], today=today)
    record_event("involvement_opened", by=by, person=person, on=involvement, starts_on=starts_on)
    return involvement


@action(open_after_death="The service’s work with them ends.")
def close_involvement(
    *, by: User | None, person: YoungPerson, ends_on: date, reason: str, revision: int | None = None, today: date
) -> None:
    """They are not open to the service from this day on: nobody is allocated any more, and nothing is due.

    Closed on the day they were opened, they never were: the row is taken out, and only the history holds it. So is an
    allocation that would begin on that day or later.
    """
    involvement = Involvement.objects.filter(person=person, ends_on=None).first()
    if involvement is None:
        raise Refused(f"{person.short_name} is not open to the service.")
    if ends_on < involvement.starts_on:
        raise Refused(f"They were opened on {day(involvement.starts_on)}: give that day or a later one.")
    change(involvement, revision, {"ends_on": ends_on, "reason_closed": reason})
    person.allocations.filter(starts_on__gte=ends_on).delete()
    person.allocations.filter(not_ended_by(ends_on)).update(ends_on=ends_on)
    ending = Alert.objects.filter(person=person, closed_on=None).exclude(closed_by_kind__in=GO_ON)
    close_alerts(alerts=ending, today=today, because="No longer open to us")
    update_recipients(people=[person.pk], today=today)
    complaints_follow_end(people=[person.pk], today=today)
    facts_changed(people=[person.pk], today=today)
    record_event("involvement_closed", by=by, person=person, on=involvement, ends_on=ends_on)
    if ends_on == involvement.starts_on:
        involvement.delete()
