"""Targets of figures in words. Pure."""

from __future__ import annotations

from datetime import date

from careleavers.rules.policies import TARGETS, Policy
from careleavers.rules.words import day


def stretch_of(target: Policy) -> Policy:
    """The setting of a target beyond the target, in percent; 0 is none."""
    label = f"{target.label}: stretch target"
    return Policy(f"stretch_{target.key}", TARGETS, label, "percentage", 0, zero="none", maximum=100)


def targets_in_words(target: int, stretch: int | None) -> str:
    """ "70 %", or "70 %, stretch 80 %"."""
    return f"{target} %, stretch {stretch} %" if stretch else f"{target} %"


def set_in_words(what: str, goal: str, from_on: date | None, by: str) -> str:
    """ "Target 70 %, set by Vera Vaughan, from 1 April 2026"; without a day nobody has chosen one."""
    if from_on is None:
        return f"{what} {goal}, as this system came: nobody has set another"
    return f"{what} {goal}, set by {by or 'an administrator'}, from {day(from_on)}"
