"""Ten plans of the demo council were drawn; six are graded twice, two once, and one has something to be done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from careleavers.actions.next_steps import NextStep
from careleavers.models import User
from careleavers.permissions import Role
from careleavers.queries.teams import scopes_of
from pathways.actions.plan_samples import draw_sample, grade_plan
from pathways.queries.plan_samples import plans_to_draw
from pathways.rules.plan_samples import QUESTIONS

DRAWN, AGO = 10, timedelta(days=20)
FIRST = ("good", "good", "improve", "good", "outstanding", "improve", "good", "good")
SECOND = ("good", "improve", "improve", "good", "good", "improve")
STEP = "Write who takes her to the first appointment"
THEY_SAY = "It is mostly what I said. The bit about college is old."


def plan_samples(*, today: date, quarters: int) -> None:
    graders = [
        each.on(today)
        for role in (Role.SERVICE_MANAGER, Role.TEAM_MANAGER)
        for each in User.objects.with_role(role, today=today).order_by("pk")
    ]
    if not graders:
        return
    by = graders[0]
    scope = scopes_of(by, today)[0]
    sample = draw_sample(
        by=by,
        among=plans_to_draw(by, scope, today),
        team=None,
        wanted=DRAWN,
        questions=QUESTIONS.splitlines(),
        today=today - AGO,
        seed=20,
    )
    rows = sample.plans.select_related("version__plan__person")
    for number, row in enumerate(rows[: len(FIRST)]):
        version = row.version
        given: dict[str, Any] = {
            "sampled": row,
            "today": today,
            "answers": ["yes"] * 5 + ["partly"],
            "comment": "",
            "they_say": "",
            "next_step": None,
        }
        holder = version.plan.person.on(today).case_holder
        if number == 0 and holder:
            given |= {"they_say": THEY_SAY, "next_step": NextStep(STEP, today + timedelta(days=4), holder.worker)}
        able = [each for each in graders if each.pk not in version.authors | version.deciders]
        for grader, grades in zip(able, (FIRST, SECOND), strict=False):
            if number < len(grades):
                grade_plan(by=grader, grade=grades[number], themes=["voice", "who_when"][: 1 + number % 2], **given)
                given |= {"they_say": "", "next_step": None}
