"""What the local offer gives of the catalogue: one answer of the rule and of the authority's choice."""

import pytest

from offers.rules.catalogue import EntitlementSettings, LocalItem, Person, entitlements
from tests.offers.catalogue_cases import BORN, DEGREE, HE, HOME, LEAVER, PAID_HE, asked, d

TAX, SKILLS, TRAVEL = "council_tax", "financial_literacy", "employment_help"
GIVEN = {"name": "In our words", "condition": "Send us your bill.", "from_age": 18}


@pytest.mark.parametrize(
    ("code", "on", "more", "state", "in_our_words"),
    [
        pytest.param(TAX, "2024-06-01", {}, "open", True, id="the authority's choice settles its own policy"),
        pytest.param(TAX, "2022-01-01", {}, "later", True, id="it opens at 18"),
        pytest.param(TAX, "2026-06-01", {"to_age": 21}, "conditional", False, id="past the ages of the entry"),
        pytest.param(
            TAX, "2024-06-01", {"statuses": ("person_qualifying",)}, "conditional", False, id="for another status"
        ),
        pytest.param(HE, "2024-06-01", {}, "conditional", True, id="no course: the entry is no answer to that"),
        pytest.param(HOME, "2024-06-01", {}, "open", True, id="the law and the offer"),
        pytest.param(TRAVEL, "2026-06-01", {}, "open", True, id="longer than the law"),
        pytest.param(SKILLS, "2024-06-01", {}, "open", True, id="before the law is in force"),
        pytest.param(SKILLS, "2031-06-01", {}, "closed", True, id="after the last birthday"),
    ],
)
def test_what_the_offer_gives_of_the_catalogue_is_one_answer(code, on, more, state, in_our_words):
    """Seen to fail: where the entry fulfilled every condition."""
    given = LocalItem(code="offer-ours", entitlement=code, **GIVEN | more)
    settings = EntitlementSettings(local_items=(given,))
    answer, without = asked(code, on, settings=settings), asked(code, on)
    assert answer.state == state
    assert (answer.condition == "Send us your bill.") is (answer.name == "In our words") is in_our_words
    assert (answer.amount, answer.remaining) == (without.amount, without.remaining)


def test_what_was_given_once_stays_given_whatever_the_offer_says():
    given = LocalItem(code="offer-ours", entitlement=HE, **GIVEN)
    settings = EntitlementSettings(local_items=(given,))
    assert asked(HE, "2024-06-01", settings=settings, courses=(DEGREE,)).remaining == 2000
    assert asked(HE, "2024-06-01", settings=settings, courses=(DEGREE,), payments=PAID_HE).state == "used"


def test_of_two_entries_that_give_the_same_the_one_for_their_age_counts():
    young = LocalItem(code="offer-a", entitlement=TAX, **GIVEN | {"name": "To 21", "to_age": 21})
    older = LocalItem(code="offer-b", entitlement=TAX, **GIVEN | {"name": "From 21", "from_age": 21})
    for items in ((young, older), (older, young)):
        settings = EntitlementSettings(local_items=items)
        assert [asked(TAX, on, settings=settings).name for on in ("2024-06-01", "2027-06-01")] == ["To 21", "From 21"]
        [only] = entitlements(Person(date_of_birth=BORN, statuses=LEAVER), d("2024-06-01"), settings, only=TAX)
        assert only.name == "To 21"
