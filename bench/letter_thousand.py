"""`python -m bench.letter_thousand MANY`: so many letters from the plan to the printer, in one process.

In the database of the environment. Prints how many were put into batches.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")
django.setup()

from django.utils import timezone  # noqa: E402  the models need the settings

from bench.approve import approve  # noqa: E402
from careleavers.models import User  # noqa: E402
from careleavers.permissions import Role  # noqa: E402
from offers.actions.letters import MOST_IN_A_BATCH, print_batch  # noqa: E402
from offers.actions.planning import plan_letters  # noqa: E402
from offers.actions.rendering import render_due  # noqa: E402
from offers.models import Letter  # noqa: E402
from offers.rules.letter_states import LetterState  # noqa: E402


def put_into_batches(many: int) -> int:
    today = timezone.localdate()
    plan_letters(by=None, today=today)
    approve(many)
    render_due(today=today)
    posts = User.objects.with_role(Role.BUSINESS_SUPPORT, today=today).first()
    assert posts is not None, "nobody prints letters here"
    ready = list(Letter.objects.filter(status=LetterState.RENDERED).values_list("pk", flat=True))
    for start in range(0, len(ready), MOST_IN_A_BATCH):
        print_batch(by=posts, letters=ready[start : start + MOST_IN_A_BATCH], today=today)
    return Letter.objects.filter(status=LetterState.PRINTED).count()


if __name__ == "__main__":
    print(put_into_batches(int(sys.argv[1])))
