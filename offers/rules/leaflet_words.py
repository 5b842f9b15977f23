"""The words that stand around the entries of the local offer, and that a translation says in its own language. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from offers.rules.offer_areas import AREAS_IN_WORDS, YOUNGEST

MOST_CHARACTERS = 200
# By key: in English, as the offer and its leaflet say them.
WORDS_AROUND: Mapping[str, str] = {
    **{area.value: words for area, words in AREAS_IN_WORDS.items()},
    "by_law": "The law says that you can have",
    "by_choice": "We also choose to give",
    "how_to_get_it": "How to get it",
    "ages": "Ages",
    "only_in": "Only in",
    "in_custody": "Only while you are in prison or in custody",
    "not_in_custody": "Not while you are in prison or in custody",
    "who_to_ask": "Who to ask",
    "phone": "Ring us",
    "email": "Write to us",
    "website": "Read more",
    "ending": "Is something missing, or did it not work out as it says here? Tell us, or ask us how to complain.",
    "not_translated": "This part is not translated yet. In English it says:",
    "no_easy_read": "We do not have this in easy read yet. Ring us, and we go through it with you.",
}
# What easy read begins with: it is English too, so that what it does not say itself is not a translation.
OF_EASY_READ = {**WORDS_AROUND, "not_translated": "This part is not in easy read yet:"}


def missing_words(words: Mapping[str, str]) -> list[str]:
    """The phrases, in English, that a translation does not have yet."""
    return [english for key, english in WORDS_AROUND.items() if not words.get(key, "").strip()]


def ages_in_figures(first: int | None, last: int | None) -> str:
    """ "16–20" or "18+", which every language reads; nothing where neither is set."""
    if last is None:
        return f"{first}+" if first is not None else ""
    return f"{YOUNGEST if first is None else first}–{last}" if first != last else str(last)
