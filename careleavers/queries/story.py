"""A record as a story: everything that is kept about one young person, in words and in order, for a copy or for paper.

Each app says what it keeps in a function of its own (`RecordExtension.story`); rows of a model that none of them tells
of are told field by field, so that nothing can be forgotten. What is left out is named with its reason
(`RecordExtension.story_leaves_out`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Prefetch

from careleavers.models import Contact, Document, User, YoungPerson
from careleavers.models.closed_records import path_to_person
from careleavers.models.sensitivity import RECORD_KEEPING
from careleavers.rules import codes
from careleavers.rules.code_labels import home_words, occupation_words
from careleavers.rules.redactions import RedactionGround
from careleavers.rules.words import day

HOW_IT_IS_KEPT = frozenset({"id", "recorded_at", "recorded_by", "revision", "search_name", "sort_name", "search_value"})


class StorySection(Enum):
    """The parts of a record, in the order in which a copy has them; the value is the heading."""

    ABOUT = "Who this record is about"
    CARE = "Care history and legal status"
    HOMES = "Homes"
    NETWORK = "People in their life"
    DAYS = "Day by day"
    PLANS = "Assessments, pathway plans and reviews"
    LETTERS = "Letters, money and support"
    OFFENCES = "Offences"
    OTHER = "What else is kept"
    FILES = "Photos and files"


class StoryEntry(NamedTuple):
    """One entry: its heading, its text, and the day that it is about (None: no day).

    `source` and `source_id` say which row it is. `marked`: words of the text that were marked while writing.
    """

    section: StorySection
    heading: str
    text: str
    on: date | None
    source: str
    source_id: UUID
    marked: tuple[tuple[RedactionGround, str], ...] = ()


# Called with the person and the day; entries in any order.
StoryOf = Callable[[YoungPerson, date], Iterable[StoryEntry]]

# Where rows are told of that are told field by field; those of other models come under what else is kept.
SECTIONS = {
    "careleavers.YoungPerson": StorySection.ABOUT,
    "careleavers.ContactDetail": StorySection.ABOUT,
    "careleavers.CorrespondenceAddress": StorySection.HOMES,
    "careleavers.CareEpisode": StorySection.CARE,
    "careleavers.StatusFact": StorySection.CARE,
    "careleavers.StatusDecision": StorySection.CARE,
    "careleavers.Involvement": StorySection.CARE,
    "careleavers.Home": StorySection.HOMES,
    "careleavers.HomeSuitability": StorySection.HOMES,
    "careleavers.HousingApplication": StorySection.HOMES,
    "careleavers.StayingPut": StorySection.HOMES,
    "careleavers.VacationHome": StorySection.HOMES,
    "careleavers.TrialStay": StorySection.HOMES,
    "careleavers.Relationship": StorySection.NETWORK,
    "careleavers.Offence": StorySection.OFFENCES,
    "careleavers.Document": StorySection.FILES,
}
LEAVES_OUT = {
    "careleavers.Contact": "told day by day",
    "careleavers.Appointment": "told day by day",
    "careleavers.DutyMessage": "told day by day",
    "careleavers.DutyStep": "told with its message",
    "careleavers.RecordOpening": "told day by day",
    "careleavers.StatusPeriod": "told day by day",
    "careleavers.Allocation": "told day by day",
    "careleavers.Alert": "a reminder for workers, worked out from what is told",
    "careleavers.AlertRecipient": "a reminder for workers, worked out from what is told",
    "careleavers.DataQualityIssue": "a question about an import",
    "careleavers.ImportedRow": "how rows were brought over",
    "careleavers.Draft": "not sent yet, and read by its writer alone: it is asked for before a copy is begun",
    "careleavers.DocumentContent": "a file, given beside the copy",
    "careleavers.MeetingPaperContent": "a file, given beside the copy",
    "careleavers.FileScan": "what the virus scanner said of a file",
    "careleavers.DifferentPeople": "which records were compared and are of two people",
    "careleavers.RecordMerge": "how two records of this person became one: all that moved is told",
    "careleavers.RestrictedAccess": "who may read the record",
    "careleavers.LegalHold": "why the record is kept, and not of them",
    "careleavers.RecordRequest": "how this copy was asked for",
    "careleavers.CopyEntry": "a former copy of the same",
    "careleavers.Redaction": "a former copy of the same",
    "careleavers.CopyFile": "a former copy of the same",
}
SECTION_OF_APP = {"pathways": StorySection.PLANS, "offers": StorySection.LETTERS}


def _label_of(code_set: str, code: str) -> str:
    """What a code means; one that DfE never had is shown as it was stored."""
    return codes.label(code_set, code) if code in codes.ever_valid(code_set) else code


# What is kept in DfE's codes: the words for a code, by field.
IN_CODES: dict[str, Callable[[str], str]] = {
    "YoungPerson.gender": partial(_label_of, "SEX"),
    "YoungPerson.ethnicity": partial(_label_of, "ETHNIC"),
    "CareEpisode.reason_started": partial(_label_of, "EPISODES.RNE"),
    "CareEpisode.legal_status": partial(_label_of, "EPISODES.LS"),
    "CareEpisode.need": partial(_label_of, "EPISODES.CIN"),
    "CareEpisode.placement": partial(_label_of, "EPISODES.PLACE"),
    "CareEpisode.placement_provider": partial(_label_of, "EPISODES.PLACE_PROVIDER"),
    "CareEpisode.reason_ended": partial(_label_of, "EPISODES.REC"),
    "CareEpisode.reason_place_change": partial(_label_of, "EPISODES.REASON_PLACE_CHANGE"),
    "Observation.in_touch": partial(_label_of, "OC3.IN_TOUCH"),
    "Observation.activity": partial(_label_of, "OC3.ACTIV"),
    "Observation.accommodation": partial(_label_of, "OC3.ACCOM"),
    "Home.kind": home_words,
    "Occupation.code": occupation_words,
}


def models_of_records() -> Iterator[tuple[type[models.Model], tuple[str, ...]]]:
    """Every model whose rows belong to one young person, with the relations that lead there."""
    for model in apps.get_models():
        path = path_to_person(model)
        if path is not None and not model._meta.proxy:
            yield model, path


def rows_told_plainly(person: YoungPerson, leave_out: Collection[str]) -> Iterator[StoryEntry]:
    """The rows of every model of the record but those named, one entry each."""
    for model, path in models_of_records():
        label = model._meta.label
        if label in leave_out:
            continue
        section = SECTIONS.get(label) or SECTION_OF_APP.get(model._meta.app_label, StorySection.OTHER)
        for row in rows_of(model, path, person):
            if entry := _entry(row, section):
                yield entry


def rows_of(model: type[models.Model], path: tuple[str, ...], person: YoungPerson) -> models.QuerySet[Any]:
    """The rows of one model of this person's record."""
    related = [field.name for field in told_fields(model) if isinstance(field, models.ForeignKey)]
    rows = model._default_manager.filter(**{"__".join((*path, "pk")): person.pk})
    return rows.select_related(*related) if related else rows


