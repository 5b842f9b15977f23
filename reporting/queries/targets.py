"""Who set the targets of the figures, and from when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from careleavers.models import PolicyValue
from careleavers.rules.policies import Policy
from reporting.queries.figures import Question
from reporting.queries.measures import Measure
from reporting.rules.targets import set_in_words


def targets_set(question: Question, measures: Iterable[Measure]) -> dict[str, str]:
    """By code of the measure: target and stretch target on the day, who set each and from when. One query."""
    asked = {measure.code: (measure.target, measure.stretch) for measure in measures}
    return targets_of_policies(asked, question.policies, question.day)


def targets_of_policies(
    asked: Mapping[str, Sequence[Policy]],
    policies: Mapping[str, Any],
    day: date,
    goal_words: Mapping[str, Callable[[int], str]] = MappingProxyType({}),
) -> dict[str, str]:
    """By code: the target, and where there is one the stretch target, in force on the day. "" for one without a target.

    In percent, where no `goal_words` say it by code. One query.
    """
    keys = [policy.key for each in asked.values() for policy in each]
    chosen = PolicyValue.objects.filter(key__in=keys, from_on__lte=day).order_by("key", "-from_on")
    set_by = {value.key: value for value in chosen.distinct("key").select_related("recorded_by")}

    def said(what: str, policy: Policy, code: str) -> str:
        value, goal = set_by.get(policy.key), policies[policy.key]
        by = value.recorded_by.name if value and value.recorded_by else ""
        return set_in_words(what, goal_words.get(code, "{} %".format)(goal), value.from_on if value else None, by)

    found = {}
    for code, (target, *stretch) in ((code, each) for code, each in asked.items() if each):
        parts = [said("Target", target, code)] if policies[target.key] or target.zero != "none" else []
        parts += [said("Stretch target", each, code) for each in stretch if policies[each.key]]
        found[code] = f"{'. '.join(parts)}." if parts else ""
    return found
