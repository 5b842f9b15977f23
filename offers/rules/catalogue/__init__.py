"""What a young person is entitled to on a day, by law, guidance, schemes and the authority's policy, and why."""

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
DEFAULT_SETTINGS = EntitlementSettings()
LOCAL_AREA = "local"


def entitlements(
    person: Person, on: date, settings: EntitlementSettings = DEFAULT_SETTINGS, only: str | None = None
) -> tuple[Entitlement, ...]:
    """The state of every item of the catalogue, and of the authority's own items, for the person on the day.

    `only`: the code of the one item to ask about. Only what is recorded is used; what is missing shows as a condition.
    Payments after the day are not seen.
    """
    known = EntitlementFacts(person, on, settings)
    local = (_local(item) for item in settings.local_items)
    items = (item for item in (*ITEMS, *local) if only in (None, item.code))
    return tuple(entitlement_to(item, known) for item in items)


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
