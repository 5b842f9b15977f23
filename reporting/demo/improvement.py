"""What was recommended to the demo council and what became of it: as many things as the national adviser once asked of
a county, in other words, and what an inspection wanted to be better.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import Any, NamedTuple

from careleavers.models import User
from careleavers.permissions import Role
from reporting.actions.improvement import add_recommendation, end_action, save_action, save_review, say_progress
from reporting.models import Recommendation, ServiceReview
from reporting.rules.improvement import Progress

WEEK = timedelta(weeks=1)


class Asked(NamedTuple):
    """What is recommended, how far it is and what was said of it, an action that is done and one that is to be done."""

    text: str
    progress: Progress
    said: str
    done: str = ""
    to_do: str = ""


VISIT = (
    Asked(
        "Let elected members each champion one part of care leavers' lives.",
        Progress.DONE,
        "Three members champion health, homes, and education and work. They meet young people each quarter.",
        done="Cabinet names three champions",
    ),
    Asked(
        "Bring Jobcentre Plus, probation and housing onto the Corporate Parenting Board, and give its meetings themes.",
        Progress.GREEN,
        "Probation and two housing officers have come to the last two meetings. Jobcentre Plus has been asked.",
        done="Themes for the year agreed",
        to_do="Name somebody from Jobcentre Plus for the Board",
    ),
    Asked(
        "Keep some apprenticeships of the council for care leavers alone.",
        Progress.GREEN,
        "Five of six posts are filled.",
        to_do="Find a manager for the sixth post",
    ),
    Asked(
        "Train everybody in leaving care: the front door, social workers, foster carers and elected members.",
        Progress.AMBER,
        "Staff are trained. Half of the foster carers and few members are.",
        to_do="Two evening sessions for foster carers and members",
    ),
    Asked("Look again at what housing is offered.", Progress.DONE, "Reviewed with the districts.", done="New offer"),
    Asked(
        "Set a target between 70 and 80 % for education, employment and training.",
        Progress.DONE,
        "70 % from April, and 80 % to stretch for.",
        done="Target approved by the Board",
    ),
    Asked(
        "Make clear to young people and to partners what is offered, step by step.",
        Progress.GREEN,
        "The local offer is on the website. The steps by age are with the young people's group to read.",
        to_do="Take the young people's changes into the next version of the local offer",
    ),
    Asked(
        "Consider that reviewing officers review plans up to 25, rated red, amber or green.",
        Progress.DECLINED,
        "There are too few reviewing officers. Managers sample plans each month instead, with the same ratings.",
    ),
    Asked("Begin planning at about 14.", Progress.AMBER, "Two teams do.", to_do="The third team begins in the spring"),
    Asked("Look again at forms and administration.", Progress.DONE, "Four forms have become one.", done="Forms merged"),
    Asked(
        "Consider one referral for everything: the pathway plan.",
        Progress.RED,
        "Health and two districts still want forms of their own.",
        to_do="Ask the Integrated Care Board to take the plan as a referral",
    ),
    Asked(
        "Make an offer of the whole council, not only of children's services.",
        Progress.GREEN,
        "Leisure and libraries have joined.",
        to_do="Put leisure passes into the local offer",
    ),
    Asked(
        "Consider sharing specialists by transfer points, as youth justice and probation do.",
        Progress.NOT_STARTED,
        "",
    ),
    Asked(
        "Members to press for free transport across the county.",
        Progress.AMBER,
        "A bus pass to 21 is costed. The decision is in the budget.",
        to_do="Cost the bus pass to 25",
    ),
    Asked("Think again about what students at university get.", Progress.DONE, "Raised in September.", done="New sum"),
    Asked(
        "Consider a place of their own where care leavers can meet.",
        Progress.GREEN,
        "The hub is open on two afternoons.",
        to_do="Ask young people which evening the hub should open",
    ),
    Asked(
        "Develop with partners what is offered from 21 to 25.",
        Progress.AMBER,
        "Everybody of 21 or over is offered support each year by letter. Few partners have said what they add.",
        to_do="Meet the three largest housing associations",
    ),
)
INSPECTION = (
    Asked(
        "Make the quality of pathway plans, and the oversight of them, consistent.",
        Progress.GREEN,
        "Each manager samples two plans a month.",
        to_do="Report what the samples found to the Board",
    ),
    Asked(
        "Give every young person their health history.",
        Progress.AMBER,
        "Those under 19 have it.",
        to_do="Health histories for those who are 19 and over",
    ),
)


def improvement_plan(*, today: date, quarters: int) -> None:
    head = User.objects.with_role(Role.SERVICE_MANAGER, today=today).earliest("pk")
    managers = list(User.objects.with_role(Role.TEAM_MANAGER, today=today).order_by("sort_name")[:3])
    visit: dict[str, Any] = {
        "kind": "adviser_visit",
        "title": "National adviser's visit",
        "body": "National Implementation Adviser for Care Leavers, Department for Education",
        "reported_on": today - 40 * WEEK,
        "met_whom": "The lead member, the director, managers, personal advisers, and young people",
        "said": "Everybody, from members to advisers, wants the best for care leavers and is ambitious for them.",
    }
    inspection: dict[str, Any] = {
        "kind": "inspection",
        "title": "Inspection of children's services",
        "body": "Ofsted",
        "reported_on": today - 90 * WEEK,
        "judgement": "The experiences and progress of care leavers: good",
    }
    for facts, asked in ((inspection, INSPECTION), (visit, VISIT)):
        review = save_review(by=head, review=None, **facts)
        for each, lead in zip(asked, cycle([head, *managers]), strict=False):
            _follow(each, review, head, lead, today)


def _follow(asked: Asked, review: ServiceReview, head: User, lead: User, today: date) -> None:
    asked_on = today - 10 * WEEK
    row = add_recommendation(by=head, review=review, text=asked.text, lead=lead, ask_on=today + 5 * WEEK, today=today)
    if asked.done:
        done: dict[str, Any] = {"text": asked.done, "owner": lead, "due_on": asked_on}
        action_row = save_action(by=head, recommendation=row, **done)
        end_action(
            by=lead,
            action_row=action_row,
            revision=None,
            today=today,
            done_on=asked_on,
            evidence="Minutes of the Board",
        )
    if asked.to_do:
        due_on = today + (row.number - 3) * WEEK
        save_action(by=head, recommendation=row, text=asked.to_do, owner=lead, due_on=due_on)
    if asked.said:
        _say(asked, row, lead, today)


def _say(asked: Asked, row: Recommendation, lead: User, today: date) -> None:
    ask_on = None if asked.progress.is_finished else today + (1 + row.number % 10) * WEEK
    say_progress(
        by=lead,
        recommendation=row,
        revision=None,
        progress=asked.progress,
        text=asked.said,
        ask_on=ask_on,
        today=today,
    )
