"""What partners of the demo council give."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from careleavers.models import User
from careleavers.permissions import Role
from offers.actions.partner_services import publish_partner_service, save_partner_service

SERVICES: tuple[dict[str, Any], ...] = (
    {
        "title": "Drop-in for tenants",
        "organisation": "Hollinbeck Housing Advice",
        "area": "accommodation",
        "what": "Somebody reads your letter with you and phones the landlord.",
        "where": "14 Market Row, Hollinbeck",
        "when": "Tuesdays and Fridays, 10 to 2",
        "how_to_refer": "Just go. Your adviser can come with you.",
        "phone": "01632 960201",
        "districts": ["Hollinbeck", "Aldersby"],
    },
    {
        "title": "First job club",
        "organisation": "Wendmere Youth Trust",
        "area": "employment",
        "what": "Six weeks of practice for interviews, with a mentor from a local firm.",
        "where": "Wend House",
        "when": "Begins each January and September",
        "how_to_refer": "Your adviser sends the form; they call you within a week.",
        "email": "club@youth-trust.example",
        "age_from": 16,
        "age_to": 24,
    },
    {
        "title": "Talking therapy without a wait",
        "organisation": "Calm Minds",
        "area": "health",
        "what": "Eight sessions with a counsellor, on the phone or at the hub.",
        "when": "Evenings too",
        "how_to_refer": "Phone them and say that you were in care.",
        "phone": "01632 960202",
        "website": "https://calm-minds.example/",
        "age_from": 18,
    },
)


def partners_of_the_council(*, today: date, quarters: int) -> None:
    officer = User.objects.with_role(Role.PARTICIPATION_OFFICER, today=today).earliest("pk").on(today)
    reader = User.objects.with_role(Role.SERVICE_MANAGER, today=today).earliest("pk").on(today)
    for place, each in enumerate(SERVICES):
        about = {"districts": [], "where": "", "owner": officer, "review_on": today + timedelta(days=5 + 60 * place)}
        row = save_partner_service(by=officer, service=None, revision=None, details=about | each, today=today)
        if place != len(SERVICES) - 1:  # the last one waits to be read
            publish_partner_service(by=reader, service=row, revision=None, today=today)
