"""The words of the field for everybody who works here, read from the one glossary that there is, docs/glossary.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.text import slugify

BEGINS, ENDS = "## Words of the field", "\n## "
ROW = re.compile(r"^\| (?P<term>[^|]+) \| (?P<meaning>[^|]+) \|", re.MULTILINE)
HEAD = 2  # the head of the table and its rule


@dataclass(frozen=True)
class Word:
    term: str
    meaning: str

    @property
    def anchor(self) -> str:
        return slugify(self.term)


@cache
def glossary() -> tuple[Word, ...]:
    """Every term with its meaning, by the alphabet."""
    text = (Path(settings.BASE_DIR) / "docs" / "glossary.md").read_text()
    table = text.partition(BEGINS)[2].partition(ENDS)[0]
    rows = list(ROW.finditer(table))[HEAD:]
    words = (Word(_said(row["term"]), _said(row["meaning"])) for row in rows)
    return tuple(sorted(words, key=lambda word: word.term.lower()))


def _said(cell: str) -> str:
    return re.sub(r" ?\(`[^`]+`\)", "", cell).replace("`", "").strip()


def meanings_of(terms: tuple[str, ...]) -> list[Word]:
    """These words, in this order. KeyError for one that the glossary has not."""
    known = {word.term: word for word in glossary()}
    return [known[term] for term in terms]
