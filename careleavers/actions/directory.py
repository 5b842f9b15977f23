"""Which account of ours belongs to somebody in the council's directory."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import User

DIRECTORY = "directory"
NO_ACCOUNT = "You have no account here yet. Ask your system administrator to make one."
LINKED_TO_ANOTHER = (
    "This account belongs to somebody else in the council's directory. Ask your system administrator to unlink it."
)


@action
def link_to_directory(*, by: User, subject: str) -> None:
    """From now on this account is theirs whom the directory calls `subject`, and has no password any more: closing it
    in the directory closes it here. Refused where it is linked to somebody else."""
    if SocialAccount.objects.filter(user=by, provider=DIRECTORY).exists():
        raise Refused(LINKED_TO_ANOTHER)
    SocialAccount.objects.create(user=by, provider=DIRECTORY, uid=subject, extra_data={})
    by.set_unusable_password()
    by.save(update_fields=["password"])
    record_event("directory_linked", by=by, on=by)


@action
def unlink_from_directory(*, by: User, user: User) -> None:
    """Nobody in the directory has this account any more; the next who signs in with its address is linked again."""
    SocialAccount.objects.filter(user=user, provider=DIRECTORY).delete()
    user.access_version += 1
    user.save(update_fields=["access_version"])
    record_event("directory_unlinked", by=by, on=user)
