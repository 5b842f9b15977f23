"""Finding a young person by whatever is known of them: a name, however it is spelt, a number, a phone, a postcode, an
e-mail address, a date of birth.

Only records that the user may see are searched. Under three letters, what is typed is taken as the beginning of a
name or of a number; from three on, names are compared by their trigrams (pg_trgm), so that a slip still finds them.
How much is compared is bounded, so that no text takes long, whatever was pasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import add, and_, or_
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Greatest, Replace
from django.db.models.lookups import Contains

from careleavers.models import ContactDetail, CorrespondenceAddress, Home, User, YoungPerson
from careleavers.models.names import fold
from careleavers.models.people import name_similarity
from careleavers.rules import identifiers
from careleavers.rules.phones import NUMBERS as NUMBERS_TO_CALL
from careleavers.rules.phones import digits_of
from careleavers.rules.words import day

MOST_RESULTS = 200  # more than anybody reads; whoever wants others types more letters
LETTERS_FOR_SIMILARITY = 3
# Of pg_trgm's word similarity, from 0 to 1. A name below the first is no hit; the others cut what is shown.
LEAST_SIMILARITY = 0.35
FAIR, GOOD = 0.5, 0.6
SHARE_OF_THE_BEST = 0.7
# Of what was typed as a name: more says no more, and each letter of a slip costs a comparison with every name.
LONGEST_TEXT, LONGEST_WHOLE, MOST_WORDS = 60, 30, 5
LONGEST_SLIP, MOST_SLIPS = 12, 24  # letters of a word that are exchanged; spellings tried for all words together
DIGITS_OF_A_PHONE, LAST_DIGITS_OF_A_PHONE = 5, 6
ABROAD = re.compile(r"44(?=\d{9,10}$)")  # a whole number, its country without the plus
# Scripts that put no space between the names of one person, whose order differs as well.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,6}")
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
    if "@" in text:
        return list(_by_email(text, people))[:MOST_RESULTS]
    text = text[:LONGEST_TEXT]
    finders = [_by_birth, _by_number, _by_phone, _by_postcode] if re.search(r"\d", text) else [_by_name]
    found: dict[UUID, Hit] = {}
    for finder in finders:
        for hit in finder(text, people):
            found.setdefault(hit.person_id, hit)
    if not found and _by_name not in finders and not written_date(text) and re.search(r"[^\W\d_]", text):
        found = {hit.person_id: hit for hit in _by_name(text, people)}
    return list(found.values())[:MOST_RESULTS]


People = QuerySet[YoungPerson]

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


def _by_email(text: str, people: People) -> Iterator[Hit]:
    """The beginning of an e-mail address, or of an account's name, that reaches them or once did."""
    details = ContactDetail.objects.filter(search_value__startswith=text.lower(), person__in=people)
    for detail in details.exclude(kind__in=NUMBERS_TO_CALL).order_by("search_value", "-starts_on")[:MOST_RESULTS]:
        former = " (not any more)" if detail.ends_on else ""
        yield Hit(detail.person_id, f"{detail.get_kind_display().lower()} {detail.value}{former}")


def _by_birth(text: str, people: People) -> Iterator[Hit]:
    """A whole date of birth: 5/9/2005, 05.09.2005, 2005-09-05, 5 September 2005."""
    born = written_date(text)
    if born:
        for pk in people.filter(date_of_birth=born).values_list("pk", flat=True)[:MOST_RESULTS]:
            yield Hit(pk, f"born on {day(born)}")


