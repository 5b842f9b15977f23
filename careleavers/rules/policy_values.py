"""Whether a value can be used for a policy. Pure."""

from __future__ import annotations

import re
from typing import Any

from careleavers.rules import colours, phones
from careleavers.rules.policies import Policy
from careleavers.rules.printing import cannot_print


def problem(policy: Policy, value: Any) -> str | None:
    """What is wrong with a value, as a sentence that says what to do; None when it can be used."""
    checks = {
        "text": _text_problem,
        "phone": _phone_problem,
        "email": _email_problem,
        "website": _website_problem,
        "lines": _lines_problem,
        "colour": _colour_problem,
        "number": _number_problem,
        "percentage": _number_problem,
        "choice": _choice_problem,
        "ages": _ages_problem,
    }
    return checks[policy.kind](policy, value) or (cannot_print(value) if isinstance(value, str) else None)


def _text_problem(policy: Policy, value: Any) -> str | None:
    if isinstance(value, str) and len(value) <= LONGEST_LINE and "\n" not in value:
        return None
    return f"Write at most {LONGEST_LINE} characters, so that it fits on one line of a letter."


def _phone_problem(policy: Policy, value: Any) -> str | None:
    return phones.problem("phone", value) if value else None


EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[A-Za-z]{2,}")
WEBSITE = re.compile(r"(https?://)?([A-Za-z0-9-]+\.)+[A-Za-z]{2,}(:\d+)?(/\S*)?")
MOST_LINES = 7  # more run into the heading of a letter
LONGEST_LINE = 60
LONGEST_ADDRESS = 200  # of email or web


def _email_problem(policy: Policy, value: Any) -> str | None:
    if value and not (isinstance(value, str) and EMAIL.fullmatch(value)):
        return "Write an email address, such as leavingcare@council.gov.uk."
    return None if len(value) <= LONGEST_ADDRESS else f"Write at most {LONGEST_ADDRESS} characters."


def _website_problem(policy: Policy, value: Any) -> str | None:
    if value and not (isinstance(value, str) and WEBSITE.fullmatch(value)):
        return "Write a web address, such as www.council.gov.uk/care-leavers."
    return None if len(value) <= LONGEST_ADDRESS else f"Write at most {LONGEST_ADDRESS} characters."


def _lines_problem(policy: Policy, value: Any) -> str | None:
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        return f"Write at most {MOST_LINES} lines: there are {len(lines)}, and more do not fit on a letter."
    if any(len(line) > LONGEST_LINE for line in lines):
        return f"Shorten each line to {LONGEST_LINE} characters, so that it fits on a letter."
    return None


def _number_problem(policy: Policy, value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and policy.minimum <= value <= policy.maximum:
        return None
    return f"Write a whole number from {policy.minimum} to {policy.maximum}."


def _choice_problem(policy: Policy, value: Any) -> str | None:
    return None if value in dict(policy.choices) else "Choose one of the values offered."


def _ages_problem(policy: Policy, value: Any) -> str | None:
    good = isinstance(value, list) and all(isinstance(age, int) and 16 <= age <= 25 for age in value)
    return None if good else "Write ages from 16 to 25, with commas between them."


def _colour_problem(policy: Policy, value: Any) -> str | None:
    if not isinstance(value, str) or not colours.is_colour(value):
        return "Write a colour as # and six letters or figures, such as #0b5c63."
    if colours.contrast(value, "#ffffff") < colours.ENOUGH:
        return "White text cannot be read on this colour: choose a darker one."
    return None
