"""How hard a text is to read, by the Automated Readability Index (Senter and Smith 1967). Pure.

The index counts letters in words and words in sentences, and needs no dictionary. A school year of it is read at five
years more: year 6 is about 11.
"""

import re
from dataclasses import dataclass

WORD = re.compile(r"[A-Za-zÀ-ž0-9£][\wÀ-ž0-9’'£,.@-]*")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
YEARS_BEFORE_SCHOOL = 5
YOUNGEST = 6  # of a text that is easier no more is said
AIM = 11  # GOV.UK writes for nine; letters here have sums and names of help in them
LONG_SENTENCE = 25  # words: GOV.UK's style guide


@dataclass(frozen=True)
class ReadingLevel:
    """`age`: in years, at which most people read the text with ease. `longest`: the sentence with the most words."""

    age: int
    longest: str
    longest_words: int

    @property
    def is_hard(self) -> bool:
        return self.age > AIM

    @property
    def has_long_sentence(self) -> bool:
        return self.longest_words > LONG_SENTENCE


def reading_level(paragraphs: list[str]) -> ReadingLevel | None:
    """Of these paragraphs, each of whole sentences; None where they have no words."""
    sentences = [
        each for paragraph in paragraphs for each in SENTENCE_END.split(paragraph.strip()) if WORD.search(each)
    ]
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    if not words:
        return None
    letters = sum(character.isalnum() for word in words for character in word)
    index = 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
    longest = max(sentences, key=lambda sentence: len(WORD.findall(sentence)))
    age = max(YOUNGEST, round(index) + YEARS_BEFORE_SCHOOL)
    return ReadingLevel(age, longest, len(WORD.findall(longest)))
