"""The duty desk: by when a message is to be answered. Pure."""

from __future__ import annotations

from datetime import date

from careleavers.rules.dates import add_working_days


def answer_by(reached_on: date, *, is_urgent: bool, working_days: int) -> date:
    """The last day for the answer: that on which it arrived for whoever is not safe, else so many working days after.

    Local practice, no law: `working_days` is a setting of the authority.
    """
    return reached_on if is_urgent else add_working_days(reached_on, working_days)
