"""Words that go on paper are refused while somebody writes them, where no font of ours has them."""

from __future__ import annotations

from collections.abc import Mapping

from careleavers.actions.base import Refused
from careleavers.documents.fonts import cannot_print


def refuse_unprintable(texts: Mapping[str, str]) -> None:
    """Refused on the first field with a character that no font here has: nobody could print it."""
    for field, text in texts.items():
        if wrong := cannot_print(text):
            raise Refused(wrong, field=field)
