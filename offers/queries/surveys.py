"""Who may be drawn for a round, whom to phone, and what a round found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from careleavers.models import ContactDetail, Home, TouchStatus, User, YoungPerson
from careleavers.models.asking import Asking, in_steps, together
from careleavers.models.base import on_day
from careleavers.models.people import in_care_on
from careleavers.models.statements import Statement, StatementOfUser
from careleavers.queries.caseloads import open_to_service
from careleavers.rules.code_sets import HomeKind
from careleavers.rules.dates import LeapDay, add_months, age_on
from careleavers.rules.phones import NUMBERS
from careleavers.rules.suppression import HIDDEN, suppress
from offers.models import SurveyAnswer, SurveyInvitation, SurveyQuestion, SurveyRound, SurveyTry
from offers.rules.surveys import (
    OLDEST,
    SCALE_WORDS,
    TRAITS,
    YOUNGEST,
    NeverAsked,
    QuestionKind,
    TraitLine,
    band_of,
    compare,
    counts_in_order,
    percentage,
    why_left_out,
)

GENDERS = {"1": "Male", "2": "Female", "M": "Male", "F": "Female"}
IN_CARE, NOT_RECORDED = "In care", "Not recorded"
HOMES = {kind.value: kind.label for kind in HomeKind}


class Member(NamedTuple):
    """Somebody who could be drawn, with the traits by which those who answered are compared with everybody."""

    person: UUID
    traits: dict[str, str]


@dataclass(frozen=True)
class Frame:
    """Everybody from whom a sample is drawn, and how many are never asked, by the reason."""

    members: Sequence[Member]
    left_out: Counter[NeverAsked]

    @property
    def strata(self) -> dict[str, list[UUID]]:
        """Ids by age band."""
        found: dict[str, list[UUID]] = defaultdict(list)
        for member in self.members:
            found[member.traits["age"]].append(member.person)
        return dict(found)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many there are by trait and value, and under "left_out" by the reason; to be kept with the round."""
        counted = {trait: dict(Counter(member.traits[trait] for member in self.members)) for trait in TRAITS}
        return counted | {"left_out": {reason.value: number for reason, number in self.left_out.items()}}


def refuses_contact(today: date, person: str = "pk") -> Exists:
    """Whether they have said that they want no contact, or no more from the service, as on the day."""
    return Exists(TouchStatus.objects.filter(on_day(today), person=OuterRef(person)))


def frame_on(today: date, leap_day: LeapDay) -> Frame:
    """Everybody of 16 to 24 who is open to the service, in the whole authority. One query."""
    home = Home.objects.filter(on_day(today), person=OuterRef("pk")).order_by("-starts_on").values("kind")[:1]
    rows = open_to_service(YoungPerson.objects.all(), today).annotate(
        care=in_care_on(today),
        home_kind=Coalesce(Subquery(home), Value(""), output_field=CharField()),
        refuses=refuses_contact(today),
    )
    columns = ("pk", "date_of_birth", "gender", "is_unaccompanied", "is_restricted", "refuses", "care__pk", "home_kind")
    members, left_out = [], Counter[NeverAsked]()
    for pk, born, gender, unaccompanied, restricted, refuses, care, kind in rows.order_by("pk").values_list(*columns):
        age = age_on(born, today, leap_day)
        if not YOUNGEST <= age <= OLDEST:
            continue
        if reason := why_left_out(has_died=False, is_restricted=restricted, refuses_contact=refuses):
            left_out[reason] += 1
            continue
        traits = {
            "age": band_of(age),
            "gender": GENDERS.get(gender, "Another, or not stated"),
            "unaccompanied": "Yes" if unaccompanied else "No",
            "home": IN_CARE if care else HOMES.get(kind, NOT_RECORDED),
        }
        members.append(Member(pk, traits))
    return Frame(members, left_out)


def rounds() -> QuerySet[Any]:
    """All rounds, the last first, with how many were asked and answered."""
    answered = Count("invitations", filter=Q(invitations__outcome=SurveyInvitation.ANSWERED))
    return SurveyRound.objects.annotate(asked=Count("invitations"), answered=answered)


