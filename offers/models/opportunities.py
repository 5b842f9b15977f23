"""Posts kept for young people, the employers who give them, what young people would like, and how far they come."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careleavers.models import Occupation, YoungPerson
from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from offers.rules.opportunities import LASTS, STAGE_WORDS, Incentive, NextCheck, Step, WorkStage, next_check

SECTORS = [
    ("admin", "Office and administration"),
    ("building", "Building and trades"),
    ("care", "Care and health"),
    ("children", "Children and schools"),
    ("catering", "Food and catering"),
    ("gardening", "Gardening and outdoors"),
    ("digital", "Computers and digital"),
    ("engineering", "Engineering and motors"),
    ("shops", "Shops and sales"),
    ("transport", "Driving and warehouses"),
    ("creative", "Art, music and media"),
    ("forces", "Armed forces and emergency services"),
    ("beauty", "Hair and beauty"),
    ("other", "Something else"),
]


@track
class Employer(Recorded, Revised):
    """Somebody who gives work or has pledged to, such as a signatory of the Care Leaver Covenant."""

    title = models.CharField("name", max_length=120, unique=True, db_comment=RECORD_KEEPING)
    contact = models.CharField("whom to ask there", max_length=200, blank=True, db_comment=PERSONAL)
    covenant_on = models.DateField("signed the Care Leaver Covenant", null=True, blank=True, db_comment=RECORD_KEEPING)
    pledge = models.TextField("what they have pledged", blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


@track
class Opportunity(Recorded, Revised):
    """Posts of one kind that are kept for young people from `opens_on`, so many of them, to be filled by `fill_by`.

    `contract` says of which contract's social value they come, such as one apprentice for each £1 million.
    """

    KINDS = [
        ("apprenticeship", "Apprenticeship"),
        ("job", "Job"),
        ("traineeship", "Traineeship"),
        ("taster", "Work experience or taster"),
    ]
    SOURCES = [
        ("council", "The council itself"),
        ("covenant", "An employer of the Care Leaver Covenant"),
        ("contract", "Social value of a contract"),
        ("other", "Another employer"),
    ]

    title = models.CharField(max_length=120, db_comment=RECORD_KEEPING)
    kind = models.CharField(max_length=14, choices=KINDS, db_comment=RECORD_KEEPING)
    sector = models.CharField(max_length=12, choices=SECTORS, db_comment=RECORD_KEEPING)
    source = models.CharField("where it comes from", max_length=8, choices=SOURCES, db_comment=RECORD_KEEPING)
    employer = models.ForeignKey(
        Employer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="opportunities",
        db_comment=RECORD_KEEPING,
    )
    contract = models.CharField(max_length=200, blank=True, db_comment=RECORD_KEEPING)
    places = models.PositiveSmallIntegerField("how many", db_comment=RECORD_KEEPING)
    level = models.CharField(
        "qualification that is needed", max_length=5, choices=Occupation.LEVELS, blank=True, db_comment=RECORD_KEEPING
    )
    # Pounds for the employer, and for who trains them, while somebody is still in the post; none: nothing.
    incentive_13 = models.PositiveSmallIntegerField(
        "for the employer after 13 weeks", null=True, blank=True, db_comment=RECORD_KEEPING
    )
    incentive_26 = models.PositiveSmallIntegerField(
        "for the employer after 26 weeks", null=True, blank=True, db_comment=RECORD_KEEPING
    )
    provider = models.CharField(
        "training provider", max_length=120, blank=True, default="", db_default="", db_comment=RECORD_KEEPING
    )
    provider_13 = models.PositiveSmallIntegerField(
        "for the training provider after 13 weeks", null=True, blank=True, db_comment=RECORD_KEEPING
    )
    provider_26 = models.PositiveSmallIntegerField(
        "for the training provider after 26 weeks", null=True, blank=True, db_comment=RECORD_KEEPING
    )
    about = models.TextField("what it is", blank=True, db_comment=RECORD_KEEPING)
    opens_on = models.DateField(db_comment=RECORD_KEEPING)
    fill_by = models.DateField("to be filled by", db_comment=RECORD_KEEPING)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["closed_on", "fill_by", "title"]
        constraints = [
            models.CheckConstraint(name="opportunity_has_places", condition=Q(places__gte=1)),
            models.CheckConstraint(name="opportunity_filled_after_it_opens", condition=Q(fill_by__gte=F("opens_on"))),
            models.CheckConstraint(
                name="provider_paid_by_name", condition=~Q(provider="") | Q(provider_13=None, provider_26=None)
            ),
            models.CheckConstraint(name="opportunity_of_a_contract", condition=~Q(source="contract") | ~Q(contract="")),
        ]

    def __str__(self) -> str:
        return self.title

    def incentives_of(self, stage: WorkStage) -> list[Incentive]:
        """What is due when somebody has lasted so long: to the employer, and to the training provider."""
        due = {
            WorkStage.LASTED_13: (self.incentive_13, self.provider_13),
            WorkStage.LASTED_26: (self.incentive_26, self.provider_26),
        }
        for_employer, for_provider = due.get(stage, (None, None))
        employer = self.employer.title if self.employer else "The council"
        given = (
            Incentive("the employer", employer, for_employer or 0),
            Incentive("the training provider", self.provider, for_provider or 0),
        )
        return [each for each in given if each.pounds]


@track
class WorkInterest(Recorded, Revised):
    """A kind of work that somebody would like, with the highest qualification that they have for it."""

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="work_interests", db_comment=PERSONAL
    )
    sector = models.CharField(max_length=12, choices=SECTORS, db_comment=PERSONAL)
    level = models.CharField(
        "highest qualification", max_length=5, choices=Occupation.LEVELS, blank=True, db_comment=PERSONAL
    )
    words = models.CharField("in their words", max_length=200, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["sector"]
        constraints = [models.UniqueConstraint(fields=["person", "sector"], name="work_interest_once")]


@track
class Candidacy(Recorded, Revised):
    """How far somebody has come with a post: its steps say it."""

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, related_name="candidacies", db_comment=RECORD_KEEPING
    )
    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="candidacies", db_comment=PERSONAL)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [models.UniqueConstraint(fields=["opportunity", "person"], name="candidacy_once")]

    def steps_taken(self) -> list[Step]:
        """Its steps as the rules read them; they are prefetched where many are asked."""
        return [Step(WorkStage(row.stage), row.happened_on) for row in self.steps.all()]

    def next_check(self) -> NextCheck | None:
        """What is to be asked about it next, and what is due to the employer then."""
        incentives = {stage: self.opportunity.incentives_of(stage) for stage in LASTS}
        return next_check(self.steps_taken(), self.opportunity.title, incentives)


@track
class CandidacyStep(Recorded, Revised):
    """A stage that was reached on a day; taken out again only when it was never so."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="steps", db_comment=RECORD_KEEPING)
    stage = models.CharField(max_length=10, choices=choices_of(STAGE_WORDS), db_comment=PERSONAL)
    happened_on = models.DateField(db_comment=PERSONAL)
    note = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["happened_on", "recorded_at"]
        constraints = [models.UniqueConstraint(fields=["candidacy", "stage"], name="candidacy_stage_once")]
