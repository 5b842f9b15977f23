"""The record's rows as the law reads them, and the law's answer as rows.

A manager's decision on an open point replaces the law's own reading on the days on which the point matters, as long as
it was made on these same facts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from careleavers.models import CareEpisode, StatusDecision, StatusFact, StatusPeriod, YoungPerson
from careleavers.models.statements import Statement
from careleavers.rules import law
from careleavers.rules.bad_input import BadInput, InputProblem
from careleavers.rules.code_sets import Band, Status
from careleavers.rules.dates import Period, birthday
from careleavers.rules.words import day

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
        """The law's own answer. BadInput for what cannot be."""
        return law.timeline(self.date_of_birth, self.episodes, self.facts, settings)


def in_record_words(problem: BadInput) -> str:
    """What cannot be, in the words of the record: "the first day of an episode of care is 1 June 2015, before…"."""
    values = {name: day(value) if isinstance(value, date) else value for name, value in problem.values.items()}
    match problem.problem:
        case InputProblem.BEFORE_BIRTH:
            return f"{_named_day(problem)} is {values['day']}, before the date of birth {values['born']}."
        case InputProblem.ENDS_BEFORE_START:
            return f"{_named(problem)} ends on {values['end']}, before it starts on {values['start']}."
        case InputProblem.REASON_WITHOUT_END:
            return f"{_named(problem)} says why it ended ({values['reason']}): say when it ended, too."
        case InputProblem.UNKNOWN_LEGAL_STATUS:
            return f"{values['given']} is no legal status. Use one of {', '.join(values['known'])}."
        case InputProblem.UNKNOWN_REASON_ENDED:
            return f"{values['given']} is no reason to end. Use one of {', '.join(values['known'])}."


def _named(problem: BadInput) -> str:
    """The row of the record that holds the fact, such as “Pursuing education or training”."""
    kind, name = problem.path[:2]
    return "an episode of care" if kind == "episodes" else f"“{FACT_LABELS[str(name)]}”"


def _named_day(problem: BadInput) -> str:
    """The day of that row. The facts that are a day have no first and last."""
    if len(problem.path) == 2:
        return _named(problem)
    return f"the {'last' if problem.path[-1] in LAST_DAYS else 'first'} day of {_named(problem)}"


def status_settings_from(policies: Mapping[str, Any]) -> law.StatusSettings:
    return law.StatusSettings(leap_day=policies["leap_day"], count_days=policies["count_days"])


def status_inputs_of(ids: Collection[UUID]) -> list[StatusInputs]:
    """What is known of these people: four queries, however many they are."""
    episodes, facts, decisions = (_by_person(rows, ids) for rows in (EPISODES_OF, FACTS_OF, DECISIONS_OF))
    return [
        StatusInputs(
            person_id,
            born,
            tuple(_episode(row) for row in episodes[person_id]),
            _facts(facts[person_id], died_on),
            tuple(decisions[person_id]),
        )
        for person_id, born, died_on in LIVES_OF.rows(ids)
    ]


EPISODES_OF = Statement(lambda ids: CareEpisode.objects.filter(person__in=ids).order_by("starts_on", "ends_on"), list)
FACTS_OF = Statement(lambda ids: StatusFact.objects.filter(person__in=ids).order_by("starts_on", "ends_on"), list)
DECISIONS_OF = Statement(lambda ids: StatusDecision.objects.filter(person__in=ids).select_related("recorded_by"), list)
LIVES_OF = Statement(
    lambda ids: YoungPerson.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "date_of_birth", "died_on"),
    list,
)


def _by_person(rows_of: Statement, ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    rows = defaultdict(list)
    for row in rows_of.objects(ids):
        rows[row.person_id].append(row)
    return rows


def _episode(row: CareEpisode) -> law.Episode:
    return law.Episode(
        start=row.starts_on,
        end=row.ends_on or row.assumed_ended_on,
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
        outcome = outcome_of(decision.outcome)
        if outcome in flag.outcomes[1:] and outcome.from_day is None:
            status, band, returned_home = outcome.status, outcome.band or "", outcome.returned_home
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
        flags=[_flag(flag, flag.code in decided) for flag in period.flags if flag.touches(start, end)],
        rules_version=law.VERSION,
    )


def decision_sentence(decision: StatusDecision) -> str:
    return f"Decided on {day(decision.decided_on)} by {decision.recorded_by}, on an open point of law."


def outcome_row(outcome: law.FlagOutcome) -> dict[str, Any]:
    """An outcome of an open point as it is stored."""
    return {
        "status": outcome.status.value,
        "band": outcome.band.value if outcome.band else None,
        "returned_home": outcome.returned_home,
        "from": outcome.from_day.isoformat() if outcome.from_day else None,
    }


def outcome_of(row: Mapping[str, Any]) -> law.FlagOutcome:
    """An outcome of an open point as the law knows it."""
    return law.FlagOutcome(
        Status(row["status"]),
        Band(row["band"]) if row["band"] else None,
        row["returned_home"],
        date.fromisoformat(row["from"]) if row["from"] else None,
    )


def _flag(flag: law.Flag, is_decided: bool) -> dict[str, Any]:
    return {
        "code": flag.code,
        "text": flag.text,
        "source": flag.source,
        "outcomes": [outcome_row(outcome) for outcome in flag.outcomes],
        "from": flag.start.isoformat(),
        "to": flag.end.isoformat() if flag.end else None,
        "decided": is_decided,
    }


COMPARED = ("ends_on", "status", "band", "returned_home", "because", "flags", "rules_version")


def same_status(one: StatusPeriod, other: StatusPeriod) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in COMPARED)
