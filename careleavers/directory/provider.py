"""django-allauth's provider for the council's directory. It finds this module and `urls` by their names."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from django.http import HttpRequest

from careleavers.directory.views import DirectoryAdapter, the_directory


class DirectoryProvider(OAuth2Provider):
    id = "directory"
    account_class = ProviderAccount
    oauth2_adapter_class = DirectoryAdapter

    @property
    def name(self) -> str:
        return the_directory().name

    def get_default_scope(self) -> list[str]:
        return ["openid", "profile", "email"]

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        scope: list[str] = self.get_scope()  # what the address of the page says is not believed
        return scope

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        return {}

    def get_pkce_params(self) -> dict[str, str]:
        """Each sign-in has a secret of its own; its hash is also the nonce that the ID token must repeat."""
        params = generate_code_challenge()
        params_with_nonce: dict[str, str] = params | {"nonce": params["code_challenge"]}
        return params_with_nonce

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}  # nothing that the directory says of somebody is kept, but who they are to it


provider_classes = [DirectoryProvider]
