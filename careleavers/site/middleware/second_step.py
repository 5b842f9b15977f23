"""Roles that may do much need a second step to sign in with a password."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from careleavers.models import User

WITHOUT = ("/accounts/", "/theme/")  # signing in and out, setting the step up, and what those pages look like
SET_IT_UP = "Your role needs a second step when you sign in. Set it up first: it takes a minute."


class SecondStepMiddleware:
    """Somebody with one of the roles in MFA_ROLES who signed in with a password alone can only set up a second step.

    Who signs in by the council's directory has its second step.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MFA_ROLES and self._is_to_set_one_up(request):
            messages.info(request, SET_IT_UP)
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _is_to_set_one_up(self, request: HttpRequest) -> bool:
        user = request.user
        if not isinstance(user, User) or not user.has_day or request.path.startswith(WITHOUT):
            return False
        if not {role.value for role in user.access.roles} & settings.MFA_ROLES:
            return False
        by_directory = any(each.get("method") == "socialaccount" for each in get_authentication_records(request, user))
        return not by_directory and not is_mfa_enabled(user)
