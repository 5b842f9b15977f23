"""`python -m bench.approve MANY`: approve so many of the letters that wait, in the database of the environment."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")
django.setup()

from django.utils import timezone  # noqa: E402  the models need the settings

from careleavers.models import User  # noqa: E402
from careleavers.permissions import Role  # noqa: E402
from offers.actions.letters import approve_letters  # noqa: E402
from offers.models import Letter  # noqa: E402
from offers.rules.letter_states import LetterState  # noqa: E402


def approve(many: int) -> None:
    """The nearest birthdays first, each address taken as checked."""
    today = timezone.localdate()
    waiting = Letter.objects.filter(status=LetterState.PLANNED).order_by("occurrence_on", "pk")
    chosen = list(waiting.values_list("pk", flat=True)[:many])
    manager = User.objects.with_role(Role.SERVICE_MANAGER, today=today).get()
    approve_letters(by=manager, letters=chosen, today=today, addresses_checked=chosen)


if __name__ == "__main__":
    approve(int(sys.argv[1]))
