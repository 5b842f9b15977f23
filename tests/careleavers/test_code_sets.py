"""The code sets that rules ask about, beside DfE's own lists and rules."""

from __future__ import annotations

import pytest

from careleavers.rules import code_labels, codes
from careleavers.rules.code_sets import (
    APPRENTICESHIPS,
    BANDS,
    COURSES,
    IN_EET,
    NEVER_SUITABLE,
    NOT_A_MOVE,
    NOWHERE_TO_VISIT,
    Activity,
    Band,
    HomeKind,
    Status,
)


def test_every_letter_and_activity_that_dfe_ever_used_is_a_member() -> None:
    assert {code[0] for code in codes.ever_valid("OC3.ACCOM")} == set(HomeKind)
    assert codes.ever_valid("OC3.ACTIV") == set(Activity)


def test_rule_133_calls_suitable_every_kind_of_home_but_no_fixed_abode_and_custody() -> None:
    suitable = {code[0] for code in codes.ever_valid("OC3.ACCOM") if code.endswith("1")}
    assert set(HomeKind) - suitable - {HomeKind.NOT_IN_TOUCH} == NEVER_SUITABLE


@pytest.mark.parametrize(
    ("members", "codes_in_it"),
    [
        (NEVER_SUITABLE, "S X"),
        ({kind for kind in HomeKind if kind.outside_our_reach}, "G H R"),
        (NOT_A_MOVE, "R 0"),
        (NOWHERE_TO_VISIT, "0 G H R S X"),
        (IN_EET, "F1 P1 F2 P2 F4 P4 F5 P5"),
        (COURSES, "F1 P1 F2 P2"),
        (APPRENTICESHIPS, "F4 P4"),
        ({activity for activity in Activity if activity.is_higher_education}, "F1 P1"),
        ({activity for activity in Activity if activity.is_full_time}, "F1 F2 F3 F4 F5"),
        ({band for band in Band if band.in_education}, "21-24+education 25+and+over,+education"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_true_of_which_codes(members: frozenset[str], codes_in_it: str) -> None:
    assert {code.replace("+", " ") for code in codes_in_it.split()} == members


def test_members_are_the_stored_text() -> None:
    assert "X" in NEVER_SUITABLE
    assert BANDS["former_relevant_child"] == Status.FORMER_RELEVANT_CHILD.bands
    assert f"{Band.OPTED_IN}, {Status('none')}" == "21-24 opted in, none"


def test_a_code_that_never_was_is_shown_as_stored() -> None:
    assert (code_labels.home_words("Q"), code_labels.occupation_words("Q9")) == ("Accommodation Q", "Activity Q9")
    assert (code_labels.home_words("X"), code_labels.occupation_words("F4")) == ("In custody", "Apprenticeship")
