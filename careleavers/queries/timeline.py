"""The timeline of a record: everything dated about one person, newest first, in one query.

Each source is a function `source(person, today)` that returns querysets of one shape (`COLUMNS`), the same for whoever
and whatever day it is asked about; every app registers its own in its `record.py`. Text is left out for readers who may
not read notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, CharField, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, Lower, TruncDate
from django.utils.dateparse import parse_date, parse_datetime

from careleavers.models import (
    Appointment,
    ContactTopic,
    Disagreement,
    Document,
    DutyMessage,
    DutyStep,
    HealthMatter,
    HomeSuitability,
    Income,
    MeetingAction,
    MeetingItem,
    RecordOpening,
    SkillProgress,
    StayingPut,
    TrialStay,
    YoungPerson,
)
from careleavers.models.asking import Asking, in_steps
from careleavers.models.contacts import LIVE, UNDONE
from careleavers.models.housing import suitable_on
from careleavers.models.statements import Statement
from careleavers.models.stays import HAPPENS
from careleavers.rules.accommodation import LAST_STAGES, Stage
from careleavers.rules.skills import SkillState

PER_PAGE = 25
Source = Callable[[YoungPerson, date], Iterable[QuerySet[Any]]]
COLUMNS = ("e_kind", "e_on", "e_at", "e_id", "e_what", "e_how", "e_text", "e_who", "e_mark")


VOIDED = "voided"


def _marked(field: str, title: str) -> Combinable:
    text = Concat(Value(f"\n\n{title}: "), F(field), output_field=TextField())
    return Case(When(**{f"{field}__gt": ""}, then=text), default=Value(""), output_field=TextField())


def _files() -> Combinable:
    """The names of the photos and files that came with a contact."""
    there = Document.objects.filter(contact=OuterRef("pk"), taken_out_on=None).order_by().values("contact")
    names = StringAgg("file_name", ", ", order_by=("recorded_at", "file_name"))
    said = there.values(said=Concat(Value("\n\nPhotos and files: "), names, output_field=TextField()))
    return Coalesce(Subquery(said), Value(""), output_field=TextField())


def _not_agreed() -> Combinable:
    """What the young person says of a contact with which they do not agree, in their words."""
    theirs = Disagreement.objects.filter(contact=OuterRef("pk"), taken_back_on=None).order_by().values("contact")
    words = StringAgg("text", "\n\n", order_by=("said_on", "recorded_at"))
    said = theirs.values(said=Concat(Value("\n\nThey do not agree, in their words: "), words, output_field=TextField()))
    return Coalesce(Subquery(said), Value(""), output_field=TextField())


# What was marked while writing is marked here too.
WHOLE_NOTE = Concat(
    "note",
    _marked("about_others", "About somebody else"),
    _marked("from_agencies", "From another agency"),
    _not_agreed(),
    _files(),
    _marked("source", "Brought over from"),
)
MARK = Case(
    When(is_safeguarding=True, then=Value("safeguarding")),
    When(is_concern=True, then=Value("concern")),
    default=Value(""),
)


@dataclass(frozen=True)
class TimelineEntry:
    """One row: what kind, on which day, and codes or words that its template turns into a sentence."""

    kind: str
    on: date
    at: datetime
    id: UUID
    what: str
    how: str
    text: str
    who: str
    mark: str  # of a contact: "safeguarding" or "concern" where it notes one; "voided", and then `how` is the reason

    @property
    def cursor(self) -> str:
        return f"{self.on.isoformat()}_{self.at.isoformat()}_{self.id}"


@dataclass(frozen=True)
class TimelineFilter:
    """What a reader filtered by, all optional; the period is closed, as people type it."""

    words: str = ""
    kind: str = ""
    first_on: date | None = None
    last_on: date | None = None
    topic: str = ""  # the id of a topic, which contacts alone have

    def __bool__(self) -> bool:
        return bool(self.words or self.kind or self.first_on or self.last_on or self.topic)


@dataclass(frozen=True)
class TimelinePage:
    """Some entries, newest first, and where the next older ones begin ("" at the end)."""

    entries: list[TimelineEntry]
    next_cursor: str


def timeline_rows(
    rows: QuerySet[Any],
    kind: str,
    *,
    on: str,
    at: Combinable | None = None,
    what: Combinable | str = "",
    how: Combinable | str = "",
    text: Combinable | str = "",
    who: str | None = None,
    mark: Combinable | str = "",
) -> QuerySet[Any]:
    """Rows of any model in the shape of the timeline. `on` and `who` name fields; strings stand for themselves."""

    def words(given: Combinable | str, output: Any) -> Combinable:
        return Cast(Value(given) if isinstance(given, str) else given, output)

    return rows.order_by().values(
        e_kind=Value(kind, CharField()),
        e_on=F(on),
        e_at=at or F("recorded_at"),
        e_id=F("pk"),
        e_what=words(what, CharField()),
        e_how=words(how, CharField()),
        e_text=words(text, TextField()),
        e_who=Coalesce(F(who), Value("")) if who else Value("", CharField()),
        e_mark=words(mark, CharField()),
    )


def record_sources(person: YoungPerson, today: date) -> Iterator[QuerySet[Any]]:
    """What this app knows: contacts, homes, occupations, legal status so far, and who worked with them."""
    yield timeline_rows(
        person.contacts.filter(LIVE),
        "contact",
        on="happened_on",
        what=F("method"),
        how=F("result"),
        text=WHOLE_NOTE,
        who="worker__name",
        mark=MARK,
    )
    yield timeline_rows(
        person.contacts.filter(voided_at__isnull=False, superseded_at__isnull=True).exclude(void_reason=UNDONE),
        "contact",
        on="happened_on",
        what=F("method"),
        how=F("void_reason"),
        text=WHOLE_NOTE,
        who="worker__name",
        mark=VOIDED,
    )
    yield timeline_rows(
        person.appointments.exclude(outcome__in=("", Appointment.WRITTEN_UP)),
        "appointment",
        on="planned_on",
        what=F("outcome"),
        how=F("method"),
        text=F("reason"),
        who="worker__name",
    )
    outcome = Case(When(outcome="", then=Value("")), default=_labels("outcome", TrialStay.OUTCOMES))
    yield timeline_rows(
        person.trial_stays.filter(HAPPENS, starts_on__lte=today),
        "trial_stay",
        on="starts_on",
        what=Coalesce("flat__name", "provider__name"),
        how=F("kind"),
        text=outcome,
    )
    suits = suitable_on(OuterRef("starts_on"))
    yield timeline_rows(person.homes.all(), "home", on="starts_on", what=F("kind"), how=suits, text=F("provider"))
    yield _duty_source(person)
    yield _meeting_source(person)
    yield from _housing_sources(person)
    yield from _kept_sources(person)
    yield timeline_rows(person.occupations.all(), "occupation", on="starts_on", what=F("code"), text=F("detail"))
    yield timeline_rows(
        person.status_periods.filter(starts_on__lte=today).exclude(status="none"),
        "status",
        on="starts_on",
        at=Cast("starts_on", DateTimeField()),
        what=F("status"),
        how=F("band"),
    )
    yield timeline_rows(
        person.allocations.filter(is_planned=False), "worker", on="starts_on", what=F("role"), who="worker__name"
    )
    yield timeline_rows(
        person.disagreements.filter(contact=None, taken_back_on=None),
        "disagreement",
        on="said_on",
        text=Concat("about", Value("\n\n"), "text", output_field=TextField()),
    )
    openings = RecordOpening.objects.filter(person=person.pk)
    yield timeline_rows(openings, "opening", on="open_on", text=F("reason"), who="recorded_by__name")


def _duty_source(person: YoungPerson) -> QuerySet[Any]:
    """Messages to the duty desk with what was answered, but for those that are contacts of the record already."""
    messages = person.duty_messages.filter(contact=None).exclude(outcome=DutyMessage.MISTAKE)
    closed = DutyStep.objects.filter(message=OuterRef("pk"), kind=DutyStep.CLOSED).exclude(text="")
    answer = closed.order_by("-recorded_at").values(
        said=Concat(Value("\n\nOur answer: "), "text", output_field=TextField())
    )[:1]
    return timeline_rows(
        messages.annotate(day=TruncDate("reached_at")),
        "duty",
        on="day",
        at=F("reached_at"),
        what=F("way"),
        how=F("outcome"),
        text=Concat("text", Coalesce(Subquery(answer), Value("", TextField())), output_field=TextField()),
        who="held_by__name",
    )


def _meeting_source(person: YoungPerson) -> QuerySet[Any]:
    """What a body talked about them and decided, on the day of the meeting, with what somebody was to do."""
    given = MeetingAction.objects.filter(item=OuterRef("pk")).order_by().values("item")
    words = Concat("follow_up__text", Value(" ("), "follow_up__assigned_to__name", Value(")"), output_field=TextField())
    to_do = given.values(
        said=Concat(Value("\n\nTo do: "), StringAgg(words, "; ", order_by=("recorded_at",)), output_field=TextField())
    )
    closed = person.meeting_items.exclude(outcome__in=("", MeetingItem.TAKEN_BACK)).exclude(meeting=None)
    text = Concat(
        "about",
        _marked("decision", "Decision"),
        Coalesce(Subquery(to_do), Value("", TextField())),
        output_field=TextField(),
    )
    return timeline_rows(closed, "meeting", on="meeting__planned_on", what=F("body__name"), how=F("outcome"), text=text)


def _housing_sources(person: YoungPerson) -> Iterator[QuerySet[Any]]:
    """Judgements of homes, with what the young person thinks; and the way to a home of one's own."""
    judged = HomeSuitability.objects.filter(home__person=person.pk)
    yield timeline_rows(
        judged, "home_judged", on="judged_on", how=F("is_suitable"), text=F("own_view"), who="judged_by__name"
    )
    applied = person.housing_applications.all()
    yield timeline_rows(applied, "housing", on="applied_on", what=Stage.APPLIED, text=F("made_to"))
    came_of_it = applied.annotate(on=Coalesce("moved_on", "closed_on", "offered_on")).exclude(on=None)
    what = Case(
        *(When(**{f"{stage}_on__isnull": False}, then=Value(stage.value)) for stage in LAST_STAGES),
        default=Value(Stage.OFFERED.value),
    )
    yield timeline_rows(came_of_it, "housing", on="on", what=what, text=F("made_to"))
    agreed = StayingPut.objects.filter(person=person.pk).exclude(agreement_on=None)
    yield timeline_rows(agreed, "staying_put", on="agreement_on", text=F("carer"))


