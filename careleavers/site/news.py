"""What is new, for whom: the changelog by what somebody's roles let them do, and whether they have read it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from careleavers.models import NewsRead, User
from careleavers.permissions import Permission as P
from careleavers.rules.news import NewsPart, Version, versions_of

CHANGELOG = "CHANGELOG.md"
SESSION_KEY = "news_of_version"  # while there is something new that they have not read
# For whom the changes below each heading of the changelog are: those with any of the permissions; everybody where there
# is none, and below every other heading.
FOR_WHOM: dict[str, frozenset[P]] = {
    "For everybody": frozenset(),
    "Working with young people": frozenset({P.EDIT_RECORD, P.VIEW_FREE_TEXT}),
    "Managing a team": frozenset({P.MANAGE_TEAM, P.ANSWER_RECORD_REQUESTS}),
    "Letters, the local offer and surveys": frozenset({P.VIEW_LETTERS, P.EDIT_OFFER, P.RUN_SURVEYS}),
    "Figures and returns": frozenset({P.VIEW_FIGURES, P.VIEW_PUBLISHED, P.IMPROVE}),
    "Running it": frozenset({P.MANAGE_USERS, P.MANAGE_SETTINGS}),
}


@cache
def versions() -> tuple[Version, ...]:
    """Every version, the newest first."""
    return versions_of((Path(settings.BASE_DIR) / CHANGELOG).read_text())


def parts_for(user: User, version: Version) -> list[NewsPart]:
    """What changed with a version for somebody, by heading."""
    return [part for part in version.parts if _is_for(user, part.heading)]


def _is_for(user: User, heading: str) -> bool:
    needed = FOR_WHOM.get(heading, frozenset())
    return not needed or any(user.may(permission) for permission in needed)


def to_tell(user: User) -> Version | None:
    """The newest version that was released, where they worked here before it and have not read of it. One query.

    The first version of all is no news.
    """
    released = [version for version in versions() if version.released_on]
    if len(released) < 2 or timezone.localdate(user.joined_at) > (released[0].released_on or user.joined_at.date()):
        return None
    return None if NewsRead.objects.filter(user=user, version=released[0].number).exists() else released[0]


def remember_news(request: HttpRequest, user: User) -> None:
    """At a sign-in: whether each page is to say that there is something new."""
    request.session.pop(SESSION_KEY, None)
    if version := to_tell(user):
        request.session[SESSION_KEY] = version.number
