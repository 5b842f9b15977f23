"""Why a home counts as suitable, an application for a home of one's own, and staying put with a former foster carer."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import BooleanField, Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from careleavers.models.base import Recorded, Revised, choices_of, no_overlap, track
from careleavers.models.homes import Home
from careleavers.models.next_steps import WithNextStep
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.staff import User
from careleavers.rules.accommodation import FINDING_WORDS, SUITABILITY_MATTERS, MatterFinding, Stage, stage_on
from careleavers.rules.accommodation import STAGE_WORDS as STAGES

FINDINGS = choices_of(FINDING_WORDS)


def _finding() -> models.CharField[str, str]:
    return models.CharField(max_length=9, choices=FINDINGS, blank=True, db_comment=SENSITIVE)


@track
class HomeSuitability(Recorded, Revised, WithNextStep):
    """A judgement on a day whether a home suits whoever lives there or is to (CLR reg 9(2), (3) and Schedule 2).

    The columns of `SUITABILITY_MATTERS` hold what was found. What the young person thinks of it is kept in their own
    words, or why nobody could ask. It counts from its day until the next one: see `suitable_on`.
    """

    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="judgements", db_comment=PERSONAL)
    judged_on = models.DateField(db_comment=RECORD_KEEPING)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING)
    is_suitable = models.BooleanField(db_comment=SENSITIVE)
    considerations = models.TextField("what was considered", db_comment=SENSITIVE)
    own_view = models.TextField("what they think of it", blank=True, db_comment=SENSITIVE)
    why_no_view = models.CharField("why nobody could ask them", max_length=200, blank=True, db_comment=SENSITIVE)
    facilities = _finding()
    repair = _finding()
    safety = _finding()
    location = _finding()
    support = _finding()
    tenancy_status = _finding()
    affordability = _finding()
    landlord = _finding()
    needs = _finding()
    learning = _finding()
    rights = _finding()
    funding = _finding()

    class Meta:
        ordering = ["-judged_on", "-recorded_at"]
        verbose_name_plural = "home suitabilities"
        constraints = [
            models.CheckConstraint(name="home_suitability_asks_them", condition=~Q(own_view="") | ~Q(why_no_view=""))
        ]

    @property
    def to_change(self) -> list[str]:
        """What has to change there, in the order of the law."""
        return [each.words for each in SUITABILITY_MATTERS if getattr(self, each.code) == MatterFinding.CHANGE]

    @property
    def good(self) -> list[str]:
        return [each.words for each in SUITABILITY_MATTERS if getattr(self, each.code) == MatterFinding.GOOD]

    @property
    def not_looked_at(self) -> list[str]:
        """What nobody has looked at yet, or found out."""
        return [
            each.words
            for each in SUITABILITY_MATTERS
            if getattr(self, each.code) in ("", MatterFinding.NOT_KNOWN.value)
        ]


def suitable_on(day: date | OuterRef, home: str = "") -> Case:
    """An expression over homes, or over what leads to one by `home` ("home__"): whether it counts as suitable on a day.

    The newest judgement dated up to the day decides, else what was said when the home was recorded: on each visit it is
    to be considered whether a home continues to be suitable (Vol 3 3.40). Null where there is no home. For spans of
    days, `rules.accommodation.suitability_spans` says the same. Only homes that were judged are looked up.
    """
    judged = HomeSuitability.objects.filter(home=OuterRef(f"{home}pk"), judged_on__lte=day).values("is_suitable")[:1]
    return Case(
        When(**{f"{home}suitable_at_first": None}, then=F(f"{home}is_suitable")),
        default=Coalesce(Subquery(judged), F(f"{home}suitable_at_first")),
        output_field=BooleanField(),
    )


@track
class HousingApplication(Recorded, Revised, WithNextStep):
    """An application to a housing authority or register, from the day it went in to the home or its end."""

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="housing_applications", db_comment=PERSONAL
    )
    made_to = models.CharField("housing authority or register", max_length=120, db_comment=PERSONAL)
    reference = models.CharField(max_length=40, blank=True, db_comment=PERSONAL)
    applied_on = models.DateField(db_comment=RECORD_KEEPING)
    priority = models.CharField("band or priority", max_length=60, blank=True, db_comment=SENSITIVE)
    priority_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    bidding_on = models.DateField("bidding since", null=True, blank=True, db_comment=RECORD_KEEPING)
    offered_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    moved_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    closed_because = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["-applied_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="housing_application_closed_why", condition=Q(closed_on=None) | ~Q(closed_because="")
            ),
            models.CheckConstraint(
                name="housing_application_in_order",
                condition=Q(
                    *(
                        Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": F("applied_on")})
                        for name in ("priority_on", "bidding_on", "offered_on", "moved_on", "closed_on")
                    )
                ),
            ),
        ]

    def stage_on(self, today: date) -> Stage:
        return stage_on({stage: getattr(self, f"{stage}_on") for stage in Stage}, today)

    @property
    def days(self) -> list[tuple[str, date]]:
        """The days that are written down, in words, in the order of the stages."""
        return [(STAGES[stage], day) for stage in Stage if (day := getattr(self, f"{stage}_on"))]


@track
class StayingPut(Recorded, Revised, WithNextStep):
    """Staying put (s23CZA CA 1989, Vol 3 7.19-7.59): the talk about it, and the arrangement if there is one.

    Living there is a home of the type “with former foster carers”; `agreement_on` is the day of the living together
    agreement, which comes first, and `checked_on` the last day on which the arrangement was looked at together.
    """

    WANTS = [("yes", "Yes"), ("no", "No"), ("undecided", "Not decided")]

    person = models.OneToOneField(
        YoungPerson, on_delete=models.CASCADE, related_name="staying_put", db_comment=PERSONAL
    )
    talked_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    they_want = models.CharField(max_length=9, choices=WANTS, blank=True, db_comment=SENSITIVE)
    carer_wants = models.CharField(max_length=9, choices=WANTS, blank=True, db_comment=SENSITIVE)
    carer = models.CharField("former foster carer", max_length=120, blank=True, db_comment=PERSONAL)
    agreement_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    payments = models.CharField("what is paid, and by whom", max_length=300, blank=True, db_comment=SENSITIVE)
    notice = models.CharField("what is agreed about notice", max_length=300, blank=True, db_comment=SENSITIVE)
    checked_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    moving_on = models.TextField("the plan for moving on", blank=True, db_comment=SENSITIVE)
    ended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    ended_because = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)

    class Meta:
        verbose_name_plural = "staying put"
        constraints = [
            models.CheckConstraint(name="staying_put_ended_why", condition=Q(ended_on=None) | ~Q(ended_because="")),
        ]


@track
class VacationHome(Recorded, Revised, WithNextStep):
    """Where somebody lives in a vacation in which their term-time home is not open to them, from `starts_on` to
    `ends_on`, when they are back there (s24B(5) CA 1989; CLR reg 9(4); Vol 3 7.84-7.85).

    Ours to find or to pay up to 25, on a full-time course of higher education or of residential further education.
    """

    ARRANGED = [
        ("home", "A place to live, from us"),
        ("money", "Money for one, from us"),
        ("others", "With family, friends or a former carer, as they chose"),
        ("stays_open", "Their term-time home stays open after all"),
    ]

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="vacation_homes", db_comment=PERSONAL
    )
    vacation = models.CharField("which vacation", max_length=60, db_comment=RECORD_KEEPING)
    starts_on = models.DateField(db_comment=RECORD_KEEPING)
    ends_on = models.DateField(db_comment=RECORD_KEEPING)
    arranged = models.CharField(max_length=10, choices=ARRANGED, blank=True, db_comment=SENSITIVE)
    where = models.CharField("where, or how much", max_length=200, blank=True, db_comment=PERSONAL)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(name="vacation_ends_after_start", condition=Q(ends_on__gt=F("starts_on"))),
            no_overlap("vacation_home_once", "person"),
        ]
