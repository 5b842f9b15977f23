"""Finding a young person by whatever is known of them: a name, however it is spelt, a number, a phone, a postcode.

Only records that the user may see are searched. Under three letters, what is typed is taken as the beginning of a
name or of a number; from three on, names are compared by their trigrams (pg_trgm), so that a slip still finds them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add, and_, or_
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Func, Q, QuerySet, Value
from django.db.models.functions import Greatest

from careleavers.models import ContactDetail, CorrespondenceAddress, Home, User, YoungPerson
from careleavers.models.people import fold, name_similarity
from careleavers.rules import identifiers
from careleavers.rules.phones import NUMBERS as NUMBERS_TO_CALL
from careleavers.rules.phones import digits_of

MOST_RESULTS = 200  # more than anybody reads; whoever wants others types more letters
LETTERS_FOR_SIMILARITY = 3
# Of pg_trgm's word similarity, from 0 to 1. A name below the first is no hit; the others cut what is shown.
LEAST_SIMILARITY = 0.35
GOOD = 0.6
SHARE_OF_THE_BEST = 0.7
DIGITS_OF_A_PHONE, LAST_DIGITS_OF_A_PHONE = 5, 6
ABROAD = re.compile(r"44(?=\d{9,10}$)")  # a whole number, its country without the plus
# Pieces of names that are written together with the next one, apart, or with an apostrophe between.
JOINED = re.compile(r"(o|dela|de|d|l|mac|mc|al|el|ni|van|st)(?=\w{3})", re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """A record that was found, and by what: "name", "NHS number", "phone 07700 900123"."""

    person_id: UUID
    why: str


def find(text: str, user: User) -> list[Hit]:
    """At most MOST records, each once, those found by a number first, then names, the likest first."""
    text = " ".join(text.replace("\0", "").split())
    if not text:
        return []
    people = YoungPerson.objects.visible_to(user)
    finders = [_by_number, _by_phone, _by_postcode] if re.search(r"\d", text) else [_by_name]
    found: dict[UUID, Hit] = {}
    for finder in finders:
        for hit in finder(text, people):
            found.setdefault(hit.person_id, hit)
    if not found and re.search(r"[^\W\d_]", text):
        found = {hit.person_id: hit for hit in _by_name(text, people)}
    return list(found.values())[:MOST_RESULTS]


People = QuerySet[YoungPerson]
Finder = Callable[[str, People], Iterator[Hit]]

NUMBERS = {
    "local_id": "local ID",
    "ssda903_id": "SSDA903 ID",
    "nhs_number": "NHS number",
    "upn": "UPN",
    "ni_number": "National Insurance number",
}


def _by_number(text: str, people: People) -> Iterator[Hit]:
    """A whole number of any kind, or the beginning of one of the authority's own."""
    bare = re.sub(r"[\s-]", "", text).upper()
    typed = {text, text.upper(), bare}
    condition = [Q(local_id__startswith=each) | Q(ssda903_id__startswith=each) for each in sorted(typed)]
    condition += [Q(**{number: bare}) for number in ("nhs_number", "upn", "ni_number")]
    rows = people.filter(reduce(or_, condition)).order_by("local_id").values("pk", *NUMBERS)[:MOST_RESULTS]
    for row in rows:
        starts = next(n for n in NUMBERS if row[n] and row[n].upper().startswith((text.upper(), bare)))
        yield Hit(row["pk"], f"{NUMBERS[starts]} {row[starts]}")


def _by_phone(text: str, people: People) -> Iterator[Hit]:
    """The beginning or the last digits of a phone number that reaches them, or once did."""
    digits = digits_of(text)
    if len(digits) < DIGITS_OF_A_PHONE or re.search(r"[a-z]", text, re.IGNORECASE):
        return
    condition = Q(search_value__startswith=ABROAD.sub("0", digits))
    if len(digits) >= LAST_DIGITS_OF_A_PHONE:
        condition |= Q(search_value__endswith=digits)
    details = ContactDetail.objects.filter(condition, person__in=people, kind__in=NUMBERS_TO_CALL)
    for detail in details.order_by("search_value", "-starts_on")[:MOST_RESULTS]:
        former = " (not any more)" if detail.ends_on else ""
        yield Hit(detail.person_id, f"phone {detail.value}{former}")


def _by_postcode(text: str, people: People) -> Iterator[Hit]:
    """A whole postcode, of where they live or lived, or of where we write to them."""
    checked = identifiers.check("postcode", text)
    if not checked.valid:
        return
    for model, what in ((Home, "home"), (CorrespondenceAddress, "address for letters")):
        rows = model.objects.filter(person__in=people, postcode=checked.normal).order_by("ends_on", "person_id")
        for person_id, ends_on in rows.values_list("person_id", "ends_on")[:MOST_RESULTS]:
            yield Hit(person_id, f"former {what} in {checked.normal}" if ends_on else f"{what} in {checked.normal}")


def _by_name(text: str, people: People) -> Iterator[Hit]:
    """Every word is in the name; else every word with two letters exchanged, or in two pieces; else the whole is
    something like it."""
    words = text.split()
    attempts = [
        ([[word] for word in words], GOOD),
        ([[word, *exchanges(word), *pieces(word)] for word in words], GOOD),
        ([[text]], LEAST_SIMILARITY),
    ]
    if sum(len(word) for word in words) < LETTERS_FOR_SIMILARITY:
        del attempts[1:]
    for parts, threshold in attempts:
        if likest := _most_similar(parts, people, threshold):
            enough = likest[0][1] * SHARE_OF_THE_BEST
            return (Hit(pk, "name") for pk, similarity in likest if similarity >= enough)
    return iter(())


def _most_similar(parts: list[list[str]], people: People, threshold: float) -> list[tuple[UUID, float]]:
    """Names in which every part is, by one of its spellings, with at least this similarity; the best match first."""
    condition = reduce(and_, (reduce(or_, (_is_in_name(spelling) for spelling in part)) for part in parts))
    similarity = [_similarity(part) for part in parts if len(part[0]) >= LETTERS_FOR_SIMILARITY]
    average = reduce(add, similarity) / Value(float(len(similarity))) if similarity else Value(1.0)
    ranked = (
        people.filter(condition).annotate(similarity=average).order_by("-similarity", "last_name", "first_name", "id")
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(threshold)])
        return list(ranked.values_list("pk", "similarity")[:MOST_RESULTS])


def _is_in_name(spelling: str) -> Q:
    """A word under three letters begins a word of the name; a longer one is like a piece of it."""
    if len(spelling) >= LETTERS_FOR_SIMILARITY:
        return Q(search_name__trigram_word_similar=fold(Value(spelling)))
    return Q(search_name__startswith=fold(Value(spelling))) | Q(search_name__contains=fold(Value(f" {spelling}")))


def _similarity(spellings: list[str]) -> Func:
    each = [name_similarity(spelling) for spelling in spellings]
    return each[0] if len(each) == 1 else Greatest(*each)


def pieces(word: str) -> list[str]:
    """The word, and each of its exchanges, apart after a piece of a name: "obrein" gives "o brein" and "o brien"."""
    return [JOINED.sub(r"\1 ", each, count=1) for each in (word, *exchanges(word)) if JOINED.match(each)]


def exchanges(word: str) -> list[str]:
    """The word with each two neighbouring letters exchanged: "abc" gives "bac" and "acb"."""
    each = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return [other for other in each if other != word]
