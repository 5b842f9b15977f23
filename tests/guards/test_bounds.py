"""What a browser sends is bounded, and so are its sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.forms.accounts import Labelled
from careleavers.models import User
from tests.cast import Cast
from tests.guards.forms import own_forms

# Fields that are compared with what stands and never stored.
ONLY_COMPARED = {"seen"}


def test_every_text_that_is_typed_has_a_longest() -> None:
    """Seen to fail: with `max_length` left out of the note of ContactForm."""
    without = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in own_forms()
        if not issubclass(form, Labelled)  # allauth's, below
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField)
        if not field.max_length and name not in ONLY_COMPARED
    }
    assert not without


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("account_login", {"login": "pat@council.example", "password": "x" * 2_000_000}),
        ("account_login", {"login": "x" * 2_000_000 + "@council.example", "password": "x"}),
        ("account_reset_password", {"email": "x" * 2_000_000 + "@council.example"}),
    ],
)
def test_what_is_far_too_long_is_refused_in_words(client: Client, page: str, sent: dict[str, str]) -> None:
    answer = client.post(reverse(page), sent)
    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent", [{"note": "x" * 2_700_000}, {f"field{number}": "x" for number in range(1_100)}], ids=["long", "many"]
)
def test_what_is_too_much_at_once_is_a_page_of_400(cast: Cast, sign_in: Any, sent: dict[str, str]) -> None:
    answer = sign_in(cast.pat).post(reverse("home_add", args=[cast.amira.pk]), sent)
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "is_signed_in"), [(11.9, True), (12.1, False)])
def test_no_session_outlives_a_working_day(
    cast: Cast, client: Client, settings: Any, hours: float, is_signed_in: bool
) -> None:
    """However busy. Seen to fail: with SESSION_COOKIE_AGE of a fortnight."""
    settings.IDLE_MINUTES = 0
    began = timezone.now()
    client.force_login(cast.pat)
    with time_machine.travel(began + timedelta(hours=hours), tick=False):
        assert (client.get(reverse("preferences")).status_code == 200) is is_signed_in


def test_the_database_s_connections_are_asked_whether_they_live() -> None:
    """Else the first page of each thread after a restart of Postgres is an error."""
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] is True


@pytest.mark.django_db
def test_signing_in_makes_the_session_s_key_new(cast: Cast) -> None:
    """Whoever planted the key before learns nothing with it."""
    client = Client()
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    User.objects.get(pk=cast.pat.pk)
    client.force_login(cast.pat)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = before
    assert stranger.get(reverse("preferences")).status_code == 302
