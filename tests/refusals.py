"""An action that is refused, after which everything is as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import Model

from careleavers.actions.base import Refused


@contextmanager
def refused(says: str, *models: type[Model]) -> Iterator[None]:
    """Inside, an action is refused in a sentence that holds these words, and no row of these models is another."""
    with unchanged(*models), pytest.raises(Refused, match=re.escape(says)):
        yield


@contextmanager
def unchanged(*models: type[Model]) -> Iterator[None]:
    """Inside, no row of these models becomes another, is added or goes."""
    before = rows_of(models)
    yield
    assert rows_of(models) == before


def rows_of(models: tuple[type[Model], ...]) -> list[list[dict[str, Any]]]:
    return [list(model._default_manager.order_by("pk").values()) for model in models]
