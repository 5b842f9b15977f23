"""The duty desk. These forms validate and never save."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime, make_aware

from careleavers.forms.appointments import hour_field
from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import DutyMessage, Team, User

TILES = {"class": "tiles"}


class MessageForm(RevisedForm):
    """What reached the service: how, from whom, about whom, and what they said. `teams`: whose desks it may wait at."""

    field_order = ("name_given", "text", "call_back", "is_urgent", "way", "caller", "caller_name")

    message_id = forms.UUIDField(widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label="How did it reach us?", choices=DutyMessage.WAYS, widget=forms.RadioSelect(attrs=TILES), initial="phone"
    )
    caller = forms.ChoiceField(
        label="Who is it from?",
        choices=DutyMessage.CALLERS,
        widget=forms.RadioSelect(attrs=TILES),
        initial=DutyMessage.YOUNG_PERSON,
    )
    name_given = forms.CharField(
        label="Whom is it about?", max_length=120, help_text="The young person’s name, as it was said."
    )
    caller_name = forms.CharField(label="The caller’s name, if that is somebody else", max_length=120, required=False)
    call_back = forms.CharField(
        label="How can we reach them?", max_length=120, required=False, help_text="A number or an address, and when."
    )
    text = forms.CharField(label="What do they want?", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    is_urgent = forms.BooleanField(
        label="Somebody may not be safe, or has nowhere to sleep tonight: answer it today", required=False
    )
    reached_on = DayField(label="When did it reach us?", called="the day on which it reached us")
    reached_time = hour_field()
    team = forms.ModelChoiceField(
        label="At whose desk does it wait?", queryset=Team.objects.none(), required=False, empty_label="Any team"
    )

    def __init__(
        self, *args: Any, now: datetime, teams: QuerySet[Team], row: DutyMessage | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        reached_at = row.reached_at if row else now
        self.fields["message_id"].initial = row.pk if row else uuid4()
        self.fields["reached_on"].initial = localdate(reached_at)
        self.fields["reached_time"].initial = localtime(reached_at).strftime("%H:%M")
        self.fields["reached_on"].set_today(localdate(now))  # type: ignore[attr-defined]
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        if (row and row.person_id) or not teams:
            del self.fields["team"]

    @property
    def facts(self) -> dict[str, Any]:
        """What a valid form says, by field of DutyMessage."""
        given = {"team": None, **self.answers}
        reached = datetime.combine(given.pop("reached_on"), given.pop("reached_time"))
        del given["message_id"]
        return given | {"reached_at": make_aware(reached)}


class PassOnForm(Form):
    """To whom it goes. `colleagues`: those who may take it."""

    to = forms.ModelChoiceField(label="To whom?", queryset=User.objects.none())
    text = forms.CharField(
        label="What should they know?", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]


class TryForm(Form):
    """Somebody called back and reached nobody."""

    text = forms.CharField(label="What did you try?", max_length=300, help_text="Rang at 3, no reply, left no message.")


class OutcomeOfMessageForm(Form):
    """How it ended. `may_be_contact`: the young person called, and `by` may log contacts in their record."""

    outcome = forms.ChoiceField(
        label="What came of it?", choices=DutyMessage.OUTCOMES, widget=forms.RadioSelect(attrs=TILES)
    )
    text = forms.CharField(
        label="What was said or done?", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    as_contact = forms.BooleanField(label="Write it into their record as a contact with them today", required=False)

    def __init__(self, *args: Any, may_be_contact: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_be_contact:
            self.fields["as_contact"].initial = True
        else:
            del self.fields["as_contact"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("outcome") in (DutyMessage.ANSWERED, DutyMessage.ELSEWHERE):
            if not given.get("text"):
                self.add_error("text", "Say what you told them, or what was done")
        elif "outcome" in given:
            given["as_contact"] = False
        return {"as_contact": False, **given}
