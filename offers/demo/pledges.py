"""The six pledges of the demo council, tagged with what keeps them; and who answers for entries of its offer."""

from __future__ import annotations

from datetime import date, timedelta

from careleavers.models import User
from careleavers.permissions import Role
from offers.actions.entry_care import care_for_entry
from offers.actions.pledges import note_on_pledge, save_pledge
from offers.models import LocalOffer
from offers.queries.pledges import code_of, rounds_to_tag

# Title, areas of the offer that keep it, figures, what was done last.
PLEDGES: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("You will be healthy and happy", ("health",), (), "A nurse is at the hub each Tuesday since September."),
    ("You will be safe, and your home will be stable", ("accommodation",), ("ACCOM_SUITABLE",), ""),
    ("You will achieve", ("education",), ("EET",), "Two more mentors were found at Coast College."),
    ("You will be ready for adulthood", ("employment", "financial_literacy"), ("PP_IN_DATE",), ""),
    ("You will be listened to, and take part", ("participation",), (), "The forum chose what the next survey asks."),
    ("You will have people who matter to you", ("relationships",), ("IN_TOUCH_8W",), ""),
)


def pledges_to_young_people(*, today: date, quarters: int) -> None:
    officer = User.objects.with_role(Role.PARTICIPATION_OFFICER, today=today).earliest("pk").on(today)
    service = User.objects.with_role(Role.SERVICE_MANAGER, today=today).earliest("pk").on(today)
    offer = LocalOffer.objects.in_force(today)
    for place, entry in enumerate(list(offer.entries.all())[2:] if offer else []):
        found = "Still right: asked who gives it." if place % 3 == 0 else ""
        looked_at = today + timedelta(days=4 + 25 * place)
        owner = officer if place % 2 else service
        care_for_entry(by=officer, entry=entry, owner=owner, review_on=looked_at, found=found, today=today)
    entries = list(offer.entries.all()) if offer else []
    asked = list(rounds_to_tag().values_list("pk", flat=True)[:1])
    for place, (title, areas, figures, done) in enumerate(PLEDGES):
        details = {
            "title": title,
            "about": "",
            "owner": officer if place % 2 else service,
            "look_on": today + timedelta(days=5 + 20 * place),
            "entries": [code_of(entry) for entry in entries if entry.area in areas],
            "rounds": asked if place in (0, 4) else [],
            "figures": list(figures),
            "ended_on": None,
        }
        pledge = save_pledge(by=service, pledge=None, revision=None, details=details)
        if done:
            on, look_on = today - timedelta(days=9 + place), details["look_on"]
            note_on_pledge(by=service, pledge=pledge, happened_on=on, text=done, look_on=look_on, today=today)  # type: ignore[arg-type]
