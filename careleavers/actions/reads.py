"""Views of records are rows too: who opened, searched, exported or opened names, when and why."""

from __future__ import annotations

from careleavers.actions.base import one_row
from careleavers.models import ReadEvent, User, YoungPerson


@one_row
def note_view(*, by: User, person: YoungPerson, page: str, detail: str = "") -> None:
    """Somebody opened a page of a record."""
    _note("viewed", by, page, person=person, detail=detail)


@one_row
def note_search(*, by: User, page: str, detail: str, people_shown: int) -> None:
    """Somebody searched; `detail` is what they looked for."""
    _note("searched", by, page, detail=detail[:300], people_shown=people_shown)


@one_row
def note_export(*, by: User, page: str, detail: str, people_shown: int) -> None:
    """Somebody took a list away; `detail` says for what purpose."""
    _note("exported", by, page, detail=detail[:300], people_shown=people_shown)


@one_row
def note_names_opened(*, by: User, page: str, detail: str, people_shown: int) -> None:
    """Somebody opened the people behind a figure; `detail` is their reason."""
    _note("named", by, page, detail=detail[:300], people_shown=people_shown)


def _note(
    kind: str,
    by: User,
    page: str,
    *,
    person: YoungPerson | None = None,
    detail: str = "",
    people_shown: int | None = None,
) -> None:
    ReadEvent.objects.create(
        kind=kind,
        user_id=by.pk,
        user_name=by.name,
        person_id=person.pk if person else None,
        page=page,
        detail=detail,
        people_shown=people_shown,
    )
