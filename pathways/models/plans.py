"""Pathway plans: a plan has versions, a version deals with matters, and a matter promises actions.

A version that was authorised is frozen, by Postgres itself: its words can never change. What became of its actions is
still written down.
"""

from __future__ import annotations

from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, IntegerField, Q
from django.db.models.lookups import IsNull

from careleavers.models import User, YoungPerson
from careleavers.models.base import Recorded, Revised, UUIDModel, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from pathways.rules.matters import BASIS_WORDS, MATTERS


def frozen_with_version(name: str, *, columns: tuple[str, ...] = ()) -> pgtrigger.Trigger:
    """No row of an authorised version is added, changed or deleted. With `columns`, only their values are frozen.

    A statutory deletion of the whole record says so with pgtrigger.ignore.
    """
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) or "TRUE"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' AND NOT ({changed}) THEN
                RETURN NEW;
            END IF;
            IF EXISTS (
                SELECT 1 FROM pathways_planversion
                WHERE id IN (OLD.version_id, NEW.version_id) AND state = 'authorised'
            ) THEN
                RAISE EXCEPTION 'This version of the plan was authorised and cannot be changed.';
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        """,
    )


@track
class PathwayPlan(Recorded):
    """The plan of one person, whatever the version."""

    person = models.OneToOneField(
        YoungPerson, on_delete=models.CASCADE, related_name="pathway_plan", db_comment=PERSONAL
    )


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def authorised(self) -> PlanVersionQuerySet:
        return self.filter(state=PlanVersion.AUTHORISED)

    def being_written(self) -> PlanVersionQuerySet:
        return self.exclude(state=PlanVersion.AUTHORISED)


@track
class PlanVersion(Recorded, Revised):
    """One version of a plan: a draft, handed in, perhaps returned with a comment, and authorised by somebody else.

    `author_ids` are all who wrote in it or handed it in; none of them may authorise it.
    """

    DRAFT, SUBMITTED, RETURNED, AUTHORISED = "draft", "submitted", "returned", "authorised"
    STATES = [
        (DRAFT, "Being written"),
        (SUBMITTED, "Waiting to be authorised"),
        (RETURNED, "Returned with a comment"),
        (AUTHORISED, "Authorised"),
    ]
    OPEN_TO_WRITING = (DRAFT, RETURNED)

    plan = models.ForeignKey(PathwayPlan, on_delete=models.CASCADE, related_name="versions", db_comment=RECORD_KEEPING)
    number = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    basis = models.CharField(max_length=12, choices=choices_of(BASIS_WORDS), db_comment=RECORD_KEEPING)
    state = models.CharField(max_length=10, choices=STATES, default=DRAFT, db_comment=RECORD_KEEPING)
    own_words = models.TextField("what they want, in their own words", blank=True, db_comment=SENSITIVE)
    not_agreed = models.TextField("what we do not agree on, in their words", blank=True, db_comment=SENSITIVE)
    views_of_others = models.TextField("who else was asked, and what they think", blank=True, db_comment=SENSITIVE)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL)
    author_ids = ArrayField(models.UUIDField(), default=list, db_comment=PERSONAL)
    submitted_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    submitted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    returned_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    returned_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    return_comment = models.TextField(blank=True, db_comment=SENSITIVE)
    authorised_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    authorised_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    authorised_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number"),
            models.UniqueConstraint(
                fields=["plan"], condition=~Q(state="authorised"), name="one_plan_version_being_written"
            ),
            models.CheckConstraint(
                name="plan_authorised_by_somebody_else",
                condition=Q(authorised_by__isnull=True)
                | (~Q(authorised_by=F("written_by")) & ~Q(authorised_by=F("submitted_by"))),
            ),
            models.CheckConstraint(
                name="plan_authorised_by_no_author",
                condition=Q(
                    IsNull(
                        Func(
                            F("author_ids"),
                            F("authorised_by"),
                            function="array_position",
                            output_field=IntegerField(),
                        ),
                        True,
                    )
                ),
            ),
            models.CheckConstraint(
                name="plan_authorised_in_full",
                condition=Q(
                    state="authorised",
                    authorised_by__isnull=False,
                    authorised_at__isnull=False,
                    authorised_on__isnull=False,
                    submitted_at__isnull=False,
                )
                | (
                    ~Q(state="authorised")
                    & Q(authorised_by__isnull=True, authorised_at__isnull=True, authorised_on__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="plan_returned_with_comment", condition=~Q(state="returned") | ~Q(return_comment="")
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "authorised_on"], name="plan_authorised", condition=Q(state="authorised")),
            # Figures of everybody ask who has a plan or a review since a day, and read no more than that.
            models.Index(
                fields=["authorised_on", "plan"], name="plan_authorised_by_day", condition=Q(state="authorised")
            ),
            models.Index(fields=["submitted_at"], name="plan_to_authorise", condition=Q(state="submitted")),
        ]
        triggers = [
            pgtrigger.Protect(
                name="authorised_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="authorised"),
            ),
            pgtrigger.Trigger(
                name="authorised_by_another_than_signed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state="authorised"),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM pathways_plansignature
                        WHERE version_id = NEW.id AND signed_by_id = NEW.authorised_by_id
                    ) THEN
                        RAISE EXCEPTION 'Whoever signed a version first does not authorise it.';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    @property
    def may_be_written(self) -> bool:
        return self.state in self.OPEN_TO_WRITING

    @property
    def authors(self) -> set[UUID]:
        """Ids of all who began it, wrote in it or handed it in."""
        return {*self.author_ids, *filter(None, (self.written_by_id, self.submitted_by_id))}

    @property
    def deciders(self) -> set[UUID]:
        """Ids of whoever authorised it, and gave the first of two signatures."""
        first = getattr(self, "signature", None)
        return set(filter(None, (self.authorised_by_id, first and first.signed_by_id)))


@track
class PlanMatter(UUIDModel, Revised):
    """One matter of a version (`pathways.rules.matters.MATTERS`): the need, how it is met, and their own words."""

    version = models.ForeignKey(
        PlanVersion, on_delete=models.CASCADE, related_name="matters", db_comment=RECORD_KEEPING
    )
    code = models.CharField(max_length=16, db_comment=RECORD_KEEPING)
    needs = models.TextField("what they need", blank=True, db_comment=SENSITIVE)
    how_met = models.TextField("how it will be met", blank=True, db_comment=SENSITIVE)
    own_words = models.TextField("what they say about it", blank=True, db_comment=SENSITIVE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="plan_matter_once")]
        triggers = [frozen_with_version("matter_is_frozen")]

    @property
    def title(self) -> str:
        return MATTERS[self.code].title

    @property
    def says_nothing(self) -> bool:
        return not (self.needs.strip() or self.how_met.strip() or self.own_words.strip())


def owed_by_council(action: str = "") -> Q:
    """The condition on an action that it is ours, even if with the young person: what is theirs alone has no owner.

    `action` leads to it from another table.
    """
    return Q(**{f"{action}owed_by": "council"}) | Q(**{f"{action}owner__isnull": False})


class PlanActionQuerySet(models.QuerySet["PlanAction"]):
    def promised(self) -> PlanActionQuerySet:
        """Actions of authorised versions that are still to be done: what holds now."""
        return self.filter(status=PlanAction.OPEN, version__state=PlanVersion.AUTHORISED)

    def of_the_council(self) -> PlanActionQuerySet:
        return self.filter(owed_by_council())

    def owed_by_user(self, *users: object) -> PlanActionQuerySet:
        """Those that one of these users (or ids) owes now."""
        return self.filter(Q(passed_to__in=users) | Q(passed_to=None, owner__in=users))


@track
class PlanAction(Recorded, Revised):
    """Something that is to be done, by whom and by when (CLR reg 6(3)(b)), and what became of it."""

    COUNCIL, YOUNG_PERSON = "council", "young_person"
    OWED_BY = [(COUNCIL, "Us, the council"), (YOUNG_PERSON, "The young person")]
    OPEN, DONE, CHANGED, NOT_DONE, CARRIED = "open", "done", "changed", "not_done", "carried"
    STATUSES = [
        (OPEN, "To do"),
        (DONE, "Done"),
        (CHANGED, "Changed with agreement"),
        (NOT_DONE, "Not done"),
        (CARRIED, "Carried into the next plan"),
    ]

    version = models.ForeignKey(
        PlanVersion, on_delete=models.CASCADE, related_name="actions", db_comment=RECORD_KEEPING
    )
    matter_code = models.CharField(max_length=16, db_comment=RECORD_KEEPING)
    what = models.CharField(max_length=300, db_comment=SENSITIVE)
    owed_by = models.CharField("who owes it", max_length=12, choices=OWED_BY, db_comment=RECORD_KEEPING)
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_actions", db_comment=PERSONAL
    )
    # Who owes it once the case has passed on: the words of an authorised version stay as they were.
    passed_to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )
    by_when = models.DateField(db_comment=RECORD_KEEPING)
    how_we_know = models.CharField("how we will know that it is done", max_length=300, blank=True, db_comment=SENSITIVE)
    carried_from = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_into",
        db_comment=RECORD_KEEPING,
    )
    status = models.CharField(max_length=10, choices=STATUSES, default=OPEN, db_comment=RECORD_KEEPING)
    done_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    outcome = models.CharField(max_length=500, blank=True, db_comment=SENSITIVE)

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        ordering = ["by_when", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="plan_action_done_has_day",
                condition=Q(status="done", done_on__isnull=False) | (~Q(status="done") & Q(done_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="plan_action_not_kept_has_outcome",
                condition=~Q(status__in=["changed", "not_done"]) | ~Q(outcome=""),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "by_when"], name="plan_action_open", condition=Q(status="open")),
            models.Index(fields=["version", "by_when"], name="plan_action_by_version"),
        ]
        triggers = [
            frozen_with_version(
                "action_is_frozen",
                columns=(
                    "id",
                    "version_id",
                    "matter_code",
                    "what",
                    "owed_by",
                    "owner_id",
                    "by_when",
                    "how_we_know",
                    "carried_from_id",
                ),
            )
        ]

    @property
    def matter_title(self) -> str:
        return MATTERS[self.matter_code].title

    @property
    def days_late(self) -> int:
        """How many days after its day it was done; 0 where it was in time, or is not done."""
        return max(0, (self.done_on - self.by_when).days) if self.done_on else 0

    @property
    def owner_now(self) -> User | None:
        """Who owes it now: the owner, or whom the case has passed to since."""
        return self.passed_to or self.owner
