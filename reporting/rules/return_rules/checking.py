"""Running rules over a return, and saying where in which file each error is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from careleavers.ssda903.files import FileProblem
from reporting.rules.return_rules.returns import Return
from reporting.rules.return_rules.rule import ReturnRule, Skipped

FILE_RULE = "FILE"


class ReturnError(NamedTuple):
    """One thing to put right. `line` counts the file's lines from 1; the rest is None for a whole file."""

    rule: str
    table: str | None
    file: str
    line: int | None
    child: str | None
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was found, the codes of the rules that ran, and those that did not with the reason."""

    errors: list[ReturnError]
    ran: list[str]
    skipped: list[Skipped]

    def as_json(self) -> dict[str, list[Any]]:
        """The same in plain values."""
        return {
            "errors": [error._asdict() for error in self.errors],
            "ran": self.ran,
            "skipped": [skipped._asdict() for skipped in self.skipped],
        }


def check_with(rules: Iterable[ReturnRule], checked: Return) -> CheckResult:
    """Run the rules that can be asked of this return; errors come by rule, then in the order of the file."""
    outcome = CheckResult(list(_file_errors(checked)), [], [])
    for rule in rules:
        why_not = rule.why_not_run(checked)
        if why_not:
            outcome.skipped.append(Skipped(rule.code, why_not))
        else:
            outcome.ran.append(rule.code)
            outcome.errors.extend(_errors(rule, checked))
    return outcome


def _errors(rule: ReturnRule, checked: Return) -> Iterator[ReturnError]:
    rows_of: dict[str, set[int]] = {}
    for name, row in rule.find(checked):
        rows_of.setdefault(name, set()).add(row)
    for name in sorted(rows_of):
        table = checked.table(name)
        children, lines, spellings = table["CHILD"], table.lines, checked.files.spellings
        for row in sorted(rows_of[name]):
            child = spellings.get(children[row], children[row])
            yield ReturnError(rule.code, name, table.file(row), lines[row], child, rule.message, rule.remedy)


def _file_errors(checked: Return) -> Iterator[ReturnError]:
    for problem in checked.files.problems:
        yield _file_error(problem, problem.reason)
    for problem in checked.last_files.problems:
        yield _file_error(problem, f"In last year's return: {problem.reason}")


def _file_error(problem: FileProblem, message: str) -> ReturnError:
    return ReturnError(FILE_RULE, problem.table, problem.file, problem.line, problem.child, message, problem.remedy)
