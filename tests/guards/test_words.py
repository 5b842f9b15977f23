"""One word, one meaning: what docs/glossary.md says to avoid stands in no name, docstring, comment or page.

The table under "Avoided words" is read from the glossary itself; phrases `so marked` in its last column are allowed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.guards.source import APPS, ROOT, files, named, nodes

GLOSSARY = ROOT / "docs" / "glossary.md"
ROW = re.compile(r"\| (?P<avoid>[^|]+) \| (?P<write>[^|]*) \| (?P<allowed>[^|]*)\|")
# Pieces of a template that are no text: tags, variables, comments of the template language, HTML's own.
NO_TEXT = re.compile(r"{%.*?%}|{{.*?}}|<script.*?</script>|<[^>]+>", re.DOTALL)
# As the formatter leaves them; what looks like one in a string is read too. Python's tokenizer takes four seconds.
COMMENT = re.compile(r"(?:^ *|  )(#.*)", re.MULTILINE)
PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
DEFINED = (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Avoided:
    """A word to avoid, what to write, and the phrases in which it is right."""

    word: str
    write: str
    allowed: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        for phrase in self.allowed:
            text = re.sub(rf"\b{re.escape(phrase)}\b", " ", text)
        return re.search(rf"\b{re.escape(self.word)}\b", text) is not None


@cache
def avoided_words() -> tuple[Avoided, ...]:
    _, _, table = GLOSSARY.read_text().partition("## Avoided words")
    rows = [row.groupdict() for row in ROW.finditer(table)][2:]  # below the head and its rule
    return tuple(
        Avoided(row["avoid"].replace("_", " "), row["write"].strip(), tuple(re.findall(r"`([^`]+)`", row["allowed"])))
        for row in rows
    )


def as_words(name: str) -> str:
    """An identifier as lower-case words: `told_as` and `ToldAs` are "told as"."""
    return " ".join(PIECES.findall(name)).lower()


def names_of(path: Path) -> Iterator[str]:
    """What the module names itself: functions, classes, arguments, variables, fields."""
    for node in nodes(path):
        if isinstance(node, DEFINED):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def prose_of(path: Path) -> Iterator[str]:
    """The docstrings and comments of a module."""
    for node in nodes(path):
        if isinstance(node, (ast.Module, *DEFINED)) and (written := ast.get_docstring(node)):
            yield written
    yield from COMMENT.findall(path.read_text())


@cache
def texts() -> dict[str, str]:
    """What is read in each file of the product, in lower case and on one line."""
    found = {}
    for path in files(*APPS):
        read = [*map(as_words, names_of(path)), *prose_of(path)]
        found[named(path)] = " \n ".join(" ".join(text.lower().split()) for text in read)
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found[named(path)] = " ".join(NO_TEXT.sub(" ", path.read_text()).lower().split())
    return found


def test_the_glossary_says_what_to_avoid() -> None:
    assert len(avoided_words()) >= 12
    assert all(each.write for each in avoided_words())


@pytest.mark.parametrize("avoided", avoided_words(), ids=lambda each: each.word)
def test_nothing_says_what_the_glossary_avoids(avoided: Avoided) -> None:
    """Seen to fail: a class `Deed` in pathways/rules/alert_actions.py, and "anew" in a page."""
    assert not [path for path, text in texts().items() if avoided.is_in(text)], f"write: {avoided.write}"


# A number after the sign without a format that groups thousands; `in_pounds` writes both.
POUNDS_UNGROUPED = re.compile(r'£{{(?![^}]*\|floatformat:"-?\d?g")|£{(?!{)[^{}:]+}')


def test_pounds_are_written_in_one_way() -> None:
    """Thousands have their comma on every page: £1,120.00. Seen to fail: an income as {{ each.amount }}."""
    sources = [*files(), *(ROOT / "templates").rglob("*.html")]
    found = {
        f"{path.relative_to(ROOT)}: {each}" for path in sources for each in POUNDS_UNGROUPED.findall(path.read_text())
    }
    assert not found
