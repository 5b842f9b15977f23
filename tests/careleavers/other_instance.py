"""A second instance for a test: a process with a database and a key of its own, with the same people by name.

It reads the doors of the first from its standard input and writes what opens here: theirs, and its own, which follow.
"""

import json
import sys

import django

django.setup()

import time_machine  # noqa: E402

from careleavers.actions.base import allowing_writes  # noqa: E402
from tests.careleavers.doors import made_here, opened_here  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.guards.records import NOON  # noqa: E402

if __name__ == "__main__":
    theirs = json.load(sys.stdin)
    with time_machine.travel(NOON, tick=False):
        with allowing_writes():
            cast = Cast()
        ours = made_here(cast, allowing_writes)
        answer = {"theirs": opened_here(theirs), "own": opened_here(ours), "made": ours}
    json.dump(answer, sys.stdout)
