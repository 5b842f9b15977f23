"""Which of the teams that a reader may choose an address asks for."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest

from careleavers.rules.team_scopes import TeamScope


def scope_asked_for(request: HttpRequest, scopes: Sequence[TeamScope]) -> TeamScope:
    """The one whose key the address gives as `team`; else the first, and the page says that another was asked for: a
    kept view outlives its team, and is shared with people who may not choose it.
    """
    asked = request.GET.get("team", "")
    found = next((scope for scope in scopes if scope.key == asked), None)
    if asked and not found:
        shown = scopes[0].label
        messages.warning(request, f"That team is closed, or not one that you may choose. This is for: {shown}.")
    return found or scopes[0]
