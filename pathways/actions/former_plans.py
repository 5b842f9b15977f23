"""Plans of the system that the council had before: the table in which they come, and how one is taken out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

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
from pathways.models import FormerPlan
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


def plan_former_plans(planner: Planner, rows: Iterable[tuple[RowValues, YoungPerson]]) -> None:
    """What comes of these rows: each is kept as it came first, and what was taken out here is not added again."""
    about = list(rows)
    here = set(FormerPlan.objects.filter(person__in=[person for _, person in about]).values_list("pk", flat=True))
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
                planner.keep_ours(known, digests(read.values), f"Plan {source.their_id} ({source.place}) was {gone}")
            planner.run.report.unchanged[PLANS.name] += 1
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
)


@action
def take_out_former_plan(*, by: User, former: FormerPlan, today: date) -> None:
    """Take out what was brought over by mistake; the history keeps it, and no import adds it again."""
    record_event("former_plan_taken_out", by=by, person=former.person, on=former, agreed_on=former.agreed_on)
    former.delete()
    facts_changed(people=[former.person_id], today=today)
