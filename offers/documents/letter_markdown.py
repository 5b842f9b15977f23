"""Reads a template of letters: Markdown, of which only what a letter can print is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from careleavers.documents.fonts import unprintable
from offers.rules.letter_fields import TemplateKind
from offers.rules.letter_templates import (
    MOST_CHARACTERS,
    Fault,
    LetterBlock,
    LetterRun,
    PlacedBlock,
    Template,
    faults_of,
    template_of,
)

_READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])  # these are read to be refused
TEXT = ("text", "text_special", "code_inline")
NOT_PRINTED = {
    "link_open": "a letter cannot have a link. Write the web address as words.",
    "image": "a letter cannot have a picture.",
    "html_inline": "a letter cannot have HTML. Take out what stands between < and >.",
    "html_block": "a letter cannot have HTML. Take out what stands between < and >.",
    "em_open": "a letter has no slanted type. Use ** on each side for bold, or no mark.",
    "s_open": "a letter has no type that is struck through.",
    "code_inline": "a letter has no type for code. Take out the ` marks.",
    "code_block": "begin the line without spaces: four of them mean code.",
    "fence": "a letter has no type for code. Take out the ``` lines.",
    "ordered_list_open": "a letter has no numbered lists. Begin each point with “- ”.",
    "blockquote_open": "a letter has no quotations. Take out the > at the beginning.",
    "hr": "a letter has no lines across. Take it out.",
    "table_open": "a letter has no tables. Write a list, each point beginning with “- ”.",
}
INSIDE_A_LIST = ("bullet_list_open", "heading_open")


class BadTemplate(ValueError):
    """A template that cannot be used: everything wrong with it, each with its line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


@lru_cache(maxsize=64)
def read_template(text: str, kind: TemplateKind = TemplateKind.YEARLY) -> Template:
    """The template that this text is, of a kind of letter: all birthdays have the same fields. BadTemplate with
    everything that is wrong with it."""
    if len(text) > MOST_CHARACTERS:
        raise BadTemplate([Fault(0, f"A letter is one page. Use at most {MOST_CHARACTERS:,} characters.")])
    unseen: dict[str, Any] = {}  # what Markdown takes for the address of a link, and would not print
    tokens = _READER.parse("\n".join(text.splitlines()), unseen)
    found = [Fault(each["map"][0] + 1, NOT_PRINTED["link_open"]) for each in unseen.get("references", {}).values()]
    blocks = list(_blocks(tokens, found))
    found += (Fault(each.line, _no_font(each.text)) for each in blocks if unprintable(each.text))
    # What cannot be printed at all is said first: until it is gone, the rest of the template may read otherwise.
    if faults := sorted(found, key=lambda fault: fault.line) or faults_of(blocks, kind):
        raise BadTemplate(list(dict.fromkeys(faults)))
    return template_of(blocks, kind)


def _no_font(text: str) -> str:
    return f"our fonts cannot print {unprintable(text)}. Write it in other letters."


def _blocks(tokens: Sequence[Token], found: list[Fault]) -> Iterator[PlacedBlock]:
    """The blocks of the template in order; what is not printed is added to `found`."""
    lists, level, line = 0, 0, 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        lists += (token.type == "bullet_list_open") - (token.type == "bullet_list_close")
        if token.type in NOT_PRINTED:
            found.append(Fault(line, NOT_PRINTED[token.type]))
        elif token.type in INSIDE_A_LIST and lists > (token.type == "bullet_list_open"):
            found.append(Fault(line, "a point of a list is words alone. Take the list or heading in it out."))
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "inline":
            kind = "item" if lists else "heading" if level > 1 else "paragraph"
            runs = list(_runs(token.children or [], line, found))
            yield PlacedBlock(LetterBlock(kind, tuple(run for run, _ in runs)), tuple(on for _, on in runs), level)
            level = 0


def _runs(children: Sequence[Token], line: int, found: list[Fault]) -> Iterator[tuple[LetterRun, int]]:
    """The words of a block with their lines: a new run where they become bold or plain."""
    bold, words, begins = False, "", line
    for child in children:
        if child.type in NOT_PRINTED:
            found.append(Fault(line, NOT_PRINTED[child.type]))
        if child.type in ("strong_open", "strong_close"):
            if words:
                yield LetterRun(words, bold), begins
            bold, words, begins = child.type == "strong_open", "", line
        elif child.type in ("softbreak", "hardbreak"):
            line += 1
            if words:
                yield LetterRun(f"{words} ", bold), begins
            words, begins = "", line
        elif child.type in TEXT:
            words += child.content
    if words:
        yield LetterRun(words, bold), begins
