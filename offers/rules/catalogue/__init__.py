"""What a young person is entitled to on a day, by law, guidance, schemes and the authority's policy, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from careleavers.rules.code_sets import LEAVING_CARE_OR_QUALIFYING
from careleavers.rules.dates import clip
from offers.rules.catalogue import housing, money, support
from offers.rules.catalogue.facts import (
    SETTINGS_IN_WORDS,
    CouncilTaxPolicy,
    Course,
    EntitlementFacts,
    EntitlementSettings,
    Level,
    LocalItem,
    Payment,
    Person,
    PersonStatus,
    Residence,
)
from offers.rules.catalogue.findings import (
    CatalogueItem,
    Entitlement,
    EntitlementBasis,
    EntitlementFlag,
    EntitlementState,
    Finding,
    entitlement_to,
)

__all__ = [
    "ENTITLEMENT_NAMES",
    "ITEMS",
    "LOCAL_AREA",
    "SETTINGS_IN_WORDS",
    "CatalogueItem",
    "CouncilTaxPolicy",
    "Course",
    "Entitlement",
    "EntitlementBasis",
    "EntitlementFlag",
    "EntitlementSettings",
    "EntitlementState",
    "Level",
    "LocalItem",
    "Payment",
    "Person",
    "PersonStatus",
    "Residence",
    "entitlements",
]

ITEMS: tuple[CatalogueItem, ...] = (*support.ITEMS, *money.ITEMS, *housing.ITEMS)
ENTITLEMENT_NAMES = {item.code: item.name for item in ITEMS}
DEFAULT_SETTINGS = EntitlementSettings()
LOCAL_AREA = "local"
S = EntitlementState
MOST_FIRST = (S.USED, S.OPEN, S.CONDITIONAL, S.LATER, S.CLOSED, S.NO, S.NOT_COMMENCED)


def entitlements(
    person: Person, on: date, settings: EntitlementSettings = DEFAULT_SETTINGS, only: str | None = None
) -> tuple[Entitlement, ...]:
    """The state of every item of the catalogue, and of the authority's own items, for the person on the day: each once,
    also where the authority gives what the catalogue knows.

    `only`: the code of the one item to ask about. Only what is recorded is used; what is missing shows as a condition.
    Payments after the day are not seen.
    """
    known = EntitlementFacts(person, on, settings)
    asked = [item for item in settings.local_items if only in (None, item.known_as)]
    own = [entitlement_to(_local(item), known) for item in asked if not item.entitlement]
    given: dict[str, list[Entitlement]] = defaultdict(list)
    for item in asked:
        if item.entitlement:
            given[item.entitlement].append(entitlement_to(_local(item), known))
    by_rule = (entitlement_to(item, known) for item in ITEMS if only in (None, item.code))
    return (*(_as_given(each, given[each.code]) for each in by_rule), *own)


def _as_given(by_rule: Entitlement, given: Sequence[Entitlement]) -> Entitlement:
    """One answer of what the catalogue's rule says and what the authority gives of it: in the authority's words where
    they get at least as much by them.

    That settles what the rule leaves to the authority's own policy. It fulfils no other condition, and what was given
    once stays given.
    """
    most = min(given, key=_how_much, default=None)
    if most is None or _how_much(by_rule) < _how_much(most):
        return by_rule
    if by_rule.state == S.CONDITIONAL and by_rule.basis != EntitlementBasis.POLICY:
        return replace(by_rule, name=most.name, area=most.area, condition=most.condition)
    return replace(
        most,
        code=by_rule.code,
        amount=by_rule.amount,
        paid=by_rule.paid,
        remaining=by_rule.remaining,
        source=f"{most.source}; {by_rule.source}",
        flags=by_rule.flags,
    )


def _how_much(entitlement: Entitlement) -> int:
    return MOST_FIRST.index(entitlement.state)


def _local(item: LocalItem) -> CatalogueItem:
    def find(known: EntitlementFacts) -> Finding:
        theirs = known.periods_with(*(item.statuses or LEAVING_CARE_OR_QUALIFYING))
        aged = clip(theirs, known.birthday(item.from_age), known.birthday(item.to_age))
        windows = clip(aged, item.start or date.min, item.end)
        paid = sum(payment.amount for payment in known.paid(item.code))
        used = item.amount is not None and paid >= item.amount > 0
        return Finding(windows=windows, amount=item.amount, paid=paid, used=used)

    return CatalogueItem(
        code=item.code,
        name=item.name,
        area=LOCAL_AREA,
        basis=EntitlementBasis.POLICY,
        condition=item.condition,
        source="The authority's local offer",
        find=find,
    )
