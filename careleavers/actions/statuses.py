"""The stored timeline of legal status: computed by `careleavers.law` from the care history, and rebuilt with it.

Every action that changes a care history calls `rebuild_statuses` in its own transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from careleavers import law
from careleavers.actions.base import Refused, action, record
from careleavers.dates import Period
from careleavers.models import CareEpisode, PolicyValue, StatusFact, StatusPeriod, User, YoungPerson
from careleavers.shapes import BadInput

BATCH = 1000
COMPARED = ("status", "band", "starts_on", "ends_on", "returned_home", "because", "flags", "rules_version")


@dataclass
class CareHistory:
    """What the law is asked about one person, as it stands in the database."""

    person_id: UUID
    date_of_birth: date
    died_on: date | None
    episodes: list[law.Episode] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def timeline(self, settings: law.Settings) -> law.Timeline:
        """Their whole timeline. BadInput when the history cannot be."""
        facts = law.Facts(**self.facts, died_on=self.died_on)
        return law.timeline(self.date_of_birth, self.episodes, facts, settings)


@action
def rebuild_statuses(*, by: User | None, people: Collection[UUID], today: date) -> int:
    """Compute the timelines of these people again and store what differs; answers how many people changed.

    Refused, with the law's sentence, when a history cannot be.
    """
    outdated: list[StatusPeriod] = []
    fresh: list[StatusPeriod] = []
    changed = 0
    for _, kept, wanted in compared(people, today):
        if isinstance(wanted, BadInput):
            raise Refused(str(wanted))
        if not same(kept, wanted):
            changed += 1
            outdated += kept
            fresh += wanted
    StatusPeriod.objects.filter(pk__in=[period.pk for period in outdated]).delete()
    StatusPeriod.objects.bulk_create(fresh, batch_size=BATCH)
    return changed


@action
def rebuild_all_statuses(*, by: User | None, today: date, say: Callable[[str], None] = lambda _: None) -> int:
    """Compute everybody's timeline again, after a rule or a policy changed; answers how many people changed."""
    changed, done = 0, 0
    for people in everybody_in_batches():
        changed += rebuild_statuses(by=by, people=people, today=today)
        done += len(people)
        say(f"{done:,} people, {changed:,} changed")
    record("statuses_rebuilt", by=by, changed=changed)
    return changed


def differing(people: Collection[UUID], today: date) -> Iterator[tuple[UUID, str]]:
    """Of these people, those whose stored rows differ from a fresh computation, with what is the matter."""
    for person_id, kept, wanted in compared(people, today):
        if isinstance(wanted, BadInput):
            yield person_id, str(wanted)
        elif not same(kept, wanted):
            yield person_id, "the stored timeline differs from a fresh one"


def compared(
    people: Collection[UUID], today: date
) -> Iterator[tuple[UUID, list[StatusPeriod], list[StatusPeriod] | BadInput]]:
    """For each of these people the rows that are stored, and those that should be, or why there can be none."""
    settings = law_settings(today)
    kept: dict[UUID, list[StatusPeriod]] = defaultdict(list)
    for period in StatusPeriod.objects.filter(person__in=people).order_by("starts_on"):
        kept[period.person_id].append(period)
    for history in care_histories(people):
        try:
            yield history.person_id, kept[history.person_id], rows_of(history, settings)
        except BadInput as wrong:
            yield history.person_id, kept[history.person_id], wrong


def everybody_in_batches() -> Iterator[list[UUID]]:
    last = None
    while True:
        people = YoungPerson.objects.order_by("pk") if last is None else YoungPerson.objects.filter(pk__gt=last)
        batch = list(people.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1]


def law_settings(today: date) -> law.Settings:
    """The authority's choices on points of law, as they stand today."""
    policies = PolicyValue.objects.in_force(today)
    return law.Settings(leap_day=policies["leap_day"], count_days=policies["count_days"])


def care_histories(people: Collection[UUID]) -> Iterable[CareHistory]:
    """The histories of these people, in three queries."""
    persons = YoungPerson.objects.filter(pk__in=people).values_list("pk", "date_of_birth", "died_on")
    found = {pk: CareHistory(pk, born, died) for pk, born, died in persons}
    for episode in CareEpisode.objects.filter(person__in=people).order_by("starts_on"):
        found[episode.person_id].episodes.append(episode_of(episode))
    for fact in StatusFact.objects.filter(person__in=people).order_by("starts_on"):
        facts = found[fact.person_id].facts
        if fact.kind in StatusFact.DAYS:
            facts.setdefault(fact.kind, fact.starts_on)
        else:
            facts[fact.kind] = (*facts.get(fact.kind, ()), Period(fact.starts_on, fact.ends_on))
    return found.values()


def episode_of(row: CareEpisode) -> law.Episode:
    return law.Episode(
        start=row.starts_on,
        end=row.ends_on,
        legal_status=row.legal_status,
        placement=row.placement or None,
        reason_ended=row.reason_ended or None,
        authority=row.authority or None,
        planned_short_break=row.planned_short_break,
    )


def rows_of(history: CareHistory, settings: law.Settings) -> list[StatusPeriod]:
    """The rows that the history's timeline makes, not saved. BadInput when the history cannot be."""
    return [
        StatusPeriod(
            person_id=history.person_id,
            status=period.status,
            band=period.band or "",
            starts_on=period.start,
            ends_on=period.end,
            returned_home=period.returned_home,
            because=[{"text": reason.text, "source": reason.source, "met": reason.met} for reason in period.because],
            flags=[
                {"code": flag.code, "text": flag.text, "source": flag.source, "outcomes": list(flag.outcomes)}
                for flag in period.flags
            ],
            rules_version=law.VERSION,
        )
        for period in history.timeline(settings)
    ]


def same(kept: list[StatusPeriod], wanted: list[StatusPeriod]) -> bool:
    return [facts_of(row) for row in kept] == [facts_of(row) for row in wanted]


def facts_of(row: StatusPeriod) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in COMPARED)
