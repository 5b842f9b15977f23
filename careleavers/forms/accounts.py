"""allauth's forms in our words: the same fields, errors that say what to do, and labels rather than placeholders."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import HttpRequest

from careleavers.actions.sign_ins import record_sign_in_event
from careleavers.celery import run_soon
from careleavers.forms.base import PlainMessages
from careleavers.forms.json_body import read_json
from careleavers.models import User
from careleavers.rules.sign_in_events import LINK_ASKED

LONGEST_CREDENTIAL = 20_000  # bytes
UNREADABLE = "{"
LONGEST_NAME_OF_A_KEY = 100
LONGEST = 1000  # characters of a password: far above any that is used


def limit_length(field: forms.Field, most: int = LONGEST) -> None:
    field.validators.append(MaxLengthValidator(most, f"Write {most:,} characters at most"))
    field.widget.attrs["maxlength"] = most


class Labelled(PlainMessages):
    """A placeholder that repeats the label vanishes as soon as somebody types: it is taken away."""

    labels: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if isinstance(field, forms.CharField) and not (field.max_length or isinstance(field, forms.JSONField)):
                limit_length(field)


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


class CredentialField(forms.JSONField):
    """What a security key says. What is longer, deeper or holds larger numbers than JSON is read with is none."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(self._readable(value))

    def bound_data(self, data: Any, initial: Any) -> Any:
        return super().bound_data(self._readable(data), initial)

    def _readable(self, value: Any) -> Any:
        """The value itself where it can be read, and shown again; something that is no JSON where it cannot."""
        try:
            read = read_json(str(value or "").encode(), LONGEST_CREDENTIAL)
            json.dumps(read, ensure_ascii=False).encode()  # which half a character cannot be
        except ValueError:
            return UNREADABLE if value else value
        return value


@contextmanager
def refusing_other_shapes() -> Iterator[None]:
    """The library takes the answer of a key apart without asking what it is: anything may have been sent."""
    try:
        yield
    except (TypeError, AttributeError, LookupError, ValueError):
        raise get_adapter().validation_error("incorrect_code") from None


class AddWebAuthnForm(Labelled, webauthn.AddWebAuthnForm):
    credential = CredentialField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        with refusing_other_shapes():
            cleaned: dict[str, Any] = super().clean()
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_length(self.fields["name"], LONGEST_NAME_OF_A_KEY)


class EditWebAuthnForm(Labelled, webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_length(self.fields["name"], LONGEST_NAME_OF_A_KEY)


class AuthenticateWebAuthnForm(Labelled, webauthn.AuthenticateWebAuthnForm):
    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        with refusing_other_shapes():
            return super().clean_credential()


class ReauthenticateWebAuthnForm(AuthenticateWebAuthnForm):
    reauthenticated = True


class AuthenticateForm(Labelled, mfa.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(Labelled, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(Labelled, totp.ActivateTOTPForm):
    labels = {"code": "Code that the app shows"}
