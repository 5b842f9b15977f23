"""What managers write about a contact; and why one is void."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.contacts import next_day


class CommentForm(Form):
    """To the worker: a comment or thanks, and what is to be done."""

    text = forms.CharField(
        label="What do you want to say to them?", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    follow_up_text = forms.CharField(label="What should they do?", required=False, max_length=200)
    follow_up_on = next_day()

    def __init__(self, *args: Any, today: date, is_thanks: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_thanks = is_thanks
        self.fields["follow_up_on"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("text") and not given.get("follow_up_text") and not self.is_thanks:
            self.add_error("text", "Write what you want to say, or choose “Say thanks”")
        self.ask_for_both(
            "follow_up_text",
            "follow_up_on",
            no_text="Say what they should do by then, or empty the day",
            no_day="Give the day by which it should be done",
        )
        return given

    @property
    def follow_up(self) -> tuple[str, date] | None:
        given = self.cleaned_data
        return (given["follow_up_text"], given["follow_up_on"]) if given["follow_up_text"] else None


class DecisionForm(Form):
    decision = forms.CharField(
        label="What did you decide, and why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class VoidForm(Form):
    reason = forms.CharField(label="Why does it not count?", max_length=200)
