"""Dates and amounts in words. Pure: days come in, a phrase comes out; no full stops, so that phrases can be joined."""

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from functools import lru_cache

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Up to here a reader thinks in the smaller unit.
DAYS_IN_DAYS = 14
DAYS_IN_WEEKS = 16 * 7
MONTHS_IN_MONTHS = 24
# A day and month alone can only be misread when the year is far off.
DAYS_WITHOUT_YEAR = 182
# What is due later than this is nothing that anybody prepares for.
DAYS_OF_A_YEAR = 366


def amount(number: int, one: str, many: str | None = None) -> str:
    """ "1 day", "2 days", "3 people" (amount(3, "person", "people"))."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def in_pounds(pounds: Decimal | int) -> str:
    """ "£1,120.00", "£92": with the pence that it is given with."""
    return f"£{pounds:,}"


def listing(items: Iterable[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"; nothing for nothing."""
    *before, end = list(items) or [""]
    return f"{', '.join(before)} {last} {end}" if before else end


@lru_cache(maxsize=16_384)
def day(when: date) -> str:
    """ "16 November 2026"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def with_article(noun: str) -> str:
    """ "a letter", "an invitation": by its first letter, which is enough for what the product counts and sends."""
    return f"{'an' if noun[:1].lower() in tuple('aeio') else 'a'} {noun}"


def and_more(first: str, others: int) -> str:
    """ "Pay the rent, and 2 more": what stands for several, by the first of them; alone where there are no others."""
    return f"{first}, and {amount(others, 'more', 'more')}" if others else first


def weekday(when: date) -> str:
    """ "Monday 16 November"."""
    return f"{WEEKDAYS[when.weekday()]} {when.day} {MONTHS[when.month - 1]}"


def hour(at: time) -> str:
    """ "9 am", "3.30 pm", "noon", "midnight"."""
    if not at.minute and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"


def short_day(when: date, today: date) -> str:
    """ "16 Nov", with the year when it is more than half a year from today."""
    short = f"{when.day} {MONTHS[when.month - 1][:3]}"
    return short if abs((when - today).days) <= DAYS_WITHOUT_YEAR else f"{short} {when.year}"


def span(start: date, end: date) -> str:
    """The whole days, weeks, months or years from start to end (start <= end): "6 days", "5 weeks", "8 months"."""
    days = (end - start).days
    if days < DAYS_IN_DAYS:
        return amount(days, "day")
    if days < DAYS_IN_WEEKS:
        return amount(days // 7, "week")
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if months < MONTHS_IN_MONTHS:
        return amount(months, "month")
    return amount(months // 12, "year")


def ago(when: date, today: date) -> str:
    """ "today", "yesterday", "5 weeks ago"; for days to come "tomorrow", "in 5 weeks"."""
    match (when - today).days:
        case 0:
            return "today"
        case -1:
            return "yesterday"
        case 1:
            return "tomorrow"
        case days if days < 0:
            return f"{span(when, today)} ago"
        case _:
            return f"in {span(today, when)}"


def is_far_ahead(when: date, today: date) -> bool:
    """More than a year from today: nothing is due until then."""
    return (when - today).days > DAYS_OF_A_YEAR


def due(when: date, today: date) -> str:
    """ "6 days overdue · 16 Nov", "due today", "due tomorrow · 23 Nov", "due in 3 weeks · 15 Dec"; "not due until 1 Mar
    2036" where it is far ahead."""
    if when == today:
        return "due today"
    if is_far_ahead(when, today):
        return f"not due until {short_day(when, today)}"
    phrase = f"{span(when, today)} overdue" if when < today else f"due {ago(when, today)}"
    return f"{phrase} · {short_day(when, today)}"


def year_from_april(began: int) -> str:
    """ "2026-27": the year that begins on 1 April 2026, of money and of the return alike."""
    return f"{began}-{(began + 1) % 100:02}"


def storable(text: str) -> str:
    """The text without what Postgres refuses: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode(errors="ignore").decode()
