"""What allauth tells of signing in, passwords and second steps, written into the audit."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa import signals as second_step
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from careleavers.actions.sign_ins import record_sign_in_event
from careleavers.models import User
from careleavers.rules.words import storable
from careleavers.site.news import remember_news


def account_of(email: Any) -> User | None:
    """The account that somebody tried to sign in to; None where there is none."""
    address = storable(str(email or "")).strip().lower()
    return User.objects.filter(email=address).first() if address else None


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Only sign-ins by the site: tests and the server's console sign in by Django's own signal."""
    methods = sorted({str(record.get("method")) for record in get_authentication_records(request, user)})
    record_sign_in_event(by=user, name="signed_in", account=user, methods=methods)
    remember_news(request, user)


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    account = account_of(credentials.get("email") or credentials.get("login"))
    record_sign_in_event(by=None, name="sign_in_failed", account=account)


@receiver([password_changed, password_set])
def password_was_changed(user: User, **_: Any) -> None:
    record_sign_in_event(by=user, name="password_changed", account=user)


@receiver(password_reset)
def password_was_chosen(user: User, **_: Any) -> None:
    record_sign_in_event(by=None, name="password_chosen_by_link", account=user)


@receiver(second_step.authenticator_added)
def second_step_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    record_sign_in_event(by=user, name="second_step_added", account=user, type=authenticator.type)


@receiver(second_step.authenticator_removed)
def second_step_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    record_sign_in_event(by=user, name="second_step_removed", account=user, type=authenticator.type)


@receiver(second_step.authenticator_reset)
def recovery_codes_made(user: User, **_: Any) -> None:
    record_sign_in_event(by=user, name="recovery_codes_made", account=user)


@receiver(second_step.authenticator_used)
def second_step_used(user: User, authenticator: Authenticator, **_: Any) -> None:
    record_sign_in_event(by=user, name="second_step_used", account=user, type=authenticator.type)


@receiver(second_step.authentication_failed)
def second_step_failed(user: User, **_: Any) -> None:
    record_sign_in_event(by=None, name="second_step_failed", account=user)
