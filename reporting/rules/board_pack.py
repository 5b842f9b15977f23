"""The subjects of the pack for the Corporate Parenting Board, one page each. Pure.

They follow what Ofsted looks at in the experiences and progress of care leavers (ILACS), and the six areas of the local
offer (Children and Social Work Act 2017 s2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reporting.rules.duty_measures import ADVISER_AGES
from reporting.rules.period_measures import STAGES, STEPS

WIDE = 60  # characters
NUMBERS = (*"0123456789c–", "")  # how the cell of a number begins
GLANCE, HEALTH, VOICE, BETTER = "board_glance", "board_health", "board_voice", "board_better"


class Subject(NamedTuple):
    """One page: what the Board asks, the measure that answers it ("" for none), and the duties and the measures of what
    happened that belong to it."""

    key: str
    heading: str
    question: str
    measure: str = ""
    duties: tuple[str, ...] = ()
    happenings: tuple[str, ...] = ()


SUBJECTS: Mapping[str, Subject] = {
    subject.key: subject
    for subject in (
        Subject(GLANCE, "At a glance", "How are our care leavers doing?"),
        Subject(
            "board_homes",
            "Where they live",
            "Do they live in homes that suit them, and do we see them there?",
            "ACCOM_SUITABLE",
            ("VISIT_7D", "VISIT_28D", "VISIT_2M"),
            ("B_AND_B", "NFA", "CUSTODY", "TENANCIES_KEPT"),
        ),
        Subject(
            "board_work",
            "Education and work",
            "Are they in education, employment or training?",
            "EET",
            happenings=tuple(each.code for each in (*STAGES.values(), *STEPS.values())),
        ),
        Subject(
            "board_touch",
            "In touch",
            "Do we speak with them, and act when we do not?",
            "IN_TOUCH_8W",
            ("CONTACT", "RISK", "OFFER_21"),
            ("UNSUIT_RA",),
        ),
        Subject(
            "board_plans",
            "Plans and advisers",
            "Does everybody have a plan, and somebody who works with them?",
            "PP_IN_DATE",
            ("ASSESSED", "FIRST_PLAN", "REVIEWED", *(f"ADVISER_{age}" for age in ADVISER_AGES)),
            ("PP_AUTHORISED",),
        ),
        Subject(HEALTH, "Health", "Do they have what their health needs?", "", ("HEALTH_18",)),
        Subject(
            VOICE,
            "What they tell us",
            "What did they say, and what did we do?",
            "",
            ("LETTERS", "PROMISES"),
            ("LETTERS_LAPSED",),
        ),
        Subject(BETTER, "What we do better", "What has become of what was recommended to us?"),
    )
}


@dataclass(frozen=True)
class PackTable:
    """`head` of its columns; a row is a label and its cells, "c" where a number is hidden. `has_total`: the last row is
    everybody."""

    caption: str
    head: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    has_total: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether the heads of the columns need two lines on paper."""
        return sum(map(len, self.head)) > WIDE

    @property
    def is_numbers(self) -> bool:
        """Whether all but the labels are numbers, or signs for them."""
        return all(cell[:1] in NUMBERS for _, cells in self.rows for cell in cells)

    @property
    def labelled(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each row with every cell beside the head of its column."""
        return [(label, list(zip(self.head[1:], cells, strict=True))) for label, cells in self.rows]
