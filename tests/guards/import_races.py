"""Races of imports from another system: see `lock_races`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial

from careleavers.actions import record_imports
from careleavers.importing import import_records
from careleavers.importing.files import read_bytes
from careleavers.importing.spool import Spool
from careleavers.models import RecordImport
from tests.cast import TODAY, Cast
from tests.factories import NOW, RecordImportFactory
from tests.guards.racing import Race, second_is_refused


def bring_over(cast: Cast) -> Race:
    """Two imports of one file."""
    content = b"person_id,first_name,date_of_birth,gender,team,opened_on\nP1,Noor,27/03/2008,F,North,27/03/2024\n"

    def load() -> tuple[int, int]:
        with closing(Spool()) as spool:
            read_bytes(content, "people.csv", spool)
            report = import_records(by=None, spool=spool, system="Mosaic", today=TODAY, now=NOW)
        return report.created["people"], len(report.failed)

    return Race(load, load, lambda first, second: (first, second) == ((1, 0), (0, 0)))


def check(cast: Cast) -> Race:
    asked = RecordImportFactory.create(recorded_by=cast.sys)
    ask = partial(record_imports.ask_for_check, by=cast.sys, record_import=asked)
    return Race(ask, ask, second_is_refused)


def ask_for_import(cast: Cast) -> Race:
    asked = RecordImportFactory.create(recorded_by=cast.sys, state=RecordImport.CHECKED)
    ask = partial(record_imports.ask_for_import, by=cast.sys, record_import=asked)
    return Race(ask, ask, second_is_refused)


def claim(cast: Cast) -> Race:
    """Two workers, of whom one takes it."""
    RecordImportFactory.create(recorded_by=cast.sys, state=RecordImport.CHECKING)
    take = partial(record_imports.claim_import, now=NOW)
    return Race(take, take, lambda first, second: first is not None and second is None)


IMPORT_RACES: dict[str, Callable[[Cast], Race]] = {
    "careleavers/importing/loading.py bring_over": bring_over,
    "careleavers/actions/record_imports.py _open_again": check,
    "careleavers/actions/record_imports.py ask_for_import": ask_for_import,
    "careleavers/actions/record_imports.py claim_import": claim,
}
