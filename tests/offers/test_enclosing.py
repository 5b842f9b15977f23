"""Which edition of the local offer goes to whom, and what is said where it is not the one they wish."""

from __future__ import annotations

import pytest

from careleavers.rules.layouts import Layout, short_lines
from offers.rules.enclosing import Enclosure, ReadAs, enclosure, in_words, says_not_easy, typeset_as, wish_of
from offers.rules.languages import ALL, EASY_READ, language_called
from offers.rules.leaflet_words import WORDS_AROUND, ages_in_figures, missing_words

ORDINARY, LARGE, EASY = Layout.ORDINARY, Layout.LARGE, Layout.EASY
NO_POLISH = "wants Polish: no translation of version 4"
NO_EASY = "wants easy read: none of version 4, so it is large print and says so"
NO_EASY_POLISH = "wants easy read: none of version 4 in Polish, so it is large print and says so"

# Language and layout they wish; editions there are; what is enclosed, how it is printed, whether it says that it is
# not easy read, what whoever approves the letter reads, and what stands on the letter.
TABLE = [
    ("en", ORDINARY, set(), "en", ORDINARY, False, "", ""),
    ("en", ORDINARY, {"pl", EASY_READ}, "en", ORDINARY, False, "", ""),
    ("en", LARGE, set(), "en", LARGE, False, "", ", in large print"),
    ("en", LARGE, {"pl", EASY_READ}, "en", LARGE, False, "", ", in large print"),
    ("en", EASY, set(), "en", LARGE, True, NO_EASY, ", in large print"),
    ("en", EASY, {EASY_READ}, EASY_READ, EASY, False, "", ", in easy read"),
    ("pl", ORDINARY, set(), "en", ORDINARY, False, NO_POLISH, ""),
    ("pl", ORDINARY, {"ar", EASY_READ}, "en", ORDINARY, False, NO_POLISH, ""),
    ("pl", ORDINARY, {"pl"}, "pl", ORDINARY, False, "", ", in Polish"),
    ("pl", LARGE, set(), "en", LARGE, False, NO_POLISH, ", in large print"),
    ("pl", LARGE, {"pl"}, "pl", LARGE, False, "", ", in Polish, in large print"),
    ("pl", EASY, set(), "en", LARGE, True, f"{NO_POLISH} and {NO_EASY}", ", in large print"),
    ("pl", EASY, {EASY_READ}, EASY_READ, EASY, False, NO_POLISH, ", in easy read"),
    ("pl", EASY, {"pl"}, "pl", LARGE, True, NO_EASY_POLISH, ", in Polish, in large print"),
    ("pl", EASY, {"pl", EASY_READ}, "pl", LARGE, True, NO_EASY_POLISH, ", in Polish, in large print"),
]


@pytest.mark.parametrize(
    ("language", "layout", "there_is", "edition", "printed_as", "says_so", "missing", "on_the_letter"),
    TABLE,
    ids=[f"{row[0]}, {row[1]}, of {sorted(row[2]) or 'English alone'}" for row in TABLE],
)
def test_what_is_enclosed_and_what_is_said(
    language, layout, there_is, edition, printed_as, says_so, missing, on_the_letter
) -> None:
    found = enclosure(ReadAs(language, layout), there_is, 4)
    assert found == Enclosure(edition, layout, missing)
    assert typeset_as(found.edition, found.layout) == printed_as
    assert says_not_easy(found.edition, found.layout) is says_so
    assert found.words == in_words(edition, layout) == on_the_letter


@pytest.mark.parametrize(
    ("recorded", "first_language", "needs_interpreter", "wish"),
    [
        (None, "", False, ReadAs()),
        (None, "Polish", False, ReadAs()),  # a first language is not what they like to read
        (None, "Polish", True, ReadAs("pl")),
        (None, " kurdish  SORANI ", True, ReadAs("ckb")),
        (None, "Persian", True, ReadAs("fa")),
        (None, "العربية", True, ReadAs("ar")),
        (None, "Klingon", True, ReadAs()),
        (ReadAs("en", LARGE), "Polish", True, ReadAs("en", LARGE)),
    ],
)
def test_how_they_read(recorded, first_language, needs_interpreter, wish) -> None:
    assert wish_of(recorded, first_language, needs_interpreter=needs_interpreter) == wish


def test_every_language_is_found_by_its_name() -> None:
    assert {code: language_called(each.english) for code, each in ALL.items() if code != EASY_READ} == {
        code: code for code in ALL if code != EASY_READ
    }
    assert language_called("easy read") is None


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(None, None, ""), (16, 20, "16–20"), (18, None, "18+"), (None, 24, "16–24"), (21, 21, "21")],
)
def test_ages_in_every_language(first, last, said) -> None:
    assert ages_in_figures(first, last) == said


def test_words_around_are_missing_until_each_is_said() -> None:
    assert missing_words({}) == list(WORDS_AROUND.values())
    assert missing_words({**WORDS_AROUND, "ages": " "}) == ["Ages"]


def test_easy_read_has_each_sentence_on_a_line() -> None:
    assert short_lines(("Ring us. Say yes!", "هل تريد؟ اتصل بنا.")) == ("Ring us.", "Say yes!", "هل تريد؟", "اتصل بنا.")
