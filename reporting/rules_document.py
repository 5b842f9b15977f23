"""Every rule, source, setting and unsettled point that the code holds, as one document for a legal team to sign."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from hashlib import sha256
from typing import Any

from careleavers.management.commands.law import SETTINGS as LAW_SETTINGS
from careleavers.rules import clocks, policies, words
from careleavers.rules.code_labels import status_words
from careleavers.rules.law import VERSION, VERSION_DATE, StatusSettings
from careleavers.rules.law import rules as law_rules
from careleavers.rules.law.table import TABLE, TableRow
from careleavers.rules.law.unsettled import POINTS
from offers.queries.entitlements import ENTITLEMENT_POLICIES
from offers.rules import catalogue
from offers.rules.letter_text import WRITTEN_TO
from pathways.rules.alert_duties import ALERT_DUTIES, CLOCK_POLICIES, NOT_WATCHED
from pathways.rules.clocks import AUTHORITY_DUTIES, CLOCKS, DONE_BY_RECORD, EVENTS
from reporting.queries.measures import MEASURES
from reporting.rules.cohorts import COHORTS
from reporting.rules.left_out import LEFT_OUT, PRECEDENCE
from reporting.rules.return_rules import RULES as RETURN_RULES

OPENING = """\
# The rules this product works by

Written from the code by `manage.py rules_doc`; a test fails where the two differ, so change the code, not this file.
It is for the council's legal team to read and sign. *CLR* is the Care Leavers (England) Regulations 2010
(SI 2010/2571); *HEB* the higher education bursary regulations 2009; *Vol 3* the Children Act 1989 guidance, volume 3
(February 2025); *CA 1989* the Children Act 1989; *LOG* the local offer guidance. England only.

What a duty rests on is said in one of three ways. An *Act or regulation* binds. *Statutory guidance* is followed under
section 7 of the Local Authority Social Services Act 1970 unless local circumstances are exceptional; where it differs
from an Act or regulation, the Act or regulation applies, and the point is listed. *Local* is good practice or a
council's choice. An unsettled point is never decided silently: it is a setting, a flag that shows every outcome where
it changes an answer, or a note under its rule.
"""
SIGNATURES = """\
## Agreed

A council's decision on a setting or an unsettled point is recorded in the product with its reason; this table is for
the paper copy. Write the fingerprint at the top of this document beside the signature: it says which text was signed.

| For | Name | Role | Day | Fingerprint | Signature |
| --- | --- | --- | --- | --- | --- |
| Children's services | | | | | |
| Legal services | | | | | |
"""


def document() -> str:
    """The whole document, as Markdown that ends in one line break."""
    sections = (law(), duty_clocks(), entitlements(), return_rules(), figures(), letters(), left_out())
    body = [part for section in sections for part in section]
    return "\n".join(part.rstrip("\n") + "\n" for part in (OPENING, stamp([OPENING, *body]), *body, SIGNATURES))


def stamp(parts: Iterable[str]) -> str:
    """Which text this is: the version of the law's rules, its day, and a fingerprint of all rules written here."""
    fingerprint = sha256("\n".join(parts).encode()).hexdigest()[:16]
    return (
        f"Version {VERSION} of the rules of legal status, of {words.day(VERSION_DATE)}. Every stored status names the "
        f"version it was worked out by. Fingerprint of the rules in this document: `{fingerprint}`."
    )


def law() -> Iterator[str]:
    yield "## 1. Legal status"
    yield "### The decision table"
    yield "For a person and a day. The first row that fits decides; *six months at home* is that of reg 3(5)."
    yield table(
        ("", "On the day", "Status", "Rests on"),
        (
            (
                str(number),
                row.when,
                status_words(row.status, row.band or "", returned_home=row.returned_home),
                sources(row),
            )
            for number, row in enumerate(TABLE, start=1)
        ),
    )
    yield "### The tests"
    yield "What is looked at on the way, as a reader of a record sees it. … is the place of a day or a number."
    rules = [rule for rule in vars(law_rules).values() if isinstance(rule, law_rules.Rule)]
    yield table(
        ("Met", "Not met", "Source"), ((left_open(rule.met), left_open(rule.unmet), rule.source) for rule in rules)
    )
    yield "### Settings of legal status"
    yield settings({key.name: key.about for key in LAW_SETTINGS.keys.values()}, StatusSettings(), by_same_name)
    yield "### Unsettled points of legal status"
    yield (
        "Each shows as a flag on the days on which it changes an answer, with the outcomes for that person, the one "
        "given here first. A manager may decide it for one person; the decision lasts while the facts are the same."
    )
    yield table(
        ("Flag", "What is open", "Answered here", "Otherwise", "Source"),
        ((code(point.code), point.text, point.here, point.otherwise, point.source) for point in POINTS),
    )


