"""How hard a text is to read, by Flesch and Kincaid's grade (1975). Pure.

The grade is a school year of the United States; five years more is the age of who reads at it. Syllables are counted
by their vowels, without a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+")
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")
YEARS_BEFORE_SCHOOL = 5
AIM = 11  # GOV.UK writes for nine; letters have sums and the names of help in them
LONG_SENTENCE = 25  # words: GOV.UK's style guide


@dataclass(frozen=True)
class ReadingLevel:
    """`age`: in years, at which the text is read with ease. `longest`: the sentence with the most words."""

    age: float
    longest: str
    longest_words: int

    @property
    def is_hard(self) -> bool:
        return self.age > AIM

    @property
    def has_long_sentence(self) -> bool:
        return self.longest_words > LONG_SENTENCE


def reading_level(paragraphs: Iterable[str]) -> ReadingLevel | None:
    """Of these paragraphs, each of whole sentences; None where they have no words."""
    split = (each for paragraph in paragraphs for each in SENTENCE_END.split(paragraph.strip()))
    sentences = [(sentence, words) for sentence in split if (words := _words(sentence))]
    if not sentences:
        return None
    words = [word for _, some in sentences for word in some]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    longest, most = max(sentences, key=lambda each: len(each[1]))
    return ReadingLevel(grade + YEARS_BEFORE_SCHOOL, longest, len(most))


def _words(text: str) -> list[str]:
    return WORD.findall(text.replace("’", "").replace("'", ""))


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e; at least one."""
    plain = word.lower()
    groups = re.findall(r"[aeiouy]+", plain)
    silent = plain.endswith("e") and not plain.endswith(("le", "ee")) and len(groups) > 1
    return max(len(groups) - silent, 1)
