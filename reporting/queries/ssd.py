"""The lines of `ssd_care_leavers`, and DfE's payload: the people of Annex A, List 9, in the same one query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from careleavers.models import YoungPerson
from reporting.queries.annex_a import listed_people, people_of_list_9
from reporting.rules import ssd


def ssd_people(day: date) -> QuerySet[YoungPerson]:
    """As `people_of_list_9`, with the team that holds the case and the episode in which they are open."""
    return people_of_list_9(day).annotate(case_team_id=F("holder__team_id"), episode_id=F("opened__pk"))


def ssd_lines(people: QuerySet[YoungPerson], day: date) -> Iterator[tuple[str, ...]]:
    """A line for each of `ssd_people`, read some at a time."""
    for person, facts in listed_people(people, day):
        yield ssd.cells(facts, _ids(person))


def payload_children(day: date) -> Iterator[dict[str, Any]]:
    """Those open to the service of whom anything is to be told: an object for each, in their one open episode."""
    for person, facts in listed_people(ssd_people(day), day):
        episode = person.episode_id  # type: ignore[attr-defined]
        child = ssd.child(facts, record=str(person.pk), episode=str(episode)) if episode else None
        if child:
            yield child


def _ids(person: Any) -> ssd.LineIds:
    return ssd.LineIds(str(person.pk), str(person.case_team_id or ""), str(person.case_holder_id or ""))
