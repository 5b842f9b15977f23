"""What a young person is entitled to on a day, by law, guidance, schemes and the authority's policy, and why."""

from datetime import date

from careleavers.rules.dates import clip
from offers.rules.catalogue import housing, money, support
from offers.rules.catalogue.facts import (
    SETTINGS_IN_WORDS,
    CouncilTaxPolicy,
    Course,
    Known,
    Level,
    LocalItem,
    Payment,
    Person,
    Residence,
    Settings,
    StatusPeriod,
)
from offers.rules.catalogue.findings import Basis, Entitlement, Finding, Flag, Item, State, judged

__all__ = [
    "ITEMS",
    "LOCAL_AREA",
    "SETTINGS_IN_WORDS",
    "Basis",
    "CouncilTaxPolicy",
    "Course",
    "Entitlement",
    "Flag",
    "Item",
    "Level",
    "LocalItem",
    "Payment",
    "Person",
    "Residence",
    "Settings",
    "State",
    "StatusPeriod",
    "entitlements",
]

ITEMS: tuple[Item, ...] = (*support.ITEMS, *money.ITEMS, *housing.ITEMS)
LOCAL_AREA = "local"
CARE_LEAVER_STATUSES = ("eligible_child", "relevant_child", "former_relevant_child", "person_qualifying")


def entitlements(person: Person, on: date, settings: Settings = Settings()) -> tuple[Entitlement, ...]:  # noqa: B008 frozen
    """Where the person stands on the day with every item of the catalogue and of the authority's own.

    Only what is recorded is used; what is missing shows as a condition. Payments after the day are not seen.
    """
    known = Known(person, on, settings)
    local = (_local(item) for item in settings.local_items)
    return tuple(judged(item, known) for item in (*ITEMS, *local))


def _local(item: LocalItem) -> Item:
    def find(known: Known) -> Finding:
        theirs = known.days(*(item.statuses or CARE_LEAVER_STATUSES))
        aged = clip(theirs, known.birthday(item.from_age), known.birthday(item.to_age))
        windows = clip(aged, item.start or date.min, item.end)
        paid = sum(payment.amount for payment in known.paid(item.code))
        used = item.amount is not None and paid >= item.amount > 0
        return Finding(windows=windows, amount=item.amount, paid=paid, used=used)

    return Item(
        code=item.code,
        name=item.name,
        area=LOCAL_AREA,
        basis=Basis.POLICY,
        condition=item.condition,
        source="The authority's local offer",
        find=find,
    )
