"""Two people, one row: nobody saves over what somebody else saved after they opened the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.utils.timezone import localtime

from careleavers.actions.base import Refused
from careleavers.models.base import Revised
from careleavers.queries.revisions import last_saved, row_at

Row = TypeVar("Row", bound=Revised)
MERGED = "What they changed is in the form now, and nothing you typed is lost. Look it over, then save again."


class EditConflict(Refused):
    """Somebody else saved the row after this form was opened, and nothing was saved.

    `before` is the row as the form found it, from the history that the database keeps (None where it has none);
    `current` is the row as it is now.
    """

    def __init__(self, before: Any, current: Any, fields: Iterable[str]) -> None:
        saved = last_saved(current, fields)
        self.by = saved.name if saved else "Somebody else"
        who = f"{saved.name} saved this at {localtime(saved.at):%H:%M}, while you were writing" if saved else ""
        super().__init__(f"{who or 'Somebody else saved this a moment ago'}. {MERGED}")
        self.before = before
        self.current = current


def claim(row: Row, revision: int | None, given: Mapping[str, Any]) -> Row:
    """Lock the row until the action ends, and return it as it is now.

    `revision` is the one that the form was opened on; the database counts it up with every change. EditConflict when
    somebody else has put something else into one of the `given` fields since; other changes do not matter, and the
    same form may be sent twice. None: no form, nothing to compare. Refused when the row is not there any more.
    """
    current = _locked(row)
    if revision is None or current.revision == revision:
        return current
    before = row_at(current, revision)
    others = [name for name in given if before is None or getattr(before, name) != getattr(current, name)]
    if any(given[name] != getattr(current, name) for name in others):
        raise EditConflict(before, current, others)
    return current


def change(row: Row, revision: int | None, given: dict[str, Any]) -> list[str]:
    """Write these fields, unless somebody else changed one of them meanwhile. Returns the names that changed, sorted.

    The given row is brought up to date as well.
    """
    current = claim(row, revision, given)
    changed = sorted(name for name, value in given.items() if getattr(current, name) != value)
    for name in changed:
        setattr(current, name, given[name])
    if changed:
        current.save(update_fields=changed)
    row.refresh_from_db()
    return changed


REMOVED = "Somebody else removed this a moment ago."
CHANGED_MEANWHILE = "Somebody else changed this since you opened the page. Look at it as it is now, then do it again."


def claim_unchanged(row: Row, revision: int | None) -> Row:
    """Lock the row for what a button does with the whole of it, such as taking it out. Refused when it has changed in
    any way since the page with the button was opened; None: no page, nothing to compare.
    """
    current = _locked(row)
    if revision is not None and current.revision != revision:
        raise Refused(CHANGED_MEANWHILE)
    return current


def _locked(row: Row) -> Row:
    current: Row | None = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if current is None:
        raise Refused(REMOVED)
    return current
