"""Sign-in by allauth, without signing up: an administrator makes every account first."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import clean_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from careleavers import encryption
from careleavers.actions import staff
from careleavers.actions.base import Refused
from careleavers.actions.directory import DIRECTORY, NO_ACCOUNT, link_to_directory
from careleavers.actions.sign_ins import record_lock_out, record_sign_in_event
from careleavers.directory.claims import address_that_the_council_owns
from careleavers.directory.views import END_SESSION, the_directory
from careleavers.models import User
from careleavers.site.sign_in_log import account_of


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

    def get_client_ip(self, request: HttpRequest) -> str:
        """The browser's address. Where fewer proxies than TRUSTED_PROXIES put theirs down, it is what the first of them
        saw: everybody who signs in met an error page. Raises PermissionDenied where it is no address."""
        try:
            address: str = super().get_client_ip(request)
            return address
        except ImproperlyConfigured:
            seen = request.headers["x-forwarded-for"].split(",")
            logging.getLogger(__name__).error(
                "TRUSTED_PROXIES is %s, but X-Forwarded-For holds %s: write how many of your proxies add to it.",
                settings.ALLAUTH_TRUSTED_PROXY_COUNT,
                len(seen),
            )
            first: str | None = clean_client_ip(seen[0])  # without the port that some proxies add
            if first is None:
                raise PermissionDenied("X-Forwarded-For holds no address.") from None
            return first

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Who came by the directory leaves by it, too."""
        login = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        if end_session := getattr(login, "end_session", ""):
            request.session[END_SESSION] = end_session
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refused when there were too many tries, which the audit is told once."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            record_lock_out(account=account_of(credentials.get("email")))
            raise

    def set_password(self, user: User, password: str) -> None:
        staff.set_password(user=user, password=password)

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            record_sign_in_event(by=user, name="signed_out", account=user)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        address: str = request.session.get(END_SESSION) or super().get_logout_redirect_url(request)
        return address


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right, or no longer: write the one that the app shows now",
    }

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """The directory that the environment names, and no other: rows in the database are not asked."""
        directory = settings.DIRECTORY
        if directory is None or provider not in (None, DIRECTORY):
            return []
        name, secret = directory.name, directory.secret
        return [SocialApp(provider=DIRECTORY, name=name, client_id=directory.client_id, secret=secret, settings={})]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """At the first sign-in the account is linked that an administrator made for an address of the council's.

        Somebody whom the directory knows and we do not is told whom to ask.
        """
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(redirect("home"))  # nobody links accounts by hand
        if sociallogin.is_existing:
            return
        address = address_that_the_council_owns(sociallogin.claims, the_directory())
        user = User.objects.filter(email=address, is_active=True).first() if address else None
        try:
            if user is None:
                raise Refused(NO_ACCOUNT)
            link_to_directory(by=user, subject=sociallogin.account.uid)
        except Refused as refusal:
            record_sign_in_event(by=None, name="sign_in_refused", account=user)
            messages.error(request, str(refusal))
            raise ImmediateHttpResponse(redirect("account_login")) from None
        sociallogin.lookup()
