"""Follows docs/deployment.md on a bare Debian without containers, from its first line to its last, and then uses what
is there then: signs in through nginx, logs a contact, prints a letter, takes a backup, drills it, goes back to it.

    make bare-machine                  # Debian 12; SUITE=trixie for Debian 13

Only commands of the page are run, each block as it is; one line says how each ended. The page asks for one answer,
the administrator's password, which is given as it says for a machine without a terminal. Needs root, debootstrap and
podman, and says so where they are missing. Not part of `make test`: about six minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from scripts.bare_machine.document import blocks_of, with_repository
from scripts.bare_machine.machine import NEEDED, REPOSITORY, Failed, Machine
from scripts.image_test import say
from scripts.locks import CHECKOUT

PAGE = "docs/deployment.md"
SITE = "leaving-care.council.gov.uk"  # as on the page; in the machine it leads to itself
PASSWORD = "the first of many passwords"
VISITOR = Path(__file__).with_name("visitor.py")
# What somebody does there once this much of the page was followed.
VISITED_AFTER = {"invented people": "work", "a restore": "after_restore", "a new version": "afterwards"}

Check = tuple[str, str, float]  # its name, what is wrong, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", default="bookworm", help="the Debian (bookworm)")
    parser.add_argument("--said", action="store_true", help="also what each block said")
    options = parser.parse_args()
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        why = f"{' and '.join(missing)} not found" if missing else "only root can make a Debian"
        print(f"The bare machine was not tried: {why}. Debian: apt install {' '.join(NEEDED)}, as root.")
        return
    failed, number, began = 0, 0, time.monotonic()
    with ExitStack() as stack:
        machine = Machine(options.suite, SITE, {"ADMINISTRATOR_PASSWORD": PASSWORD}, stack)
        for name, wrong, seconds in checks(machine, said=options.said):
            print(
                f"{'FAILED' if wrong else 'ok':7} {name} ({seconds:.0f} s){': ' + wrong if wrong else ''}", flush=True
            )
            number, failed = number + 1, failed + bool(wrong)
    print(f"{number - failed} passed, {failed} failed, in {time.monotonic() - began:.0f} s, on Debian {options.suite}")
    sys.exit(bool(failed))


def checks(machine: Machine, *, said: bool) -> Iterator[Check]:
    """Each block of the page and each visit. After a block that failed nothing is left to follow."""
    committed = say("git", "-C", str(CHECKOUT), "show", f"HEAD:{PAGE}")  # as is what the machine clones
    for block in blocks_of(f"{committed}\n"):
        began = time.monotonic()
        try:
            words = machine.follow(with_repository(block, REPOSITORY).commands)
        except Failed as failure:
            yield f"the page: {block.title}", str(failure), time.monotonic() - began
            return
        if said:
            print(words)
        yield f"the page: {block.title}", "", time.monotonic() - began
        if journey := VISITED_AFTER.get(block.title):
            yield from visit(machine, journey)


def visit(machine: Machine, journey: str) -> Iterator[Check]:
    """What the visitor's lines say: one for each thing done."""
    done = machine.run_python(VISITOR, journey, SITE, PASSWORD)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line in lines:
        yield f"{journey.replace('_', ' ')}: {line['name']}", line["wrong"], line["seconds"]
    if done.returncode and not any(line["wrong"] for line in lines):
        yield journey, done.stderr[-800:], 0.0


if __name__ == "__main__":
    main()
