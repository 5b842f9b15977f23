"""Who is in a young person's life, who matters to them, and who must not be told."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.relationships import PROFESSIONALS, RELATION_WORDS, SEEN_FROM_THERE, Relation


@track
class Relationship(Recorded, Revised):
    """Somebody in a young person's life, and what they are to them.

    `other` is their record, where they are a young person of the service as well: both records then have the line, seen
    from each. `ended_on` is the day since when they are no longer in their life.
    """

    RELATIONS = choices_of(RELATION_WORDS)

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="relationships", db_comment=PERSONAL)
    other = models.ForeignKey(
        YoungPerson,
        on_delete=models.CASCADE,
        related_name="relationships_of_others",
        null=True,
        blank=True,
        db_comment=SENSITIVE,
    )
    name = models.CharField(max_length=120, db_comment=PERSONAL)
    relation = models.CharField(max_length=13, choices=RELATIONS, db_comment=SENSITIVE)
    matters = models.BooleanField("matters to them", default=False, db_comment=SENSITIVE)
    in_emergency = models.BooleanField("to be rung in an emergency", default=False, db_comment=PERSONAL)
    how_to_reach = models.CharField(max_length=200, blank=True, db_comment=PERSONAL)
    must_not_know = models.CharField("what they must not be told", max_length=300, blank=True, db_comment=SENSITIVE)
    note = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)
    ended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-matters", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="relationship_with_somebody_else", condition=Q(other=None) | ~Q(other=F("person"))
            ),
            models.UniqueConstraint(
                fields=["person", "other"],
                name="relationship_once",
                violation_error_message="They are written down already: change that line.",
            ),
        ]

    @property
    def is_professional(self) -> bool:
        return self.relation in PROFESSIONALS

    @property
    def words_from_there(self) -> str:
        """What the person is to the other one."""
        return RELATION_WORDS[SEEN_FROM_THERE[Relation(self.relation)]]