@in_steps
def next_round_due(months: int) -> Asking[date | None]:
    """When the next round is to begin: so many months after the last began; None before the first."""
    last = yield from LAST_BEGAN.rows.steps()
    return add_months(last[0][0], months) if last else None


LAST_BEGAN = Statement(
    lambda: SurveyRound.objects.exclude(opened_on=None).order_by("-opened_on").values_list("opened_on")[:1]
)


def drawn_and_seen(round_: SurveyRound, user: User) -> QuerySet[SurveyInvitation]:
    """Those who were drawn and whom this user may see."""
    return round_.invitations.filter(person__in=YoungPerson.objects.visible_to(user)).select_related("person")


def waiting(round_: SurveyRound, user: User, today: date) -> QuerySet[Any]:
    """Those who have not answered yet and whom this user may see, with `refuses`, tries and who works with them."""
    rows: QuerySet[Any] = drawn_and_seen(round_, user).filter(outcome=SurveyInvitation.WAITING)
    numbers = ContactDetail.objects.filter(
        on_day(today), person=OuterRef("person"), kind__in=NUMBERS, safe_to_use=True
    ).order_by("-is_preferred", "kind", "-starts_on")
    last_try = SurveyTry.objects.filter(invitation=OuterRef("pk")).order_by("-recorded_at")
    people: QuerySet[Any] = YoungPerson.objects.filter(pk=OuterRef("person")).with_case_holder(today)
    found: QuerySet[Any] = rows.annotate(
        refuses=refuses_contact(today, "person"),
        tried=Count("tries"),
        last_try=Max("tries__tried_on"),
        call_again_on=Subquery(last_try.values("call_again_on")[:1]),
        number=Subquery(numbers.values("value")[:1]),
        how_to_use=Subquery(numbers.values("how_to_use")[:1]),
        worker=Subquery(people.values("case_holder_name")[:1]),
    )
    return found


def closed(round_: SurveyRound, user: User) -> QuerySet[SurveyInvitation]:
    """Those who have answered or do not, and whom this user may see; of an answer nothing but that it was given."""
    rows = drawn_and_seen(round_, user).exclude(outcome=SurveyInvitation.WAITING)
    return rows.order_by("outcome", "person__sort_name", "pk")


def why_not_ask(invitation: SurveyInvitation, today: date) -> NeverAsked | None:
    """Why somebody who was drawn is not phoned any more, as on the day; one query."""
    person = invitation.person
    refuses = TouchStatus.objects.filter(on_day(today), person=person).exists()
    return why_left_out(
        has_died=person.died_on is not None, is_restricted=person.is_restricted, refuses_contact=refuses
    )


def to_call(round_: SurveyRound, user: User, today: date) -> QuerySet[Any]:
    """The call sheet: whom to phone, those with a day on which they asked to be phoned first, then the least tried."""
    rows = waiting(round_, user, today).filter(person__died_on=None, person__is_restricted=False, refuses=False)
    later = Q(call_again_on__gt=today)
    ordered: QuerySet[Any] = rows.annotate(is_later=Coalesce(Q(later), Value(False))).order_by(
        "is_later", "call_again_on", "tried", "person__sort_name", "pk"
    )
    return ordered


@in_steps
def calls_on(user: User, today: date) -> Asking[list[tuple[SurveyRound, int]]]:
    """The rounds that are open on the day, each with how many are still to be phoned. Two queries."""
    open_now = yield from OPEN_ROUNDS.objects.steps(today)
    to_call_in = yield from together(*(TO_CALL.rows.steps(user, each.pk, today) for each in open_now))
    return [(each, len(found)) for each, found in zip(open_now, to_call_in, strict=True) if found]


OPEN_ROUNDS = Statement(
    lambda today: SurveyRound.objects.filter(opened_on__lte=today, closes_on__gte=today).order_by("closes_on", "pk"),
    date,
)
TO_CALL = StatementOfUser(
    lambda user, round_, today: to_call(SurveyRound(pk=round_), user, today).order_by().values_list("pk"), UUID, date
)


class Bar(NamedTuple):
    """One answer to a question: how many gave it and what share of those who answered, or hidden ("c" and None)."""

    label: str
    number: int | str
    share: int | None