def _kept_sources(person: YoungPerson) -> Iterator[QuerySet[Any]]:
    """Steps towards work, health, skills, and the newest day of each income; what these say is for readers of notes."""
    about = Concat("about", Case(When(result="", then=Value("")), default=Concat(Value(": "), "result")))
    yield timeline_rows(person.occupation_steps.all(), "work_step", on="happened_on", what=F("kind"), text=about)
    matter = Concat(_labels("kind", HealthMatter.KINDS), Value(", "), Lower(_labels("state", HealthMatter.STATES)))
    yield timeline_rows(person.health_matters.all(), "health", on="since", text=matter)
    skill = Concat("skill__name", Value(", "), Lower(_labels("state", SkillProgress.STATES)))
    yield timeline_rows(person.skills.exclude(state=SkillState.NOT_YET.value), "skill", on="since", text=skill)
    days = ("ended_on", "sanctioned_on", "first_paid_on", "awarded_on", "claimed_on")
    dated = person.incomes.annotate(on=Coalesce(*days)).exclude(on=None)
    became = Case(
        *(
            When(**{f"{name}__isnull": False}, then=Value(words))
            for name, words in zip(days, ("ended", "sanctioned", "first paid", "awarded", "claimed"), strict=True)
        ),
        output_field=CharField(),
    )
    yield timeline_rows(dated, "income", on="on", text=Concat(_labels("kind", Income.KINDS), Value(", "), became))


