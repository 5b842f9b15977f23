"""What somebody said they would do, and who may be asked to."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from careleavers.models import Complaint, FollowUp, LegalHold, User, YoungPerson
from careleavers.permissions import Role

DO_CASEWORK = (Role.PERSONAL_ADVISER, Role.SOCIAL_WORKER, Role.TEAM_MANAGER)


def still_to_do(follow_ups: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """Those that are open. After a death only what was said to the family and others since is still to do, and what
    goes on whoever has died: the answer to a complaint, and why a record is held.
    """
    since_death = Q(contact__happened_on__gt=F("person__died_on"))
    for model in (Complaint, LegalHold):
        since_death |= Q(pk__in=model.objects.exclude(next_step=None).order_by().values("next_step"))
    return follow_ups.filter(Q(person__died_on=None) | since_death, done_on=None)


def may_be_asked(person: YoungPerson, by: User, today: date) -> QuerySet[User]:
    """Colleagues who may see to something about the person: those of their team, or everybody where there is none, and
    whoever asks, if they do casework.
    """
    everybody = User.objects.with_role(*DO_CASEWORK, today=today)
    of_team = [person.team_id] if person.team_id else None
    return User.objects.with_role(*DO_CASEWORK, today=today, teams=of_team) | everybody.filter(pk=by.pk)
