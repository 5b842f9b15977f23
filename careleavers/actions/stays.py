"""Training flats, and the stays there or elsewhere in which young people try out living alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.follow_ups import finish_follow_up
from careleavers.actions.kept_facts import write_fact
from careleavers.actions.next_steps import NextStep
from careleavers.actions.revisions import change
from careleavers.models import FollowUp, Provider, TrainingFlat, TrialStay, User, YoungPerson
from careleavers.models.stays import HAPPENS
from careleavers.queries.stays import stays_meanwhile
from careleavers.rules.stays import PROVIDES_FLATS, why_not_so_long
from careleavers.rules.words import day

DIED = "They have died"
NIGHTS_TAKEN = "A death was recorded by mistake, and the nights are no longer free"


@action
def save_flat(
    *, by: User, provider: Provider, flat: TrainingFlat | None, revision: int | None = None, **facts: Any
) -> TrainingFlat:
    """Add a flat to a provider of training flats, or change one. `facts` are fields of TrainingFlat.

    Refused for a new flat of another kind of provider, where another flat there has the name, and for a day from which
    it is not used any more while somebody is still to come.
    """
    if flat is None and provider.kind != PROVIDES_FLATS:
        raise Refused("Only a provider of training flats has flats: change its kind first.")
    name = facts["name"] = " ".join(facts["name"].split())
    others = provider.training_flats.exclude(pk=flat.pk) if flat else provider.training_flats.all()
    if others.filter(name__iexact=name).exists():
        raise Refused("Another flat there has this name: change that one, or tell the two apart.", field="name")
    until = facts.get("used_until")
    if flat and until and (last := flat.stays.filter(ends_on__gt=until, called_off_because="").first()):
        raise Refused(
            f"Somebody is booked in until {day(last.ends_on)}: give that day or a later one.", field="used_until"
        )
    if flat:
        fields = change(flat, revision, facts)
        record_event("training_flat_changed", by=by, on=flat, fields=fields)
        return flat
    flat = TrainingFlat.objects.create(provider=provider, recorded_by=by, **facts)
    record_event("training_flat_added", by=by, on=flat)
    return flat


@action
def write_stay(
    *,
    by: User,
    person: YoungPerson,
    stay: TrialStay | None = None,
    revision: int | None = None,
    today: date,
    flat: TrainingFlat | None,
    starts_on: date,
    ends_on: date,
    **facts: Any,
) -> TrialStay:
    """Plan a stay, put it right, or write down how it went. `facts` are fields of TrialStay.

    Whoever planned it is asked how it went, from the day on which it ends until that is written down. Refused where the
    flat is taken or not used any more, where they are somewhere else by then, for no night or too many, and for an
    outcome before they left, as the nights after it would be held for nobody.
    """
    facts |= {"flat": flat, "starts_on": starts_on, "ends_on": ends_on}
    if refusal := why_not_so_long(facts["kind"], starts_on, ends_on):
        raise Refused(refusal, field="ends_on")
    if facts.get("outcome") and ends_on > today:
        raise Refused(
            "That is a day to come: give the day on which they left, or write down how it went when they have.",
            field="ends_on",
        )
    if not facts.get("called_off_because"):
        _refuse_if_taken(person, stay, flat, starts_on, ends_on)
    asked = stay.open_step if stay else None
    is_written_up = bool(facts.get("outcome") or facts.get("called_off_because"))
    step = None if is_written_up else _ask_how_it_went(facts, ends_on, asked.assigned_to if asked else by)
    if asked and facts.get("outcome"):
        finish_follow_up(by=by, follow_up=asked, today=today)
    return write_fact(
        by=by, person=person, model=TrialStay, row=_again(stay), revision=revision, today=today, next_step=step, **facts
    )


def free_nights_after_death(person: YoungPerson, died_on: date) -> None:
    """Inside an action: what was booked for later is free for others; the history keeps what was planned."""
    next_day = died_on + timedelta(days=1)
    for stay in person.trial_stays.filter(HAPPENS, ends_on__gt=next_day):
        if stay.starts_on > died_on:
            stay.called_off_because = DIED
        else:
            stay.ends_on = next_day
        stay.save(update_fields=["called_off_because", "ends_on"])


def book_again_after_mistake(person: YoungPerson) -> None:
    """Inside an action: they have not died. What was called off is booked again, unless the nights are taken by now."""
    for stay in person.trial_stays.filter(called_off_because=DIED).select_related("flat__provider"):
        try:
            _refuse_if_taken(person, stay, stay.flat, stay.starts_on, cast(date, stay.ends_on))
        except Refused:
            stay.called_off_because = NIGHTS_TAKEN
        else:
            stay.called_off_because = ""
        stay.save(update_fields=["called_off_because"])


def _again(stay: TrialStay | None) -> TrialStay | None:
    """The row with what was promised about it as it is now."""
    if stay is not None and stay.next_step_id:
        stay.next_step = FollowUp.objects.filter(pk=stay.next_step_id).first()
    return stay


def _ask_how_it_went(facts: dict[str, Any], ends_on: date, who: User) -> NextStep:
    where = str(facts["flat"] or facts["provider"])
    return NextStep(f"Write down how the stay went: {where}"[:200], ends_on, who)


def _refuse_if_taken(
    person: YoungPerson, stay: TrialStay | None, flat: TrainingFlat | None, starts_on: date, ends_on: date
) -> None:
    if flat and flat.used_until and ends_on > flat.used_until:
        raise Refused(f"{flat} is not used any more from {day(flat.used_until)} on.", field="where")
    others = stays_meanwhile(starts_on, ends_on, apart_from=stay)
    if flat and (taken := others.filter(flat=flat).first()):
        raise Refused(
            f"{flat} is taken from {day(taken.starts_on)} to {day(taken.ends_on)}: choose other days or another flat.",
            field="starts_on",
        )
    if elsewhere := others.filter(person=person).first():
        raise Refused(
            f"{person.short_name} is in {elsewhere.where} from {day(elsewhere.starts_on)} to {day(elsewhere.ends_on)}.",
            field="starts_on",
        )
