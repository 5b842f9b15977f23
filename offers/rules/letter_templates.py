"""The words of letters as a council writes them: for which birthdays, with which fields, what is wrong with them. Pure.

A template is restricted Markdown (`offers.documents.letter_markdown` reads it): one heading, the greeting, paragraphs,
lists and **bold**, and last the words above the signature. A field is a name in double brackets. What is theirs by law
and what is said of a personal adviser's help are fields too: a template places them and cannot change what they say.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

MOST_CHARACTERS = 4000  # about two pages of plain text: a letter is one page
FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
POINTS = "what_is_theirs"


class TemplateKind(StrEnum):
    """For which birthdays a template is."""

    AT_18 = "18"
    AT_21 = "21"
    YEARLY = "yearly"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @classmethod
    def at(cls, age: int) -> "TemplateKind":
        """Of the birthday of this age."""
        return {18: cls.AT_18, 21: cls.AT_21}.get(age, cls.YEARLY)


KIND_LABELS = {
    TemplateKind.AT_18: "The 18th birthday",
    TemplateKind.AT_21: "The 21st birthday",
    TemplateKind.YEARLY: "Every other birthday",
}


class Field(NamedTuple):
    """A place in a template, filled for each person. `missing`: why a letter must have it; "" where it need not."""

    name: str
    what: str
    missing: str = ""


FIELDS = (
    Field("known_as", "What they like to be called"),
    Field("age", "Their age on the birthday, such as 18"),
    Field("age_in_order", "The same, such as 18th"),
    Field(
        "wish",
        "Happy birthday, with the day; and that we are sorry where the letter is late",
        "it wishes them a happy birthday, and says sorry where the letter is late",
    ),
    Field("lovely_day", "Have a lovely day; where the letter is late, that we hope they had one"),
    Field(
        "support",
        "What they have of a personal adviser’s help on that day, as the law says",
        "it says what help of a personal adviser is theirs by law",
    ),
    Field(
        POINTS,
        "The list of what is theirs and what they may ask for, as their record says; in a paragraph of its own",
        "it is the list of what is theirs",
    ),
    Field("how_to_ask", "Whom to ring, with the numbers"),
    Field("leaflet", "That there is a leaflet with the letter, where there is one"),
    Field("adviser", "The name of their personal adviser, or “your personal adviser”"),
    Field("adviser_phone", "The number of their personal adviser, or of the service"),
    Field("service_phone", "The phone number of the service"),
    Field("service_email", "The email address of the service"),
    Field("website", "The web address of the local offer"),
    Field("council", "The name of the council"),
)
FIELD_NAMES = tuple(field.name for field in FIELDS)


class LetterRun(NamedTuple):
    """Words of one block, all bold or none."""

    text: str
    bold: bool = False


class LetterBlock(NamedTuple):
    """A piece of a letter: `kind` is paragraph, heading (a small one) or item (of a list)."""

    kind: str
    runs: tuple[LetterRun, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def paragraph(text: str) -> LetterBlock:
    return LetterBlock("paragraph", (LetterRun(text),))


class PlacedBlock(NamedTuple):
    """A block of a template. `lines`: for each run the line, from 1, on which it begins; `level`: of a heading."""

    block: LetterBlock
    lines: tuple[int, ...]
    level: int = 0

    @property
    def line(self) -> int:
        return self.lines[0] if self.lines else 1

    @property
    def text(self) -> str:
        return self.block.text


class Fault(NamedTuple):
    """What is wrong with a template, as a sentence that says what to do. `line`, from 1; 0: of the whole."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}" if self.line else self.sentence


@dataclass(frozen=True)
class Template:
    """A template that may be used: `before` and `after` are the blocks around the list of what is theirs."""

    heading: LetterBlock
    greeting: LetterBlock
    before: tuple[LetterBlock, ...]
    after: tuple[LetterBlock, ...]
    ending: LetterBlock


def template_of(blocks: Sequence[PlacedBlock]) -> Template:
    """The template of these blocks, of which `faults_of` finds nothing wrong."""
    place = next(index for index, each in enumerate(blocks) if _is_points(each))
    whole = [each.block for each in blocks]
    return Template(whole[0], whole[1], tuple(whole[2:place]), tuple(whole[place + 1 : -1]), whole[-1])


def faults_of(blocks: Sequence[PlacedBlock]) -> list[Fault]:
    """Everything wrong with the blocks of a template, in the order of its lines."""
    found = [*_of_the_fields(blocks), *_of_the_points(blocks), *_of_the_shape(blocks)]
    return sorted(found, key=lambda fault: (fault.line == 0, fault.line))


