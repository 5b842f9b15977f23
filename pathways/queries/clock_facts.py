"""The record's rows as the clocks take them: everything about some people in a few queries, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from careleavers.models import (
    Allocation,
    CareEpisode,
    Complaint,
    ComplaintStep,
    Home,
    HomeSuitability,
    HousingApplication,
    ImmigrationStatus,
    Income,
    KeyDocument,
    Offence,
    StatusFact,
    StatusPeriod,
    StayingPut,
    YoungPerson,
)
from careleavers.models.contacts import last_contact_on, last_meeting_on
from careleavers.models.statements import Statement
from careleavers.queries.advisers import IN_CARE, allocations_in_role, with_adviser
from careleavers.queries.skills import with_list_worked_through
from careleavers.rules import clocks
from careleavers.rules.accommodation import Judged
from careleavers.rules.code_sets import HomeKind
from careleavers.rules.complaints import ComplaintStage
from careleavers.rules.dates import Period
from careleavers.rules.key_documents import DocumentState
from careleavers.rules.law.facts import SENTENCED
from careleavers.rules.policies import page_is_used
from careleavers.site.extensions import offers_of_support
from pathways.queries.clock_contacts import every_contact, visits_to_this_home
from pathways.queries.clock_planning import rows_of_planning, shaped
from pathways.queries.duties_done import (
    MADE,
    RELEASE,
    DatedRow,
    complaints_answered,
    copies_given,
    crises,
    in_custody_since,
    income_at_eighteen,
    leave_prepared,
    release_prepared,
    reviews_held_for_requests,
    reviews_requested,
    risks_signed,
)
from pathways.rules.runway_table import clocks_of

EIGHTEEN_YEARS = timedelta(days=18 * 366)  # a little more


class PersonRow(NamedTuple):
    """What the clocks ask of a person, and the last days on which they were spoken with and met face to face."""

    pk: UUID
    date_of_birth: date
    died_on: date | None
    spoken_with_on: date | None
    met_on: date | None


def facts_of(people: Iterable[UUID], today: date, policies: Mapping[str, Any]) -> dict[UUID, clocks.DutyFacts]:
    """The facts of these people up to `today` that the clocks that raise alerts ask for.

    Of contacts only those that can still matter are read: the last one with the young person, the last face to face,
    and their visits since they moved to where they live today. A clock needs older ones only for duties that were met
    long ago: `past_facts_of` has them.
    """
    ids = list(people)
    return _facts_with(visits_to_this_home(ids, today), ids, today, policies)


def past_facts_of(people: Iterable[UUID], today: date, policies: Mapping[str, Any]) -> dict[UUID, clocks.DutyFacts]:
    """The same with every contact, for what was ever owed by clocks of plans, visits, contact, risks and offers.

    What other clocks start from is read as it is now: of custody, leave to remain and papers only the latest.
    """
    ids = list(people)
    return _facts_with(every_contact(ids, today), ids, today, policies)


def _facts_with(
    contacts: Mapping[UUID, list[clocks.ContactFact]], ids: list[UUID], today: date, policies: Mapping[str, Any]
) -> dict[UUID, clocks.DutyFacts]:
    dated = _dated_rows(ids, today, policies)
    offers = offers_of_support(ids, today)
    return {
        person.pk: _facts(person, contacts[person.pk], dated[person.pk], offers.get(person.pk, ()))
        for person in map(PersonRow._make, PERSONS.rows(ids, today))
    }


def _persons(ids: list[UUID], today: date) -> QuerySet[Any, tuple[Any, ...]]:
    persons = YoungPerson.objects.filter(pk__in=ids).order_by()
    last = persons.annotate(spoken_with_on=last_contact_on(today), met_on=last_meeting_on(today))
    return last.values_list("pk", "date_of_birth", "died_on", "spoken_with_on", "met_on")


PERSONS = Statement(_persons, list, date)


def _facts(
    person: PersonRow, visits: list[clocks.ContactFact], dated: dict[str, list[DatedRow]], offers: Sequence[date]
) -> clocks.DutyFacts:
    return clocks.DutyFacts(
        date_of_birth=person.date_of_birth,
        died_on=person.died_on,
        **statuses_and_homes(dated),
        contacts=(*visits, *_last_contacts(person)),
        assessments=tuple(row.start for row in dated["assessment"]),
        plans=tuple(row.start for row in dated["plan"]),
        reviews=tuple(clocks.Review(row.start, row.months) for row in dated["review"]),
        risk_assessments=risks_signed(dated),
        offers=tuple(offers),
        personal_adviser=tuple(_with_adviser(dated)),
        at_home=tuple(Period(row.start, row.end) for row in dated["at_home"]),
        education=tuple(Period(row.start, row.end) for row in dated["education"]),
        sentenced=tuple(row.start for row in dated["sentence"]),
        events=(
            *(clocks.Event("document_ends", row.start, row.end) for row in dated["document"]),
            *(clocks.Event(row.code, row.start) for row in dated["complaint"]),
            *reviews_requested(dated),
            *crises(dated),
            *(clocks.Event(row.code, row.start, in_custody_since(dated, row.end)) for row in dated["release"]),
            *(clocks.Event("leave_to_remain_ends", row.start, row.end) for row in dated["leave"]),
            *(clocks.Event(row.code, row.start) for row in dated["stage"] if row.code != MADE),
        ),
        done=(
            *copies_given(dated),
            *reviews_held_for_requests(dated),
            *complaints_answered(dated),
            *release_prepared(dated),
            *leave_prepared(dated),
            *(clocks.Done("housing_application", row.start) for row in dated["applied"]),
            *(clocks.Done("independence_skills", row.start) for row in dated["skills"]),
            *income_at_eighteen(person.date_of_birth, dated),
            *(clocks.Done("staying_put_monitoring", row.start) for row in dated["agreed"]),
        ),
        left_out=tuple(code for row in dated["left_out"] for code in clocks_of(row.code)),
    )


def statuses_and_homes(dated: Mapping[str, list[DatedRow]]) -> dict[str, Any]:
    """As `DutyFacts` has them, of what `rows_of_statuses_and_homes` gave."""
    return {
        "status_spans": tuple(
            clocks.StatusSpan(row.code, row.band or None, row.start, row.end) for row in dated["status"]
        ),
        "homes": tuple(_home(row, dated["judged"]) for row in dated["home"]),
    }


def _home(row: DatedRow, judgements: list[DatedRow]) -> clocks.HomeFact:
    """The end of a judgement's row is the day on which the home began that it is about."""
    judged = tuple(Judged(each.start, each.marked) for each in judgements if each.end == row.start)
    return clocks.HomeFact(row.start, row.end, row.code, row.marked, row.band == "true", judged)


