"""What a form asks of whoever fills it in, counted in the page itself: fields, and bytes."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

NOT_ASKED = {"hidden", "submit", "button", "image", "search"}


@dataclass(frozen=True)
class Effort:
    """`fields` are those asked for by the page's own part, a group of radios or checkboxes being one."""

    fields: int
    kilobytes: float


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name = said.get("name")
        if name and tag in ("input", "select", "textarea") and said.get("type") not in NOT_ASKED:
            self.names.add(name)


def effort_of(page: str) -> Effort:
    fields = _Fields()
    fields.feed(page.partition("<main")[2] or page)
    return Effort(len(fields.names), len(page.encode()) / 1024)
