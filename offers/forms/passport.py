"""What was explained to somebody of what is theirs, and what happened with it. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField, PoundsField
from careleavers.models import Contact
from careleavers.rules.words import day
from offers.models import EntitlementEvent
from offers.rules.passport import EventKind, PassportItem

ANOTHER_TIME = ""


def _boxes(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of those cannot be ticked any more: tick again what you explained"},
    )


def contact_choices(contacts: Sequence[Contact]) -> list[tuple[str, str]]:
    """The contacts in words, and that it was at another time."""
    found = [(str(each.pk), f"{each.get_method_display()}, {day(each.happened_on)}") for each in contacts]
    return [*found, (ANOTHER_TIME, "At another time")]


class ExplainForm(Form):
    """Several at once, in a contact or on a day. What hangs on one more thing has boxes of its own.

    `theirs` are those that may be ticked: also what was explained meanwhile, as in another window.
    """

    items = _boxes("What is theirs now")
    perhaps = _boxes("Only if one more thing is so: explain it, and promise nothing")
    contact = forms.ChoiceField(
        label="When did you explain it?", required=False, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    happened_on = DayField(
        label="If it was at another time, on which day?", called="the day on which you explained it", required=False
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        theirs: Sequence[PassportItem],
        only_if: Sequence[PassportItem],
        contacts: Sequence[Contact],
        chosen: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(each.pk): each for each in contacts}
        for name, offered in (("items", theirs), ("perhaps", only_if)):
            if offered:
                self.fields[name].choices = [(item.code, item.name) for item in offered]  # type: ignore[attr-defined]
            else:
                del self.fields[name]
        contact, happened_on = self.fields["contact"], self.fields["happened_on"]
        contact.choices = contact_choices(contacts)  # type: ignore[attr-defined]
        contact.initial = chosen if chosen in self.contacts else next(iter(self.contacts), ANOTHER_TIME)
        happened_on.set_today(today)  # type: ignore[attr-defined]
        if not contacts:
            del self.fields["contact"]
            happened_on.label = "When did you explain it?"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["contact"] = self.contacts.get(given.get("contact", ANOTHER_TIME))
        if given["contact"] is None and not given.get("happened_on") and "happened_on" not in self.errors:
            self.add_error("happened_on", "Give the day on which you explained it")
        given["items"] = [*given.get("items", ()), *given.pop("perhaps", ())]
        first = next((name for name in ("items", "perhaps") if name in self.fields), None)
        if not given["items"] and not {"items", "perhaps"} & self.errors.keys():
            self.add_error(first, "Tick what you explained")
        return given


class EntitlementEventForm(Form):
    """One thing that happened with one entitlement."""

    kind = forms.ChoiceField(
        label="What happened?", choices=EntitlementEvent.KINDS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    happened_on = DayField(label="When?", called="the day on which it happened")
    amount = PoundsField(
        label="If it was granted: how much, in pounds?", max_digits=8, required=False, help_text="Empty for no sum."
    )
    reason = forms.CharField(
        label="If it was refused: why?", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    challenge = forms.CharField(
        label="If it was refused: how can they challenge it?",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as by a review with whoever decided, an appeal, or a complaint with an advocate.",
    )
    evidence = forms.CharField(
        label="What shows it?", required=False, max_length=200, help_text="Such as “award letter of 3 May, their copy”."
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        refused = given.get("kind") == EventKind.REFUSED
        if refused and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Write down why it was refused, as it was told to them")
        if refused and not given.get("challenge") and "challenge" not in self.errors:
            self.add_error("challenge", "Write down how they can challenge it: they are to be told")
        if given.get("amount") == 0:
            self.add_error("amount", "Give an amount of more than nothing, or empty the box")
        return given