def _last_contacts(person: PersonRow) -> Iterator[clocks.ContactFact]:
    if person.spoken_with_on:
        yield clocks.ContactFact(person.spoken_with_on, True)
    if person.met_on:
        yield clocks.ContactFact(person.met_on, True, visit=True)


def _with_adviser(dated: dict[str, list[DatedRow]]) -> list[Period]:
    looked_after = [Period(row.start, row.end) for row in dated["status"] if row.code in IN_CARE]
    in_role, as_case_holder = (
        [Period(row.start, row.end) for row in dated[kind]] for kind in ("adviser", "case_holder")
    )
    return with_adviser(in_role, as_case_holder, looked_after)


def _dated_rows(ids: list[UUID], today: date, policies: Mapping[str, Any]) -> dict[UUID, dict[str, list[DatedRow]]]:
    """Statuses past and future, and what has begun or was done by today. One query."""
    rows = rows_of_pages(tuple(page for page in PAGES_WITH_DUTIES if page_is_used(page, policies)))
    found: dict[UUID, dict[str, list[DatedRow]]] = defaultdict(lambda: defaultdict(list))
    for pk, kind, *values in rows.rows(ids, today):
        found[pk][kind].append(DatedRow(*values))
    return found


@cache
def rows_of_pages(pages: tuple[str, ...]) -> Statement:
    """The dated rows of some people where the authority uses these of PAGES_WITH_DUTIES."""

    def build(ids: list[UUID], today: date) -> QuerySet[Any, tuple[Any, ...]]:
        rows = [*_rows_of_the_record(ids, today), *rows_of_planning(ids, today)]
        for page in pages:
            rows += PAGES_WITH_DUTIES[page](ids, today)
        return rows[0].union(*rows[1:], all=True)

    return Statement(build, list, date)