def gives(row: TableRow) -> str:
    return status_words(row.status, row.band or "", returned_home=row.returned_home)


def sources(row: TableRow) -> str:
    """The sources of a row's tests, each once."""
    return "; ".join(dict.fromkeys(part for rule in row.rules for part in rule.source.split("; ")))


def duty_clocks() -> Iterator[str]:
    yield "## 2. Duties and clocks"
    yield (
        f"{len(ALERT_DUTIES)} of these {len(CLOCKS)} clocks are *watched*: they are on Today and on the person's page, "
        "and somebody is told: the case holder, and the manager nearest to the young person's team. The others are "
        "worked out *on the command line only*, where their facts are given; each says why. "
        "“N days after” leaves out the day that starts it and ends with the day that is due. A duty is overdue from "
        "the day after. What is done late starts the next run from the day it was done."
    )
    for clock in CLOCKS:
        yield f"### {code(clock.code)}"
        yield "\n".join(
            f"- {name}: {words}"
            for name, words in (
                ("Source", f"{clock.source} ({clock.basis})"),
                ("In the product", in_the_product(clock.code)),
                ("Applies to", clock.applies_to),
                ("Starts", clock.starts),
                ("Due", clock.due),
                ("Completed by", clock.done_when),
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
    yield settings(clocks.SETTINGS_IN_WORDS, clocks.DEFAULTS, clock_policy)
    yield "### Where clocks meet"
    yield "\n".join(f"- {sentence}" for sentence in PRECEDENCE)


def in_the_product(clock: str) -> str:
    """Whether somebody is reminded of a duty, and by what name; else why not."""
    if watched := ALERT_DUTIES.get(clock):
        return f"watched, as “{watched.words}”" + (f": {watched.part}" if watched.part else "")
    return f"on the command line only: {NOT_WATCHED[clock]}"


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
                ("Unsettled", item.unread and f"{item.unread} Check before relying on it."),
            )
            if words
        )
    yield "### Settings of entitlements"
    yield settings(catalogue.SETTINGS_IN_WORDS, catalogue.EntitlementSettings(), ENTITLEMENT_POLICIES.get)


def return_rules() -> Iterator[str]:
    yield "## 4. The care-leaver return (SSDA903)"
    yield table(
        ("Rule", "What DfE says", "What is asked here", "What to do"),
        ((rule.code + since(rule.first_year), rule.message, rule.source, rule.remedy) for rule in RETURN_RULES),
    )


def since(year: int | None) -> str:
    return f" (from {year})" if year else ""


def figures() -> Iterator[str]:
    yield "## 5. Figures"
    yield "Counted for people of these ages on the day: " + words.listing(one.label for one in COHORTS.values()) + "."
    yield table(
        ("Figure", "Definition", "Asked from age"),
        ((one.name, one.definition, str(one.youngest)) for one in MEASURES.values()),
    )


def letters() -> Iterator[str]:
    written_to = words.listing(status.label for status in WRITTEN_TO)
    yield "## 6. Birthday letters"
    yield "\n".join(
        f"- {sentence}"
        for sentence in (
            f"Written to: {written_to}, by their status on the birthday. Local practice: no law asks for a letter.",
            "Held, and asked of a named person, where the address is missing, not known to be safe or not as the post "
            "needs it, and where the record is restricted.",
            "Never sent to somebody who died, asked us not to write, or has no such status on the birthday.",
            "An entitlement that hangs on something is never written as a promise.",
            "A manager approves each; what was approved is what is printed.",
        )
    )


def left_out() -> Iterator[str]:
    yield "## 7. What is left out, and why"
    yield table(("What", "Why", "What to do"), LEFT_OUT)


def by_same_name(setting: str) -> str:
    return setting


def clock_policy(setting: str) -> str | None:
    return setting if setting in CLOCK_POLICIES else None


def settings(about: Mapping[str, str], defaults: Any, policy_of: Callable[[str], str | None]) -> str:
    """A table of settings, with where each is set. KeyError for one that nobody has explained."""
    names = [field.name for field in fields(defaults)]
    return table(
        ("Setting", "Unless changed", "Meaning", "Where it is set"),
        ((code(name), shown(getattr(defaults, name)), about[name], where_set(policy_of(name))) for name in names),
    )


def where_set(policy: str | None) -> str:
    """Where a setting is changed: by the name of the choice on the Settings page, or nowhere in the product."""
    if policy is None:
        return "fixed in the product; on the command line it may be given"
    return f"Settings page: “{policies.REGISTRY[policy].label}”"


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
