"""What a contact was about, in the team's own list of topics."""

from __future__ import annotations

from django.db import models

from careleavers.models.base import Recorded, Revised, UUIDModel, track
from careleavers.models.contacts import Contact
from careleavers.models.sensitivity import RECORD_KEEPING, SENSITIVE


class TopicQuerySet(models.QuerySet["Topic"]):
    def offered(self) -> TopicQuerySet:
        """Those that can be ticked on a new contact."""
        return self.filter(retired_on__isnull=True)


@track
class Topic(Recorded, Revised):
    """Something to talk about, with a question that helps; `matter` is the matter of a pathway plan that it is part of.

    Retired, it stays on the contacts that were about it.
    """

    name = models.CharField(max_length=40, unique=True, db_comment=RECORD_KEEPING)
    prompt = models.CharField(max_length=160, blank=True, db_comment=RECORD_KEEPING)
    matter = models.CharField(max_length=30, blank=True, db_comment=RECORD_KEEPING)
    position = models.PositiveSmallIntegerField(default=100, db_comment=RECORD_KEEPING)
    retired_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["position", "recorded_at"]

    def __str__(self) -> str:
        return self.name


@track
class ContactTopic(UUIDModel):
    """A contact was about a topic."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="about", db_comment=RECORD_KEEPING)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="contacts", db_comment=SENSITIVE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "topic"], name="contact_topic_once")]
