"""What is somebody's, said to them: on their phone by a link, and on paper. Pure.

These sentences describe and never promise: what is theirs on which day says `passport_item` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from careleavers.rules.words import day
from offers.rules.catalogue import LOCAL_AREA
from offers.rules.passport import THEIRS_NOW, UNCLAIMED, PassportItem, PassportState

S = PassportState


class WhatItIs(NamedTuple):
    """What an entitlement is called to whoever has it, and what it is for."""

    name: str
    text: str


PHONE_US = "Phone us straight away."
WHAT_IT_IS = {
    "personal_adviser": WhatItIs("A personal adviser", "Somebody who plans with you and keeps in touch with you."),
    "education_help": WhatItIs(
        "Help with the costs of study", "College, training or university: tell us what you want to do."
    ),
    "employment_help": WhatItIs(
        "Help with the costs of work", "Such as travel, clothes or tools for a job, or to look for one."
    ),
    "savings_account": WhatItIs(
        "Your savings account", "Money may have been put away for you while you were in care. We help you find it."
    ),
    "care_leaver_covenant": WhatItIs(
        "Offers from firms", "Some firms keep jobs, training and deals for people who have been in care."
    ),
    "staying_close": WhatItIs("Help from people you know", "Help close to the home that you lived in while in care."),
    "financial_literacy": WhatItIs("Help to look after your money", "Such as bank accounts, bills and debts."),
    "setting_up_home_allowance": WhatItIs(
        "Money to set up your home", "For things like a bed, a cooker and curtains in a place of your own."
    ),
    "higher_education_bursary": WhatItIs(
        "Money for university", "You get it once, on a course of two years or more that is in your plan."
    ),
    "apprenticeship_bursary": WhatItIs(
        "Money when you start an apprenticeship", "Your training provider pays it in your first year."
    ),
    "sixteen_to_nineteen_bursary": WhatItIs(
        "Money for school or college", "Your school or college pays it. Ask them, or ask us to help."
    ),
    "upkeep_at_16_and_17": WhatItIs(
        "A home and money to live on until you are 18", "We see to it that you have a safe place to live."
    ),
    "emergency_payments": WhatItIs(
        "Money in an emergency", f"If you have no money for food or heating. {PHONE_US} There is help at night too."
    ),
    "universal_credit_in_education": WhatItIs(
        "Universal Credit while you study", "If you study full time and get no help from your parents."
    ),
    "council_tax": WhatItIs("Help with your council tax", "Ask us before you pay a bill."),
    "one_bedroom_rate": WhatItIs(
        "More help with rent", "If you rent from a landlord and claim Universal Credit, for a place of your own."
    ),
    "staying_put": WhatItIs("Staying with your foster carer", "If you both want that, until you are 21."),
    "vacation_accommodation": WhatItIs(
        "Somewhere to stay when term is over", "Or the money for it, if you live away to study."
    ),
    "priority_need_18_to_20": WhatItIs(
        "Help first if you have nowhere to stay", f"Councils must treat you as a priority. {PHONE_US}"
    ),
    "priority_need_if_vulnerable": WhatItIs(
        "Help if you have nowhere to stay when you are 21 or over",
        f"If things are harder for you as you were in care. {PHONE_US}",
    ),
    "local_connection_responsible_authority": WhatItIs(
        "Help in our area if you have nowhere to stay", "You can ask each council in our area."
    ),
    "local_connection_where_placed": WhatItIs(
        "Help where you lived in care, if you have nowhere to stay", "You can ask the council there too."
    ),
    "housing_list_without_local_connection": WhatItIs(
        "Council housing lists", "No council in England can turn you down for not being from its area."
    ),
    "no_intentional_homelessness": WhatItIs(
        "Help even if you left your home", "A council cannot say that you have nowhere to stay on purpose."
    ),
}
PERHAPS = "For each of these, one more thing must be so. Ask us before you count on it."
# Headings, what is said under them, and the states of what comes there.
GROUPS = (
    ("Yours now", "", THEIRS_NOW),
    ("Perhaps yours: ask us", PERHAPS, (S.ONLY_IF,)),
    ("Yours later", "", (S.NOT_YET,)),
    ("You have had", "", (S.USED_UP,)),
)
STILL_TO_HAVE = (*UNCLAIMED, S.GRANTED)
SHOWN = tuple(state for *_, states in GROUPS for state in states)
NOTHING_WRITTEN = "Nothing is written down as yours just now. Ask us all the same."
HELP_INTRO = "Tick what it is about, or write it. Somebody who works with you answers."


class ToThem(NamedTuple):
    """One item as they read it: what it is called, what it is, and how it is with it."""

    code: str
    name: str
    text: str
    how_it_is: str


class Group(NamedTuple):
    """What comes together: its heading, what is said under it ("" for nothing), and the items."""

    title: str
    intro: str
    items: list[ToThem]


def to_them(item: PassportItem) -> ToThem:
    """An item in words for whoever it is of. What the authority gives by its own choice is in its own words."""
    entitlement = item.entitlement
    is_local = entitlement.area == LOCAL_AREA
    name, text = WhatItIs(item.name, entitlement.condition) if is_local else WHAT_IT_IS.get(item.code, (item.name, ""))
    return ToThem(item.code, name, text, _how_it_is(item))


def grouped_to_them(items: Sequence[PassportItem]) -> list[Group]:
    """What is theirs now, perhaps or later, and what they have had, under a heading each; nothing of the rest."""
    groups = [
        Group(title, intro, [to_them(item) for item in items if item.state in states])
        for title, intro, states in GROUPS
    ]
    return [group for group in groups if group.items]


def _how_it_is(item: PassportItem) -> str:
    said = [_what_happened(item)]
    if item.left and item.state in STILL_TO_HAVE:
        said.append(f"Up to £{item.left:,} is left for you.")
    if item.last_day and item.state in STILL_TO_HAVE:
        said.append(f"You can have it until {day(item.last_day)}.")
    return " ".join(filter(None, said))


def _what_happened(item: PassportItem) -> str:
    if item.state == S.NOT_YET and item.entitlement.opens:
        return f"You can have it from {day(item.entitlement.opens)}."
    if item.decided is None:
        return ""
    on = day(item.decided.on)
    match item.state:
        case S.CLAIMED:
            return f"You asked for it on {on}. We have not decided yet."
        case S.GRANTED:
            amount = f" to £{item.decided.amount:,}" if item.decided.amount else ""
            return f"We said yes{amount} on {on}."
        case S.REFUSED:
            return f"We said no on {on}. You can ask us to look again."
    return ""


def help_words(names: Sequence[str], own_words: str) -> str:
    """What they ask for of what is theirs, as their worker reads it; `names` are those that workers know."""
    said = [
        f"Wants help with what is theirs: {', '.join(names)}." if names else "",
        f"“{own_words}”" if own_words else "",
    ]
    return " ".join(filter(None, said))
