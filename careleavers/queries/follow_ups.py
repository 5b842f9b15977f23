"""What somebody said they would do."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from careleavers.models import FollowUp


def still_to_do(follow_ups: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """Those that are open. After a death only what was said to the family and others since is still to do."""
    since_death = Q(contact__happened_on__gt=F("person__died_on"))
    return follow_ups.filter(Q(person__died_on=None) | since_death, done_on=None)
