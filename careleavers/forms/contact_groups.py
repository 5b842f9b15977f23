"""A contact with several young people at once: the words that all share, and those about each alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from careleavers.models import YoungPerson
from careleavers.rules import names, words

MOST_OTHERS = 4
OTHERS = [(f"also_{number}", f"also_{number}_note") for number in range(1, MOST_OTHERS + 1)]
SHORTEST_NAME = 3  # letters: shorter ones are words as well
NAMES = (*(name for pair in OTHERS for name in pair), "own_note")


def group_fields(person: YoungPerson, others: Sequence[YoungPerson]) -> dict[str, forms.Field]:
    """The fields of a form about `person` that say which of the `others` were there too. Empty without others."""
    if not others:
        return {}
    choices = [("", "Nobody else"), *((str(each.pk), each.known_as) for each in others)]
    found: dict[str, forms.Field] = {
        "own_note": _text(f"Only about {person.short_name}", "The note above goes into each record; this into theirs.")
    }
    for who, note in OTHERS:
        found[who] = forms.ChoiceField(label="Who else?", choices=choices, required=False)
        found[note] = _text("Only about them", "It goes into their record alone.")
    found["names_meant"] = forms.BooleanField(label="The names in the note are meant", required=False)
    return found


def _text(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2}), help_text=help_text
    )


def chosen(given: Mapping[str, Any], others: Iterable[YoungPerson]) -> list[tuple[YoungPerson, str]]:
    """Who else was there, each once, with what is about them alone."""
    by_id = {str(each.pk): each for each in others}
    found: dict[UUID, tuple[YoungPerson, str]] = {}
    for who, note in OTHERS:
        if each := by_id.get(given.get(who, "")):
            found.setdefault(each.pk, (each, given.get(note, "")))
    return list(found.values())


def problems(given: Mapping[str, Any], person: YoungPerson, others: Sequence[YoungPerson]) -> dict[str, str]:
    """What is wrong, by field: words about nobody, somebody twice, a name that would stand in another's record."""
    wrong: dict[str, str] = {}
    picked = [given.get(who, "") for who, _ in OTHERS]
    for (who, note), pk in zip(OTHERS, picked, strict=True):
        if given.get(note) and not pk:
            wrong[who] = "Choose whom this is about, or empty the box below"
        if pk and picked.count(pk) > 1:
            wrong[who] = "Choose each young person once"
    there = [each for each, _ in chosen(given, others)]
    if not there or given.get("names_meant"):
        return wrong
    if named := named_in(f"{given.get('note', '')} {given.get('participants', '')}", [person, *there]):
        wrong["note"] = (
            f"This goes into {len(there) + 1} records and names {words.listing(named)}. Take the names out, or write "
            "that sentence under “Only about …”. If they are meant, tick “The names in the note are meant”, then save"
        )
    texts = [(person, "own_note", given.get("own_note", ""))]
    texts += [(each, note, given.get(note, "")) for each, note in _own_texts(given, others)]
    for of, field, text in texts:
        if named := named_in(text, [each for each in [person, *there] if each.pk != of.pk]):
            wrong[field] = f"This goes into {of.short_name}’s record: take out the name of {words.listing(named)}"
    return wrong


def _own_texts(given: Mapping[str, Any], others: Iterable[YoungPerson]) -> list[tuple[YoungPerson, str]]:
    by_id = {str(each.pk): each for each in others}
    return [(by_id[given[who]], note) for who, note in OTHERS if given.get(who) in by_id]


def named_in(text: str, people: Iterable[YoungPerson]) -> list[str]:
    """Those of these people of whom a first, last or preferred name is in the text as a word of its own."""
    typed = names.words_of(text)
    return [
        person.short_name for person in people if any(len(name) >= SHORTEST_NAME for name in person.name_words & typed)
    ]
