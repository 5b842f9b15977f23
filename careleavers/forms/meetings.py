"""Bodies, their members and meetings. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet

from careleavers.forms.appointments import hour_field
from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Attendance, Body, BodyMember, Meeting, Team, User
from careleavers.rules.meetings import KINDS, RHYTHM_WORDS

TILES = {"class": "tiles"}


class BodyForm(RevisedForm):
    """What a body is, and how often it meets. A new one begins with what its `kind` begins with."""

    name = forms.CharField(label="What is it called?", max_length=120)
    rhythm = forms.ChoiceField(
        label="How often does it meet?",
        choices=[(each.value, words) for each, words in RHYTHM_WORDS.items()],
        required=False,
    )
    team = forms.ModelChoiceField(
        label="Whose is it?",
        queryset=Team.objects.none(),
        required=False,
        empty_label="The whole authority’s",
        help_text="That of a team is seen by the team and by those who sit on it.",
    )
    purpose = forms.CharField(
        label="What is it for?", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    usual_place = forms.CharField(label="Where does it usually meet?", required=False, max_length=120)

    def __init__(self, *args: Any, kind: str, teams: QuerySet[Team], row: Body | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        if row is None:
            self.initial = {"name": KINDS[kind].label, "rhythm": KINDS[kind].rhythm.value, **self.initial}


class MemberForm(RevisedForm):
    """Who sits on a body: a colleague, or somebody of another service by name. `colleagues` may be chosen."""

    user = forms.ModelChoiceField(
        label="A colleague", queryset=User.objects.none(), required=False, empty_label="Nobody of ours"
    )
    name = forms.CharField(label="Or somebody of another service: their name", required=False, max_length=120)
    organisation = forms.CharField(label="Which organisation are they from?", required=False, max_length=120)
    email = forms.EmailField(label="Their e-mail address at work", required=False)
    seat = forms.ChoiceField(label="For whom are they at the table?", required=False)
    role = forms.ChoiceField(
        label="What do they do there?",
        choices=BodyMember.ROLES,
        widget=forms.RadioSelect(attrs=TILES),
        initial=BodyMember.MEMBER,
    )
    starts_on = DayField(label="From when?", called="the day from which they sit on it")
    ends_on = DayField(
        label="Until when, if that is known?",
        called="the day on which they leave it",
        required=False,
        help_text="From this day on they do not sit on it any more.",
    )

    def __init__(
        self,
        *args: Any,
        body: Body,
        colleagues: QuerySet[User],
        today: date,
        row: BodyMember | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        if row and row.user_id:
            colleagues = User.objects.filter(Q(pk__in=colleagues.values("pk")) | Q(pk=row.user_id))
        self.fields["user"].queryset = colleagues.order_by("sort_name")  # type: ignore[attr-defined]
        seats = KINDS[body.kind].seats
        self.fields["seat"].choices = [("", "Nobody in particular"), *((seat, seat) for seat in seats)]  # type: ignore[attr-defined]
        if not seats:
            del self.fields["seat"]
        self.fields["starts_on"].initial = today
        for name in ("starts_on", "ends_on"):
            self.fields[name].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("user"):
            if given.get("name"):
                self.add_error("name", "Choose a colleague or write a name, not both")
            given |= {"organisation": "", "email": ""}
        elif not given.get("name") and not {"user", "name"} & self.errors.keys():
            self.add_error("user", "Choose a colleague, or write who it is below")
        elif not given.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", "Say which organisation they are from")
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "That is before they sit on it: check the days")
        return given


class MeetingForm(RevisedForm):
    """When and where a body meets."""

    planned_on = DayField(label="On which day?", called="the day of the meeting")
    starts_at = hour_field(required=False)
    place = forms.CharField(label="Where?", required=False, max_length=120, help_text="A room, or the link to join.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["planned_on"].set_today(today, future=True)  # type: ignore[attr-defined]


class CallOffForm(Form):
    """Why a meeting is not held."""

    why = forms.CharField(label="Why is it not held?", max_length=200)


class AttendanceForm(RevisedForm):
    """Who came. One question for each of the `members`, which are those of the day of the meeting."""

    mark_optional = False

    also_there = forms.CharField(
        label="Who else was there?",
        required=False,
        max_length=300,
        help_text="Names, where they are from, and in whose place they came.",
    )
    notes = forms.CharField(
        label="What was said apart from the agenda?",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What is said about a young person belongs to their item.",
    )

    def __init__(self, *args: Any, members: Sequence[BodyMember], row: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.members = members
        written = {each.member_id: each for each in row.attendance.all()}
        for member in members:
            was = written.get(member.pk)
            self.fields[f"came_{member.pk}"] = forms.ChoiceField(
                label=str(member),
                choices=[("", "Not said"), *Attendance.CAME_OR_NOT],
                required=False,
                initial=was.came if was else "",
            )
        self.order_fields([name for name in self.fields if name.startswith("came_")])
        self.set_plain_messages()

    @property
    def who(self) -> dict[UUID, str]:
        """Of a valid form, by id of the member; those of whom nothing is said are left out."""
        given = self.cleaned_data
        return {member.pk: came for member in self.members if (came := given[f"came_{member.pk}"])}
