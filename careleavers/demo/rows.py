"""Rows of the demo council: millions in all, so by COPY and as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

from django.db import models

from careleavers.actions.bulk import copy_rows, defaults
from careleavers.demo.lives import random_id

SOURCE = "demo council"
RowValues = dict[str, Any]


def load_rows(model: type[models.Model], rows: Iterable[RowValues]) -> None:
    """Rows as dicts with the same keys, each with an id that is the same for the same rows."""
    rows = list(rows)
    if not rows:
        return
    columns = [*rows[0]]
    constants = defaults(model, columns)
    if "source" in constants:
        constants["source"] = SOURCE
    if "id" in columns:
        values = ([row[column] for column in columns] for row in rows)
    else:
        rng = Random(f"{model.__name__}-{rows[0]['person_id']}")
        columns.append("id")
        values = ([*(row[column] for column in columns[:-1]), random_id(rng)] for row in rows)
    copy_rows(model, columns, values, constants)