def _labels(field: str, choices: list[tuple[str, str]]) -> Combinable:
    """The label of a choice."""
    return Case(*(When(**{field: code}, then=Value(words)) for code, words in choices), output_field=CharField())


@in_steps
def timeline_page(
    person: YoungPerson,
    today: date,
    *,
    sources: Iterable[Source],
    filters: TimelineFilter = TimelineFilter(),
    after: str = "",
    notes: bool,
    limit: int = PER_PAGE,
) -> Asking[TimelinePage]:
    """One page of the timeline, older than the cursor `after`. One query, whatever the length of the record.

    `notes`: whether the reader may read free text; without it no text is shown and none is searched.
    """
    sources, cursor = tuple(sources), _read_cursor(after)
    if filters:
        wanted = _condition(filters, notes) & (_older_than(*cursor) if cursor else Q())
        rows = list(_entries(sources, person, today, wanted, limit + 1).values_list(*COLUMNS))
    elif cursor:
        rows = yield from _older_page(sources, limit + 1).rows.steps(person.pk, today, *cursor)
    else:
        rows = yield from _first_page(sources, limit + 1).rows.steps(person.pk, today)
    entries = [_entry(row, notes) for row in rows[:limit]]
    return TimelinePage(entries, entries[-1].cursor if len(rows) > limit else "")


