"""What a rule is, and how a module of rules collects its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from careleavers.rules.words import listing
from reporting.rules.return_rules.episodes import EpisodeFacts
from reporting.rules.return_rules.returns import Return

Found = Iterator[tuple[str, int]]  # table and row of each error


def episode_rows(checked: Return, holds: Callable[[EpisodeFacts], bool]) -> Found:
    """The rows of this year's Episodes of which it holds."""
    return (("Episodes", each.row) for each in checked.episodes.facts if holds(each))


class Skipped(NamedTuple):
    """A rule that did not run, and why, in a sentence."""

    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class ReturnRule:
    """One validation rule.

    `needs` names the tables without which it cannot be asked ("Episodes_last" is last year's), `needs_one_of` those of
    which any one is enough. first_year is the
    collection year in which DfE brought it in; None means before any year that can be returned. No rule here has been
    withdrawn, so there is no last year yet.
    """

    code: str
    message: str
    remedy: str
    needs: tuple[str, ...]
    find: Callable[[Return], Found]
    first_year: int | None = None
    last_year: int | None = None
    needs_one_of: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The rule's docstring: what DfE asks, and where that is stated."""
        return self.find.__doc__ or ""

    def why_not_run(self, checked: Return) -> str | None:
        """Why this rule cannot be asked of this return, or None where it can."""
        if self.first_year and checked.year < self.first_year:
            return f"This rule applies from the collection ending in {self.first_year}."
        if self.last_year and checked.year > self.last_year:
            return f"This rule applied up to the collection ending in {self.last_year}."
        missing = [name for name in self.needs if not checked.has(name)]
        if not missing and self.needs_one_of and not any(checked.has(name) for name in self.needs_one_of):
            return f"It needs {listing(self.needs_one_of, 'or')}, and this return has none of them."
        if not missing:
            return None
        this_year = [name for name in missing if not name.endswith("_last")]
        if this_year:
            return f"It needs {listing(this_year)}, which this return does not have."
        return f"It needs last year's {listing(name.removesuffix('_last') for name in missing)}."


class RuleList(list[ReturnRule]):
    """The rules of one module, added by decorating the function that finds the errors."""

    def add(
        self,
        code: str,
        message: str,
        *,
        remedy: str,
        needs: tuple[str, ...],
        first_year: int | None = None,
        needs_one_of: tuple[str, ...] = (),
    ) -> Callable[[Callable[[Return], Found]], Callable[[Return], Found]]:
        def collect(find: Callable[[Return], Found]) -> Callable[[Return], Found]:
            self.append(ReturnRule(code, message, remedy, needs, find, first_year, needs_one_of=needs_one_of))
            return find

        return collect
