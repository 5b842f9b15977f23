"""What the Settings page says reaches the catalogue of entitlements and the clocks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careleavers.rules.clocks import DEFAULTS as CLOCKS
from careleavers.rules.policies import REGISTRY, defaults
from offers.documents.composing import composer_for
from offers.queries.entitlements import ENTITLEMENT_POLICIES, entitlement_settings
from offers.rules.catalogue import SETTINGS_IN_WORDS, EntitlementSettings, EntitlementState, Person, entitlements
from pathways.rules.alert_duties import CLOCK_POLICIES, clock_settings
from tests.cast import TODAY, Cast
from tests.factories import LetterFactory, PolicyValueFactory, give_status
from tests.offers.catalogue_cases import BORN, LEAVER

AT_19 = date(2024, 6, 1)


def test_unless_chosen_otherwise_the_settings_are_those_of_the_rules() -> None:
    assert entitlement_settings(defaults()) == EntitlementSettings()
    assert clock_settings(defaults()) == CLOCKS


def test_every_setting_named_is_on_the_settings_page() -> None:
    assert {*ENTITLEMENT_POLICIES.values(), *CLOCK_POLICIES} <= REGISTRY.keys()
    assert ENTITLEMENT_POLICIES.keys() <= SETTINGS_IN_WORDS.keys()


@pytest.mark.parametrize(
    ("policy", "value", "code", "state", "amount"),
    [
        ("setting_up_home", 3500, "setting_up_home_allowance", EntitlementState.OPEN, 3500),
        ("setting_up_home", 0, "setting_up_home_allowance", EntitlementState.OPEN, 3000),
        ("setting_up_home_to_age", 19, "setting_up_home_allowance", EntitlementState.CLOSED, 3000),
        ("council_tax", "no", "council_tax", EntitlementState.CONDITIONAL, None),
        ("council_tax", "21", "council_tax", EntitlementState.OPEN, None),
        ("no_intentional_homelessness", "yes", "no_intentional_homelessness", EntitlementState.OPEN, None),
    ],
    ids=str,
)
def test_a_councils_own_choice_is_what_is_told(
    policy: str, value: Any, code: str, state: EntitlementState, amount: int | None
) -> None:
    settings = entitlement_settings(defaults() | {policy: value})
    [found] = [
        each for each in entitlements(Person(date_of_birth=BORN, statuses=LEAVER), AT_19, settings) if each.code == code
    ]
    assert (found.state, found.amount) == (state, amount)


def test_days_chosen_for_plans_reach_the_clocks() -> None:
    chosen = clock_settings(defaults() | {"as_soon_as_possible_days": 14, "review_after_move_overdue_days": 40})
    assert (chosen.as_soon_as_possible_days, chosen.review_after_move_overdue_days) == (14, 40)


def test_nought_on_the_settings_page_leaves_weeks_unset() -> None:
    chosen = clock_settings(defaults() | {"lost_touch_weeks": 12, "qualifying_contact_weeks": 13})
    assert (chosen.lost_touch_weeks, chosen.qualifying_contact_weeks) == (12, 13)
    assert (clock_settings(defaults()).lost_touch_weeks, clock_settings(defaults()).qualifying_contact_weeks) == (
        None,
        None,
    )


@pytest.mark.parametrize(
    ("from_on", "amount"),
    [("2026-12-06", "£3,500"), ("2026-12-07", "£3,500"), ("2026-12-08", "£3,000")],
    ids=["the day before the birthday", "on the birthday", "the day after"],
)
def test_a_letter_promises_what_is_in_force_on_the_birthday(cast: Cast, scene, from_on: str, amount: str) -> None:
    """19 on 7 December; the level was raised ahead. Seen to fail: with the policies of the day it was written."""
    with scene():
        type(cast.amira).objects.filter(pk=cast.amira.pk).update(date_of_birth=date(2007, 12, 7))
        cast.amira.refresh_from_db()
        give_status(cast.amira, "former_relevant")
        PolicyValueFactory.create(key="setting_up_home", value=3500, from_on=date.fromisoformat(from_on))
        letter = LetterFactory.create(person=cast.amira, occasion="19", occurrence_on=date(2026, 12, 7))
    cast.amira.refresh_from_db()
    letter.person = cast.amira
    words = str(composer_for([letter], TODAY).letter_text(letter))
    assert amount in words
