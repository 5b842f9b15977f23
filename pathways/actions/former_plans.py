"""Plans of the system that the council had before: the table in which they come, and how one is taken out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from careleavers.actions.base import action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.lifetimes import why_not_in_life
from careleavers.importing.merging import digests
from careleavers.importing.planning import Planner, RowValues
from careleavers.importing.tables import (
    LONGEST_ID,
    LONGEST_NOTE,
    PERSON_ID,
    Cells,
    Column,
    Fault,
    ImportTable,
    id_column,
)
from careleavers.importing.values import DayValue, Known, TextValue
from careleavers.models import User, YoungPerson
from careleavers.rules.words import day
from pathways.models import FormerPlan
from pathways.queries.plan_statuses import with_plan_status
from pathways.rules.matters import MATTERS

OF_A_MATTER = "matter_"  # begins the names of the columns with the text of one matter
WORDS = TextValue(LONGEST_NOTE, many_lines=True)


def _check(cells: Cells, known: Known) -> Iterator[Fault]:
    if cells["reviewed_on"] and cells["reviewed_on"] < cells["agreed_on"]:
        yield "reviewed_on", "It cannot have been reviewed before it was agreed: put one of the two days right."


def _complete(values: dict[str, Any]) -> None:
    """The text of each matter by its code."""
    texts = {code: values.pop(f"{OF_A_MATTER}{code}") for code in MATTERS}
    values["matters"] = {code: text for code, text in texts.items() if text}


def _of_list_9(line: Cells) -> dict[str, Any] | None:
    """The latest plan or review that the list has: it does not say which of the two."""
    if not line["reviewed_on"]:
        return None
    words = dict.fromkeys(("author", "agreed_by", "own_words", "text", "contact_id"), "")
    words["text"] = f"List 9 of {day(line['list_of'])} has this day as that of the latest plan or review."
    return {"agreed_on": line["reviewed_on"], "reviewed_on": None, "matters": {}, **words}


def _planned_since(people: Iterable[YoungPerson], today: date) -> dict[UUID, date | None]:
    """The latest plan or review that the record has of each."""
    found = YoungPerson.objects.filter(pk__in=[person.pk for person in people]).order_by()
    return dict(with_plan_status(found, today).values_list("pk", "last_on"))


def plan_former_plans(planner: Planner, rows: Iterable[tuple[RowValues, YoungPerson]]) -> None:
    """What comes of these rows: each is kept as it came first, and what was taken out here is not added again."""
    about = list(rows)
    here = set(FormerPlan.objects.filter(person__in=[person for _, person in about]).values_list("pk", flat=True))
    listed = _planned_since([person for read, person in about if read.source.listed], planner.run.today)
    for read, person in about:
        source, values = read.source, dict(read.values)
        known = planner.stored.imported.get((PLANS.name, source.their_id))
        contact_id = values.pop("contact_id")
        contact = planner.contact_of(contact_id, person) if contact_id else None
        if reason := why_not_in_life(person, values["agreed_on"]):
            planner.fail(source, ("agreed_on", reason))
        elif contact_id and contact is None:
            planner.fail(source, ("contact_id", "No contact of theirs with this ID was brought over: add it."))
        elif known:
            if known.given != digests(read.values):
                gone = "changed there" if known.row_id in here else "changed there, and taken out here"
                said = f"Plan {source.their_id} ({source.place}) was {gone}: what is here was kept."
                planner.keep_ours(known, digests(read.values), said)
            planner.run.report.unchanged[PLANS.name] += 1
        elif source.listed and (last := listed.get(person.pk)) and last >= values["agreed_on"]:
            planner.run.report.unchanged[PLANS.name] += 1  # the record says as much already
        else:
            row = FormerPlan(person=person, system=planner.run.system, recorded_by=planner.run.by, **values)
            row.contact_id = contact
            planner.changes.new[FormerPlan].append(row)
            planner.remember(PLANS.name, source, row, person, digests(read.values))


PLANS = ImportTable(
    "plans",
    "plan",
    (
        id_column("plan_id", "the pathway plan", "PL1"),
        PERSON_ID,
        Column("agreed_on", DayValue(), "The day on which it was agreed there.", True, "01/06/2026"),
        Column("reviewed_on", DayValue(), "The day of its latest review there."),
        Column("author", TextValue(120), "Who wrote it.", example="Jo Ellis"),
        Column("agreed_by", TextValue(120), "Who agreed it for the council."),
        Column("own_words", WORDS, "What they want, in their own words."),
        Column("text", WORDS, "What it says, where it is not by matter."),
        *(Column(f"{OF_A_MATTER}{code}", WORDS, f"What it says of: {each.title}.") for code, each in MATTERS.items()),
        Column(
            "contact_id",
            TextValue(LONGEST_ID),
            "The `contact_id` of the contact with which its document comes.",
        ),
    ),
    _check,
    _complete,
    plan_former_plans,
    of_list_9=_of_list_9,
)


@action
def take_out_former_plan(*, by: User, former: FormerPlan, today: date) -> None:
    """Take out what was brought over by mistake; the history keeps it, and no import adds it again."""
    record_event("former_plan_taken_out", by=by, person=former.person, on=former, agreed_on=former.agreed_on)
    former.delete()
    facts_changed(people=[former.person_id], today=today)
