"""Invented people on whom the words of a letter are tried: what is ordinary, and what has broken letters elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from careleavers.documents import fonts
from careleavers.documents.typesetting import CannotPrint, TooLong
from careleavers.rules.dates import add_months, add_years
from offers.documents.address_window import laid_out, why_too_wide
from offers.documents.composing import Composer
from offers.documents.letter_markdown import read_template
from offers.documents.typesetting import letter_pdf
from offers.queries.entitlements import entitlement_settings
from offers.rules import catalogue
from offers.rules.letter_fields import TemplateKind
from offers.rules.letter_kinds import REMINDED_EVERY
from offers.rules.letter_points import Circumstances
from offers.rules.letter_text import Adviser, LetterText, Occasion, Recipient, letter_for, reasons_not_to_send
from offers.rules.other_letters import (
    CouncilTaxFacts,
    HandOverFacts,
    ReminderFacts,
    ReviewFacts,
    council_tax_letter,
    hand_over_letter,
    reminder_letter,
    review_letter,
)

AGES = {TemplateKind.AT_18: 18, TemplateKind.AT_21: 21, TemplateKind.YEARLY: 19}
AHEAD, LATE = timedelta(days=14), timedelta(days=-3)  # of the birthday, from the day on which it is tried
HIGH_STREET = ("14 High Street", "Wendmere", "LE1 1AA")
ADVISER = Adviser(name="Jo Ellis", phone="07700 900123")
NEW_ADVISER = Adviser(name="Priya Nair", phone="07700 900456")


@dataclass(frozen=True)
class Sample:
    """One invented person. `label`: what is awkward; `name`: the first line of the address; `short_name`: what
    they like to be called, where that is another."""

    code: str
    label: str
    name: str = "Sam Taylor"
    short_name: str = ""
    address: tuple[str, ...] = HIGH_STREET
    adviser: Adviser | None = ADVISER
    in_custody: bool = False
    is_late: bool = False
    enclosed: bool = False


LONG_NAME = ("Maximiliana Alexandrina Wilhelmina Anastasia Bartholomew " * 4)[:200].strip()
SAMPLES = (
    Sample("usual", "Nothing out of the ordinary", short_name="Sam", enclosed=True),
    Sample("long_name", "A name of 200 letters", name=LONG_NAME),
    Sample("arabic", "A name in Arabic", name="ليلى الحسن"),
    Sample("polish", "A Polish name", name="Żaneta Błaszczyk-Wójcik", enclosed=True),
    Sample("one_name", "One name alone", name="Suhail"),
    Sample(
        "long_address",
        "An address of seven lines",
        address=(
            "c/o The Old Bakery",
            "Flat 12b, Staircase 3",
            "Kingfisher House",
            "121 Upper Wharf Road",
            *HIGH_STREET[1:],
        ),
    ),
    Sample("no_address", "No address", address=()),
    Sample(
        "custody",
        "In custody",
        address=("A1234BC", "HMP Exampleford", "Prison Lane", "Exampleford", "LE2 2BB"),
        in_custody=True,
    ),
    Sample("no_adviser", "No personal adviser", adviser=None, enclosed=True),
    Sample("late", "After the birthday", is_late=True),
)
BY_CODE = {sample.code: sample for sample in SAMPLES}
OF_BIRTHDAYS_ALONE = ("late",)
NO_ADVISER_IN_IT = (TemplateKind.COUNCIL_TAX, TemplateKind.REVIEW)  # there is none, and always somebody


def samples_for(kind: TemplateKind) -> tuple[Sample, ...]:
    """Those on whom the words of such a letter are tried."""
    if kind.is_of_birthday:
        return SAMPLES
    left_out = (*OF_BIRTHDAYS_ALONE, *(("no_adviser",) if kind in NO_ADVISER_IN_IT else ()))
    return tuple(sample for sample in SAMPLES if sample.code not in left_out)


@dataclass(frozen=True)
class TemplateTrial:
    """A template tried on a sample. `hold`: why such a letter waits for somebody, whatever its words; `fault`: what is
    wrong with how it prints; both "" where nothing is."""

    sample: Sample
    words: LetterText
    hold: str
    fault: str


def try_template(
    text: str, kind: TemplateKind, samples: tuple[Sample, ...], today: date, policies: Mapping[str, Any]
) -> list[TemplateTrial]:
    """The template on each of these people, typeset, as letters written today. BadTemplate where it is none."""
    composer = Composer([], today, policies)
    found = []
    for sample in samples:
        words = sample_letter(text, kind, sample, composer)
        found.append(TemplateTrial(sample, words, _hold(sample, words), _fault(words, today)))
    return found


def sample_letter(text: str, kind: TemplateKind, sample: Sample, composer: Composer) -> LetterText:
    """What the letter to one invented person says, with the council's own amounts and the law of the day."""
    if not kind.is_of_birthday:
        return _other_letter(text, kind, sample, composer)
    falls_on = composer.today + (LATE if sample.is_late else AHEAD)
    offer = composer.offer if sample.enclosed and kind != TemplateKind.YEARLY else None
    return letter_for(
        Occasion(AGES[kind], falls_on),
        _recipient(sample),
        composer.sender(),
        sample.adviser,
        catalogue.entitlements(_born_for(falls_on, AGES[kind]), falls_on, entitlement_settings(composer.policies)),
        composer.today,
        offer.title if offer else "",
        Circumstances(in_custody=sample.in_custody),
        template=read_template(text),
    )


