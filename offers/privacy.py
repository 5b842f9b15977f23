"""What each field of this app's models says about somebody; see careleavers/privacy.py."""

from __future__ import annotations

FIELDS: dict[str, dict[str, str]] = {}