@cache
def told_fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """The fields that say something about a person: those declared so, and the days and choices of the rest."""
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field.name not in HOW_IT_IS_KEPT
        and not isinstance(field, models.BinaryField | models.UUIDField | models.GeneratedField)
        and not _leads_to_the_record(field)
        and (field.db_comment != RECORD_KEEPING or isinstance(field, models.DateField) or field.choices)
        and not (isinstance(field, models.DateTimeField) and field.db_comment == RECORD_KEEPING)
    )


def _leads_to_the_record(field: models.Field[Any, Any]) -> bool:
    """Whether it is a relation that says no more than whose record the row is of."""
    relation: Any = field.remote_field
    return relation is not None and relation.model is not User and path_to_person(relation.model) is not None


def _entry(row: Any, section: StorySection) -> StoryEntry | None:
    lines = []
    on: date | None = None
    for field in told_fields(row.__class__):
        words = value_words(row, field)
        if not words:
            continue
        if on is None and isinstance(field, models.DateField):
            on = _as_day(getattr(row, field.name))
        lines.append(f"{label_of(field)}: {words}")
    if not lines:
        return None
    heading = label_of(row._meta.verbose_name)
    if on and not isinstance(row, YoungPerson):
        heading += f", {day(on)}"
    return StoryEntry(section, heading, "\n".join(lines), on, row._meta.label, row.pk)


def _as_day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def label_of(named: Any) -> str:
    """The verbose name of a field, or a name, as a heading."""
    words = str(getattr(named, "verbose_name", named))
    return words[:1].upper() + words[1:]


def value_words(row: Any, field: models.Field[Any, Any]) -> str:
    """What a field of a row says, as people read it; "" where it says nothing."""
    value = getattr(row, field.name)
    if value is None or value == "" or value is False or value == [] or value == {}:
        return ""
    if in_words := IN_CODES.get(f"{row.__class__.__name__}.{field.name}"):
        return in_words(value)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, models.JSONField | ArrayField):
        return "\n".join(words_in(value))
    return _plain(value)


def _plain(value: Any) -> str:
    if value is True:
        return "yes"
    if isinstance(value, date):
        return day(_as_day(value))
    return str(getattr(value, "name", value))


def words_in(value: Any) -> Iterator[str]:
    """Every text in a value of lists and names, in order."""
    if isinstance(value, dict):
        for each in value.values():
            yield from words_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from words_in(each)
    elif isinstance(value, str) and value:
        yield value


def contacts_of(person: YoungPerson) -> dict[UUID, Contact]:
    """Their contacts by id, for what the timeline does not say of them."""
    files = Prefetch("documents", Document.objects.filter(taken_out_on=None))
    return {contact.pk: contact for contact in person.contacts.prefetch_related(files)}


def names_in_their_life(person: YoungPerson) -> list[str]:
    """The names of people who are no professionals: those of workers in their role are given (domain of art 15(4))."""
    return [each.name for each in person.relationships.all() if not each.is_professional]
