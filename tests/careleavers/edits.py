"""What two writers of one row do to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from tests.cast import Cast


@dataclass(frozen=True)
class Edit:
    """One form: the row's maker, what the other writer sets, what this one types, and what both do."""

    make: Callable[[Cast], Model]
    theirs: dict[str, Any]
    mine: dict[str, str]
    says: str  # on the page that comes back
    args: Callable[[Cast, Model], list[Any]] = field(default=lambda cast, row: [cast.amira.pk, row.pk])
    who: str = "mo"