def rows_of_statuses_and_homes(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Statuses past and future, homes that have begun, and what was judged of each."""
    yield shaped(
        StatusPeriod.objects.filter(person__in=ids), "status", "starts_on", end="ends_on", code="status", band="band"
    )
    yield shaped(
        Home.objects.filter(person__in=ids, starts_on__lte=today),
        "home",
        "starts_on",
        end="ends_on",
        code="kind",
        band=Coalesce("suitable_at_first", "is_suitable"),
        marked=F("provided_by_authority"),
    )
    newer_of_the_day = HomeSuitability.objects.filter(
        home=OuterRef("home"), judged_on=OuterRef("judged_on"), recorded_at__gt=OuterRef("recorded_at")
    )
    judged = HomeSuitability.objects.filter(~Exists(newer_of_the_day), home__person__in=ids, judged_on__lte=today)
    yield shaped(judged, "judged", "judged_on", person="home__person", end="home__starts_on", marked=F("is_suitable"))


def _rows_of_the_record(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Statuses, homes, time at home, education, the ends of care with a sentence, and who worked with them."""
    begun = {"person__in": ids, "starts_on__lte": today}
    yield from rows_of_statuses_and_homes(ids, today)
    in_custody = Home.objects.filter(kind=HomeKind.CUSTODY, ends_on=None, **begun).exclude(release_on=None)
    yield shaped(in_custody.annotate(what=Value(RELEASE)), "release", "release_on", end="starts_on", code="what")
    without = in_custody.filter(release_home="").annotate(what=Value("release_without_home"))
    yield shaped(without, "release", "release_on", end="starts_on", code="what")
    settled = in_custody.exclude(release_settled_on=None)
    yield shaped(settled, "release_settled", "release_settled_on", end="release_on")
    for kind in ("at_home", "education"):
        yield shaped(StatusFact.objects.filter(kind=kind, **begun), kind, "starts_on", end="ends_on")
    sentences = CareEpisode.objects.filter(person__in=ids, reason_ended=SENTENCED, ends_on__lte=today)
    yield shaped(sentences, "sentence", "ends_on")
    in_role = allocations_in_role(today).filter(person__in=ids)
    yield shaped(in_role, "adviser", "advises_from", end="advises_until")
    yield shaped(
        Allocation.objects.filter(role=Allocation.CASE_HOLDER, **begun), "case_holder", "starts_on", end="ends_on"
    )


def _rows_of_papers(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Key documents that they have and that run out: the last day on which each can be used, and since when they have
    it.
    """
    held = KeyDocument.objects.filter(person__in=ids, state=DocumentState.HELD, since__lte=today)
    yield shaped(held.exclude(expires_on=None), "document", "expires_on", end="since")


def _rows_of_complaints(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Complaints made, or no more than intended, with the day on which an advocate was offered or nobody needs one any
    more; and the stages of those that are open, with the day of the answer.
    """
    known = Complaint.objects.filter(person__in=ids).annotate(offered_on=Coalesce("advocate_offered_on", "closed_on"))
    made = known.filter(made_on__lte=today).annotate(what=Value(MADE))
    yield shaped(made, "complaint", "made_on", end="offered_on", code="what")
    intended = known.filter(made_on=None, intended_on__lte=today).annotate(what=Value("complaint_intended"))
    yield shaped(intended, "complaint", "intended_on", end="offered_on", code="what")
    extended = Case(When(extended=True, then=Value("_extended_began")), default=Value("_began"))
    steps = ComplaintStep.objects.filter(complaint__person__in=ids, starts_on__lte=today).annotate(
        what=Case(When(stage=ComplaintStage.INFORMAL, then=Value(MADE)), default=Concat("stage", extended))
    )
    yield shaped(steps, "stage", "starts_on", person="complaint__person", end="answered_on", code="what")


def _rows_of_leave(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """The leave to remain of today that runs out: its last day, since when, and what was done about it."""
    newer = ImmigrationStatus.objects.filter(person=OuterRef("person"), since__gt=OuterRef("since"), since__lte=today)
    latest = ImmigrationStatus.objects.filter(~Exists(newer), person__in=ids, since__lte=today)
    leave = latest.exclude(expires_on=None)
    yield shaped(leave, "leave", "expires_on", end="since")
    advised = leave.annotate(on=Coalesce("advised_on", "applied_on")).filter(on__gte=F("since"))
    yield shaped(advised, "leave_advised", "on", end="expires_on")
    yield shaped(leave.filter(applied_on__gte=F("since")), "leave_applied", "applied_on", end="expires_on")


def _rows_of_notice(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Notice given on the home that they live in: a risk of losing it calls for a review (Vol 3 4.16)."""
    lived_in = Home.objects.filter(person__in=ids, ends_on=None, notice_on__lte=today)
    yield shaped(lived_in, "notice", "notice_on")


def _rows_of_charges(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Charges that may lead to custody, until it is decided that they do not: each calls for a review (Vol 3 3.33)."""
    charged = Offence.objects.filter(person__in=ids, may_lead_to_custody=True, charged_on__lte=today)
    yield shaped(charged.filter(outcome__in=["", "suspended", "custody"]), "charge", "charged_on")


def _rows_of_money(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Incomes that have been paid: since when, and until when."""
    paid = Income.objects.filter(person__in=ids, first_paid_on__lte=today)
    yield shaped(paid, "paid", "first_paid_on", end="ended_on")


def _rows_of_housing(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Applications for a home of their own but those that were closed without one, and agreements to live together
    when staying put."""
    applied = HousingApplication.objects.filter(person__in=ids, applied_on__lte=today)
    came_to_nothing = Q(closed_on__lte=today) & (Q(moved_on=None) | Q(moved_on__gt=today))
    yield shaped(applied.exclude(came_to_nothing), "applied", "applied_on")
    yield shaped(StayingPut.objects.filter(person__in=ids, agreement_on__lte=today), "agreed", "agreement_on")


def _rows_of_skills(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """With whom the list of skills has been worked through; of those under 18, as nobody else is reminded of them."""
    no_longer = ExpressionWrapper(F("date_of_birth") + EIGHTEEN_YEARS, DateField())
    under_18 = with_list_worked_through(today).annotate(asked_until=no_longer).filter(pk__in=ids, asked_until__gt=today)
    yield shaped(under_18, "skills", "worked_through_on", person="pk")


PAGES_WITH_DUTIES = {
    "home": _rows_of_notice,
    "justice": _rows_of_charges,
    "housing": _rows_of_housing,
    "money": _rows_of_money,
    "skills": _rows_of_skills,
    "key_documents": _rows_of_papers,
    "complaints": _rows_of_complaints,
    "immigration": _rows_of_leave,
}
