"""Which pages ask for a permission, and to which of them the links and forms of a page lead."""

from __future__ import annotations

import re
from html import unescape

from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, URLPattern, resolve

from careleavers.models import User
from tests.guards.records import UNNAMED, pages

# Pages that need no permission, each with its reason. Views may also say so themselves (`open_to_signed_in`).
OPEN = {
    "ping": "a load balancer asks, signed out",
    "health": "a load balancer asks, signed out",
    "metrics": "Prometheus asks, with a token; 404 without METRICS_TOKEN",
    "pathways:calendar_feed": "a calendar asks, signed out, with the secret in its address; 404 without",
    "pathways:plan_link": "a young person asks, signed out, with the secret in its address and their birthday",
    "offers:passport_link": "a young person asks, signed out, with the secret in its address and their birthday",
    "offers:survey_link": "one who was drawn asks, signed out, with the secret in its address and their birthday",
    "pathways:plan_referral_link": "another service asks, signed out, with the secret in its address and a code",
    "meeting_item_link": "somebody of another service asks, signed out, with the secret in its address and a code",
    "theme": "the authority's colour, on the sign-in page too",
    "help_signing_in": "who cannot sign in reads how to",
    "gallery": "components with invented content; 404 unless DEBUG",
    "gallery_page": "components with invented content; 404 unless DEBUG",
}
# Signing in, and one's own second step; the local offer is published for everybody (2017 Act s2).
OPEN_PREFIXES = (UNNAMED, "mfa_", "socialaccount_", "directory_", "public_offer:")

LEADS = re.compile(r'<(?:a [^>]*?href|form [^>]*?action)="(/[^"#?]*)')


def guarded() -> dict[str, URLPattern]:
    """The pages that somebody must be let into."""
    return {name: pattern for name, pattern in sorted(pages().items()) if not is_open(name)}


def is_open(name: str) -> bool:
    return name in OPEN or name.startswith(OPEN_PREFIXES)


def refused_leads(response: HttpResponseBase, user: User) -> tuple[str, ...]:
    """The names of the pages that a page leads its reader to, by a link or a form, and that no role of theirs opens."""
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return ()
    found = {unescape(path) for path in LEADS.findall(response.content.decode())}
    return tuple(sorted({match.view_name for path in found if (match := _match(path)) and _refuses(match, user)}))


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None  # a file


def _refuses(match: ResolverMatch, user: User) -> bool:
    permissions = getattr(match.func, "permissions", ())
    return bool(permissions) and not any(user.may(permission) for permission in permissions)
