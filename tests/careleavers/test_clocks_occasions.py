"""Offers after 21, birthday letters and deaths. The law is in each test's id."""

from typing import Any

from careleavers.rules.clocks import ClockSettings
from tests.clock_cases import FORMER, NOT_SUPPORTED, RELEVANT, Row, owed, rows, table

OPTED_IN = "former_relevant_child/21-24 opted in 2033-05-01..2035-03-10"
WAITING = "former_relevant_child/21-24 2031-03-10..2033-05-01"


@table(
    (
        "s23CZB as soon as possible after 21",
        "offer_21",
        "2031-03-10",
        {"status_spans": [FORMER, NOT_SUPPORTED]},
        Row("2031-03-10", "2031-04-07", "warning"),
    ),
    ("s23CZB not before 21", "offer_21", "2031-03-09", {"status_spans": [FORMER, NOT_SUPPORTED]}, None),
    (
        "s23CZB an offer before 21 does not count",
        "offer_21",
        "2031-04-08",
        {"status_spans": [FORMER, NOT_SUPPORTED], "offers": "2031-03-09"},
        Row("2031-03-10", "2031-04-07", "overdue", late=1),
    ),
    (
        "s23CZB an offer on the birthday",
        "offer_21",
        "2031-04-08",
        {"status_spans": [FORMER, NOT_SUPPORTED], "offers": "2031-03-10"},
        Row("2031-03-10", "2031-04-07", "answered", "2031-03-10"),
    ),
    (
        "s23CZB not while support is received",
        "offer_21",
        "2031-04-08",
        {"status_spans": "former_relevant_child/21-24 education 2031-03-10..2033-07-01"},
        None,
    ),
    (
        "s23CZB support that ends at 22 starts it",
        "offer_21",
        "2032-03-11",
        {
            "status_spans": [
                "former_relevant_child/21-24 education 2031-03-10..2032-03-10",
                "former_relevant_child/21-24 2032-03-10..",
            ]
        },
        Row("2032-03-10", "2032-04-07", "warning"),
    ),
    ("s23CZB no yearly offer before the first", "offer_annual", "2032-03-10", {"status_spans": NOT_SUPPORTED}, None),
    (
        "s23CZB within 12 months of the last",
        "offer_annual",
        "2032-01-01",
        {"status_spans": NOT_SUPPORTED, "offers": ["2031-03-20"]},
        Row("2031-03-20", "2032-03-20", "running"),
    ),
    (
        "s23CZB each offer starts a year",
        "offer_annual",
        "2033-03-02",
        {"status_spans": NOT_SUPPORTED, "offers": ["2031-03-20", "2032-03-01"]},
        Row("2032-03-01", "2033-03-01", "overdue", late=1),
    ),
    (
        "s23CZB support asked for ends it",
        "offer_annual",
        "2033-06-01",
        {"status_spans": [WAITING, OPTED_IN], "offers": ["2032-06-01"]},
        Row("2032-06-01", "2033-06-01", "ended"),
    ),
    (
        "s23CZB support that ends later starts a year, not a first offer",
        "offer_annual",
        "2034-02-01",
        {
            "status_spans": [
                WAITING,
                "former_relevant_child/21-24 opted in 2033-05-01..2034-02-01",
                "former_relevant_child/21-24 2034-02-01..2035-03-10",
            ],
            "offers": ["2032-06-01"],
        },
        Row("2034-02-01", "2035-02-01", "running"),
    ),
)
def test_offers(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_history_of_yearly_offers() -> None:
    status_spans = [
        WAITING,
        "former_relevant_child/21-24 opted in 2033-05-01..2034-02-01",
        "former_relevant_child/21-24 2034-02-01..",
    ]
    assert rows("offer_annual", "2034-03-01", status_spans=status_spans, offers=["2031-03-20", "2032-06-01"]) == [
        Row("2031-03-20", "2032-03-20", "answered", "2032-06-01", 73),
        Row("2032-06-01", "2033-06-01", "ended"),
        Row("2034-02-01", "2035-02-01", "running"),
    ]


@table(
    (
        "local set to start while relevant",
        "birthday_letter",
        "2027-06-01",
        {"status_spans": RELEVANT},
        Row("2028-02-11", "2028-03-10", "not_started"),
    ),
    (
        "local warns 28 days before",
        "birthday_letter",
        "2028-02-11",
        {"status_spans": RELEVANT},
        Row("2028-02-11", "2028-03-10", "warning"),
    ),
    (
        "local due on the birthday",
        "birthday_letter",
        "2028-03-10",
        {"status_spans": [RELEVANT, FORMER]},
        Row("2028-02-11", "2028-03-10", "warning"),
    ),
    (
        "local overdue after the birthday",
        "birthday_letter",
        "2028-03-12",
        {"status_spans": [RELEVANT, FORMER]},
        Row("2028-02-11", "2028-03-10", "overdue", late=2),
    ),
    (
        "local sent in time",
        "birthday_letter",
        "2028-03-12",
        {"status_spans": [RELEVANT, FORMER], "letters": "18 2028-03-07"},
        Row("2028-02-11", "2028-03-10", "answered", "2028-03-07"),
    ),
    (
        "local sent before it warned",
        "birthday_letter",
        "2028-02-01",
        {"status_spans": [RELEVANT, FORMER], "letters": "18 2028-01-31"},
        Row("2028-02-11", "2028-03-10", "answered", "2028-01-31"),
    ),
    (
        "local a letter for another birthday does not count",
        "birthday_letter",
        "2028-03-12",
        {"status_spans": [RELEVANT, FORMER], "letters": "21 2028-03-07"},
        Row("2028-02-11", "2028-03-10", "overdue", late=2),
    ),
    (
        "local a letter that lies ahead is not seen",
        "birthday_letter",
        "2028-03-12",
        {"status_spans": [RELEVANT, FORMER], "letters": "18 2028-03-13"},
        Row("2028-02-11", "2028-03-10", "overdue", late=2),
    ),
    (
        "local a missed one ends when the next falls due",
        "birthday_letter",
        "2029-03-10",
        {"status_spans": [RELEVANT, FORMER]},
        Row("2029-02-10", "2029-03-10", "warning"),
    ),
    (
        "local at 21 without support too",
        "birthday_letter",
        "2032-03-01",
        {"status_spans": [FORMER, NOT_SUPPORTED], "letters": ["20 2030-03-10", "21 2031-03-09"]},
        Row("2032-02-11", "2032-03-10", "warning"),
    ),
    (
        "local who becomes former relevant on the birthday",
        "birthday_letter",
        "2028-03-10",
        {"status_spans": FORMER},
        Row("2028-03-10", "2028-03-10", "warning"),
    ),
    (
        "local starts to warn on the day, though the last one was sent",
        "birthday_letter",
        "2029-02-10",
        {"status_spans": [RELEVANT, FORMER], "letters": "18 2028-03-07"},
        Row("2029-02-10", "2029-03-10", "warning"),
    ),
    (
        "local none for the birthdays before the status began",
        "birthday_letter",
        "2029-02-15",
        {"status_spans": "former_relevant_child/18-20 2029-01-01..2031-03-10"},
        Row("2029-02-10", "2029-03-10", "warning"),
    ),
    (
        "local a status that ends on the day it would start to warn",
        "birthday_letter",
        "2028-02-20",
        {"status_spans": "relevant_child 2026-09-01..2028-02-11"},
        None,
    ),
    (
        "local a status that ends before the birthday",
        "birthday_letter",
        "2028-03-12",
        {"status_spans": "relevant_child 2026-09-01..2028-02-20"},
        Row("2028-02-11", "2028-03-10", "ended"),
    ),
    (
        "local no letter once the status is gone",
        "birthday_letter",
        "2028-03-01",
        {"status_spans": "relevant_child 2026-09-01..2027-03-01"},
        None,
    ),
    (
        "local no letter after a death",
        "birthday_letter",
        "2028-03-12",
        {"status_spans": [RELEVANT, FORMER], "died_on": "2028-02-20"},
        Row("2028-02-11", "2028-03-10", "ended"),
    ),
)
def test_birthday_letters(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected


def test_letter_ages_and_leap_days_are_settings() -> None:
    settings = ClockSettings(letter_ages=(25, 21), leap_day="28 February")
    leap = "former_relevant_child/18-20 2026-02-28..2029-02-28"
    assert owed("birthday_letter", "2029-02-01", settings, born="2008-02-29", status_spans=leap) == Row(
        "2029-01-31", "2029-02-28", "warning"
    )
    by_default = "former_relevant_child/18-20 2026-03-01..2029-03-01"
    assert owed(
        "birthday_letter", "2027-02-01", born="2008-02-29", status_spans=by_default, letters="18 2026-03-01"
    ) == Row("2027-02-01", "2027-03-01", "warning")
    late = "former_relevant_child/21-24 2029-02-28..2033-02-28"
    assert owed(
        "birthday_letter", "2033-02-10", settings, born="2008-02-29", status_spans=[leap, late], letters="21 2029-02-20"
    ) == Row("2033-01-31", "2033-02-28", "warning")


def test_an_age_named_twice_is_one_letter_and_no_ages_are_no_letters() -> None:
    twice, none = ClockSettings(letter_ages=(18, 18)), ClockSettings(letter_ages=())
    late = Row("2028-02-11", "2028-03-10", "overdue", late=2)
    assert rows("birthday_letter", "2028-03-12", twice, status_spans=[RELEVANT, FORMER])[-1:] == [late]
    assert rows("birthday_letter", "2028-03-12", none, status_spans=[RELEVANT, FORMER]) == []


@table(
    (
        "WT 2023 five working days over a bank holiday weekend",
        "death_notification",
        "2028-04-14",
        {"status_spans": FORMER, "died_on": "2028-04-12", "death_known_on": "2028-04-13"},
        Row("2028-04-13", "2028-04-24", "warning"),
    ),
    (
        "WT 2023 the day it came to be known is not given",
        "death_notification",
        "2028-05-16",
        {"status_spans": FORMER, "died_on": "2028-05-08"},
        Row("2028-05-08", "2028-05-15", "overdue", late=1),
    ),
    (
        "WT 2023 not known yet",
        "death_notification",
        "2028-04-12",
        {"status_spans": FORMER, "died_on": "2028-04-12", "death_known_on": "2028-04-13"},
        None,
    ),
    (
        "WT 2023 on the day it is known",
        "death_notification",
        "2028-04-13",
        {"status_spans": FORMER, "died_on": "2028-04-12", "death_known_on": "2028-04-13"},
        Row("2028-04-13", "2028-04-24", "warning"),
    ),
    (
        "WT 2023 told in time",
        "death_notification",
        "2028-06-01",
        {"status_spans": FORMER, "died_on": "2028-05-08", "done": "death_notification 2028-05-09"},
        Row("2028-05-08", "2028-05-15", "answered", "2028-05-09"),
    ),
    (
        "WT 2023 at 24 without support",
        "death_notification",
        "2035-03-09",
        {"status_spans": NOT_SUPPORTED, "died_on": "2035-03-09"},
        Row("2035-03-09", "2035-03-16", "warning"),
    ),
    (
        "WT 2023 not at 25",
        "death_notification",
        "2035-03-10",
        {"status_spans": "former_relevant_child/25 and over, education 2035-03-10..", "died_on": "2035-03-10"},
        None,
    ),
    (
        "WT 2023 not on the 25th birthday, whatever the status",
        "death_notification",
        "2035-03-10",
        {"status_spans": "former_relevant_child/21-24 2031-03-10..", "died_on": "2035-03-10"},
        None,
    ),
    (
        "WT 2023 not a child in care who is not eligible",
        "death_notification",
        "2024-05-02",
        {"status_spans": "looked_after 2020-06-01..", "died_on": "2024-05-01"},
        None,
    ),
    (
        "WT 2023 not a care leaver at the time",
        "death_notification",
        "2029-03-10",
        {"status_spans": "relevant_child 2026-09-01..2027-03-01", "died_on": "2029-03-01"},
        None,
    ),
    ("WT 2023 nobody died", "death_notification", "2029-03-10", {"status_spans": FORMER}, None),
)
def test_deaths(code: str, on: str, written: dict[str, Any], expected: Row | None) -> None:
    assert owed(code, on, **written) == expected
