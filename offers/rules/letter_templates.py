"""The words of letters as a council writes them, and what is wrong with them. Pure.

A template is restricted Markdown (`offers.documents.letter_markdown` reads it): one heading, the greeting, paragraphs,
lists and **bold**, and last the words above the signature. A field (`offers.rules.letter_fields`) is a name in double
brackets. What is theirs by law, what is said of a personal adviser's help and the facts that a letter is about are
fields too: a template places them and cannot change what they say.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from typing import NamedTuple

from offers.rules.letter_fields import Field, TemplateKind, fields_of, list_of

MOST_CHARACTERS = 4000  # about two pages of plain text: a letter is one page
FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


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
    """A template that may be used: `before` and `after` are the blocks around the list of its kind."""

    heading: LetterBlock
    greeting: LetterBlock
    before: tuple[LetterBlock, ...]
    after: tuple[LetterBlock, ...]
    ending: LetterBlock


def template_of(blocks: Sequence[PlacedBlock], kind: TemplateKind) -> Template:
    """The template of these blocks, of which `faults_of` finds nothing wrong."""
    place = next(index for index, each in enumerate(blocks) if _is_list(each, list_of(kind)))
    whole = [each.block for each in blocks]
    return Template(whole[0], whole[1], tuple(whole[2:place]), tuple(whole[place + 1 : -1]), whole[-1])


def faults_of(blocks: Sequence[PlacedBlock], kind: TemplateKind) -> list[Fault]:
    """Everything wrong with the blocks of a template for this kind of letter, in the order of its lines."""
    found = [*_of_the_fields(blocks, fields_of(kind)), *_of_the_list(blocks, list_of(kind)), *_of_the_shape(blocks)]
    return sorted(found, key=lambda fault: (fault.line == 0, fault.line))


def _of_the_fields(blocks: Sequence[PlacedBlock], fields: Sequence[Field]) -> Iterator[Fault]:
    said: Counter[str] = Counter()
    known = [field.name for field in fields]
    for each in blocks:
        for run, line in zip(each.block.runs, each.lines, strict=True):
            names = FIELD.findall(run.text)
            said.update(names)
            yield from (Fault(line, _no_such_field(name, known)) for name in names if name not in known)
            if set("{}") & set(FIELD.sub("", run.text)):
                yield Fault(line, "a field has two brackets on each side, like {{known_as}}.")
    for field in fields:
        if field.missing and not said[field.name]:
            yield Fault(0, f"{{{{{field.name}}}}} is missing: {field.missing}. Put it where it belongs.")


def _no_such_field(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    instead = f"Did you mean {{{{{near[0]}}}}}?" if near else "Choose one from the list of fields."
    return f"there is no field {{{{{name}}}}}. {instead}"


def _of_the_list(blocks: Sequence[PlacedBlock], name: str) -> Iterator[Fault]:
    field = f"{{{{{name}}}}}"
    alone = [each for each in blocks if _is_list(each, name)]
    for each in blocks:
        if name in FIELD.findall(each.text) and not _is_list(each, name):
            yield Fault(each.line, f"{field} must stand in a paragraph of its own, with an empty line on each side.")
    for each in alone[1:]:
        yield Fault(each.line, f"{field} is in line {alone[0].line} already. Take one of them out.")
    if alone and (alone[0] in blocks[:2] or alone[0] is blocks[-1]):
        yield Fault(alone[0].line, f"{field} comes after the greeting, and before the words above the signature.")


def _is_list(each: PlacedBlock, name: str) -> bool:
    alone = FIELD.findall(each.text) == [name] and not FIELD.sub("", each.text).strip()
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
