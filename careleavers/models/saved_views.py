"""Lists with their filters, kept under a name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded, Revised, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from careleavers.models.staff import Team, User


class SavedViews(models.QuerySet["SavedView"]):
    def open_to(self, user: User) -> SavedViews:
        """A user's own, and those that are shared with a team that their roles of today reach."""
        access = user.access
        shared = Q(team__isnull=False) if access.whole_authority else Q(team__in=access.teams)
        return self.filter(Q(owner=user) | shared)


@track
class SavedView(Recorded, Revised):
    """The filters of one list under a name: of whoever made it, or shared with a team.

    It holds no people: the list is asked again each time, and shows what its reader may see. `page` is the URL name of
    the list, `query` its filters as they stand in an address.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views", db_comment=PERSONAL)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_views", db_comment=RECORD_KEEPING
    )
    page = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    name = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    query = models.CharField(max_length=500, blank=True, db_comment=RECORD_KEEPING)

    objects = SavedViews.as_manager()

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_named_once"),
            models.CheckConstraint(name="saved_view_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
