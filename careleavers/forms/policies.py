"""One policy's new value, in the shape that its kind takes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import with_plain_messages
from careleavers.forms.fields import DayField, WholeNumberField
from careleavers.forms.seen import ReplacingForm
from careleavers.rules.policies import Policy
from careleavers.rules.policy_values import problem


class PolicyForm(ReplacingForm):
    from_on = DayField(
        label="From which day?", called="the first day", help_text="Days before it keep the value they had."
    )
    reason = forms.CharField(max_length=300, required=False, help_text="Who decided it, and why.")

    field_order = ["value", "from_on", "reason"]

    def __init__(self, *args: Any, policy: Policy, value: Any, today: date, **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(*args, **kwargs)
        self.fields["value"] = with_plain_messages("value", value_field(policy))
        self.fields["value"].initial = as_typed(policy, value)
        self.fields["from_on"].initial = today
        self.fields["from_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean_value(self) -> Any:
        value = self.cleaned_data["value"]
        if self.policy.kind == "ages":
            words = [word.strip() for word in value.split(",") if word.strip()]
            if not all(word.isdecimal() for word in words):
                raise forms.ValidationError("Write ages from 16 to 25, with commas between them.")
            value = sorted({int(word) for word in words})
        if wrong := problem(self.policy, value):
            raise forms.ValidationError(wrong)
        return value


def help_of(policy: Policy) -> str:
    return f"{policy.help} 0: {policy.zero}.".strip() if policy.zero else policy.help


def value_field(policy: Policy) -> forms.Field:
    common: dict[str, Any] = {"label": "Value", "help_text": help_of(policy)}  # the page's heading names the policy
    match policy.kind:
        case "number" | "percentage":
            return WholeNumberField(**common)
        case "choice":
            return forms.ChoiceField(choices=policy.choices, widget=forms.RadioSelect, **common)
        case "lines":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), required=bool(policy.default), **common)
        case "ages":
            return forms.CharField(required=False, **common)
        case _:
            return forms.CharField(required=bool(policy.default), **common)


def as_typed(policy: Policy, value: Any) -> Any:
    return ", ".join(str(age) for age in value) if policy.kind == "ages" else value
