"""To the directory and back, by django-allauth's views; what the directory answers is checked here."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from requests import RequestException

from careleavers.directory.claims import Directory, NotFromDirectory, read_claims

END_SESSION = "directory_end_session"  # in the session: where signing out goes on
NEEDED = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
UNREACHABLE = "The council's sign-in cannot be reached just now. Try again in a few minutes."


def the_directory() -> Directory:
    """Asked only once a page has seen that there is one."""
    assert settings.DIRECTORY is not None
    return settings.DIRECTORY


class DirectoryAdapter(OAuth2Adapter):
    provider_id = "directory"
    nonce = ""

    @property
    def configuration(self) -> dict[str, Any]:
        """What the directory says of itself; its issuer must be the one we were told of."""
        if not hasattr(self, "_configuration"):
            issuer = the_directory().issuer
            found = self._fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != issuer:
                raise OAuth2Error(f"The directory calls itself {found.get('issuer')!r}.")
            if missing := NEEDED - found.keys():
                raise OAuth2Error(f"The directory does not say its {', '.join(sorted(missing))}.")
            self._configuration = found
        return self._configuration

    def _fetch(self, address: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            found = answer.json()
        if not isinstance(found, dict):
            raise OAuth2Error(f"{address} gave no answer that could be used.")
        return found

    @property
    def access_token_url(self) -> str:
        endpoint: str = self.configuration["token_endpoint"]
        return endpoint

    @property
    def authorize_url(self) -> str:
        endpoint: str = self.configuration["authorization_endpoint"]
        return endpoint

    @property
    def basic_auth(self) -> bool:
        methods = self.configuration.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return "client_secret_post" not in methods

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        digest = sha256((pkce_code_verifier or "").encode()).digest()
        self.nonce = urlsafe_b64encode(digest).rstrip(b"=").decode() if pkce_code_verifier else ""
        token: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return token

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """Who signed in, by the ID token alone. OAuth2Error where it is not the directory's for this sign-in."""
        id_token = kwargs["response"].get("id_token", "")
        try:
            claims = read_claims(
                id_token, self._fetch(self.configuration["jwks_uri"]), the_directory(), nonce=self.nonce
            )
        except NotFromDirectory as wrong:
            raise OAuth2Error(str(wrong)) from None
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        login.end_session = self._end_session(request, id_token)
        return login

    def _end_session(self, request: HttpRequest, id_token: str) -> str:
        """Where the directory's own session is ended; empty where it offers no such page."""
        address = self.configuration.get("end_session_endpoint", "")
        back = request.build_absolute_uri(reverse("account_login"))
        query = urlencode({"id_token_hint": id_token, "post_logout_redirect_uri": back})
        return f"{address}?{query}" if address else ""


_login = OAuth2LoginView.adapter_view(DirectoryAdapter)
_callback = OAuth2CallbackView.adapter_view(DirectoryAdapter)


@login_not_required
def oauth2_login(request: HttpRequest) -> HttpResponseBase:
    return _reached(request, _login)


@login_not_required
def oauth2_callback(request: HttpRequest) -> HttpResponseBase:
    return _reached(request, _callback)


def _reached(request: HttpRequest, view: Any) -> HttpResponseBase:
    if settings.DIRECTORY is None:
        raise Http404
    try:
        response: HttpResponseBase = view(request)
        return response
    except (RequestException, OAuth2Error):
        messages.error(request, UNREACHABLE)
        return redirect("account_login")
