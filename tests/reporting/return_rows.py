"""A care-leaver return written shortly for tests of its rules: rows as they would stand in the files, from line 2."""

from careleavers.ssda903.files import TABLES, ReturnFiles, read_bytes
from reporting.rules.return_rules import RULES, Return
from reporting.rules.return_rules.checking import check_with

BY_CODE = {rule.code: rule for rule in RULES}
HEADER = "1,F,05/09/2005,WBRI,UN3,,"
OC3 = "1,05/09/2005,YES,F2,U1"


def ep(started, ended="", why="", *, child=1, rne="S", ls="C2"):
    return f"{child},{started},{rne},{ls},N1,U4,PR1,{ended},{why},,AB1 2CD,AB1 2CD,"


def files(tables):
    read = ReturnFiles()
    for name, rows in tables.items():
        read_bytes("\n".join((",".join(TABLES[name]), *rows)).encode(), f"{name}.csv", read)
    return read


def make(tables, year=2026, **options):
    this = {name: rows for name, rows in tables.items() if not name.endswith("_last")}
    last = {name.removesuffix("_last"): rows for name, rows in tables.items() if name.endswith("_last")}
    return Return(year, files(this), files(last), **options)


def lines(rule, checked):
    assert BY_CODE[rule].why_not_run(checked) is None
    return [(error.table, error.line) for error in check_with([BY_CODE[rule]], checked).errors]


IN_YEAR = [ep("01/01/2020", "01/05/2025", "E5")]
