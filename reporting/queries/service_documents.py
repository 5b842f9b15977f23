"""Strategies, policies and protocols as pages list them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from careleavers.models import User
from careleavers.permissions import Permission
from reporting.models import ServiceDocument
from reporting.models.service_documents import IN_USE


def documents(show: str, today: date) -> QuerySet[ServiceDocument]:
    """Those in use; `drafts` not approved yet, `late` to be looked at by now, or `withdrawn`.

    Each with `asked`, how many partners were asked to sign, and `to_sign`, how many have not signed.
    """
    rows = ServiceDocument.objects.select_related("owner").annotate(
        asked=Count("signatories"),
        to_sign=Count("signatories", filter=Q(signatories__pk__isnull=False, signatories__signed_on__isnull=True)),
    )
    rows = rows.order_by("kind", "title", "pk")
    if show == "withdrawn":
        return rows.exclude(IN_USE)
    rows = rows.filter(IN_USE)
    if show == "drafts":
        return rows.filter(approved_on=None)
    return rows.filter(look_on__lt=today) if show == "late" else rows


def may_keep(user: User, document: ServiceDocument) -> bool:
    """Its owner, and those who keep the improvement plan."""
    return document.owner_id == user.pk or user.may(Permission.IMPROVE)
