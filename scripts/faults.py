"""Puts one fault at a time into code that works on the database, and asks whether its tests notice.

Run as `make faults`; some minutes on two cores. `make mutants` draws its changes by chance; these are few and chosen.
Exit status 1 where a fault is not noticed, or its line has changed so that it can no longer be put in.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[1]
COPIED = ("careleavers", "pathways", "offers", "reporting", "templates", "static", "tests", "scripts", "bench", "docs")
FILES = ("manage.py", "pyproject.toml", "frontend.json", "Makefile")
LINKED = (".venv", "vendor", "vendor-test")


class Fault(NamedTuple):
    """What is wrong with it, where, the words that are replaced, and the tests that should notice."""

    title: str
    file: str
    right: str
    wrong: str
    tests: str


FAULTS = [
    Fault(
        "evidence of a plan always says Authorised",
        "reporting/queries/evidence.py",
        "PLAN_WORDS[told.index(last_on)]",
        "PLAN_WORDS[0]",
        "tests/reporting/test_figures.py",
    ),
    Fault(
        "the next contact ignores the authority's weeks",
        "careleavers/rules/clocks/contact.py",
        "next_contact_due_on(day, known.settings.keep_in_touch_weeks)",
        "next_contact_due_on(day, 8)",
        "tests/careleavers/test_clocks.py tests/pathways/test_one_answer.py tests/pathways/test_reconcile.py",
    ),
    Fault(
        "out of touch on the last day that is in touch",
        "careleavers/views/caseloads.py",
        "person.contact_due_on < today",
        "person.contact_due_on <= today",
        "tests/careleavers/test_caseloads.py",
    ),
    Fault(
        "freezing ignores the version of the measure",
        "reporting/queries/frozen.py",
        "figure.measure_version == measure.version and ",
        "",
        "tests/reporting/test_quarters.py tests/reporting/test_recounts.py",
    ),
    Fault(
        "given by hand without taking the approval back",
        "offers/actions/letters.py",
        "    if letter.content is not None:\n        take_back(letter)\n",
        "",
        "tests/offers/test_letter_actions.py",
    ),
    Fault(
        "an undone contact leaves its follow-ups",
        "careleavers/actions/contacts.py",
        "    contact.follow_ups.all().delete()\n",
        "",
        "tests/careleavers/test_contacts_undo.py",
    ),
    Fault(
        "an amended contact leaves its follow-ups behind",
        "careleavers/actions/contacts.py",
        "    FollowUp.objects.filter(contact=contact).update(contact=amended)\n",
        "",
        "tests/careleavers/test_contacts_undo.py",
    ),
    Fault(
        "those whom an alert no longer concerns go on being told",
        "careleavers/actions/alerts.py",
        "        AlertRecipient.objects.filter(pk__in=ended).update(ended_on=today)\n",
        "        pass\n",
        "tests/careleavers/test_allocations.py tests/pathways/test_reconcile.py",
    ),
    Fault(
        "own caseload only is ignored",
        "careleavers/models/staff.py",
        "return Access.of(self, self.access_day, own_only=self._own_only)",
        "return Access.of(self, self.access_day, own_only=False)",
        "tests/careleavers/test_access.py",
    ),
    Fault(
        "a fact of one day can be ended",
        "careleavers/models/care.py",
        "return self.kind in self.PERIODS and self.ends_on is None",
        "return self.ends_on is None",
        "tests/careleavers/test_care.py",
    ),
    Fault(
        "an older draft overwrites a newer one",
        "careleavers/actions/drafts.py",
        'claim(draft, revision, {"data": data})',
        'claim(draft, None, {"data": data})',
        "tests/careleavers/test_drafts.py",
    ),
    Fault(
        "recently opened reads the last view alone",
        "careleavers/queries/caseloads.py",
        "VIEWS_SEARCHED = 2000",
        "VIEWS_SEARCHED = 1",
        "tests/careleavers/test_caseloads.py",
    ),
]


def main() -> int:
    missed = 0
    for fault in FAULTS:
        outcome = notice(fault)
        missed += outcome != "noticed"
        print(f"{outcome:>12}  {fault.title} ({fault.file})", flush=True)
    print(f"{len(FAULTS) - missed} of {len(FAULTS)} faults were noticed.")
    return int(missed > 0)


def copy_checkout(copy: Path) -> None:
    """What the tests need into an empty folder; what is only read there is linked."""
    for name in COPIED:
        shutil.copytree(CHECKOUT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(CHECKOUT / name, copy / name)
    for name in LINKED:
        (copy / name).symlink_to((CHECKOUT / name).resolve())
    (copy / ".run").mkdir()
    if (CHECKOUT / ".run" / "tests").exists():  # the migrated database that tests start from
        (copy / ".run" / "tests").symlink_to((CHECKOUT / ".run" / "tests").resolve())


def is_out_of_date(fault: Fault) -> bool:
    """Whether the words that it replaces are no longer there, or more than once."""
    return (CHECKOUT / fault.file).read_text().count(fault.right) != 1


def notice(fault: Fault) -> str:
    """ "noticed", "not noticed", or "out of date" where the words to replace are not there once."""
    source = (CHECKOUT / fault.file).read_text()
    if is_out_of_date(fault):
        return "out of date"
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        copy = Path(folder)
        copy_checkout(copy)
        (copy / fault.file).write_text(source.replace(fault.right, fault.wrong))
        command = [
            ".venv/bin/python",
            "-m",
            "pytest",
            "-q",
            "-x",
            "-n0",
            "-p",
            "no:cacheprovider",
            *fault.tests.split(),
        ]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    return {0: "not noticed", 1: "noticed"}.get(done.returncode, f"broke ({done.returncode})")


if __name__ == "__main__":
    sys.exit(main())
