"""How far a recommendation is, and when it is asked about again."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

# The plan is read by the Corporate Parenting Board once a quarter; nothing in it is older than that.
UPDATE_AT_LEAST = timedelta(weeks=13)


class Progress(StrEnum):
    """Red, amber and green as boards use them, and the ends: done, or decided against."""

    NOT_STARTED = "not_started"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    DONE = "done"
    DECLINED = "declined"

    @property
    def words(self) -> str:
        return WORDS[self]

    @property
    def short(self) -> str:
        """The colour alone, or how it ended."""
        return self.words.partition(":")[0]

    @property
    def is_finished(self) -> bool:
        return self in FINISHED


WORDS = {
    Progress.NOT_STARTED: "Not started",
    Progress.RED: "Red: off track",
    Progress.AMBER: "Amber: at risk",
    Progress.GREEN: "Green: on track",
    Progress.DONE: "Done",
    Progress.DECLINED: "Not taken up",
}
FINISHED = (Progress.DONE, Progress.DECLINED)
# How a tag shows it (`shell.tag`).
TAGS = {Progress.RED: "stop", Progress.AMBER: "warn", Progress.GREEN: "go"}


def why_not_finish(progress: Progress, open_actions: int) -> str | None:
    """The sentence that says why a recommendation is not finished yet, or None."""
    if progress == Progress.DONE and open_actions:
        actions = "1 action is" if open_actions == 1 else f"{open_actions} actions are"
        return f"{actions} still to be done: write down what was done, or take out what is not needed any more."
    return None


def why_not_ask_then(asked_again_on: date, today: date) -> str | None:
    """The sentence that says why progress cannot be asked about again on this day, or None."""
    if asked_again_on <= today:
        return "Choose a day to come: that is when you are asked how it goes."
    if asked_again_on > today + UPDATE_AT_LEAST:
        return "Choose a day within 13 weeks: the Board reads the plan each quarter."
    return None
