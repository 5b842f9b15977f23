"""Who works with whom. These forms validate and never save."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.forms.seen import ReplacingForm
from careleavers.models import Allocation, User
from careleavers.rules import words


class WorkerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody who carries cases, with their team and how many they carry (`team_name`, `carries` annotated)."""

    def label_from_instance(self, user: User) -> str:
        carries = words.amount(user.carries, "young person", "young people")  # type: ignore[attr-defined]
        return f"{user.name}, {user.team_name} ({carries})"  # type: ignore[attr-defined]


PLANNED_AHEAD = timedelta(days=366)


def _may_be_to_come(field: Any, today: date) -> None:
    """Today unless another day is given; a hand-over is planned at most a year ahead."""
    field.initial = today
    field.set_today(today, future=True)
    field.not_after = today + PLANNED_AHEAD


class AllocateForm(ReplacingForm):
    worker = WorkerField(label="Who", queryset=User.objects.none(), empty_label="Choose")
    role = forms.ChoiceField(
        label="As what",
        choices=Allocation.ROLES,
        initial=Allocation.CASE_HOLDER,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    starts_on = DayField(
        label="From when",
        called="the day from which they work together",
        help_text="On a day to come it is planned, and can be called off until then.",
    )
    reason = forms.CharField(label="Why", max_length=200, required=False)

    def __init__(self, *args: Any, workers: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers  # type: ignore[attr-defined]
        _may_be_to_come(self.fields["starts_on"], today)


class EndAllocationForm(RevisedForm):
    ends_on = DayField(label="Until when", called="the day it ended")
    reason = forms.CharField(label="Why", max_length=200)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = today
        self.fields["ends_on"].set_today(today)  # type: ignore[attr-defined]

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {}  # an open row has no last day yet


class ReceiversForm(Form):
    """The first step of passing a caseload on: to whom, from when, and why."""

    receivers = forms.ModelMultipleChoiceField(
        label="Who takes them over",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Several share them evenly; you can change who takes whom on the next page.",
    )
    starts_on = DayField(
        label="From",
        called="the day from when they take over",
        help_text="Such as the day after their last. On a day to come it is planned, and can be called off until then.",
    )
    reason = forms.CharField(label="Why", max_length=200, help_text="For example: Jo leaves the council.")

    def __init__(self, *args: Any, workers: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["receivers"]
        field.queryset = workers  # type: ignore[attr-defined]
        field.label_from_instance = WorkerField.label_from_instance.__get__(field)  # type: ignore[attr-defined]
        _may_be_to_come(self.fields["starts_on"], today)


@dataclass(frozen=True)
class Total:
    """Of one receiver of a caseload: young people now, those taken over, and then; and the things about them that are
    overdue already.
    """

    name: str
    now: int
    taken: int
    then: int
    late: int


def _carries(user: User) -> int:
    return int(user.carries)  # type: ignore[attr-defined]


class PreviewForm(Form):
    """The second step: one choice for each allocation, each proposed already: whoever carries least takes the next.

    `receivers` have `carries`, how many young people each has now.
    """

    def __init__(self, *args: Any, allocations: list[Allocation], receivers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allocations = allocations
        self.by_id = {str(user.pk): user for user in receivers}
        choices = [(key, user.name) for key, user in self.by_id.items()]
        carries = Counter({key: _carries(user) for key, user in self.by_id.items()})
        for allocation in allocations:
            least = min(self.by_id, key=lambda key: carries[key])
            if allocation.role == Allocation.CASE_HOLDER:
                carries[least] += 1
            self.fields[f"to_{allocation.pk}"] = forms.ChoiceField(
                label=f"Who takes over {allocation.person}", choices=choices, initial=least
            )

    def totals(self, late: Mapping[UUID, int]) -> list[Total]:
        """What each receiver carries now, takes over, and has then, as the choices are.

        `late` says how many things are overdue about each young person.
        """
        taken: Counter[str] = Counter()
        taken_late: Counter[str] = Counter()
        for each in self.allocations:
            if each.role == Allocation.CASE_HOLDER:
                receiver = str(self[f"to_{each.pk}"].value())
                taken[receiver] += 1
                taken_late[receiver] += late.get(each.person_id, 0)
        return [
            Total(user.name, _carries(user), taken[key], _carries(user) + taken[key], taken_late[key])
            for key, user in self.by_id.items()
        ]

    def rows(self) -> list[tuple[Allocation, forms.BoundField]]:
        return [(allocation, self[f"to_{allocation.pk}"]) for allocation in self.allocations]

    @property
    def chosen(self) -> dict[Allocation, User]:
        return {each: self.by_id[self.cleaned_data[f"to_{each.pk}"]] for each in self.allocations}
