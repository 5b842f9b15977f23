"""What a text of help is, as each app declares its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

DAILY, RECORD, PLANS, OFFERED, FIGURES, RUNNING, ABOUT = (
    "Every day",
    "In a young person’s record",
    "Plans, reviews and risk",
    "What we offer",
    "Figures and returns",
    "Running the system",
    "About this system",
)
HELP_GROUPS = (DAILY, RECORD, PLANS, OFFERED, FIGURES, RUNNING, ABOUT)


@dataclass(frozen=True)
class HelpTopic:
    """One text of help, and the pages that it covers: URL names, or beginnings of them with a `*` at the end.

    `words` are terms of the staff glossary that are explained below it. One without pages is reached from the foot of
    every page; it says so with `is_from_the_foot`.
    """

    app: str
    slug: str
    title: str
    group: str
    pages: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    is_from_the_foot: bool = False

    @property
    def template(self) -> str:
        return f"{self.app}/help/{self.slug}.html"


def by_group(topics: Iterable[HelpTopic]) -> list[tuple[str, list[HelpTopic]]]:
    """The groups that have any of the topics, in their order, each with its own."""
    found: dict[str, list[HelpTopic]] = {group: [] for group in HELP_GROUPS}
    for topic in topics:
        found[topic.group].append(topic)
    return [(group, theirs) for group, theirs in found.items() if theirs]
