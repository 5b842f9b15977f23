"""People, addresses and letters for the tests of letters; write through no action, so call them inside `scene()`."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.models import Home, PolicyValue, StatusPeriod, YoungPerson
from careleavers.rules.dates import birthday
from offers.models import LocalOffer, OfferEntry
from tests.cast import TODAY
from tests.factories import YoungPersonFactory

SIGNED = {
    "authority_name": "Exampleshire County Council",
    "authority_phone": "01632 960123",
    "return_address": "Exampleshire County Council\n1 County Square\nMelford\nLE1 9AB",
    "director_name": "Mary Okafor",
}
ADDRESS = "12 Mill Lane\nMelford"
POSTCODE = "LE1 1AA"


def signed() -> None:
    """The authority has said who signs."""
    for key, value in SIGNED.items():
        PolicyValue.objects.create(key=key, value=value, from_on=date(2020, 1, 1))


def with_status(person: YoungPerson, *, born: date | None = None, status: str = "former_relevant_child") -> YoungPerson:
    """An eligible child at 16 and 17, then `status` to 25."""
    if born:
        person.date_of_birth = born
        person.save(update_fields=["date_of_birth"])
    at = {age: birthday(person.date_of_birth, age) for age in (16, 18, 21, 25)}
    for name, band, start, end in (
        ("eligible_child", "", at[16], at[18]),
        (status, "18-20", at[18], at[21]),
        (status, "21-24", at[21], at[25]),
    ):
        StatusPeriod.objects.create(
            person=person, status=name, band=band, starts_on=start, ends_on=end, rules_version="test"
        )
    return person


def housed(person: YoungPerson, **changed: Any) -> Home:
    """A home of a year ago, with an address that is safe."""
    given = {"kind": "U", "is_suitable": True, "address": ADDRESS, "postcode": POSTCODE, "starts_on": date(2025, 1, 1)}
    return Home.objects.create(person=person, **given | changed)


def leaver(name: str = "Cai", *, born: date = date(2007, 12, 7), **fields: Any) -> YoungPerson:
    """A former relevant child with an address, 19 on 7 December 2026, a fortnight after TODAY."""
    person = with_status(YoungPersonFactory.create(first_name=name, last_name="Owen", date_of_birth=born, **fields))
    housed(person)
    return person


def offer(published_on: date = date(2026, 4, 1)) -> LocalOffer:
    """A published local offer of one entry."""
    made = LocalOffer.objects.create(version=1, title="Our offer to care leavers")
    OfferEntry.objects.create(offer=made, area="health", basis="statutory", title="A nurse", text="Somebody to ask.")
    made.state, made.published_on = LocalOffer.PUBLISHED, published_on
    made.save()
    return made


__all__ = ["TODAY", "housed", "leaver", "offer", "signed", "with_status"]
