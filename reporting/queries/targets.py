"""Who set the targets of the figures, and from when."""

from __future__ import annotations

from collections.abc import Iterable

from careleavers.models import PolicyValue
from careleavers.rules.policies import Policy
from reporting.queries.figures import Question
from reporting.queries.measures import Measure
from reporting.rules.targets import set_in_words


def targets_set(question: Question, measures: Iterable[Measure]) -> dict[str, str]:
    """By code of the measure: target and stretch target on the day, who set each and from when. One query."""
    asked = {measure.code: (measure.target, measure.stretch) for measure in measures}
    keys = [policy.key for pair in asked.values() for policy in pair]
    chosen = PolicyValue.objects.filter(key__in=keys, from_on__lte=question.day).order_by("key", "-from_on")
    set_by = {value.key: value for value in chosen.distinct("key").select_related("recorded_by")}

    def said(what: str, policy: Policy) -> str:
        value = set_by.get(policy.key)
        by = value.recorded_by.name if value and value.recorded_by else ""
        return set_in_words(what, question.policies[policy.key], value.from_on if value else None, by)

    found = {}
    for code, (target, stretch) in asked.items():
        parts = [said("Target", target)]
        if question.policies[stretch.key]:
            parts.append(said("Stretch target", stretch))
        found[code] = f"{'. '.join(parts)}."
    return found
