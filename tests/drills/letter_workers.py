"""Workers that make letters, one process each, begun quickly: this one has loaded everything and forks at each line.

    python -m tests.drills.letter_workers            # a line on its input: another worker; its id is answered

`WITHOUT` in the environment takes a safeguard away, for the control: "claims" (nobody's letter is marked as theirs).
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")
django.setup()

from django.db import connection  # noqa: E402  the models need the settings
from django.utils import timezone  # noqa: E402

from offers.actions import rendering  # noqa: E402
from offers.models import Letter  # noqa: E402

IDLE = 0.02  # seconds


def work() -> None:
    """Until somebody kills it."""
    today = timezone.localdate()
    while True:
        if rendering.render_due(today=today, most=20) == (0, 0):
            time.sleep(IDLE)


def without_claims() -> None:
    """The control: a letter is free for the others at once, and kept by whoever made it, how often it was made."""
    claim = rendering.claim_letters

    def claimed_by_nobody(**given: Any) -> list[Letter]:
        letters = claim(**given)
        claimed = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
        claimed.update(lease_until=timezone.now() - timedelta(seconds=1), attempts=0)
        return letters

    rendering.claim_letters = claimed_by_nobody
    rendering._still_claimed = lambda letters: [
        Letter.objects.select_related("person").get(pk=letter.pk) for letter in letters
    ]


def main() -> None:
    if os.environ.get("WITHOUT") == "claims":
        without_claims()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    connection.close()
    for _ in sys.stdin:
        if (child := os.fork()) == 0:
            work()
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
