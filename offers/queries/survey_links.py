"""Links to the questions of a round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from careleavers.queries.secret_links import still_good
from offers.models import SurveyInvitation, SurveyLink
from offers.queries.surveys import refuses_contact


def open_links(now: datetime) -> QuerySet[SurveyLink]:
    """Those that still open the questions: of a round that is open, for somebody who has not answered and may still be
    asked, and as `still_good` asks of every link.
    """
    today = localdate(now)
    links = still_good(SurveyLink, now).filter(
        ~refuses_contact(today, "invitation__person"),
        invitation__outcome=SurveyInvitation.WAITING,
        invitation__person__is_restricted=False,
        invitation__round__opened_on__lte=today,
        invitation__round__closes_on__gte=today,
    )
    return links.select_related("invitation__person", "invitation__round", "recorded_by")


def used_links(now: datetime) -> QuerySet[SurveyLink]:
    """Those that would open the questions, had they not been answered."""
    return still_good(SurveyLink, now).filter(invitation__outcome=SurveyInvitation.ANSWERED)


def linked_until(invitations: Iterable[Any], now: datetime) -> dict[UUID, date]:
    """Of those who have a link that still opens, its last day, by the id of the invitation. One query."""
    found = open_links(now).filter(invitation__in=[each.pk for each in invitations])
    return {invitation: localdate(ends_at) for invitation, ends_at in found.values_list("invitation_id", "ends_at")}
