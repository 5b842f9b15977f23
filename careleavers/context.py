"""What every page's template may count on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from careleavers.policies import DEFAULTS


def authority(request: HttpRequest) -> dict[str, Any]:
    """`policies`: the values in force today; `authority`: the authority's name and colour.

    Read only by a template that names them: pages of failure and of the gallery need no database. The defaults stand
    in where a request was refused before the middleware saw it.
    """
    policies = getattr(request, "policies", DEFAULTS)

    def named() -> dict[str, str]:
        return {"name": policies["authority_name"], "colour": policies["authority_colour"]}

    return {"policies": policies, "authority": SimpleLazyObject(named)}
