"""JSON that a browser sent, whatever it is."""

from __future__ import annotations

import json
from typing import Any


def read_json(body: bytes, longest: int) -> Any:
    """The value. ValueError for what is longer than so many bytes, nested too deeply, holds a number of thousands of
    digits, or is no JSON."""
    if len(body) > longest:
        raise ValueError(f"More than {longest:,} bytes.")
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("Nested too deeply.") from None
