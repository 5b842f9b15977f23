"""Contacts that were written down together for several young people."""

from __future__ import annotations

from django.db.models import QuerySet

from careleavers.models import Contact


def others_of(contact: Contact) -> QuerySet[Contact]:
    """The contacts with others that stand and were logged in the form of this one; none of one of those others."""
    if contact.group_id is None or contact.group_id != contact.submission_id:
        return Contact.objects.none()
    together = Contact.objects.live().filter(group_id=contact.group_id).exclude(pk=contact.pk)
    return together.select_related("person").order_by("recorded_at")
