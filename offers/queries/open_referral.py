"""The local offer as open data: Open Referral UK 3.0, a profile of the Human Services Data Specification.

Each entry is a service of the authority; those of partners follow, each with its organization. What the offer does
not say (places, opening hours, costs) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from offers.models import LocalOffer, OfferEntry, PartnerService
from offers.queries.offer_differences import STATUS_WORDS, by_title
from offers.queries.public_offer import entries_with
from offers.rules.offer_areas import AREAS_IN_WORDS, Area

VERSION = "HSDS-UK-3.0"
AREAS, STATUSES = "areas", "statuses"
TAXONOMIES = {
    AREAS: ("Areas of the local offer", "The areas of the Children and Social Work Act 2017 s2."),
    STATUSES: ("Legal statuses", "Who the Children Act 1989 gives a leaving care status."),
}
TERMS: dict[str, dict[str, str]] = {
    AREAS: {area.value: words for area, words in AREAS_IN_WORDS.items()},
    STATUSES: STATUS_WORDS,
}

Row = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What a reader asks of the services; `minimum_age` and `maximum_age` are those of the people they look for, and a
    service for any of these is found. `at_a_time`: on a day or at an hour, which no entry states."""

    search: str = ""
    taxonomy: UUID | None = None
    taxonomy_term: UUID | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    at_a_time: bool = False


