"""Drafts: what was typed and not yet sent. Saved by revision, so that one window never overwrites another."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import EditConflict, claim
from careleavers.models import Contact, Draft, User, YoungPerson
from careleavers.rules.words import storable

# At least two days: far above the 20 hours of WCAG 2.2 SC 2.2.1.
KEEP_DRAFTS_FOR = timedelta(days=settings.DRAFTS_KEPT_DAYS)


LARGEST_DRAFT = 200_000  # characters; a note has at most 20,000
MOST_FIELDS = 500
MOST_DRAFTS = 200  # of one user
TOO_LARGE = "This is too long to be kept as a draft: shorten it, or save a part of it first."
TOO_MANY = f"You have {MOST_DRAFTS} drafts that you have not finished: finish or discard some of them first."


class AlreadySubmitted(Exception):
    """The form has become a contact: a late save must not bring back its draft."""

    def __init__(self) -> None:
        super().__init__("This contact is logged. Open it from the timeline to amend it.")


def separate_id(submission_id: UUID, by: User, person: YoungPerson, revision: int = 0) -> UUID:
    """The id under which this user's words are kept when the form's own id is taken.

    By a contact logged meanwhile (`revision` 0), or by what another window saved as this revision of the draft. The
    same each time, so that a form sent twice is one draft.
    """
    return uuid5(submission_id, f"{by.pk} {person.pk} {revision}")


@action(open_after_death="Nothing that somebody types is lost.")
def save_draft(
    *,
    by: User,
    person: YoungPerson,
    submission_id: UUID,
    kind: str,
    page: str,
    data: dict[str, list[str]],
    revision: int | None,
    now: datetime,
    even_if_many: bool = False,
) -> Draft:
    """Keep what was typed. `revision` is the one it was based on, 0 where there was none; None for a form sent whole.

    EditConflict when another window of the same writer has saved something else since, or has the form open about
    somebody else; AlreadySubmitted when the form has become a contact. Refused when it is too large, or one too many;
    `even_if_many`: the words of a contact that is logged, which are never too many. Characters that the database
    cannot hold are left out.
    """
    if _size(data) > LARGEST_DRAFT or len(data) > MOST_FIELDS:
        raise Refused(TOO_LARGE)
    if Contact.objects.filter(submission_id=submission_id).exists():
        raise AlreadySubmitted
    data = {storable(name): [storable(value) for value in values] for name, values in data.items()}
    draft, created = Draft.objects.get_or_create(
        user=by,
        submission_id=submission_id,
        defaults={"person": person, "kind": kind, "page": page, "data": data, "saved_at": now},
    )
    if created:
        if not even_if_many and by.drafts.count() > MOST_DRAFTS:
            raise Refused(TOO_MANY)
        return draft
    if draft.person_id != person.pk:
        raise EditConflict(None, draft, ())
    draft = claim(draft, revision, {"data": data})
    draft.data, draft.saved_at = data, now
    draft.save(update_fields=["data", "saved_at"])
    draft.refresh_from_db(fields=["revision"])
    return draft


def _size(data: dict[str, list[str]]) -> int:
    return sum(len(name) + sum(len(value) + 1 for value in values) for name, values in data.items())


def end_draft(*, by: User, submission_id: UUID) -> None:
    """Inside the action that wrote it into the record: what was typed is no longer waiting."""
    Draft.objects.filter(user=by, submission_id=submission_id).delete()


@action(open_after_death="A draft is its writer’s own.")
def discard_draft(*, by: User, draft: Draft) -> None:
    """Its writer no longer needs it."""
    record_event("draft_discarded", by=by, person=draft.person, on=draft, kind=draft.kind)
    draft.delete()


@action
def delete_old_drafts(*, by: None = None, now: datetime) -> int:
    """Forget drafts not touched for so long. Returns how many. Submitting a form deletes its draft at once."""
    old = Draft.objects.filter(saved_at__lt=now - KEEP_DRAFTS_FOR)
    by_kind = Counter(old.values_list("kind", flat=True))
    deleted, _ = old.delete()
    for kind, many in sorted(by_kind.items()):
        record_event("drafts_expired", by=None, kind=kind, many=many)
    return deleted
