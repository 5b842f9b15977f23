"""What a return says otherwise than the record, which an earlier return or somebody wrote: sentences for the report."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from careleavers.models import CareEpisode, YoungPerson
from careleavers.rules import identifiers
from careleavers.rules.words import day
from careleavers.ssda903.importing.children import Child, FileLine

FIELDS = {"gender": "SEX", "ethnicity": "ETHNIC", "upn": "UPN"}
NOT_KNOWN = {"", "U", "NOBT", *identifiers.UPN_UNKNOWN_CODES}  # they contradict nothing
ENDING = {"ends_on", "reason_ended", "reason_place_change"}
COLUMNS = {
    "ends_on": "DEC",
    "legal_status": "LS",
    "need": "CIN",
    "placement": "PLACE",
    "placement_provider": "PLACE_PROVIDER",
    "reason_started": "RNE",
    "reason_ended": "REC",
    "reason_place_change": "REASON_PLACE_CHANGE",
    "home_postcode": "HOME_POST",
    "placement_postcode": "PL_POST",
    "urn": "URN",
}


def of_person(child: Child, person: YoungPerson, facts: Mapping[str, Any], *, is_older: bool) -> Iterator[str]:
    """Where the record has one code or number and the return another."""
    for name, column in FIELDS.items():
        before, now = getattr(person, name), facts.get(name)
        if now and now not in NOT_KNOWN and before not in NOT_KNOWN and now != before:
            kept = "Kept as the record has it, from a later return." if is_older else "Taken from this return."
            yield f"Child {child.number} ({child.place}): {column} is {before} in the record and {now} here. {kept}"


def of_episode(child: Child, row: CareEpisode, facts: Mapping[str, Any], place: FileLine, *, is_older: bool) -> str:
    """Where both have an episode from one day; "" where they agree, or where one only has its end and the other not."""
    different = [name for name in COLUMNS if getattr(row, name) != facts[name]]
    if (row.ends_on is None) != (facts["ends_on"] is None):
        different = [name for name in different if name not in ENDING]
    told = [
        f"{COLUMNS[name]} is {_value(getattr(row, name))} in the record and {_value(facts[name])} here"
        for name in different
        if getattr(row, name) and facts[name]
    ]
    if row.ends_on and facts["ends_on"] is None and not is_older:
        told.append(f"DEC is {day(row.ends_on)} in the record and blank here")
    if not told:
        return ""
    kept = "Kept as the record has it." if is_older else "Taken from this return."
    return f"Child {child.number} ({place}), the episode from {day(row.starts_on)}: {'; '.join(told)}. {kept}"


def not_there_any_more(child: Child, rows: Sequence[CareEpisode], paired: Collection[int], year: int) -> Iterator[str]:
    """Closed episodes within the collection that an earlier file had; care left open is asked about elsewhere."""
    first, last = date(year - 1, 4, 1), date(year, 3, 31)
    for row in rows:
        if row.ends_on is None or row.ends_on < first or row.starts_on > last:
            continue
        if child.episodes and row.returned_in and row.returned_in <= year and id(row) not in paired:
            yield (
                f"Child {child.number}: the episode from {day(row.starts_on)} to {day(row.ends_on)} is in the record, "
                f"from {row.source}, and not in this return. Remove it if it never was."
            )


def alive_again(child: Child, died_on: date, observed_on: date) -> str:
    """What this return says of somebody after the day they died; "" where nothing contradicts it."""
    later = [row.place for row in child.episodes if row.facts["starts_on"] > died_on]
    answer = child.answer
    if answer and answer.facts["in_touch"] not in ("", "DIED") and observed_on > died_on:
        later.append(answer.place)
    if not later:
        return ""
    return f"They died on {day(died_on)}, and {later[0]} of a return is about a day after it."


def _value(value: Any) -> str:
    return day(value) if isinstance(value, date) else str(value)
