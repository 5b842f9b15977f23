"""Why a child of a return cannot be loaded: who they are, and whether their episodes fit the record's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from careleavers.models import CareEpisode, YoungPerson
from careleavers.rules.words import day
from careleavers.ssda903.importing.children import Child, FileLine, ReadRow
from careleavers.ssda903.importing.identity import Likeness, LikenessVerdict
from careleavers.ssda903.importing.stored import StoredChild, local_id

EpisodeDays = tuple[date, date | None, FileLine | CareEpisode]


def check_person(child: Child, known: StoredChild) -> None:
    place = child.place
    if known.ids_alike > 1:
        child.refuse(place, "CHILD", f"{known.ids_alike} records have this SSDA903 ID.", "Put all but one right.")
    elif (likely := _likely(known)) and known.person is None:
        person, likeness = likely
        reason = f"This may be {named_record(person)}, which has {likeness}."
        number = child.number
        one_number = (
            f"write {person.ssda903_id} as CHILD, or give the record the new number if {number} is right"
            if person.ssda903_id
            else f"give that record the SSDA903 ID {number}"
        )
        remedy = f"If it is, {one_number}; if not, put what they share right."
        child.refuse(place, "CHILD", reason, remedy)
    elif known.person is None and child.born is None:
        child.refuse(
            place, None, "Header has no row of this child, and no record has this number.", "Add the child to Header."
        )
    elif known.person is None and known.local_id_taken:
        reason = f"Another record has the local ID {local_id(child.number)}."
        child.refuse(place, "CHILD", reason, f"If it is this child, give it the SSDA903 ID {child.number}.")
    elif known.person and child.born and known.person.date_of_birth != child.born:
        reason = f"Born on {day(child.born)} in the return, but on {day(known.person.date_of_birth)} in the record."
        child.refuse(place, "DOB", reason, "Put the wrong one right.")


def _likely(known: StoredChild) -> tuple[YoungPerson, Likeness] | None:
    """The record that is most likely this child, though not surely; None where nothing says so."""
    alike = [pair for pair in known.alike if pair[1].verdict >= LikenessVerdict.REFUSED]
    return max(alike, key=lambda pair: pair[1].verdict, default=None)


def named_record(person: YoungPerson) -> str:
    return (
        f"the record with {f'SSDA903 ID {person.ssda903_id}' if person.ssda903_id else f'local ID {person.local_id}'}"
    )


def check_episodes(child: Child, known: StoredChild, born: date, *, is_older: bool) -> None:
    for read_row in child.episodes:
        if read_row.facts["starts_on"] < born:
            reason = (
                f"The episode begins on {day(read_row.facts['starts_on'])}, before the child was born on {day(born)}."
            )
            child.refuse(read_row.place, "DECOM", reason, "Put DECOM or the date of birth right.")
    pairs = pair(known.episodes, child.episodes)
    replaced = {id(read_row if is_older else row) for row, read_row in pairs}
    spans: list[EpisodeDays] = [
        (read_row.facts["starts_on"], read_row.facts["ends_on"], read_row.place)
        for read_row in child.episodes
        if id(read_row) not in replaced
    ]
    spans += [(row.starts_on, row.ends_on, row) for row in known.episodes if id(row) not in replaced]
    days = sorted((one for one in spans if one[0] != one[1]), key=lambda one: (one[0], one[1] or date.max))
    for first, second in pairwise(days):
        if first[1] is None or second[0] < first[1]:
            place = next((one[2] for one in (second, first) if isinstance(one[2], FileLine)), child.place)
            reason = f"Two episodes overlap: {_named(first)} and {_named(second)}."
            child.refuse(place, "DECOM", reason, "End the earlier one on the day the later one began.")
            return


def _named(span: EpisodeDays) -> str:
    starts_on, ends_on, where = span
    if isinstance(where, CareEpisode):
        said = f"the record, from {where.source}" if where.source else "the record, typed by hand"
    else:
        said = str(where)
    return f"{said} ({day(starts_on)} to {day(ends_on) if ends_on else 'now, still open'})"


def pair(stored: Sequence[CareEpisode], read_row: Sequence[ReadRow]) -> list[tuple[CareEpisode, ReadRow]]:
    """Stored episodes with the return's copies of them: the same start, and the same end where there are several."""
    pairs: list[tuple[CareEpisode, ReadRow]] = []
    left = list(read_row)
    for by_end in (True, False):
        taken = {id(row) for row, _ in pairs}
        for row in sorted(stored, key=lambda row: (row.starts_on, row.ends_on or date.max), reverse=True):
            copies = [one for one in left if one.facts["starts_on"] == row.starts_on]
            if by_end:
                copies = [one for one in copies if one.facts["ends_on"] == row.ends_on]
            if copies and id(row) not in taken:
                copy = max(copies, key=lambda one: one.facts["ends_on"] or date.max)
                pairs.append((row, copy))
                left.remove(copy)
    return pairs
