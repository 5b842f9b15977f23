"""What is somebody's, and how it is with each of it: from the rules, the local offer and what has happened with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import slugify

from careleavers.models import Contact, YoungPerson
from careleavers.models.asking import Asking, in_steps, together
from careleavers.models.statements import Statement
from offers.models import LocalOffer, OfferEntry
from offers.queries.entitlements import entitlements_on, known_as
from offers.queries.letter_facts import PeopleFacts
from offers.rules.catalogue import ENTITLEMENT_NAMES, Entitlement, EntitlementBasis, LocalItem
from offers.rules.offer_areas import DISCRETIONARY
from offers.rules.passport import PassportEvent, PassportItem, passport_item
from offers.rules.policies import CHECKED

Policies = Mapping[str, Any]
LOCAL = "offer-"  # begins the codes of what is in the local offer
EXPLAINED_WITHIN = timedelta(days=28)  # contacts of so many days are offered as those in which something was explained
MOST_CONTACTS = 5


def _chosen_entries(today: date) -> QuerySet[OfferEntry]:
    """The entries of the version of the local offer in force that the authority gives of its own choice."""
    offers = LocalOffer.objects.published().filter(published_on__lte=today).order_by("-published_on", "-version")
    return OfferEntry.objects.filter(basis=DISCRETIONARY, offer=offers.values("pk")[:1])


CHOSEN_ENTRIES = Statement(_chosen_entries, date)


@in_steps
def local_items_on(today: date) -> Asking[tuple[LocalItem, ...]]:
    """What the local offer in force gives by the authority's choice. One query.

    The code follows from the title, so that an entry is the same one in the next version. Whether an amount is for
    once or each time, an entry says in words alone: it is part of the condition, and no limit. `age_to` is inclusive
    there and the birthday at which it ends here.
    """
    found: dict[str, LocalItem] = {}
    for entry in (yield from CHOSEN_ENTRIES.objects.steps(today)):
        code = LOCAL + slugify(entry.title, allow_unicode=True)
        said = (f"£{entry.amount:,}." if entry.amount else "", entry.text, entry.how_to_claim)
        found.setdefault(
            code,
            LocalItem(
                code=code,
                name=entry.title,
                condition=" ".join(filter(None, said)),
                from_age=LocalItem.from_age if entry.age_from is None else entry.age_from,
                to_age=LocalItem.to_age if entry.age_to is None else entry.age_to + 1,
                statuses=tuple(entry.statuses),
                entitlement=entry.entitlement if entry.entitlement in ENTITLEMENT_NAMES else "",
            ),
        )
    return tuple(found.values())


def is_certain(entitlement: Entitlement, policies: Policies) -> bool:
    """Whether its sources have been read, here or by the authority, or the authority itself gives it."""
    checked = policies.get(CHECKED.format(code=entitlement.code)) == "yes"
    return entitlement.verified or checked or entitlement.basis == EntitlementBasis.POLICY


def passports(
    people: Sequence[YoungPerson], today: date, policies: Policies, only: str | None = None
) -> Iterator[tuple[YoungPerson, tuple[PassportItem, ...]]]:
    """Each of these people with everything that is theirs, was or will be, or `only` the item of that code.

    Five queries.
    """
    facts, local_items = PeopleFacts(people, today), local_items_on(today)
    for person in people:
        yield person, passport_on(facts, person.pk, today, policies, local_items, only)


@in_steps
def passport_of(person: YoungPerson, today: date, policies: Policies) -> Asking[tuple[PassportItem, ...]]:
    """The same of one person. One query."""
    facts = PeopleFacts([person], today)
    local_items, _ = yield from together(local_items_on.steps(today), facts.read_for_entitlements.steps())
    return passport_on(facts, person.pk, today, policies, local_items)


def passport_on(
    facts: PeopleFacts,
    person_id: UUID,
    on: date,
    policies: Policies,
    local_items: Sequence[LocalItem],
    only: str | None = None,
) -> tuple[PassportItem, ...]:
    """How it is on a day with everything that the rules and the local offer know."""
    events: dict[str, list[PassportEvent]] = defaultdict(list)
    now_known_as = known_as(local_items)
    for event in facts.entitlement_events[person_id]:
        if event.happened_on <= on:
            events[now_known_as.get(event.item, event.item)].append(event.fact)
    return tuple(
        passport_item(each, events[each.code], is_certain=is_certain(each, policies))
        for each in entitlements_on(facts, person_id, on, policies, local_items, only)
    )


def codes_of(item: str, today: date) -> list[str]:
    """The codes under which something may have happened with an item: its own, and that of an entry which gives it. One
    query."""
    return [item, *(code for code, name in known_as(local_items_on(today)).items() if name == item != code)]


def contacts_to_explain_in(person: YoungPerson, today: date) -> list[Contact]:
    """The latest contacts in which we spoke with them, the newest first."""
    spoke = person.contacts.live().with_young_person().filter(happened_on__lte=today)
    return list(spoke.filter(happened_on__gte=today - EXPLAINED_WITHIN).select_related("worker")[:MOST_CONTACTS])