def _entries(sources: Iterable[Source], person: YoungPerson, today: date, wanted: Q, number: int) -> QuerySet[Any]:
    """The newest rows of all sources together. No branch gives more than could be among them."""
    order = ("-e_on", "-e_at", "-e_id")
    branches = (branch.filter(wanted) for source in sources for branch in source(person, today))
    first, *others = [branch.order_by(*order)[:number] for branch in branches]
    return first.union(*others, all=True).order_by(*order)[:number]


@cache
def _first_page(sources: tuple[Source, ...], number: int) -> Statement:
    """The newest of everything: what a record opens with."""

    def rows(person_id: UUID, today: date) -> QuerySet[Any]:
        return _entries(sources, YoungPerson(pk=person_id), today, Q(), number)

    return Statement(rows, UUID, date)


@cache
def _older_page(sources: tuple[Source, ...], number: int) -> Statement:
    """What comes after a cursor, of everything."""

    def rows(person_id: UUID, today: date, on: date, at: datetime, pk: UUID) -> QuerySet[Any]:
        return _entries(sources, YoungPerson(pk=person_id), today, _older_than(on, at, pk), number)

    return Statement(rows, UUID, date, date, datetime, UUID)


def _condition(filters: TimelineFilter, notes: bool) -> Q:
    wanted = Q()
    if filters.kind:
        wanted &= Q(e_kind=filters.kind)
    if filters.first_on:
        wanted &= Q(e_on__gte=filters.first_on)
    if filters.last_on:
        wanted &= Q(e_on__lte=filters.last_on)
    if filters.topic:
        wanted &= Q(e_kind="contact", e_id__in=ContactTopic.objects.filter(topic=UUID(filters.topic)).values("contact"))
    if filters.words:
        by_name = Q(e_who__icontains=filters.words)
        wanted &= by_name | Q(e_text__icontains=filters.words) if notes else by_name
    return wanted


def _older_than(on: date, at: datetime, pk: UUID) -> Q:
    return Q(e_on__lt=on) | Q(e_on=on, e_at__lt=at) | Q(e_on=on, e_at=at, e_id__lt=pk)


def _read_cursor(text: str) -> tuple[date, datetime, UUID] | None:
    """The cursor of an address; one that somebody tampered with is none."""
    try:
        on, at, pk = text.split("_")
        day, instant = parse_date(on), parse_datetime(at)
        return (day, instant, UUID(pk)) if day and instant else None
    except ValueError:
        return None


def _entry(row: tuple[Any, ...], notes: bool) -> TimelineEntry:
    entry = TimelineEntry(*row)
    if notes:
        return entry
    is_void = entry.mark == VOIDED  # then `how` is the reason, which is free text
    return replace(entry, text="", mark=VOIDED if is_void else "", how="" if is_void else entry.how)
