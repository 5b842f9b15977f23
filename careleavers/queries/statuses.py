"""The record's rows as the law reads them, and the law's answer as rows.

A decision of a manager on an open point stands in for the law's own reading from and to where the point matters, as
long as it was made on these same facts.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from careleavers.models import CareEpisode, StatusDecision, StatusFact, StatusPeriod, YoungPerson
from careleavers.rules import law
from careleavers.rules.code_sets import Band, Status
from careleavers.rules.dates import Period, birthday
from careleavers.rules.shapes import BadInput
from careleavers.rules.words import day

RETURNED_HOME = ", returned home"
# How the law names a piece of its input, and how its sentences write a day.
PATH = re.compile(r"(?:episodes|facts\.(?P<fact>\w+))(?:\[\d+\])?(?:\.(?P<end>\w+))?")
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
LAST_DAYS = ("end", "to")
FACT_LABELS = StatusFact.PERIODS | StatusFact.DAYS | {"died_on": "Died"}
# The band of a status that was decided and not computed, until the 21st birthday and from it.
BANDS_BY_AGE: dict[str, tuple[Band, Band]] = {
    Status.FORMER_RELEVANT_CHILD: (Band.FULL_DUTIES, Band.NOT_ASKED),
    Status.PERSON_QUALIFYING: (Band.QUALIFYING, Band.QUALIFYING_EDUCATION_HELP),
}


@dataclass(frozen=True)
class StatusInputs:
    """What the law is asked about one person, and what was decided about them, the newest first."""

    person_id: UUID
    date_of_birth: date
    episodes: tuple[law.Episode, ...]
    facts: law.StatusFacts
    decisions: tuple[StatusDecision, ...] = ()

    def fingerprint(self, settings: law.StatusSettings) -> str:
        """The same for the same facts under the same choices of the council."""
        asked = [self.date_of_birth, [asdict(one) for one in self.episodes], asdict(self.facts), asdict(settings)]
        return sha256(json.dumps(asked, default=str, sort_keys=True).encode()).hexdigest()

    def decided(self, settings: law.StatusSettings) -> dict[str, StatusDecision]:
        """The decisions that still hold, by the code of the point."""
        if not self.decisions:
            return {}
        now = self.fingerprint(settings)
        return {one.flag: one for one in reversed(self.decisions) if one.fingerprint == now}

    def timeline(self, settings: law.StatusSettings) -> law.Timeline:
        """The law's own answer. BadInput (a sentence for a reader) for what cannot be."""
        try:
            return law.timeline(self.date_of_birth, self.episodes, self.facts, settings)
        except BadInput as problem:
            raise BadInput(problem.field, in_record_words(problem.message)) from None


def in_record_words(message: str) -> str:
    """A sentence of the law about its input, in the words of the record: "the first day of an episode of care is…"."""
    named = PATH.sub(_called, message)
    return ISO_DAY.sub(lambda found: day(date.fromisoformat(found[0])), named)


def _called(path: re.Match[str]) -> str:
    whole = "an episode of care" if path["fact"] is None else f"“{FACT_LABELS[path['fact']]}”"
    return whole if path["end"] is None else f"the {'last' if path['end'] in LAST_DAYS else 'first'} day of {whole}"


def status_settings_from(policies: Mapping[str, Any]) -> law.StatusSettings:
    return law.StatusSettings(leap_day=policies["leap_day"], count_days=policies["count_days"])


def status_inputs_of(ids: Collection[UUID]) -> list[StatusInputs]:
    """What is known of these people: four queries, however many they are."""
    episodes, facts, decisions = _by_person(CareEpisode, ids), _by_person(StatusFact, ids), defaultdict(list)
    for decision in StatusDecision.objects.filter(person__in=ids).select_related("recorded_by"):
        decisions[decision.person_id].append(decision)
    people = YoungPerson.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "date_of_birth", "died_on")
    return [
        StatusInputs(
            person_id,
            born,
            tuple(_episode(row) for row in episodes[person_id]),
            _facts(facts[person_id], died_on),
            tuple(decisions[person_id]),
        )
        for person_id, born, died_on in people
    ]


