"""JSON that a browser sent, whatever it is."""

from __future__ import annotations

import json
from typing import Any

from careleavers.rules.json_depth import is_too_deep


def read_json(body: bytes, longest: int) -> Any:
    """The value. ValueError for what is longer than so many bytes, nested too deeply, holds a number of thousands of
    digits, or is no JSON."""
    if len(body) > longest:
        raise ValueError(f"More than {longest:,} bytes.")
    if is_too_deep(body):
        raise ValueError("Nested too deeply.")
    return json.loads(body)
