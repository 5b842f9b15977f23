"""Young people: who they are, how to reach them, what to be careful of, and who may see the record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import F, FilteredRelation, Q, Value
from django.db.models.expressions import Func
from django.db.models.functions import Concat

from careleavers.models.asking import Asking, in_steps
from careleavers.models.base import Dated, Recorded, Revised, UUIDModel, ends_after_start, on_day, track
from careleavers.models.names import fold, sort_name_of
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.statements import Statement
from careleavers.permissions import READS_RECORDS
from careleavers.rules import dates, names, phones
from careleavers.rules.law.facts import SHORT_BREAKS

if TYPE_CHECKING:
    from careleavers.models.allocations import Allocation
    from careleavers.models.care import CareEpisode, StatusPeriod
    from careleavers.models.homes import Home
    from careleavers.models.occupations import Occupation
    from careleavers.models.staff import User


def name_similarity(name: str) -> Func:
    """How like a piece of somebody's names this one is, from 0 to 1, whatever its accents (pg_trgm)."""
    return TrigramWordSimilarity(fold(Value(name)), "search_name")  # type: ignore[arg-type]


def case_holder_on(day: date) -> FilteredRelation:
    """The case holder's allocation on the day: at most one for each person."""
    return FilteredRelation("allocations", condition=on_day(day, "allocations__") & Q(allocations__role="case_holder"))


def in_care_on(day: date) -> FilteredRelation:
    """The episode of care in which they live on the day: at most one for each person. Short breaks are spent away from
    home, and care that no later return has is taken to be over."""
    goes_on = on_day(day, "episodes__") & Q(episodes__assumed_ended_on=None)
    away = Q(episodes__planned_short_break=True) | Q(episodes__legal_status__in=SHORT_BREAKS)
    return FilteredRelation("episodes", condition=goes_on & ~away)


def _records_open_to(user: User) -> Q:
    """The condition of `visible_to`, put together once for each reading of the user's access."""
    access, today = user.access, user.access_day
    if access.open_records is None:
        reach = Q(team_id__in=access.team_ids)
        if access.own_only:
            own = YoungPerson.objects.filter(on_day(today, "allocations__"), allocations__worker=user)
            reach |= Q(id__in=own.values("id"))
        if access.whole_authority:
            reach = Q()
        access.open_records = reach & Q(is_restricted=False) | named_on_restricted(user)
    return access.open_records


def named_on_restricted(user: User) -> Q:
    """The condition that a record is restricted and the user is named on it, on the day of their access."""
    named = RestrictedAccess.objects.filter(on_day(user.access_day), user=user).values("person_id")
    return Q(is_restricted=True, id__in=named)


class YoungPersonQuerySet(models.QuerySet["YoungPerson"]):
    def visible_to(self, user: User) -> YoungPersonQuerySet:
        """The records this user may see on the day of their access; the second gate of every page.

        Whole-authority roles reach everyone; others reach the people of their teams. A restricted record is hidden
        from everybody but those named on it, or who opened it with a reason, whatever their team. Somebody whose roles
        show no records, such as a system administrator, sees none.
        """
        if not user.access.permissions & READS_RECORDS:
            return self.none()
        return self.filter(_records_open_to(user))

    def without_return_questions(self) -> YoungPersonQuerySet:
        """Those about whom no return has raised a question that is still open (DataQualityIssue.QUESTIONS)."""
        waiting = DataQualityIssue.objects.filter(field__in=DataQualityIssue.QUESTIONS, resolved_at=None)
        return self.exclude(pk__in=waiting.values("person"))

    def with_case_holder(self, today: date) -> YoungPersonQuerySet:
        """Adds `case_holder_id` and `case_holder_name` as on the day (null: nobody)."""
        return self.annotate(
            holder=case_holder_on(today),
            case_holder_id=F("holder__worker_id"),
            case_holder_name=F("holder__worker__name"),
        )

    def with_status(self, today: date) -> YoungPersonQuerySet:
        """Adds `status` and `band` of the stored legal status as on the day."""
        return self.annotate(
            period=FilteredRelation("status_periods", condition=on_day(today, "status_periods__")),
            status=F("period__status"),
            band=F("period__band"),
        )


class OnDay(NamedTuple):
    """The rows of one person that hold on a day; None where there is none. `case_holder` is their allocation.

    `takes_over`: the allocation of a case holder that is planned for a day to come. `care`: the episode in which they
    live in care (see `in_care_on`).
    """

    status: StatusPeriod | None
    case_holder: Allocation | None
    home: Home | None
    occupation: Occupation | None
    takes_over: Allocation | None
    care: CareEpisode | None


