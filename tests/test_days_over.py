"""What is still to be done is given no day that is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.forms import BaseForm

from careleavers.forms.meeting_items import MeetingActionForm, ServiceTaskForm
from careleavers.models import BodyMember, ServiceTask, User
from offers.forms.briefings import BriefingActionForm
from offers.forms.opportunities import OpportunityForm
from offers.forms.surveys import SurveyTryForm
from offers.models import Employer
from reporting.forms.improvement import ActionForm
from tests.cast import TODAY, days_ago

NOBODY = User.objects.none()
PARTNERS = BodyMember.objects.none()
FORMS: dict[str, tuple[str, Callable[[dict[str, Any]], BaseForm]]] = {
    "a meeting gives it": (
        "due_on",
        lambda sent: MeetingActionForm(sent, today=TODAY, colleagues=NOBODY, partners=PARTNERS, by_when=None),
    ),
    "about the service": (
        "due_on",
        lambda sent: ServiceTaskForm(sent, today=TODAY, colleagues=NOBODY, row=ServiceTask(due_on=days_ago(9))),
    ),
    "we did": ("due_on", lambda sent: BriefingActionForm(sent, today=TODAY, owners=NOBODY)),
    "of the improvement plan": ("due_on", lambda sent: ActionForm(sent, today=TODAY, colleagues=NOBODY)),
    "phone again": ("call_again_on", lambda sent: SurveyTryForm(sent, today=TODAY)),
}


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_to_be_done_by_a_day_that_is_over(form: str) -> None:
    """Seen to fail: but for meetings, yesterday was taken, and the task was overdue when it was given."""
    name, make = FORMS[form]
    assert make({name: days_ago(1).isoformat()}).errors[name] == ["That day is over: give one that is still to come"]
    assert name not in make({name: TODAY.isoformat()}).errors


def test_a_task_that_is_late_keeps_its_day_when_it_is_put_right() -> None:
    _, make = FORMS["about the service"]
    assert "due_on" not in make({"due_on": days_ago(9).isoformat()}).errors


def test_posts_end_after_they_began() -> None:
    sent = {"opens_on": TODAY.isoformat(), "fill_by": TODAY.isoformat(), "closed_on": days_ago(1).isoformat()}
    form = OpportunityForm(sent, today=TODAY, employers=Employer.objects.none())
    assert form.errors["closed_on"] == ["That is before they were kept: check the days"]
