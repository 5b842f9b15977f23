"""What every page's template may count on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from careleavers.policies import DEFAULTS


def authority(request: HttpRequest) -> dict[str, Any]:
    """`policies`: the values in force today; `authority`: the authority's name and colour.

    Signed out, or when a page failed before the policies were read, the defaults stand in: no query is made here.
    """
    policies = getattr(request, "policies", DEFAULTS)
    return {
        "policies": policies,
        "authority": {"name": policies["authority_name"], "colour": policies["authority_colour"]},
    }