@track
class YoungPerson(Recorded, Revised):
    """A young person whose corporate parent this authority is, was or may become."""

    DISABILITY = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]

    first_name = models.CharField("legal first name", max_length=100, blank=True, db_comment=PERSONAL)
    last_name = models.CharField("legal last name", max_length=100, blank=True, db_comment=PERSONAL)
    preferred_name = models.CharField(max_length=100, blank=True, db_comment=PERSONAL)
    other_names = models.CharField("other or former names", max_length=200, blank=True, db_comment=PERSONAL)
    pronouns = models.CharField(max_length=40, blank=True, db_comment=PERSONAL)
    date_of_birth = models.DateField(db_comment=PERSONAL)
    gender = models.CharField("gender as returned", max_length=1, db_comment=SENSITIVE)
    ethnicity = models.CharField(max_length=4, default="NOBT", db_comment=SENSITIVE)
    local_id = models.CharField("local ID", max_length=20, unique=True, db_comment=PERSONAL)
    ssda903_id = models.CharField(
        "SSDA903 child ID", max_length=20, unique=True, null=True, blank=True, db_comment=PERSONAL
    )
    nhs_number = models.CharField("NHS number", max_length=10, blank=True, db_comment=PERSONAL)
    upn = models.CharField("UPN", max_length=13, blank=True, db_comment=PERSONAL)
    ni_number = models.CharField("National Insurance number", max_length=13, blank=True, db_comment=PERSONAL)
    is_unaccompanied = models.BooleanField(
        "unaccompanied asylum-seeking, now or before", default=False, db_comment=SENSITIVE
    )
    is_parent = models.BooleanField("a parent", default=False, db_comment=PERSONAL)
    first_child_born_on = models.DateField(
        "their first child’s date of birth", null=True, blank=True, db_comment=PERSONAL
    )
    disability = models.CharField(max_length=7, choices=DISABILITY, default="unknown", db_comment=SENSITIVE)
    language = models.CharField("first language", max_length=60, blank=True, db_comment=PERSONAL)
    needs_interpreter = models.BooleanField(default=False, db_comment=PERSONAL)
    communication_needs = models.TextField(blank=True, db_comment=SENSITIVE)
    died_on = models.DateField(null=True, blank=True, db_comment=PERSONAL)
    death_notified_on = models.DateField(
        "when the death was notified", null=True, blank=True, db_comment=RECORD_KEEPING
    )
    do_not_write = models.BooleanField("do not send letters", default=False, db_comment=SENSITIVE)
    is_restricted = models.BooleanField(default=False, db_comment=SENSITIVE)
    # The team that answers for this person today. Past teams stand on the allocations.
    team = models.ForeignKey(
        "careleavers.Team",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
        db_comment=RECORD_KEEPING,
    )
    search_name = models.GeneratedField(
        expression=fold(
            Concat(
                F("first_name"),
                Value(" "),
                F("last_name"),
                Value(" "),
                F("preferred_name"),
                Value(" "),
                F("other_names"),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
        db_comment=PERSONAL,
    )

    sort_name = sort_name_of("last_name", "first_name", sensitivity=PERSONAL)

    objects = YoungPersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "id"]
        verbose_name_plural = "young people"
        indexes = [
            GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="person_search_name_trgm"),
            models.Index(fields=["sort_name", "id"], name="person_by_name"),
            models.Index(fields=["team", "sort_name"], name="person_by_team"),
            models.Index(fields=["date_of_birth"], name="person_by_birth"),
            models.Index(fields=["nhs_number"], name="person_by_nhs", condition=~Q(nhs_number="")),
            models.Index(fields=["upn"], name="person_by_upn", condition=~Q(upn="")),
            models.Index(fields=["ni_number"], name="person_by_ni", condition=~Q(ni_number="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_died_after_birth", condition=Q(died_on__isnull=True) | Q(died_on__gte=F("date_of_birth"))
            ),
            models.CheckConstraint(
                name="person_born_before_their_child",
                condition=Q(first_child_born_on__isnull=True) | Q(first_child_born_on__gt=F("date_of_birth")),
                violation_error_message="Their first child was born after they were: check both days.",
            ),
        ]

    def __str__(self) -> str:
        return self.known_as

    @property
    def known_as(self) -> str:
        """The name they use, with their last name unless the name they use ends with it."""
        return names.known_as(self.first_name, self.last_name, self.preferred_name)

    @property
    def legal_name(self) -> str:
        return names.legal_name(self.first_name, self.last_name)

    @property
    def short_name(self) -> str:
        """The given name they use, all of it."""
        return names.given_name(self.first_name, self.last_name, self.preferred_name)

    @property
    def name_words(self) -> frozenset[str]:
        """Every word of their names, as `names.words_of` gives them."""
        return names.words_of(f"{self.first_name} {self.last_name} {self.preferred_name}")

    @in_steps
    def on(self, day: date) -> Asking[OnDay]:
        """What holds for them on the day, in one query, the case holder's worker and team included."""
        [person] = yield from ROWS_ON_DAY.objects.steps(self.pk, day)
        # Django sets a filtered relation only where it found a row.
        return OnDay(*(getattr(person, f"on_{name}", None) for name in OnDay._fields))

    def age_on(self, day: date, leap_day: dates.LeapDay = "1 March") -> int:
        return dates.age_on(self.date_of_birth, day, leap_day)


def _rows_on_day(person: UUID, day: date) -> models.QuerySet[YoungPerson]:
    planned = Q(allocations__is_planned=True, allocations__role="case_holder")
    return (
        YoungPerson.objects.annotate(
            on_status=FilteredRelation("status_periods", condition=on_day(day, "status_periods__")),
            on_case_holder=case_holder_on(day),
            on_takes_over=FilteredRelation("allocations", condition=planned),
            on_home=FilteredRelation("homes", condition=on_day(day, "homes__")),
            on_occupation=FilteredRelation("occupations", condition=on_day(day, "occupations__")),
            on_care=in_care_on(day),
        )
        .select_related(  # type: ignore[misc]
            "on_status",
            "on_case_holder__worker",
            "on_case_holder__team",
            "on_takes_over__worker",
            "on_home",
            "on_occupation",
            "on_care",
        )
        .only("pk")
        .filter(pk=person)
    )


ROWS_ON_DAY = Statement(_rows_on_day, UUID, date)


@track
class ContactDetail(Recorded, Revised, Dated):
    """A way to reach them, over [starts_on, ends_on). History is kept: old numbers help to find people again."""

    KINDS = [("mobile", "Mobile"), ("phone", "Phone"), ("email", "Email"), ("social", "Social media or app")]
    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="contact_details", db_comment=PERSONAL
    )
    kind = models.CharField(max_length=10, choices=KINDS, db_comment=PERSONAL)
    value = models.CharField(max_length=200, db_comment=PERSONAL)
    search_value = models.CharField(
        max_length=200, help_text="digits only, or the address in lower case", db_comment=PERSONAL
    )
    safe_to_use = models.BooleanField(db_comment=SENSITIVE)
    how_to_use = models.CharField("how to use it safely", max_length=200, blank=True, db_comment=SENSITIVE)
    is_preferred = models.BooleanField(default=False, db_comment=PERSONAL)

    class Meta:
        ordering = ["-is_preferred", "kind", "-starts_on"]
        constraints = [ends_after_start("detail_ends_after_start", same_day=True)]
        indexes = [
            models.Index(OpClass("search_value", name="text_pattern_ops"), name="detail_by_search_value"),
            GinIndex(OpClass("search_value", name="gin_trgm_ops"), name="detail_by_end"),
            models.Index(fields=["person", "starts_on"], name="detail_by_person"),
        ]

    @property
    def is_number(self) -> bool:
        """Whether it can be rung."""
        return self.kind in phones.NUMBERS


