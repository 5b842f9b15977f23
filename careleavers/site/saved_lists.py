"""The lists whose filters can be kept under a name. An app registers its own as `RecordExtension.saved_lists`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from careleavers.permissions import Permission

LONGEST = 500  # of the column that keeps the filters


@dataclass(frozen=True)
class SavedList:
    """One list: its URL name (which takes nothing), what it is called, which of its address are filters, and who may
    open it.
    """

    page: str
    label: str
    filters: tuple[str, ...]
    permission: Permission

    def query_of(self, asked: Mapping[str, str]) -> str:
        """The filters of an address, in the order of `filters`: what is no filter of the list is left away."""
        chosen = {name: asked[name] for name in self.filters if asked.get(name)}
        query = urlencode(chosen)
        return query if len(query) <= LONGEST else ""
