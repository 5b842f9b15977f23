"""Every rule, source, setting and unsettled point that the code holds, as one document for a legal team to sign."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from careleavers.management.commands.law import SETTINGS as LAW_SETTINGS
from careleavers.rules import clocks, words
from careleavers.rules.law import StatusSettings
from careleavers.rules.law import rules as law_rules
from careleavers.rules.law.unsettled import POINTS
from offers.rules import catalogue
from pathways.rules.clocks import AUTHORITY_DUTIES, CLOCKS, DONE_BY_RECORD, EVENTS
from reporting.rules.return_rules import RULES as RETURN_RULES

OPENING = """\
# The rules this product works by

Written from the code by `manage.py rules_doc`; a test fails where the two differ, so change the code, not this file.
It is for the council's legal team to read and sign. *CLR* is the Care Leavers (England) Regulations 2010
(SI 2010/2571); *HEB* the higher education bursary regulations 2009; *Vol 3* the Children Act 1989 guidance, volume 3
(February 2025); *CA 1989* the Children Act 1989; *LOG* the local offer guidance. England only.

Guidance is followed unless local circumstances are exceptional; where it differs from an Act or regulation, the Act
or regulation applies, and the point is listed as unsettled. An unsettled point is never decided silently: it is a
setting, a flag that shows every outcome where it changes an answer, or a note under its rule.
"""
SIGNATURES = """\
## Agreed

A council's decision on a setting or an unsettled point is recorded in the product with its reason; this table is for
the paper copy.

| For | Name | Role | Day | Signature |
| --- | --- | --- | --- | --- |
| Children's services | | | | |
| Legal services | | | | |
"""


def document() -> str:
    """The whole document, as Markdown that ends in one line break."""
    parts = [OPENING, *law(), *duty_clocks(), *entitlements(), *return_rules(), SIGNATURES]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def law() -> Iterator[str]:
    yield "## 1. Legal status"
    yield "The tests that a status depends on. … is the place of a day or a number."
    rules = [rule for rule in vars(law_rules).values() if isinstance(rule, law_rules.Rule)]
    yield table(
        ("Met", "Not met", "Source"), ((left_open(rule.met), left_open(rule.unmet), rule.source) for rule in rules)
    )
    yield "### Settings of legal status"
    yield settings({key.name: key.about for key in LAW_SETTINGS.keys.values()}, StatusSettings())
    yield "### Unsettled points of legal status"
    yield "Each shows as a flag where it changes an answer, with the answer given here first."
    yield table(("Flag", "What is open", "Source"), ((code(point.code), point.text, point.source) for point in POINTS))


def duty_clocks() -> Iterator[str]:
    yield "## 2. Duties and clocks"
    yield (
        "*Law* is an Act, a regulation, or guidance that expects it; *local* is good practice or a council's choice. "
        "“N days after” leaves out the day that starts it and ends with the day that is due. A duty is overdue from "
        "the day after. What is done late starts the next run from the day it was done."
    )
    for clock in CLOCKS:
        yield f"### {code(clock.code)}"
        yield "\n".join(
            f"- {name}: {words}"
            for name, words in (
                ("Source", f"{clock.source} ({clock.kind})"),
                ("Applies to", clock.applies_to),
                ("Starts", clock.starts),
                ("Due", clock.due),
                ("Answered by", clock.done_when),
                ("Who must know", clock.who_must_know),
                ("Settings", ", ".join(code(name) for name in clock.settings)),
                ("Unsettled", clock.unsettled),
            )
            if words
        )
    yield "### Duties of the authority itself"
    yield "They are owed to nobody in particular, so that no clock of a young person runs for them."
    yield table(("Duty", "Due", "Source"), ((code(duty.code), duty.due, duty.source) for duty in AUTHORITY_DUTIES))
    yield "### What must be recorded for these clocks"
    yield f"Events that start one: {', '.join(code(name) for name in EVENTS)}."
    yield f"Answered only by a record that it was done: {', '.join(code(name) for name in DONE_BY_RECORD)}."
    yield "### Settings of clocks"
    yield settings(clocks.SETTINGS_IN_WORDS, clocks.DEFAULTS)


def entitlements() -> Iterator[str]:
    yield "## 3. Entitlements"
    for item in catalogue.ITEMS:
        yield f"### {item.name}"
        yield "\n".join(
            f"- {name}: {words}"
            for name, words in (
                ("Code", code(item.code)),
                ("Rests on", item.basis),
                ("Condition", item.condition),
                ("Source", item.source),
                ("In force from", code(item.commencement) + ", a setting" if item.commencement else ""),
                ("Unsettled", "" if item.verified else "A source has not been read: check before relying on it."),
            )
            if words
        )
    yield "### Settings of entitlements"
    yield settings(catalogue.SETTINGS_IN_WORDS, catalogue.EntitlementSettings())


def return_rules() -> Iterator[str]:
    yield "## 4. The care-leaver return (SSDA903)"
    yield table(
        ("Rule", "What DfE says", "What is asked here", "What to do"),
        ((rule.code + since(rule.first_year), rule.message, rule.source, rule.remedy) for rule in RETURN_RULES),
    )


def since(year: int | None) -> str:
    return f" (from {year})" if year else ""


def settings(words: Mapping[str, str], defaults: Any) -> str:
    """A table of settings. KeyError for one that nobody has explained."""
    names = [field.name for field in fields(defaults)]
    return table(
        ("Setting", "Unless changed", "Meaning"),
        ((code(name), shown(getattr(defaults, name)), words[name]) for name in names),
    )


def shown(value: Any) -> str:
    """A setting's value as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, clocks.Age):
        return f"{value.years} years and {value.months} months" if value.months else f"{value.years}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, date):
        return words.day(value)
    return "not set" if value is None else str(value)


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell(text) for text in line)} |" for line in lines)


def cell(text: str) -> str:
    """A text on one line, its bars kept from ending the cell."""
    return " ".join(text.split()).replace("|", "\\|")


def code(name: str) -> str:
    return f"`{name}`"


def left_open(sentence: str) -> str:
    """A sentence with its places for days and numbers shown as left open."""
    return re.sub(r"\{\d\}", "…", sentence)
