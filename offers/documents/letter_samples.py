"""Invented people on whom the words of a letter are tried: what is ordinary, and what has broken letters elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from careleavers.documents import fonts
from careleavers.documents.typesetting import CannotPrint, TooLong
from careleavers.rules.dates import add_years
from offers.documents.address_window import laid_out, why_too_wide
from offers.documents.composing import Composer
from offers.documents.letter_markdown import read_template
from offers.documents.typesetting import letter_pdf
from offers.queries.entitlements import entitlement_settings
from offers.rules import catalogue
from offers.rules.letter_points import Circumstances
from offers.rules.letter_templates import TemplateKind
from offers.rules.letter_text import Adviser, LetterText, Occasion, Recipient, letter_for, reasons_not_to_send

AGES = {TemplateKind.AT_18: 18, TemplateKind.AT_21: 21, TemplateKind.YEARLY: 19}
AHEAD, LATE = timedelta(days=14), timedelta(days=-3)  # of the birthday, from the day on which it is tried
HIGH_STREET = ("14 High Street", "Wendmere", "LE1 1AA")
ADVISER = Adviser(name="Jo Ellis", phone="07700 900123")


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
