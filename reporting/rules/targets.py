"""Targets of figures in words. Pure."""

from __future__ import annotations

from datetime import date

from careleavers.rules.words import day


def targets_in_words(target: int, stretch: int | None) -> str:
    """ "70 %", or "70 %, stretch 80 %"."""
    return f"{target} %, stretch {stretch} %" if stretch else f"{target} %"


def set_in_words(what: str, percent: int, from_on: date | None, by: str) -> str:
    """ "Target 70 %, set by Vera Vaughan, from 1 April 2026"; without a day nobody has chosen one."""
    if from_on is None:
        return f"{what} {percent} %, as this system came: nobody has set another"
    return f"{what} {percent} %, set by {by or 'an administrator'}, from {day(from_on)}"
