"""Headers that every response carries, whatever its status and whoever made it: pages, files, errors, redirects."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "font-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
}
# What no page here uses.
BROWSER_FEATURES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "midi",
    "payment",
    "usb",
)
OWN_POWERS = ("publickey-credentials-create", "publickey-credentials-get")


def content_security_policy(sign_in_origins: list[str]) -> str:
    """Browsers hold form-action against redirects too, so it must list the origins of the sign-in provider."""
    policy = POLICY | {"form-action": POLICY["form-action"] + sign_in_origins}
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())


def permissions_policy() -> str:
    return ", ".join([f"{power}=()" for power in BROWSER_FEATURES] + [f"{power}=(self)" for power in OWN_POWERS])


class HeadersMiddleware:
    """First in the list, so that it sees what every other middleware returns. A view may set a header itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": content_security_policy(settings.SIGN_IN_ORIGINS),
            "Permissions-Policy": permissions_policy(),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            # Static files and the theme say how long they keep; everything else may name somebody.
            "Cache-Control": "no-store",
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if signs_out(request):
            # Not "cookies": that would end the sessions of every other service under the council's domain.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def signs_out(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.view_name == "account_logout"