def _other_letter(text: str, kind: TemplateKind, sample: Sample, composer: Composer) -> LetterText:
    """One that marks no birthday, about facts as invented as the person."""
    facts, words_of = OTHERS[kind]
    template = read_template(text, kind)
    return words_of(
        facts(sample, composer.today), _recipient(sample), composer.sender(), composer.today, template=template
    )


def _council_tax(sample: Sample, today: date) -> CouncilTaxFacts:
    born, address = add_years(today, -19), sample.address or HIGH_STREET
    since, until = add_years(born, 18), add_years(born, 25)
    return CouncilTaxFacts(sample.name, born, "former_relevant_child", since, until, address, today - AHEAD)


def _review(sample: Sample, today: date) -> ReviewFacts:
    place = ", ".join(sample.address or HIGH_STREET)
    return ReviewFacts(today + AHEAD, time(14, 30), "", place, sample.adviser or ADVISER)


def _reminder(sample: Sample, today: date) -> ReminderFacts:
    every = REMINDED_EVERY["REFU"]
    said_on, until = add_months(today, -every), add_years(today, 6)
    return ReminderFacts(said_on=said_on, wants_no_more=False, until=until, months=every, adviser=sample.adviser)


OTHERS: Mapping[TemplateKind, tuple[Callable[[Sample, date], Any], Callable[..., LetterText]]] = {
    TemplateKind.COUNCIL_TAX: (_council_tax, council_tax_letter),
    TemplateKind.HAND_OVER: (
        lambda sample, today: HandOverFacts(former=sample.adviser, new=NEW_ADVISER, from_on=today + AHEAD),
        hand_over_letter,
    ),
    TemplateKind.REVIEW: (_review, review_letter),
    TemplateKind.REMINDER: (_reminder, reminder_letter),
}


def _recipient(sample: Sample) -> Recipient:
    lines = laid_out((sample.name, *sample.address)) if sample.address else ()
    return Recipient(
        known_as=sample.short_name or sample.name, address=lines, safe_to_write=True, status="former_relevant_child"
    )


def _born_for(falls_on: date, age: int) -> catalogue.Person:
    """Somebody who left care at 18, and is of this age on the day."""
    born = add_years(falls_on, -age)
    former = catalogue.PersonStatus("former_relevant_child", "18-20", add_years(born, 18), add_years(born, 21))
    return catalogue.Person(date_of_birth=born, statuses=(former,))


def _hold(sample: Sample, words: LetterText) -> str:
    unprintable = fonts.unprintable("\n".join((sample.short_name, sample.name, *words.address)))
    reasons = reasons_not_to_send(_recipient(sample), unprintable=unprintable, too_wide=why_too_wide(words.address))
    return " ".join(reasons)


def _fault(words: LetterText, today: date) -> str:
    """Without its address, which is not the template's."""
    try:
        letter_pdf(words, today)
    except (TooLong, CannotPrint) as wrong:
        return str(wrong)
    return ""
