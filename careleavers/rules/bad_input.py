"""Facts that cannot be right, as a value: whoever shows it makes the sentence, in the words of the command or page."""

from enum import StrEnum
from typing import Any

Path = tuple[str | int, ...]


class InputProblem(StrEnum):
    """What is wrong, and in brackets the values that a sentence about it needs."""

    BEFORE_BIRTH = "before_birth"  # day, born
    ENDS_BEFORE_START = "ends_before_start"  # start, end
    REASON_WITHOUT_END = "reason_without_end"  # reason
    UNKNOWN_LEGAL_STATUS = "unknown_legal_status"  # given, known
    UNKNOWN_REASON_ENDED = "unknown_reason_ended"  # given, known


class BadInput(ValueError):
    """`path` leads to the fact: names of keys and positions in lists, such as ("episodes", 0, "start")."""

    def __init__(self, problem: InputProblem, path: Path, **values: Any) -> None:
        super().__init__(problem, path, values)
        self.problem = problem
        self.path = path
        self.values = values
