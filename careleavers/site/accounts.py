"""Sign-in by allauth, without signing up: an administrator makes every account first."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That email address and password do not belong together: try again, or ask for a "
        "new password",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again",
        "incorrect_password": "That is not your password: type it again",
        "enter_current_password": "That is not your password: type it again",
        "account_inactive": "This account is closed: ask your system administrator",
        "rate_limited": "Too many tries. Wait a few minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right, or no longer: write the one that the app shows now",
    }


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: object) -> None:
        """Somebody whom the council's directory knows and we do not is told whom to ask."""
        if not sociallogin.is_existing:  # type: ignore[attr-defined]
            messages.error(request, "You have no account here yet. Ask your system administrator to make one.")
            raise ImmediateHttpResponse(redirect("account_login"))
