"""Sign-in by allauth, without signing up: an administrator makes every account first."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: object) -> None:
        """Somebody whom the council's directory knows and we do not is told whom to ask."""
        if not sociallogin.is_existing:  # type: ignore[attr-defined]
            messages.error(request, "You have no account here yet. Ask your system administrator to make one.")
            raise ImmediateHttpResponse(redirect("account_login"))
