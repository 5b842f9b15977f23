"""A step of setting a council up, and whether it is done. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StepState(StrEnum):
    TO_DO = "to do"
    DONE = "done"
    NOT_NEEDED = "not needed"

    @property
    def tag_kind(self) -> str:
        """How a page shows it: only what is to be done stands out."""
        return {StepState.TO_DO: "warn", StepState.DONE: "go", StepState.NOT_NEEDED: "quiet"}[self]


@dataclass(frozen=True)
class StepLink:
    """Where something is done: a page by its URL name and what its address takes."""

    label: str
    url_name: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepAnswer:
    """Whether a step is done, and why, in a sentence; `details` are shown below it, a line each."""

    state: StepState
    why: str
    links: tuple[StepLink, ...] = ()
    details: tuple[str, ...] = ()


def done(why: str, *links: StepLink, details: tuple[str, ...] = ()) -> StepAnswer:
    return StepAnswer(StepState.DONE, why, links, details)


def to_do(why: str, *links: StepLink) -> StepAnswer:
    return StepAnswer(StepState.TO_DO, why, links)


def not_needed(why: str) -> StepAnswer:
    return StepAnswer(StepState.NOT_NEEDED, why)