@dataclass(frozen=True)
class OpenReferral:
    """The feed of the offer in force (None before the first) under the address `root`, of which all its ids are made:
    they are the same as long as the address is, and an entry keeps its area and title."""

    root: str
    page: str
    policies: Mapping[str, Any]
    offer: LocalOffer | None
    partners: Sequence[PartnerService] = ()

    def services(self, wanted: Wanted) -> list[Row]:
        """In short, in the order of the offer, those that are wanted; then those of partners."""
        entries = self._entries()
        found = {entry.pk for entry in entries_with(wanted.search, entries.values())}
        ours = [
            self._in_short(service, entry)
            for service, entry in entries.items()
            if entry.pk in found and self._is_wanted(entry, wanted)
        ]
        theirs = entries_with(wanted.search, self.partners)
        return [*ours, *(self._of_partner(each) for each in theirs if self._is_wanted(each, wanted))]

    def service(self, service: UUID) -> Row | None:
        """One service with all that belongs to it."""
        entry = self._entries().get(service)
        if entry is None:
            return next((self._in_full(each) for each in self.partners if self._id_of_partner(each) == service), None)
        return self._in_short(service, entry) | {
            "contacts": list(self._contacts(service)),
            "attributes": list(self._attributes(service, entry)),
            **self._areas(service, entry),
        }

    def taxonomies(self) -> list[Row]:
        return [
            {"id": str(self.id_of(kind)), "name": name, "description": description}
            for kind, (name, description) in TAXONOMIES.items()
        ]

    def taxonomy_terms(self) -> list[Row]:
        return [self._term(kind, code) for kind, terms in TERMS.items() for code in terms]

    def id_of(self, *parts: str) -> UUID:
        return uuid5(NAMESPACE_URL, self.root + "/".join(quote(part, safe="") for part in parts))

    def _entries(self) -> dict[UUID, OfferEntry]:
        if self.offer is None:
            return {}
        known = by_title(self.offer)
        return {
            self.id_of("services", area, title, str(number)): entry for (area, title, number), entry in known.items()
        }

    def _is_wanted(self, entry: OfferEntry | PartnerService, wanted: Wanted) -> bool:
        if wanted.at_a_time:
            return False
        terms = [(each["id"], each["taxonomy_id"]) for each in self._terms(entry)]
        if wanted.taxonomy_term and str(wanted.taxonomy_term) not in {term for term, _ in terms}:
            return False
        if wanted.taxonomy and str(wanted.taxonomy) not in {taxonomy for _, taxonomy in terms}:
            return False
        first, last = wanted.minimum_age, wanted.maximum_age
        too_young = last is not None and entry.age_from is not None and last < entry.age_from
        too_old = first is not None and entry.age_to is not None and first > entry.age_to
        return not too_young and not too_old

    def _in_short(self, service: UUID, entry: OfferEntry) -> Row:
        """What a list says of a service."""
        how = f"How to get it: {entry.how_to_claim}" if entry.how_to_claim else ""
        published = self.offer.published_on if self.offer else None
        said: Row = {
            "id": str(service),
            "name": entry.title,
            "description": " ".join(filter(None, [entry.text, how])),
            "url": f"{self.page}#area-{Area(entry.area)}",
            "email": self.policies["authority_email"],
            "status": "active",
            "minimum_age": entry.age_from,
            "maximum_age": entry.age_to,
            "assured_date": str(published),
            "last_modified": f"{published}T00:00:00.000Z",
            "organization": self._organization(),
        }
        return _without_empty(said)

    def _id_of_partner(self, given: PartnerService) -> UUID:
        return self.id_of("partners", str(given.pk))

    def _of_partner(self, given: PartnerService) -> Row:
        """What a list says of a service that somebody else gives."""
        about = (given.what, given.where, given.when, f"How to get it: {given.how_to_refer}")
        organization = {
            "id": str(self.id_of("organization", given.organisation)),
            "name": given.organisation,
            "description": f"{given.organisation}, a partner of {self.policies['authority_name']}.",
            "website": given.website,
        }
        said: Row = {
            "id": str(self._id_of_partner(given)),
            "name": given.title,
            "description": " ".join(_sentence(each) for each in about if each),
            "url": given.website,
            "email": given.email,
            "status": "active",
            "minimum_age": given.age_from,
            "maximum_age": given.age_to,
            "assured_date": str(timezone.localdate(given.recorded_at)),
            "last_modified": f"{timezone.localdate(given.recorded_at)}T00:00:00.000Z",
            "organization": _without_empty(organization),
        }
        return _without_empty(said)

    def _in_full(self, given: PartnerService) -> Row:
        service = self._id_of_partner(given)
        contact, phone = self.id_of("contacts", str(service)), self.id_of("phones", str(service))
        phones = [{"id": str(phone), "contact_id": str(contact), "number": given.phone}]
        about = {"id": str(contact), "service_id": str(service), "title": given.organisation, "phones": phones}
        return self._of_partner(given) | {
            "contacts": [about] if given.phone else [],
            "attributes": list(self._attributes(service, given)),
            **self._areas(service, given),
        }

    def _organization(self) -> Row:
        name = self.policies["authority_name"]
        said = {
            "id": str(self.id_of("organization")),
            "name": name,
            "description": f"{name}, as the corporate parent of its care leavers.",
            "email": self.policies["authority_email"],
            "website": self.page,
        }
        return _without_empty(said)

    def _areas(self, service: UUID, entry: OfferEntry | PartnerService) -> Row:
        """Which districts it covers; nothing of one that covers the whole area."""
        areas = [
            {"id": str(self.id_of("areas", str(service), name)), "service_id": str(service), "name": name}
            for name in entry.districts
        ]
        return {"service_areas": areas} if areas else {}

    def _contacts(self, service: UUID) -> Iterator[Row]:
        if number := self.policies["authority_phone"]:
            contact = self.id_of("contacts", str(service))
            phone = {"id": str(self.id_of("phones", str(service))), "contact_id": str(contact), "number": number}
            yield {"id": str(contact), "service_id": str(service), "title": "Leaving care", "phones": [phone]}

    def _attributes(self, service: UUID, entry: OfferEntry | PartnerService) -> Iterator[Row]:
        for term in self._terms(entry):
            yield {
                "id": str(self.id_of("attributes", str(service), term["id"])),
                "link_id": str(service),
                "link_type": "service_eligibility" if term["taxonomy_id"] == str(self.id_of(STATUSES)) else "service",
                "taxonomy_term": term,
            }

    def _terms(self, entry: OfferEntry | PartnerService) -> list[Row]:
        statuses = entry.statuses if isinstance(entry, OfferEntry) else []
        return [self._term(AREAS, entry.area), *(self._term(STATUSES, status) for status in statuses)]

    def _term(self, kind: str, code: str) -> Row:
        words = TERMS[kind][code]
        return {
            "id": str(self.id_of(kind, code)),
            "name": words,
            "description": words,
            "taxonomy": TAXONOMIES[kind][0],
            "taxonomy_id": str(self.id_of(kind)),
        }


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _without_empty(said: Row) -> Row:
    """The profile knows no null and no empty text: what is not said is left out."""
    return {name: value for name, value in said.items() if value not in (None, "")}
