"""What the other system said before, what it says now, and what the record holds: what of it is to be written.

Of what was brought over a digest is kept for each value. A value that the other system has changed replaces ours where
ours is still what was brought over; where somebody has changed it here, ours is kept and told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models


def digest(value: Any) -> str:
    """Twelve characters that two values share only where they are the same, as far as chance allows (48 bits)."""
    if isinstance(value, Decimal):
        value = format(value.normalize(), "f")
    return hashlib.blake2b(f"{value}".encode(errors="replace"), digest_size=6).hexdigest()


def digests(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: digest(value) for name, value in values.items()}


@dataclass
class Merged:
    """`changes`: what to write into the row. `kept`: the fields that were changed here, and stay so."""

    changes: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def merge(
    row: models.Model, given: Mapping[str, str], values: Mapping[str, Any], replaceable: Collection[str] = ()
) -> Merged:
    """Of a row that is here: what the other system has changed since `given` was brought over.

    What was never given replaces what a new row would hold, and the fields that are `replaceable` in any case.
    """
    merged, unset = Merged(), type(row)()
    for name, value in values.items():
        new, ours = digest(value), digest(getattr(row, name))
        if given.get(name) == new or ours == new:
            continue
        before = {given[name]} if name in given else {digest(getattr(unset, name)), digest(None), digest("")}
        if ours in before or name in replaceable:
            merged.changes[name] = value
        else:
            merged.kept.append(name)
    return merged
