"""Dates and amounts in words, and colours, as tables with literal days."""

from datetime import date, timedelta

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from careleavers.rules import colours, words
from careleavers.templatetags import shell

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("when", "ago", "due"),
    [
        (date(2026, 11, 22), "today", "due today"),
        (date(2026, 11, 21), "yesterday", "1 day overdue · 21 Nov"),
        (date(2026, 11, 23), "tomorrow", "due tomorrow · 23 Nov"),
        (date(2026, 11, 16), "6 days ago", "6 days overdue · 16 Nov"),
        (date(2026, 11, 9), "13 days ago", "13 days overdue · 9 Nov"),
        (date(2026, 11, 8), "2 weeks ago", "2 weeks overdue · 8 Nov"),
        (date(2026, 10, 18), "5 weeks ago", "5 weeks overdue · 18 Oct"),
        (date(2026, 9, 13), "10 weeks ago", "10 weeks overdue · 13 Sep"),
        (date(2026, 8, 3), "15 weeks ago", "15 weeks overdue · 3 Aug"),
        (date(2026, 8, 2), "3 months ago", "3 months overdue · 2 Aug"),
        (date(2026, 5, 24), "5 months ago", "5 months overdue · 24 May"),
        (date(2026, 5, 23), "5 months ago", "5 months overdue · 23 May 2026"),
        (date(2024, 11, 23), "23 months ago", "23 months overdue · 23 Nov 2024"),
        (date(2024, 11, 22), "2 years ago", "2 years overdue · 22 Nov 2024"),
        (date(2026, 11, 25), "in 3 days", "due in 3 days · 25 Nov"),
        (date(2027, 1, 4), "in 6 weeks", "due in 6 weeks · 4 Jan"),
        (date(2027, 11, 23), "in 12 months", "due in 12 months · 23 Nov 2027"),
        (date(2027, 11, 24), "in 12 months", "not due until 24 Nov 2027"),
        (date(2028, 2, 29), "in 15 months", "not due until 29 Feb 2028"),
        (date(2036, 2, 29), "in 9 years", "not due until 29 Feb 2036"),
    ],
)
def test_how_far_away_a_day_is(when: date, ago: str, due: str) -> None:
    assert words.ago(when, TODAY) == ago
    assert words.due(when, TODAY) == due


def test_addresses_break_where_they_may() -> None:
    assert shell.email("karim.aziz@wendmere.example") == "karim.aziz<wbr>@wendmere.example"
    assert shell.email("<b>@x") == "&lt;b&gt;<wbr>@x"
    assert (
        shell.in_one_line(["12 Station Road", "Eastmarsh", "LE0 2AE"])
        == "12 Station Road, Eastmarsh, LE0\N{NO-BREAK SPACE}2AE"
    )
    assert shell.in_one_line(["Flat 2 B1", "Rue 3"]) == "Flat 2 B1, Rue 3"


@given(start=DAYS, days=st.integers(0, 12_000))
def test_a_span_never_overstates(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    number, unit = words.span(start, end).split()
    shortest = {"day": 1, "week": 7, "month": 28, "year": 365}[unit.rstrip("s")]
    assert int(number) * shortest <= days < (int(number) + 1) * {1: 1, 7: 7, 28: 31, 365: 366}[shortest]


@given(start=DAYS, days=st.integers(0, 12_000))
def test_one_day_later_is_never_described_as_less(start: date, days: int) -> None:
    def size(phrase: str) -> int:
        number, unit = phrase.split()
        return int(number) * {"day": 1, "week": 7, "month": 31, "year": 366}[unit.rstrip("s")]

    end = start + timedelta(days=days)
    # The units meet at 16 weeks, where 15 weeks become 3 months: 105 days and 93.
    assert size(words.span(start, end + timedelta(days=1))) >= size(words.span(start, end)) - 12


@pytest.mark.parametrize(
    ("items", "phrase"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listing(items: list[str], phrase: str) -> None:
    assert words.listing(items) == phrase


@pytest.mark.parametrize(
    ("number", "nouns", "phrase"),
    [
        (0, "day", "0 days"),
        (1, "day", "1 day"),
        (1, "person,people", "1 person"),
        (1200, "person,people", "1,200 people"),
    ],
)
def test_amount(number: int, nouns: str, phrase: str) -> None:
    assert shell.amount(number, nouns) == phrase


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("07700 900123", '<a class="govuk-link tel" href="tel:+447700900123">07700 900123</a>'),
        ("+44 7700 900123", '<a class="govuk-link tel" href="tel:+447700900123">+44 7700 900123</a>'),
        ("00353 1 234 5678", '<a class="govuk-link tel" href="tel:0035312345678">00353 1 234 5678</a>'),
        ("ask <b>Jo</b>", "ask &lt;b&gt;Jo&lt;/b&gt;"),
        ("999", "999"),
        ("", ""),
    ],
)
def test_telephone_links(typed: str, html: str) -> None:
    assert shell.tel(typed) == html


def test_a_tag_escapes_its_words() -> None:
    page = Template('{% load shell %}{% tag words "stop" %}').render(Context({"words": "<i>late</i>"}))
    assert page == '<strong class="tag tag--stop">&lt;i&gt;late&lt;/i&gt;</strong>'


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54), ("#123456", "#123456", 1)],
)
def test_contrast_as_wcag_defines_it(one: str, other: str, ratio: float) -> None:
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert colours.contrast(other, one) == pytest.approx(ratio, abs=0.01)


@given(channels=st.tuples(*[st.integers(0, 255)] * 3))
def test_every_colour_becomes_one_that_can_be_read(channels: tuple[int, int, int]) -> None:
    chosen = "#{:02x}{:02x}{:02x}".format(*channels)
    given_back = colours.readable(chosen)
    assert colours.is_colour(given_back)
    for ground in ("#ffffff", "#fefdfb"):
        assert colours.contrast(given_back, ground) >= 4.5
    if colours.contrast(chosen, "#ffffff") >= colours.ENOUGH:
        assert given_back == chosen


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("letter for council tax", "a letter for council tax"),
        ("invitation to a review", "an invitation to a review"),
        ("Education", "an Education"),
        ("use of a room", "a use of a room"),
    ],
)
def test_a_noun_has_its_article(noun: str, said: str) -> None:
    """Seen to fail: Today said "a invitation to a review to approve"."""
    assert words.with_article(noun) == said