@dataclass(frozen=True)
class QuestionResult:
    """What a round found of one question. `answered` is "c" where it is hidden."""

    question: SurveyQuestion
    answered: int | str
    bars: Sequence[Bar]


def results_of(round_: SurveyRound, small: int) -> list[QuestionResult]:
    """Every question that has numbers, none of them from 1 to `small`. Two queries."""
    questions = list(round_.questions.all())
    found: dict[UUID, list[object]] = defaultdict(list)
    answers = SurveyAnswer.objects.filter(question__in=questions).exclude(question__kind=QuestionKind.TEXT)
    for asked, number, text in answers.order_by().values_list("question_id", "number", "text"):
        found[asked].append(number if number is not None else text)
    results = []
    for question in questions:
        if question.kind == QuestionKind.TEXT:
            continue
        scale = question.kind == QuestionKind.SCALE
        order: Sequence[object] = list(SCALE_WORDS) if scale else question.choices
        labels = list(SCALE_WORDS.values()) if scale else question.choices
        *cells, total = hidden_row(counts_in_order(found[question.pk], order), small)
        results.append(
            QuestionResult(question, total, [_bar(*each, total) for each in zip(labels, cells, strict=True)])
        )
    return results


def _bar(label: str, number: int | str, total: int | str) -> Bar:
    known = isinstance(number, int) and isinstance(total, int)
    return Bar(label, number, percentage(int(number), int(total)) if known else None)


def hidden_row(counts: Sequence[int], small: int) -> list[int | str]:
    """The counts with their total last, "c" for what must not be shown."""
    return suppress([counts], small)[0]


def hidden_number(number: int, small: int) -> int | str:
    """One number that is shown alone."""
    return HIDDEN if 0 < number <= small else number


@dataclass(frozen=True)
class ReachLine:
    """A TraitLine as it may be shown."""

    line: TraitLine
    asked: int | str
    answered: int | str
    silent: int | str

    @property
    def is_shown(self) -> bool:
        return HIDDEN not in (self.asked, self.answered, self.silent)


def reach_of(round_: SurveyRound, small: int) -> dict[str, list[ReachLine]]:
    """Who was asked, who answered and who did not, by trait: the lines of each, hidden where they are small. One
    query."""
    drawn = list(round_.invitations.all())
    answered = [each.traits for each in drawn if each.outcome == SurveyInvitation.ANSWERED]
    by_trait: dict[str, list[TraitLine]] = defaultdict(list)
    for line in compare(round_.cohort, [each.traits for each in drawn], answered):
        by_trait[line.trait].append(line)
    return {trait: _shown(lines, small) for trait, lines in by_trait.items()}


def _shown(lines: Sequence[TraitLine], small: int) -> list[ReachLine]:
    table = suppress([[line.answered, line.silent] for line in lines], small)
    return [
        ReachLine(line, asked, answered, silent)
        for line, (answered, silent, asked) in zip(lines, table[:-1], strict=True)
    ]


def missing_of(reach: dict[str, list[ReachLine]]) -> list[str]:
    """Of whom far fewer answered than there are, as far as the numbers may be shown: "Gender: Male"."""
    return [
        f"{trait}: {each.line.value}"
        for trait, lines in reach.items()
        for each in lines
        if each.is_shown and each.line.is_missing
    ]


def texts_of(round_: SurveyRound, theme: UUID | None = None) -> QuerySet[SurveyAnswer]:
    """What they said in their own words, in an order that tells nothing; of one theme where it is given."""
    rows = SurveyAnswer.objects.filter(question__round=round_, question__kind=QuestionKind.TEXT)
    if theme:
        rows = rows.filter(marks__theme=theme)
    return rows.select_related("question").prefetch_related("marks__theme")


def themes_of(round_: SurveyRound) -> list[tuple[str, UUID, int]]:
    """Each theme with how many answers are about it, the most frequent first."""
    rows: Iterable[tuple[str, UUID, int]] = (
        round_.themes.annotate(said=Count("marks")).order_by("-said", "title").values_list("title", "pk", "said")
    )
    return list(rows)
