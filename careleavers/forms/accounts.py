"""allauth's forms in our words: the same fields, errors that say what to do, and labels rather than placeholders."""

from functools import partial
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.http import HttpRequest

from careleavers.actions.sign_ins import LINK_ASKED, record_sign_in_event
from careleavers.celery import run_soon
from careleavers.forms.base import PlainMessages
from careleavers.models import User


class Labelled(PlainMessages):
    """A placeholder that repeats the label vanishes as soon as somebody types: it is taken away."""

    labels: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class LoginForm(Labelled, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the page has its own way to a forgotten password


class ResetPasswordForm(Labelled, account.ResetPasswordForm):
    def clean_email(self) -> str:
        """Who signs in by the council's directory has no password to forget."""
        email: str = super().clean_email()
        self.users: list[User] = [user for user in self.users if not SocialAccount.objects.filter(user=user).exists()]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """The worker is asked to send mail, and the audit is told, whether or not the address has an account: nobody
        can tell by the time."""
        address: str = super().save(request, **kwargs)
        record_sign_in_event(by=None, name=LINK_ASKED, account=self.users[0] if self.users else None)
        transaction.on_commit(partial(run_soon, "careleavers.tasks.send_mail"))
        return address


class ResetPasswordKeyForm(Labelled, account.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password again"}


class ChangePasswordForm(Labelled, account.ChangePasswordForm):
    labels = {"oldpassword": "Password now", "password1": "New password", "password2": "New password again"}


class ReauthenticateForm(Labelled, account.ReauthenticateForm):
    pass


class AuthenticateForm(Labelled, mfa.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(Labelled, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(Labelled, totp.ActivateTOTPForm):
    labels = {"code": "Code that the app shows"}
