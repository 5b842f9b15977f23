"""What a security key is said to have answered is read with the same care as any other JSON."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client

from careleavers.models import User
from tests.cast import Cast
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
HOSTILE = {
    "deep lists": "[" * 200_000,
    "deep objects": '{"a":' * 200_000,
    "a number of 5,000 digits": "9" * 5000,
    "infinity": "1e999",
    "half a character": '"\\ud800"',
    "a list": "[]",
    "an object of nothing": "{}",
    "an object of the wrong kinds": '{"id": 1, "rawId": [], "response": {"clientDataJSON": 7}, "type": "public-key"}',
    "no JSON": "<script>",
    "nothing": "",
}


@pytest.fixture
def pat(cast: Cast, scene, settings) -> Iterator[Client]:
    """Signed in by password a moment ago."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    with scene():
        User.objects.update(password=make_password(PASSWORD))
    cache.clear()
    client = Client()
    client.post("/accounts/login/", {"login": cast.pat.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    yield client
    cache.clear()


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE)
def test_a_key_that_is_none_is_refused(pat: Client, sent: str) -> None:
    """Seen to fail: with the form field of Django's own, which is a 500 for what is deep."""
    began = time.monotonic()
    pat.get("/accounts/2fa/webauthn/add/")
    assert pat.post("/accounts/2fa/webauthn/add/", {"name": "Key", "credential": sent}).status_code == 200
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE)
def test_a_second_step_by_a_key_that_is_none_is_refused(cast: Cast, pat: Client, scene, sent: str) -> None:
    with scene():
        TOTP.activate(cast.pat, generate_totp_secret())
    half_way = Client()
    half_way.post("/accounts/login/", {"login": cast.pat.email, "password": PASSWORD})
    assert half_way.post("/accounts/2fa/authenticate/", {"credential": sent}).status_code == 200


def test_the_name_of_a_key_is_bounded(pat: Client) -> None:
    pat.get("/accounts/2fa/webauthn/add/")
    page = pat.post("/accounts/2fa/webauthn/add/", {"name": "k" * 101, "credential": "{}"}).content.decode()
    assert "100" in page
