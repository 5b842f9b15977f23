"""What every page's template may count on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from careleavers.models import User
from careleavers.rules.policies import defaults
from careleavers.site.extensions import navigation_entries
from careleavers.site.help import topic_for
from careleavers.site.navigation import Masthead, masthead_for
from careleavers.site.news import SESSION_KEY


def authority(request: HttpRequest) -> dict[str, Any]:
    """`policies`: the values in force today; `authority`: the authority's name and colour.

    Read only by a template that names them: pages of failure and of the gallery need no database. The defaults stand
    in where a request was refused before the middleware saw it.
    """
    policies = request.policies if hasattr(request, "policies") else defaults()

    def named() -> dict[str, str]:
        return {"name": policies["authority_name"], "colour": policies["authority_colour"]}

    return {"policies": policies, "authority": SimpleLazyObject(named)}


def page_help(request: HttpRequest) -> dict[str, str]:
    """`page_help`: where the help with this page is; of a page that has none, all help. Who is signed out reads of
    signing in alone."""
    match = request.resolver_match
    topic = topic_for(match.view_name) if match else None
    if topic and topic.slug == "signing-in":
        return {"page_help": reverse("help_signing_in")}
    user = getattr(request, "user", None)
    if not (isinstance(user, User) and user.has_day):
        return {"page_help": ""}
    return {"page_help": reverse("help_topic", args=[topic.slug]) if topic else reverse("help")}


def masthead(request: HttpRequest) -> dict[str, Masthead]:
    """Nobody is named while no day is set for them: signed out, or signing in at this moment."""
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.has_day:
        news_of = request.session.get(SESSION_KEY, "")
        return {"masthead": masthead_for(user, request.path, navigation_entries(), news_of)}
    return {"masthead": Masthead()}
