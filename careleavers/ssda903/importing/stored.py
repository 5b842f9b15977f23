"""What the record has of the children of a return, looked up for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Upper

from careleavers.models import AuditEvent, CareEpisode, DataQualityIssue, Involvement, Observation, YoungPerson
from careleavers.rules import identifiers
from careleavers.ssda903.importing.children import Child
from careleavers.ssda903.importing.identity import Likeness, LikenessVerdict, plain_number, real_upn, same_number

EVENT = "return_loaded"
PREFIX = "903-"  # a local ID for who came by a return alone


@dataclass(slots=True)
class StoredChild:
    """What the record has of one child. `newest` is the latest collection that changed it, 0 for none.

    `known_as`: the record's number, where it was found by more than the number. `alike`: the records that may be this
    child, with what they share.
    """

    person: YoungPerson | None = None
    episodes: list[CareEpisode] = field(default_factory=list)
    observation: Observation | None = None
    involved: bool = False
    data_quality_issues: set[tuple[str, str]] = field(default_factory=set)
    open_issues: list[DataQualityIssue] = field(default_factory=list)
    newest: int = 0
    local_id_taken: bool = False
    ids_alike: int = 0
    known_as: str = ""
    shares: Likeness | None = None
    alike: list[tuple[YoungPerson, Likeness]] = field(default_factory=list)


def local_id(number: str) -> str:
    """The local ID of somebody who came by a return: prefixed, where that fits."""
    longest = identifiers.SSDA903_ID_LENGTH
    return PREFIX + number if len(PREFIX + number) <= longest else number


def stored_children(children: Sequence[Child], year: int, numbers: Container[str]) -> dict[str, StoredChild]:
    """By number, and locked until the transaction ends. `numbers` are those of the whole return."""
    found = {child.number: StoredChild() for child in children}
    owner: dict[UUID, StoredChild] = {}
    people = YoungPerson.objects.annotate(number=Upper("ssda903_id")).filter(number__in=list(found))
    for person in people.select_for_update():
        stored = found[person.number]  # type: ignore[attr-defined]
        stored.person = person
        stored.ids_alike += 1
        owner[person.pk] = stored
    _match_by_more_than_the_number(children, found, owner, numbers)
    taken = YoungPerson.objects.filter(local_id__in=map(local_id, found)).values_list("local_id", flat=True)
    ids_taken = set(taken)
    for number, stored in found.items():
        stored.local_id_taken = local_id(number) in ids_taken
    _add_rows(owner, year)
    return found


def _add_rows(owner: dict[UUID, StoredChild], year: int) -> None:
    for episode in CareEpisode.objects.filter(person__in=owner):
        owner[episode.person_id].episodes.append(episode)
    for observation in Observation.objects.filter(person__in=owner, year=year):
        owner[observation.person_id].observation = observation
    for person_id in Involvement.objects.filter(person__in=owner).values_list("person_id", flat=True):
        owner[person_id].involved = True
    for issue in DataQualityIssue.objects.filter(person__in=owner):
        owner[issue.person_id].data_quality_issues.add((issue.field, issue.value))
        if issue.resolved_at is None:
            owner[issue.person_id].open_issues.append(issue)
    loaded = AuditEvent.objects.filter(name=EVENT, person_id__in=owner)
    for loaded_id, loaded_year in loaded.values_list("person_id", "details__year"):
        if loaded_id:
            owner[loaded_id].newest = max(owner[loaded_id].newest, loaded_year)


# Known under another number


def _match_by_more_than_the_number(
    children: Sequence[Child], found: dict[str, StoredChild], owner: dict[UUID, StoredChild], numbers: Container[str]
) -> None:
    """Look up whoever has no record of their number among those of the same birth, UPN or number but for zeros."""
    unknown = [child for child in children if not found[child.number].person and child.born]
    if not unknown:
        return
    # A record whose own number is in this return is somebody else: a twin, perhaps.
    candidates = [one for one in _candidates(unknown) if (one.ssda903_id or "").upper() not in numbers]
    _compare(unknown, candidates, found)
    same: dict[UUID, StoredChild] = {}
    for child in unknown:
        stored = found[child.number]
        certain = [pair for pair in stored.alike if pair[1].verdict is LikenessVerdict.SAME]
        if len(certain) == 1 and certain[0][0].pk not in same:
            person, stored.shares = certain[0]
            stored.known_as = person.ssda903_id or person.local_id
            same[person.pk] = stored
    for person in YoungPerson.objects.filter(pk__in=same).select_for_update() if same else ():
        same[person.pk].person = person
        same[person.pk].ids_alike = 1
    owner.update(same)


def _compare(unknown: Sequence[Child], candidates: Sequence[YoungPerson], found: dict[str, StoredChild]) -> None:
    """Put the records that are like a child at its `alike`."""
    first_days: dict[UUID, set[date]] = defaultdict(set)
    for person_id, day in CareEpisode.objects.filter(person__in=candidates).values_list("person_id", "starts_on"):
        first_days[person_id].add(day)
    by_key: dict[Any, list[YoungPerson]] = defaultdict(list)
    for one in candidates:
        for key in {one.date_of_birth, real_upn(one.upn), plain_number(one.ssda903_id or "")} - {""}:
            by_key[key].append(one)
    for child in unknown:
        keys = (child.born, real_upn(child.upn), plain_number(child.number))
        for person in {one.pk: one for key in keys for one in by_key.get(key, ())}.values():
            likeness = _likeness(child, person, first_days[person.pk])
            if likeness.verdict is not LikenessVerdict.OTHERS:
                found[child.number].alike.append((person, likeness))


def _candidates(unknown: Sequence[Child]) -> QuerySet[YoungPerson]:
    plain = Func(Upper("ssda903_id"), Value("0"), function="LTRIM", output_field=TextField())
    return YoungPerson.objects.annotate(plain=plain).filter(
        Q(date_of_birth__in={child.born for child in unknown})
        | Q(upn__in={real_upn(child.upn) for child in unknown} - {""})
        | Q(plain__in={plain_number(child.number) for child in unknown} - {""})
    )


def _likeness(child: Child, person: YoungPerson, first_days: set[date]) -> Likeness:
    here, there = real_upn(child.upn), real_upn(person.upn)
    return Likeness(
        number=bool(person.ssda903_id) and same_number(child.number, person.ssda903_id or ""),
        upn=bool(here) and here == there,
        birth=person.date_of_birth == child.born,
        first_day=any(row.facts["starts_on"] in first_days for row in child.episodes),
        gender=person.gender in ("U", child.facts.get("gender", person.gender)),
        upns_differ=bool(here and there) and here != there,
    )
