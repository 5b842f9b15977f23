"""How well a pathway plan is doing, as red, amber or green: one rule, which every page asks. Pure.

Independent reviewing officers review plans to 25 by it. The thresholds are the authority's own; no guidance sets any.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from careleavers.rules.words import amount
from pathways.rules.plan_status import PlanState


class Rag(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


RAG_WORDS = {Rag.GREEN: "Green", Rag.AMBER: "Amber", Rag.RED: "Red"}
ORDER = (Rag.GREEN, Rag.AMBER, Rag.RED)


class RagSettings(NamedTuple):
    """From how many days after its day a plan or review is red, and from how many late promises it is amber or red."""

    red_days: int = 28
    amber_promises: int = 1
    red_promises: int = 3


DEFAULTS = RagSettings()


class RatedFacts(NamedTuple):
    """What the rating asks about a plan on a day. `due_on`: of its review, or of the first plan.

    `late_promises`: how many of the council's are late. `took_part`: in the last review; None where none was held.
    """

    state: PlanState
    has_plan: bool
    due_on: date | None
    late_promises: int
    took_part: bool | None


class PlanRag(NamedTuple):
    """The rating and why, the worst reason first; without a reason it is green."""

    rag: Rag
    reasons: tuple[str, ...]


def settings_of(policies: Mapping[str, Any]) -> RagSettings:
    """The thresholds of the authority, from its choices in force."""
    return RagSettings(policies["rag_red_days"], policies["rag_amber_promises"], policies["rag_red_promises"])


def plan_rag(facts: RatedFacts, on: date, settings: RagSettings = DEFAULTS) -> PlanRag | None:
    """The rating on a day; None for somebody who is owed no plan. The worst of what is found counts."""
    if facts.state is PlanState.NOT_OWED:
        return None
    found = [*_of_time(facts, on, settings), *_of_promises(facts, settings)]
    if facts.has_plan and facts.took_part is False:
        found.append((Rag.AMBER, "They did not take part in the last review"))
    found.sort(key=lambda each: -ORDER.index(each[0]))
    return PlanRag(found[0][0] if found else Rag.GREEN, tuple(reason for _, reason in found))


def _of_time(facts: RatedFacts, on: date, settings: RagSettings) -> list[tuple[Rag, str]]:
    late = (on - facts.due_on).days if facts.due_on else 0
    what = "review" if facts.has_plan else "first plan"
    if late > 0:
        rag = Rag.RED if late >= settings.red_days else Rag.AMBER
        return [(rag, f"The {what} is {amount(late, 'day')} overdue")]
    return [] if facts.has_plan else [(Rag.AMBER, "There is no plan yet")]


def _of_promises(facts: RatedFacts, settings: RagSettings) -> list[tuple[Rag, str]]:
    number = facts.late_promises
    if number < min(settings.amber_promises, settings.red_promises):
        return []
    rag = Rag.RED if number >= settings.red_promises else Rag.AMBER
    return [(rag, f"{amount(number, 'promise')} of ours {'is' if number == 1 else 'are'} late")]
