"""What is brought to a meeting, what was decided, and what somebody is to do. These forms validate and never save."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField, refuse_day_over
from careleavers.forms.revisions import RevisedForm
from careleavers.models import BodyMember, MeetingItem, ServiceTask, User
from careleavers.rules.meetings import BodyKind

TILES = {"class": "tiles"}


def _long(label: str, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class ItemForm(RevisedForm):
    """What an item says before it is talked about: a new one has its id before it is sent."""

    item_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: MeetingItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["item_id"].initial = row.pk if row else uuid4()

    @property
    def facts(self) -> dict[str, Any]:
        """What a valid form says, by field of MeetingItem."""
        return {name: value for name, value in self.answers.items() if name != "item_id"}


class ReferralForm(ItemForm):
    """Why a young person is referred to a body of the `kind`, and what should come of it."""

    about = forms.CharField(label="What is it about, in a few words?", max_length=120)
    reason = _long("Why do you bring it?")
    wanted = _long("What should come of it?")
    person_told = forms.CharField(
        label="Do they know, and what do they say about it?",
        max_length=200,
        help_text="If they do not know, say why not.",
    )

    def __init__(self, *args: Any, kind: BodyKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = kind.reason_hint
        self.fields["wanted"].help_text = kind.wanted_hint


class ServiceItemForm(ItemForm):
    """Something about the service for the agenda."""

    about = forms.CharField(
        label="What is it about?", max_length=120, help_text="For a young person, refer them from their own page."
    )
    reason = forms.CharField(
        label="Why is it brought?", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    wanted = forms.CharField(
        label="What should come of it?", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ItemDecisionForm(RevisedForm):
    """What was said about an item, and decided."""

    said = forms.CharField(
        label="What was said?", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[(MeetingItem.DECIDED, "Decided"), (MeetingItem.PUT_OFF, "Put off to the next meeting")],
        widget=forms.RadioSelect(attrs=TILES),
    )
    decision = forms.CharField(
        label="What was decided?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What somebody is to do is written down afterwards, with who does it and by when.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("outcome") == MeetingItem.DECIDED and not given.get("decision") and "decision" not in self.errors:
            self.add_error("decision", "Say what was decided")
        return given


class TakeBackForm(Form):
    """Why something is not to be talked about any more."""

    why = forms.CharField(label="Why is it not needed any more?", max_length=300)


class MeetingActionForm(Form):
    """Who is to do what by when. `colleagues` see that it is done; `partners` are members of other services."""

    action_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label="What is to be done?", max_length=200)
    due_on = DayField(label="By when?", called="the day by which it is to be done")
    partner = forms.ModelChoiceField(
        label="Does somebody of another service do it?",
        queryset=BodyMember.objects.none(),
        required=False,
        empty_label="No, one of us",
    )
    assigned_to = forms.ModelChoiceField(
        label="Who of us does it, or sees that it is done?", queryset=User.objects.none()
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        colleagues: QuerySet[User],
        partners: QuerySet[BodyMember],
        by_when: date | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["action_id"].initial = uuid4()
        self.fields["assigned_to"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        self.fields["due_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["due_on"].initial = by_when
        if not partners:
            del self.fields["partner"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        refuse_day_over(self, "due_on", self.today)
        return {"partner": None, **given}


class ServiceTaskForm(RevisedForm):
    """A task about the service is put right, done, or not needed. `colleagues` may be given it."""

    text = forms.CharField(label="What is to be done?", max_length=200)
    due_on = DayField(label="By when?", called="the day by which it is to be done")
    assigned_to = forms.ModelChoiceField(label="Who does it?", queryset=User.objects.none())
    done_on = DayField(
        label="When was it done?", called="the day on which it was done", required=False, help_text="Empty: not yet."
    )
    not_needed_because = forms.CharField(label="If it is not needed any more, why?", required=False, max_length=200)

    def __init__(self, *args: Any, today: date, colleagues: QuerySet[User], row: ServiceTask, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.today = today
        owners = User.objects.filter(Q(pk__in=colleagues.values("pk")) | Q(pk=row.assigned_to_id))
        self.fields["assigned_to"].queryset = owners.order_by("sort_name")  # type: ignore[attr-defined]
        self.fields["due_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["done_on"].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        refuse_day_over(self, "due_on", self.today)
        return given
