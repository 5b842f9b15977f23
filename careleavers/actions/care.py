"""Care history, and what else the law asks about. Every change computes legal status in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.actions.statuses import rebuild_status
from careleavers.actions.support_wanted import why_not_wanted
from careleavers.models import CareEpisode, DataQualityIssue, StatusFact, User, YoungPerson
from careleavers.models.base import not_ended_by
from careleavers.rules import codes
from careleavers.rules.words import day


@action
def add_episode(*, by: User | None, person: YoungPerson, facts: Mapping[str, Any], today: date) -> CareEpisode:
    """Add an episode of care. Refused when it shares a day with another; the sentence names the other."""
    _refuse_overlap(person, facts["starts_on"], facts["ends_on"])
    episode = CareEpisode.objects.create(person=person, recorded_by=by, **facts)
    rebuild_status(by=by, person=person, today=today)
    record_event(
        "episode_added", by=by, person=person, on=episode, starts_on=episode.starts_on, ends_on=episode.ends_on
    )
    return episode


@action
def change_episode(
    *, by: User, episode: CareEpisode, facts: Mapping[str, Any], revision: int | None = None, today: date
) -> None:
    """Correct or end an episode. Refused as adding is."""
    person = episode.person
    _refuse_overlap(person, facts["starts_on"], facts["ends_on"], excluding=episode)
    changed = change(episode, revision, dict(facts))
    _end_assumption(person)
    rebuild_status(by=by, person=person, today=today)
    record_event("episode_changed", by=by, person=person, on=episode, fields=changed)


@action
def remove_episode(*, by: User, episode: CareEpisode, revision: int | None = None, today: date) -> None:
    """Take out an episode that never was; the history kept by the database holds it."""
    claim_unchanged(episode, revision)
    person = episode.person
    record_event(
        "episode_removed", by=by, person=person, on=episode, starts_on=episode.starts_on, ends_on=episode.ends_on
    )
    episode.delete()
    _end_assumption(person)
    rebuild_status(by=by, person=person, today=today)


@action(open_after_death="What a return asks about the past is answered.")
def settle_return_question(*, by: User, issue: DataQualityIssue, today: date) -> None:
    """Somebody looked into a question that a return raised. Where it was about open care, care goes on."""
    person = issue.person
    if issue.field == DataQualityIssue.CARE_OPEN:
        _end_assumption(person)
        rebuild_status(by=by, person=person, today=today)
    else:
        issue.resolved_at = timezone.now()
        issue.save(update_fields=["resolved_at"])
    record_event("return_question_settled", by=by, person=person, on=issue, field=issue.field)


def _end_assumption(person: YoungPerson) -> None:
    """Somebody has looked at this person's care: what is open is open, and nothing is assumed of it any more."""
    CareEpisode.objects.filter(person=person, assumed_ended_on__isnull=False).update(assumed_ended_on=None)
    questions = person.data_quality_issues.filter(field=DataQualityIssue.CARE_OPEN, resolved_at=None)
    questions.update(resolved_at=timezone.now())


def _refuse_overlap(
    person: YoungPerson, starts_on: date, ends_on: date | None, excluding: CareEpisode | None = None
) -> None:
    others = CareEpisode.objects.filter(person=person)
    if excluding:
        others = others.exclude(pk=excluding.pk)
    shared = not_ended_by(starts_on)
    if ends_on:
        shared &= Q(starts_on__lt=ends_on)
    if ends_on == starts_on:  # nothing shares a day with an episode that ended on the day it began
        return
    for other in others.filter(shared).order_by("starts_on"):
        if other.ends_on != other.starts_on:
            raise Refused(f"These days overlap the episode {episode_words(other)}. Change one of the two.")


def episode_words(episode: CareEpisode) -> str:
    """ "from 1 June 2020 to 1 September 2022, full care order": an episode as it is named in a sentence."""
    until = f"to {day(episode.ends_on)}" if episode.ends_on else "that is still open"
    label = codes.label("EPISODES.LS", episode.legal_status)
    return f"from {day(episode.starts_on)} {until} ({episode.legal_status}: {label})"


@action
def add_status_fact(
    *,
    by: User | None,
    person: YoungPerson,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    note: str = "",
    today: date,
) -> StatusFact:
    """Add something else that the law asks about. Refused when it is recorded already for one of these days, and
    support where they want no more of the service.
    """
    last = None if kind in StatusFact.DAYS else ends_on
    others = StatusFact.objects.filter(not_ended_by(starts_on), person=person, kind=kind)
    if last:
        others = others.filter(starts_on__lt=last)
    if other := others.first():
        until = f" to {day(other.ends_on)}" if other.ends_on else ""
        raise Refused(f"This is recorded already, from {day(other.starts_on)}{until}: end or remove that first.")
    if kind == StatusFact.SUPPORT_WANTED and (refusal := why_not_wanted(person, starts_on, last)):
        raise Refused(refusal)
    fact = StatusFact.objects.create(
        person=person, kind=kind, starts_on=starts_on, ends_on=last, note=note, recorded_by=by
    )
    rebuild_status(by=by, person=person, today=today)
    record_event("status_fact_added", by=by, person=person, on=fact, kind=kind, starts_on=starts_on)
    return fact


@action
def end_status_fact(*, by: User, fact: StatusFact, ends_on: date, revision: int | None = None, today: date) -> None:
    """It holds no longer from this day on. Refused for the day it began or an earlier one."""
    if ends_on <= fact.starts_on:
        raise Refused(f"This began on {day(fact.starts_on)}: give a later day, or remove it if it never was.")
    change(fact, revision, {"ends_on": ends_on})
    rebuild_status(by=by, person=fact.person, today=today)
    record_event("status_fact_ended", by=by, person=fact.person, on=fact, kind=fact.kind, ends_on=fact.ends_on)


@action
def remove_status_fact(*, by: User, fact: StatusFact, revision: int | None = None, today: date) -> None:
    """Take out what never was."""
    claim_unchanged(fact, revision)
    person = fact.person
    record_event("status_fact_removed", by=by, person=person, on=fact, kind=fact.kind, starts_on=fact.starts_on)
    fact.delete()
    rebuild_status(by=by, person=person, today=today)