@track
class WarningNote(Recorded, Revised):
    """Something to know before a visit. Shown on every page of the record until it is ended."""

    KINDS = [
        ("visits", "Visits"),
        ("violence", "Risk to staff"),
        ("harm", "Risk of harm to the young person"),
        ("others", "Risk from others"),
        ("address", "Keep the address private"),
        ("other", "Other"),
    ]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="warning_notes", db_comment=PERSONAL)
    kind = models.CharField(max_length=10, choices=KINDS, db_comment=SENSITIVE)
    text = models.CharField(max_length=300, db_comment=SENSITIVE)
    review_on = models.DateField(db_comment=RECORD_KEEPING)
    person_told_on = models.DateField("when they were told", null=True, blank=True, db_comment=SENSITIVE)
    why_not_told = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)
    ended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["review_on"]
        indexes = [models.Index(fields=["person"], name="warning_open", condition=Q(ended_on__isnull=True))]


class DataQualityIssue(UUIDModel):
    """An imported value that cannot be right, kept as it came until somebody fixes it; or a question about a return.

    `field` names the column of the person, or one of QUESTIONS: care that a later return no longer has, a return that
    was refused for this child (`value`: its year and why).
    """

    CARE_OPEN, RETURN = "care_open", "return"
    QUESTIONS = (CARE_OPEN, RETURN)

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="data_quality_issues", db_comment=PERSONAL
    )
    field = models.CharField(max_length=40, db_comment=RECORD_KEEPING)
    value = models.CharField(max_length=200, db_comment=PERSONAL)
    message = models.CharField(max_length=300, db_comment=RECORD_KEEPING)
    source = models.CharField(max_length=100, blank=True, db_comment=RECORD_KEEPING)
    raised_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)
    resolved_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field", "value"],
                condition=Q(resolved_at__isnull=True),
                name="data_quality_issue_raised_once",
            )
        ]


@track
class RestrictedAccess(Recorded, Dated):
    """A user who may see a restricted record: named by a manager, or who opened it with a reason."""

    NAMED, BREAK_GLASS = "named", "break_glass"

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="restricted_access", db_comment=PERSONAL
    )
    user = models.ForeignKey("careleavers.User", on_delete=models.CASCADE, related_name="+", db_comment=PERSONAL)
    kind = models.CharField(
        max_length=12, choices=[(NAMED, "Named"), (BREAK_GLASS, "Opened with a reason")], db_comment=SENSITIVE
    )
    reason = models.CharField(max_length=300, db_comment=SENSITIVE)

    class Meta:
        constraints = [ends_after_start("restricted_access_ends", same_day=True)]
        indexes = [models.Index(fields=["user", "person"], name="restricted_access_by_user")]