def written_date(text: str) -> date | None:
    """The date that a text is, day before month; None for anything else."""
    text = " ".join(re.sub(r"[./,]", " ", text).split())
    for form in ("%d %m %Y", "%Y-%m-%d", "%d-%m-%Y", "%d %B %Y", "%d %b %Y"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
    return None


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
    """Every word is in the name; else every word, or a slip of it; else one word is, and the whole is the likest."""
    words = [word for word in text.split() if any(map(str.isalnum, word))][:MOST_WORDS]
    if not words:
        return iter(())
    hits = _most_similar([[word] for word in words], people, reduce(and_, map(_is_in_name, words)))
    # Of a shorter word no slip is known, and too many names begin with it to be compared.
    long_enough = [word for word in words if len(word) >= LETTERS_FOR_SIMILARITY]
    if not hits and long_enough:
        spellings = [[word, *slips(word, MOST_SLIPS // len(words))] for word in words]
        condition = reduce(and_, (_is_in_name_somehow(part) for part in spellings))
        hits = _most_similar(spellings, people, condition)
    if not hits and long_enough:
        whole = " ".join(words)[:LONGEST_WHOLE]
        threshold = FAIR if len(words) > 1 else LEAST_SIMILARITY
        hits = _most_similar([[whole]], people, reduce(or_, map(_is_in_name, long_enough)), threshold, LEAST_SIMILARITY)
    if not hits:
        return iter(())
    enough = hits[0][1] * SHARE_OF_THE_BEST
    return (Hit(pk, "name") for pk, similarity in hits if similarity >= enough)


def _most_similar(
    parts: list[list[str]], people: People, condition: Q, threshold: float = GOOD, least: float = 0.0
) -> list[tuple[UUID, float]]:
    """Names that meet the condition, in which similarity begins at `threshold`, with the average similarity of the
    parts, each by its likest spelling; the best match first, none below `least`."""
    similarity = [_similarity(part) for part in parts if len(part[0]) >= LETTERS_FOR_SIMILARITY]
    average = reduce(add, similarity) / Value(float(len(similarity))) if similarity else Value(1.0)
    ranked = people.filter(condition).annotate(similarity=average).filter(similarity__gte=least)
    with transaction.atomic(), connection.cursor() as cursor:
        # No scan of the whole table: of what is in no name the planner expects too much.
        cursor.execute(
            "SELECT set_config('enable_seqscan', 'off', true), "
            "set_config('pg_trgm.word_similarity_threshold', %s, true)",
            [str(threshold)],
        )
        rows = ranked.order_by("-similarity", "sort_name", "id").values_list("pk", "similarity")
        return list(rows[:MOST_RESULTS])


def _is_in_name(spelling: str) -> Q:
    """A word under three letters begins a word of the name; a longer one is like a piece of it. One of a script that
    puts no space between names is in the name without its spaces, with either name first."""
    if UNSPACED.fullmatch(spelling):
        turned = {spelling[at:] + spelling[:at] for at in range(len(spelling))}
        closed_up = Replace("search_name", Value(" "), output_field=TextField())
        return reduce(or_, (Q(Contains(closed_up, fold(Value(each)))) for each in sorted(turned)))
    if len(spelling) >= LETTERS_FOR_SIMILARITY:
        return Q(search_name__trigram_word_similar=fold(Value(spelling)))
    return Q(search_name__startswith=fold(Value(spelling))) | _contains(f" {spelling}")


def _is_in_name_somehow(spellings: list[str]) -> Q:
    """The word, or the word in pieces, is like a piece of the name; or the name contains one of the other spellings."""
    word, *others = spellings
    alike = {word, JOINED.sub(r"\1 ", word, count=1)}
    return reduce(or_, [*map(_is_in_name, sorted(alike)), *map(_contains, others)])


def _contains(spelling: str) -> Q:
    """The very spelling is in the name: the index answers this many times faster than what is like it."""
    return Q(search_name__contains=fold(Value(spelling)))


def _similarity(spellings: list[str]) -> Func:
    each = [name_similarity(spelling) for spelling in spellings]
    return each[0] if len(each) == 1 else Greatest(*each)


def pieces(word: str) -> list[str]:
    """The word, and each of its exchanges, apart after a piece of a name: "obrein" gives "o brein", "o'brein",
    "o brien" and "o'brien"."""
    whole = [each for each in (word, *exchanges(word)) if JOINED.match(each)]
    return [JOINED.sub(rf"\1{between}", each, count=1) for each in whole for between in " '"]


def slips(word: str, most: int) -> list[str]:
    """Other spellings of a word, at most so many; none of a long one, in which one slip does not matter."""
    if len(word) > LONGEST_SLIP:
        return []
    return list(dict.fromkeys([*pieces(word), *exchanges(word)]))[:most]


def exchanges(word: str) -> list[str]:
    """The word with each two neighbouring letters exchanged: "abc" gives "bac" and "acb"."""
    each = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return [other for other in each if other != word]
