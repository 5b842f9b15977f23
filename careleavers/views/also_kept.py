"""Pages of a record that an authority can switch off."""

from __future__ import annotations

from django.http import HttpRequest

from careleavers.rules.policies import page_is_used
from careleavers.views.gates import policies_of
from careleavers.views.rows import TooLate

NOT_USED = "Your council does not use this page: an administrator can switch it on again under Settings."


def refuse_unless_used(request: HttpRequest, code: str) -> None:
    """TooLate, which shows what was typed, where the authority has switched the page off."""
    if not page_is_used(code, policies_of(request)):
        raise TooLate(NOT_USED)
