"""The demo council's strategies, policies and protocols, and its training register."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from careleavers.models import User
from careleavers.permissions import Role
from reporting.actions.service_documents import ask_to_sign, save_document, sign_document
from reporting.actions.training import save_course, write_training

WEEK = timedelta(weeks=1)
DISTRICTS = ("Wendmere City", "Melford", "Aldersby", "Ashby", "Harbour", "Vale", "Moorland")
CARERS = ["Patience Moyo", "Geoff and Ann Dale", "Shirin Patel", "Owen Pryce", "Ruth Okafor"]
MEMBERS = ["Councillor Amy Hart", "Councillor Tariq Mahmood", "Councillor Joan Speight"]


def service_documents(*, today: date, quarters: int) -> None:
    """A strategy and a policy in use, one to be looked at, a housing protocol that waits for signatures, a draft."""
    head = User.objects.with_role(Role.SERVICE_MANAGER, today=today).earliest("pk")
    managers = list(User.objects.with_role(Role.TEAM_MANAGER, today=today).order_by("sort_name")[:3])

    def kept(kind: str, title: str, owner: User, look_on: date, **facts: Any) -> Any:
        return save_document(
            by=head, document=None, today=today, kind=kind, title=title, owner=owner, look_on=look_on, **facts
        )

    approved = {"approved_on": today - 50 * WEEK, "approved_by": "Cabinet", "version": "3"}
    screened = {"equality": "screened", "equality_on": today - 52 * WEEK}
    says = "How members and officers are parents to children in care and care leavers, and what they promise."
    kept("strategy", "Corporate Parenting Strategy", head, today + 52 * WEEK, says=says, **approved, **screened)
    kept("policy", "Setting up home and money", managers[0], today + 2 * WEEK, **approved, **screened)
    kept("decision", "Apprenticeships kept for care leavers", head, today + 30 * WEEK, **approved)
    housing = kept(
        "protocol",
        "Joint housing protocol",
        managers[-1],
        today + 9 * WEEK,
        says="Who finds a home for whom, what support goes with it, and that nobody is made homeless from care.",
    )
    for number, district in enumerate((*DISTRICTS, "The Bridge housing support")):
        row = ask_to_sign(by=head, document=housing, organisation=district, name="", asked_on=today - 12 * WEEK)
        if number % 3:
            sign_document(by=head, signatory=row, revision=None, signed_on=today - number * WEEK)
    kept("protocol", "Working with Jobcentre Plus", managers[1], today + 3 * WEEK, says="One contact for each office.")


def training_register(*, today: date, quarters: int) -> None:
    head = User.objects.with_role(Role.SERVICE_MANAGER, today=today).earliest("pk")
    staff = list(User.objects.filter(is_active=True).order_by("sort_name"))
    courses = [
        ("Leaving care law and local offer", "everybody", True, 24, 20),
        ("Safeguarding", "staff", True, 36, 120),
        ("Using this record", "staff", True, None, 60),
        ("Oral and mental health, smoking", "staff", False, 24, 95),
    ]
    for title, audience, is_mandatory, months, weeks_ago in courses:
        facts: dict[str, Any] = {"audience": audience, "is_mandatory": is_mandatory, "months": months, "owner": head}
        course = save_course(by=head, course=None, title=title, **facts)
        held: dict[str, Any] = {
            "course": course,
            "trained_on": today - weeks_ago * WEEK,
            "provider": "Wendmere Learning",
        }
        write_training(by=head, users=staff[:-2], names=[], group="staff", **held)
        if audience == "everybody":
            held["trained_on"] = today - 102 * WEEK  # that of carers and members runs out soon
            write_training(by=head, users=[], names=CARERS, group="carers", **held)
            write_training(by=head, users=[], names=MEMBERS, group="members", **held)