def _by_person(model: Any, ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    rows = defaultdict(list)
    for row in model._default_manager.filter(person__in=ids).order_by("starts_on", "ends_on"):
        rows[row.person_id].append(row)
    return rows


def _episode(row: CareEpisode) -> law.Episode:
    return law.Episode(
        start=row.starts_on,
        end=row.ends_on,
        legal_status=row.legal_status,
        placement=row.placement or None,
        reason_ended=row.reason_ended or None if row.ends_on else None,
        authority=row.authority or None,
        planned_short_break=row.planned_short_break,
    )


def _facts(rows: list[StatusFact], died_on: date | None) -> law.StatusFacts:
    periods: dict[str, Any] = {
        kind: tuple(Period(row.starts_on, row.ends_on) for row in rows if row.kind == kind)
        for kind in StatusFact.PERIODS
    }
    days: dict[str, Any] = {
        kind: min((row.starts_on for row in rows if row.kind == kind), default=None) for kind in StatusFact.DAYS
    }
    return law.StatusFacts(**periods | days, died_on=died_on)


def status_periods_of(known: StatusInputs, settings: law.StatusSettings) -> list[StatusPeriod]:
    """The whole timeline as rows that are not saved, with decisions in their place. BadInput for what cannot be."""
    decided = known.decided(settings)
    rows = []
    for period in known.timeline(settings):
        decided_flags = {flag.code: flag for flag in period.flags if flag.code in decided}
        for start, end in _pieces(period, decided_flags.values(), known.date_of_birth, settings):
            rows.append(_row(known, period, start, end, decided_flags, decided, settings))
    return rows


def _pieces(
    period: law.TimelinePeriod, flags: Iterable[law.Flag], born: date, settings: law.StatusSettings
) -> Iterator[tuple[date, date | None]]:
    """The period cut where a decided point begins or ends to matter, and at the 21st birthday where one matters."""
    flags = list(flags)
    cuts = {day for flag in flags for day in (flag.start, flag.end)}
    if flags:
        cuts.add(birthday(born, 21, settings.leap_day))
    inside = sorted(day for day in cuts if day and period.start < day and (period.end is None or day < period.end))
    starts = [period.start, *inside]
    return zip(starts, [*inside, period.end], strict=True)


def _row(
    known: StatusInputs,
    period: law.TimelinePeriod,
    start: date,
    end: date | None,
    decided_flags: dict[str, law.Flag],
    decided: dict[str, StatusDecision],
    settings: law.StatusSettings,
) -> StatusPeriod:
    status: str = period.status
    band, returned_home = str(period.band or ""), period.returned_home
    because = [{"text": each.text, "source": each.source, "met": each.met} for each in period.because]
    for code, flag in decided_flags.items():
        if not flag.contains(start):
            continue
        decision = decided[code]
        because.insert(0, {"text": decision_sentence(decision), "source": flag.source, "met": True})
        if decision.outcome in flag.outcomes[1:] and (answer := read_outcome(decision.outcome)):
            status, band, returned_home = answer
            over_21 = start >= birthday(known.date_of_birth, 21, settings.leap_day)
            band = band or BANDS_BY_AGE.get(status, ("", ""))[over_21]
    return StatusPeriod(
        person_id=known.person_id,
        starts_on=start,
        ends_on=end,
        status=status,
        band=band,
        returned_home=returned_home,
        because=because,
        flags=[_flag(flag) for flag in period.flags if flag.touches(start, end)],
        rules_version=law.VERSION,
    )


def decision_sentence(decision: StatusDecision) -> str:
    return f"Decided on {day(decision.decided_on)} by {decision.recorded_by}, on an open point of law."


def read_outcome(outcome: str) -> tuple[str, str, bool] | None:
    """Status, band and whether they returned home, of an outcome that names a status; None of any other."""
    returned_home = outcome.endswith(RETURNED_HOME)
    status, _, band = outcome.removesuffix(RETURNED_HOME).partition(" ")
    if status not in tuple(Status) or (band and band not in law.BANDS.get(status, ())):
        return None
    return status, band, returned_home


def _flag(flag: law.Flag) -> dict[str, Any]:
    return {
        "code": flag.code,
        "text": flag.text,
        "source": flag.source,
        "outcomes": list(flag.outcomes),
        "from": flag.start.isoformat(),
        "to": flag.end.isoformat() if flag.end else None,
    }


COMPARED = ("ends_on", "status", "band", "returned_home", "because", "flags", "rules_version")


def same_status(one: StatusPeriod, other: StatusPeriod) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in COMPARED)
