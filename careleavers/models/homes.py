"""Where young people live, and where to write to them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.db.models import Q

from careleavers.models.base import Dated, Recorded, Revised, ends_after_start, no_overlap, track
from careleavers.models.contacts import FollowUp
from careleavers.models.next_steps import WithNextStep
from careleavers.models.people import YoungPerson
from careleavers.models.providers import Provider
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.accommodation import Judged, SuitabilitySpan, accommodation_code, suitability_spans
from careleavers.rules.code_sets import NEVER_SUITABLE, HomeKind


class Addressed(models.Model):
    """An address as it is written on an envelope, one line per line.

    `safe_to_use`: whether it is safe to write there; None while nobody has said so.
    """

    address = models.TextField(blank=True, db_comment=PERSONAL)
    postcode = models.CharField(max_length=8, blank=True, db_comment=PERSONAL)
    safe_to_use = models.BooleanField("safe to write to", null=True, blank=True, db_comment=SENSITIVE)

    class Meta:
        abstract = True

    @property
    def lines(self) -> list[str]:
        """The lines of the envelope below the name, the postcode last."""
        written = [line.strip() for line in self.address.splitlines() if line.strip()]
        return [*written, self.postcode] if self.postcode else written


@track
class Home(Recorded, Revised, Dated, Addressed, WithNextStep):
    """Where somebody lives over [starts_on, ends_on). `kind` is the letter of the DfE accommodation code.

    `registered_provider` is the one of our register that `provider` names, if any. `notice_on` is the day on which they
    gave or were given notice, `notice_until` the last day that it leaves them; the rent and the arrears are in pounds,
    the rent and the hours of support for a week. `ended_as` says of a home that has ended whether they kept it.

    The type and whether it is suitable are kept apart: the authority judges suitability (reg 9(2), Care Leavers
    (England) Regulations 2010), except that no fixed abode and custody always count as unsuitable in the return.
    `is_suitable` is what counts now. Once a judgement of the home is written down, `suitable_at_first` and
    `reason_at_first` keep what was said when it was recorded; `suitable_on` answers for any day.
    """

    TENURES = [
        ("family", "With family, a carer or friends, without an agreement"),
        ("staying_put", "Staying put agreement"),
        ("lodger", "Lodger, or lodgings"),
        ("licence", "Licence"),
        ("equitable", "Agreement for a lease, until 18"),
        ("introductory", "Introductory or starter tenancy"),
        ("social", "Council or housing association tenancy"),
        ("private", "Private tenancy"),
        ("halls", "University or college halls"),
        ("temporary", "Temporary, from the housing authority"),
        ("other", "Another kind"),
    ]
    KEPT, LOST = "kept", "lost"
    ENDINGS = [(KEPT, "They kept it until they moved on"), (LOST, "They lost it")]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="homes", db_comment=PERSONAL)
    kind = models.CharField(max_length=1, db_comment=SENSITIVE)
    is_suitable = models.BooleanField(db_comment=SENSITIVE)
    suitability_reason = models.TextField(blank=True, db_comment=SENSITIVE)
    suitable_at_first = models.BooleanField(null=True, blank=True, db_comment=SENSITIVE)
    reason_at_first = models.TextField(blank=True, db_default="", default="", db_comment=SENSITIVE)
    provider = models.CharField("landlord or provider", max_length=120, blank=True, db_comment=PERSONAL)
    registered_provider = models.ForeignKey(
        Provider,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="homes",
        db_index=False,  # made beside a table in use; the register is small, and nothing asks in haste
        db_comment=PERSONAL,
    )
    provided_by_authority = models.BooleanField(
        "provided by us under section 23B or 24B", default=False, db_comment=RECORD_KEEPING
    )
    uprn = models.CharField("UPRN", max_length=12, blank=True, db_comment=PERSONAL)
    move_planned = models.BooleanField("the move in was planned", null=True, blank=True, db_comment=RECORD_KEEPING)
    # Of custody: who they are there, and what is settled for the day they come out.
    prison_number = models.CharField(max_length=12, blank=True, db_default="", default="", db_comment=SENSITIVE)
    release_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    release_home = models.CharField(max_length=200, blank=True, db_default="", default="", db_comment=SENSITIVE)
    release_settled_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    tenure = models.CharField(
        max_length=12, choices=TENURES, blank=True, db_default="", default="", db_comment=PERSONAL
    )
    weekly_rent = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True, db_comment=SENSITIVE)
    support_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True, db_comment=PERSONAL)
    area = models.CharField(
        "local authority area", max_length=80, blank=True, db_default="", default="", db_comment=PERSONAL
    )
    notice_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    notice_until = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    arrears = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True, db_comment=SENSITIVE)
    ended_as = models.CharField(
        max_length=4, choices=ENDINGS, blank=True, db_default="", default="", db_comment=SENSITIVE
    )
    ended_because = models.CharField(max_length=300, blank=True, db_default="", default="", db_comment=SENSITIVE)
    next_step = models.ForeignKey(
        FollowUp,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,  # as above
        db_comment=RECORD_KEEPING,
    )
    source = models.CharField(max_length=60, blank=True, db_comment=RECORD_KEEPING)
    last_confirmed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("home_ends_after_start"),
            no_overlap("homes_do_not_overlap", "person"),
            models.CheckConstraint(
                name="home_never_suitable",
                condition=~Q(kind__in=sorted(kind.value for kind in NEVER_SUITABLE)) | Q(is_suitable=False),
            ),
            models.CheckConstraint(name="home_lost_why", condition=~Q(ended_as="lost") | ~Q(ended_because="")),
        ]
        indexes = [
            models.Index(fields=["person", "starts_on"], name="home_by_person"),
            models.Index(fields=["postcode"], name="home_by_postcode", condition=~Q(postcode="")),
        ]

    @property
    def is_at_risk(self) -> bool:
        """Whether notice or arrears are written down of a home that they still live in."""
        return self.ends_on is None and bool(self.notice_on or self.arrears)

    @property
    def is_judged(self) -> bool:
        """Whether a judgement says if it suits, and no longer what was said when it was recorded."""
        return self.suitable_at_first is not None

    @property
    def is_custody(self) -> bool:
        return self.kind == HomeKind.CUSTODY

    @property
    def code(self) -> str:
        """The DfE accommodation code as it counts now."""
        return accommodation_code(self.kind, self.is_suitable)

    def suitability_spans(self) -> Iterator[SuitabilitySpan]:
        """How it counted from its first day on; asks for its judgements unless they were fetched."""
        first = self.suitable_at_first if self.is_judged else self.is_suitable
        judged = [Judged(each.judged_on, each.is_suitable) for each in self.judgements.all()]
        return suitability_spans(self.starts_on, self.ends_on, first, reversed(judged))


@track
class CorrespondenceAddress(Recorded, Revised, Dated, Addressed):
    """Where to write when that is not where they live."""

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="correspondence_addresses", db_comment=PERSONAL
    )
    care_of = models.CharField(max_length=120, blank=True, db_comment=PERSONAL)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("correspondence_ends_after_start", same_day=True),
            no_overlap("correspondence_does_not_overlap", "person"),
        ]
        indexes = [models.Index(fields=["postcode"], name="correspondence_by_postcode", condition=~Q(postcode=""))]
