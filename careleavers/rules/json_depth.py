"""How deeply JSON is nested, counted before it is read: what is deeper than anybody writes is refused in words.

How deep Python's own reader goes differs between its versions, and near its limit whatever else happens to run there
fails too.
"""

from __future__ import annotations

import re

DEEPEST = 100
# A text in quotation marks, whose brackets do not count, or a bracket.
TEXT_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


def is_too_deep(text: str | bytes) -> bool:
    """Whether objects and lists are nested more than DEEPEST times. Brackets inside texts do not count."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    if words.count("[") + words.count("{") <= DEEPEST:
        return False
    depth = 0
    for found in TEXT_OR_BRACKET.finditer(words):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEEPEST:
            return True
    return False
