"""What every page's template may count on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from careleavers.models import User
from careleavers.rules.policies import defaults
from careleavers.site.extensions import navigation_entries
from careleavers.site.navigation import Masthead, masthead_for


def authority(request: HttpRequest) -> dict[str, Any]:
    """`policies`: the values in force today; `authority`: the authority's name and colour.

    Read only by a template that names them: pages of failure and of the gallery need no database. The defaults stand
    in where a request was refused before the middleware saw it.
    """
    policies = request.policies if hasattr(request, "policies") else defaults()

    def named() -> dict[str, str]:
        return {"name": policies["authority_name"], "colour": policies["authority_colour"]}

    return {"policies": policies, "authority": SimpleLazyObject(named)}


def masthead(request: HttpRequest) -> dict[str, Masthead]:
    """Nobody is named while no day is set for them: signed out, or signing in at this moment."""
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.has_day:
        return {"masthead": masthead_for(user, request.path, navigation_entries())}
    return {"masthead": Masthead()}
