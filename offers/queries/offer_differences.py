"""How a draft of the local offer differs from the version in force, for whoever decides whether to publish it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from careleavers.rules.code_sets import LEAVING_CARE_OR_QUALIFYING
from offers.models import LocalOffer, OfferEntry
from offers.rules.catalogue import ENTITLEMENT_NAMES

STATUS_WORDS = {status.value: status.label for status in LEAVING_CARE_OR_QUALIFYING}
PARTS: dict[str, Callable[[OfferEntry], str]] = {
    "Text": lambda entry: entry.text,
    "Who gives it": lambda entry: entry.get_basis_display(),
    "For whom": lambda entry: (
        ", ".join(STATUS_WORDS.get(status, status) for status in entry.statuses) or "every care leaver"
    ),
    "Ages": lambda entry: entry.ages or "all",
    "Where": lambda entry: entry.where,
    "Custody": lambda entry: entry.custody_words,
    "Amount": lambda entry: "" if entry.amount is None else f"£{entry.amount:,}",
    "Entitlement": lambda entry: ENTITLEMENT_NAMES.get(entry.entitlement, entry.entitlement),
    "How to ask": lambda entry: entry.how_to_claim,
    "Responsible": lambda entry: entry.owner,
}


@dataclass(frozen=True)
class PartChange:
    """One part of the offer in the version in force (`was`, empty where it is new) and in the draft (`now`)."""

    label: str
    was: str
    now: str


@dataclass(frozen=True)
class OfferChange:
    """What is different about one entry, or about the words before them all: `kind` is new, changed or no longer."""

    NEW, CHANGED, GONE = "New", "Changed", "No longer in it"

    title: str
    kind: str
    parts: tuple[PartChange, ...]


def offer_changes(before: LocalOffer | None, draft: LocalOffer) -> list[OfferChange]:
    """The words at the beginning first, then the entries of the draft in its order, then those that are gone.

    An entry is known by its area and title: under another title it is a new one, and the former is gone.
    """
    was, now = by_title(before) if before else {}, by_title(draft)
    changes = [_beginning(before, draft)] if before else []
    for key, entry in now.items():
        kind = OfferChange.CHANGED if key in was else OfferChange.NEW
        changes.append(OfferChange(entry.title, kind, _parts(was.get(key), entry)))
    changes += [
        OfferChange(entry.title, OfferChange.GONE, _parts(entry, None)) for key, entry in was.items() if key not in now
    ]
    return [change for change in changes if change.parts]


def by_title(offer: LocalOffer) -> dict[tuple[str, str, int], OfferEntry]:
    """By area, title and how many so called come before it."""
    so_called: Counter[tuple[str, str]] = Counter()
    entries = {}
    for entry in offer.entries.all():
        key = (entry.area, entry.title)
        entries[*key, so_called[key]] = entry
        so_called[key] += 1
    return entries


def _beginning(before: LocalOffer, draft: LocalOffer) -> OfferChange:
    pairs = {"Title": (before.title, draft.title), "Introduction": (before.introduction, draft.introduction)}
    return OfferChange("The beginning", OfferChange.CHANGED, _different(pairs))


def _parts(was: OfferEntry | None, now: OfferEntry | None) -> tuple[PartChange, ...]:
    """The parts that differ; of a new entry all that are filled in, of one that is gone its text alone."""
    if now is None:
        return (PartChange("Text", was.text if was else "", ""),)
    return _different({label: (words(was) if was else "", words(now)) for label, words in PARTS.items()})


def _different(pairs: dict[str, tuple[str, str]]) -> tuple[PartChange, ...]:
    """Those that say something else; browsers send line ends of their own, which say nothing."""
    return tuple(
        PartChange(label, was, now) for label, (was, now) in pairs.items() if was.splitlines() != now.splitlines()
    )