def _of_the_fields(blocks: Sequence[PlacedBlock]) -> Iterator[Fault]:
    said: Counter[str] = Counter()
    for each in blocks:
        for run, line in zip(each.block.runs, each.lines, strict=True):
            names = FIELD.findall(run.text)
            said.update(names)
            yield from (Fault(line, _no_such_field(name)) for name in names if name not in FIELD_NAMES)
            if set("{}") & set(FIELD.sub("", run.text)):
                yield Fault(line, "a field has two brackets on each side, like {{known_as}}.")
    for field in FIELDS:
        if field.missing and not said[field.name]:
            yield Fault(0, f"{{{{{field.name}}}}} is missing: {field.missing}. Put it where it belongs.")


def _no_such_field(name: str) -> str:
    near = get_close_matches(name, FIELD_NAMES, n=1)
    instead = f"Did you mean {{{{{near[0]}}}}}?" if near else "Choose one from the list of fields."
    return f"there is no field {{{{{name}}}}}. {instead}"


def _of_the_points(blocks: Sequence[PlacedBlock]) -> Iterator[Fault]:
    field = f"{{{{{POINTS}}}}}"
    alone = [each for each in blocks if _is_points(each)]
    for each in blocks:
        if POINTS in FIELD.findall(each.text) and not _is_points(each):
            yield Fault(each.line, f"{field} must stand in a paragraph of its own, with an empty line on each side.")
    for each in alone[1:]:
        yield Fault(each.line, f"{field} is in line {alone[0].line} already. Take one of them out.")
    if alone and (alone[0] in blocks[:2] or alone[0] is blocks[-1]):
        yield Fault(alone[0].line, f"{field} comes after the greeting, and before the words above the signature.")


def _is_points(each: PlacedBlock) -> bool:
    alone = FIELD.findall(each.text) == [POINTS] and not FIELD.sub("", each.text).strip()
    return alone and each.block.kind == "paragraph" and not each.level


def _of_the_shape(blocks: Sequence[PlacedBlock]) -> Iterator[Fault]:
    if not blocks or blocks[0].level != 1:
        yield Fault(
            blocks[0].line if blocks else 1, "begin with the heading of the letter, a line that begins with “# ”."
        )
    for each in blocks[1:]:
        if each.level == 1:
            yield Fault(each.line, "a letter has one heading that begins with “# ”. Begin a smaller one with “## ”.")
    if len(blocks) > 1 and blocks[1].block.kind != "paragraph":
        yield Fault(blocks[1].line, "the greeting comes after the heading, such as “Dear {{known_as}},”.")
    for each in {id(each): each for each in (*blocks[:2], *blocks[-1:])}.values():
        if any(run.bold for run in each.block.runs):
            yield Fault(each.line, "the heading, the greeting and the end have their own type. Take the ** out.")
    if len(blocks) > 1 and blocks[-1].block.kind != "paragraph":
        yield Fault(blocks[-1].line, "a letter ends with the words above the signature, such as “With warm wishes,”.")


def filled(block: LetterBlock, values: Mapping[str, str]) -> LetterBlock:
    """The block with its fields filled. What is filled in is words, and never Markdown."""
    runs = (LetterRun(FIELD.sub(lambda found: values[found[1]], run.text), run.bold) for run in block.runs)
    return LetterBlock(block.kind, _trimmed([run for run in runs if run.text]))


def _trimmed(runs: list[LetterRun]) -> tuple[LetterRun, ...]:
    """Without spaces at either end, or two in a row, where a field had nothing to say; what is alike as one run."""
    alike = ((bold, "".join(run.text for run in some)) for bold, some in groupby(runs, key=lambda run: run.bold))
    closed_up = [LetterRun(re.sub(r" {2,}", " ", text), bold) for bold, text in alike]
    while closed_up and not closed_up[-1].text.strip():
        closed_up.pop()
    if closed_up:
        closed_up[0] = LetterRun(closed_up[0].text.lstrip(), closed_up[0].bold)
        closed_up[-1] = LetterRun(closed_up[-1].text.rstrip(), closed_up[-1].bold)
    return tuple(run for run in closed_up if run.text)


def filled_blocks(blocks: Sequence[LetterBlock], values: Mapping[str, str]) -> tuple[LetterBlock, ...]:
    """Those that say anything once they are filled."""
    return tuple(full for block in blocks if (full := filled(block, values)).runs)


# The words that the product comes with, until a council has approved its own.
_SHIPPED = """\
# Happy {{{{age_in_order}}}} birthday, {{{{known_as}}}}

Dear {{{{known_as}}}},

{{{{wish}}}} {proud} {{{{lovely_day}}}}

We are still here for you. {{{{support}}}}

{{{{what_is_theirs}}}}

{{{{how_to_ask}}}} {{{{leaflet}}}}

With warm wishes from all of us,
"""
SHIPPED = {
    TemplateKind.AT_18: _SHIPPED.format(proud="Turning {{age}} is a big step, and we are proud of you."),
    TemplateKind.AT_21: _SHIPPED.format(proud="We are proud of how far you have come."),
    TemplateKind.YEARLY: _SHIPPED.format(proud="We are proud of how far you have come."),
}
