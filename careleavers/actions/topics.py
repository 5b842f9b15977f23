"""The topics of contacts: the administrator's list, and which a contact was about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change
from careleavers.models import Contact, ContactTopic, Topic, User

FACTS = ("name", "prompt", "matter", "position")


@action
def save_topic(
    *, by: User, topic: Topic | None, revision: int | None = None, is_retired: bool, today: date, **facts: Any
) -> Topic:
    """Add a topic, or change one: its name, question, matter and place in the list, and whether it is still offered.

    Refused where another topic has the name.
    """
    others = Topic.objects.exclude(pk=topic.pk) if topic else Topic.objects.all()
    if others.filter(name__iexact=facts["name"]).exists():
        raise Refused("Another topic has this name: choose another, or change that one.", field="name")
    if topic is None:
        topic = Topic.objects.create(recorded_by=by, retired_on=today if is_retired else None, **facts)
        record_event("topic_added", by=by, on=topic)
        return topic
    retired_on = (topic.retired_on or today) if is_retired else None
    fields = change(topic, revision, facts | {"retired_on": retired_on})
    record_event("topic_changed", by=by, on=topic, fields=fields)
    return topic


def tag_contact(contact: Contact, topics: Iterable[Topic]) -> None:
    """Inside an action: the contact was about these."""
    ContactTopic.objects.bulk_create(ContactTopic(contact=contact, topic=topic) for topic in topics)


def copy_topics(contact: Contact, amended: Contact) -> None:
    """Inside the action that amends the contact: its new version is about the same."""
    tag_contact(amended, Topic.objects.filter(contacts__contact=contact))
