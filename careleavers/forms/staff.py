"""Accounts, roles and teams, as an administrator types them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.actions.staff import why_not_give_role
from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.printed_fields import PhoneField, PrintedField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Team, User
from careleavers.permissions import Role


class UserForm(RevisedForm):
    name = PrintedField(max_length=150)
    email = forms.EmailField(label="Work email", max_length=254, help_text="They sign in with this address.")
    job_title = forms.CharField(max_length=100, required=False)
    phone = PhoneField(label="Work phone", max_length=30, required=False, help_text="Shown to their young people.")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        others = User.objects.exclude(pk=self.row.pk) if self.row else User.objects.all()
        if others.filter(email=email).exists():
            raise forms.ValidationError("Somebody already signs in with this address. Open their account instead.")
        return email


class RoleForm(Form):
    role = forms.TypedChoiceField(
        choices=[(role.value, role.label) for role in Role], coerce=Role, widget=forms.RadioSelect
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        required=False,
        empty_label="Whole authority",
        help_text="Personal advisers, social workers and team managers belong to a team.",
    )
    starts_on = DayField(label="From which day?", called="the first day")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(closed_on__isnull=True)  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today
        self.fields["starts_on"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "role" in given and (refusal := why_not_give_role(given["role"], given.get("team"))):
            self.add_error("team", refusal)
        return given


class EndRoleForm(Form):
    ends_on = DayField(label="From which day have they no longer this role?", called="the day")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ends_on"]
        field.initial = today
        field.set_today(today, future=True)  # type: ignore[attr-defined]
        field.not_before = today  # type: ignore[attr-defined]


class TeamForm(RevisedForm):
    name = PrintedField(max_length=100)
    parent = forms.ModelChoiceField(
        Team.objects.none(), label="Part of", required=False, empty_label="Nothing above it"
    )
    phone = PhoneField(label="Duty phone", max_length=30, required=False)

    def __init__(self, *args: Any, row: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        open_teams = Team.objects.filter(closed_on__isnull=True)
        self.fields["parent"].queryset = open_teams.exclude(pk=row.pk) if row else open_teams  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Team.objects.exclude(pk=self.row.pk) if self.row else Team.objects.all()
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("A team with this name exists. Choose another name.")
        return name


class PreferencesForm(Form):
    phone = PhoneField(
        label="Your work phone",
        max_length=30,
        required=False,
        help_text="Shown to those who work with you, and printed on letters to your young people.",
    )
    shortcuts_on = forms.TypedChoiceField(
        label="Does the / key jump to the search box?",
        choices=[("True", "Yes"), ("False", "No")],
        coerce=lambda typed: typed == "True",
        widget=forms.RadioSelect,
    )
