"""The pictures in the help: which belong to a text, as `scripts/help_pictures.py` took and listed them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_suffix(".json")
FOLDER = Path(__file__).resolve().parents[2] / "static" / "careleavers" / "help"


@dataclass(frozen=True)
class HelpPicture:
    """One picture of a page, of an invented council.

    `topic` is the slug of its text, `page` the URL name, `sources` a hash over the template and the form of its
    page on the day; `width` and `height` are pixels.
    """

    topic: str
    page: str
    file: str
    caption: str
    alternative: str
    width: int
    height: int
    sources: str

    @property
    def static_path(self) -> str:
        """As `{% static %}` takes it."""
        return f"careleavers/help/{self.file}"


@cache
def help_pictures() -> tuple[HelpPicture, ...]:
    """All of them, in their order within each text."""
    return tuple(HelpPicture(**each) for each in json.loads(LIST.read_text()))


def pictures_of(topic: str) -> list[HelpPicture]:
    """Those of the text with this slug."""
    return [picture for picture in help_pictures() if picture.topic == topic]
