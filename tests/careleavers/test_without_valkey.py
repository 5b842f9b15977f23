"""Without Valkey, or with one that does not answer, people sign in, limits hold, and nobody waits."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from celery import Celery
from django.conf import settings as configured
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from careleavers import celery as ours
from careleavers.models import User
from careleavers.site.limits_cache import LimitsCache
from tests.cast import Cast
from tests.factories import PASSWORD

WRONG = "not the passphrase of anybody"
ALL_THAT_A_PAGE_MAY_WAIT = 4.0  # seconds, on a busy machine


@pytest.fixture(params=["nobody listens", "nobody answers"])
def away(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    """The address of a Valkey that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        if request.param == "nobody listens":
            server.close()
        caches = deepcopy(configured.CACHES)
        caches["default"]["LOCATION"] = address
        settings.CACHES = caches
        LimitsCache.away_until = 0.0
        yield address
        cache.clear()
        LimitsCache.away_until = 0.0


@pytest.fixture
def pat(cast: Cast, scene, settings: Any) -> User:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    with scene():
        User.objects.update(password=make_password(PASSWORD))
    return cast.pat


def sign_in(user: User, password: str) -> str:
    began = time.monotonic()
    answer = Client().post("/accounts/login/", {"login": user.email, "password": password}, follow=True)
    assert time.monotonic() - began < ALL_THAT_A_PAGE_MAY_WAIT
    assert answer.status_code == 200
    if "Too many" in answer.content.decode():
        return "limited"
    return "in" if answer.wsgi_request.user.is_authenticated else "wrong"


def test_people_sign_in_and_are_limited(away: str, cast: Cast, pat: User) -> None:
    """It was a 500. Seen to fail: with Django's own RedisCache."""
    assert [sign_in(pat, WRONG) for _ in range(6)] == ["wrong"] * 5 + ["limited"]
    assert sign_in(cast.sam, PASSWORD) == "in"


def test_a_new_password_is_asked_for(away: str, pat: User, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Client().post(reverse("account_reset_password"), {"email": pat.email}, follow=True)
    assert answer.status_code == 200


def test_what_a_worker_is_asked_for_waits_and_the_page_does_not(
    away: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Six seconds where nobody listens, for ever where nobody answers. Seen to fail: without IMPATIENT."""
    app = Celery("away", broker=away, set_as_current=False)
    monkeypatch.setattr(ours, "app", app)
    began = time.monotonic()
    ours.run_soon("careleavers.tasks.tick")
    assert time.monotonic() - began < ALL_THAT_A_PAGE_MAY_WAIT
    assert "The broker cannot be reached: careleavers.tasks.tick wait for the beat." in caplog.text


def test_what_comes_from_the_cache_is_never_code(db: None) -> None:
    """Whoever can write to Valkey could run their own, were it pickled."""
    cache.set("history", [1.5, 2.5], 60)
    assert cache.get("history") == [1.5, 2.5]
    [raw] = [cache._cache.get_client().get(cache.make_key("history"))]  # type: ignore[attr-defined]
    assert raw == b"[1.5, 2.5]"


@pytest.mark.parametrize("written", [b"\x80\x05]\x94.", b"", b"no JSON"])
def test_what_others_wrote_into_the_cache_keeps_nobody_out(cast: Cast, pat: User, written: bytes) -> None:
    """An earlier release, or another program. Seen to fail: every sign-in was a 500."""
    sign_in(pat, WRONG)
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    keys = list(client.scan_iter("careleavers:*"))
    client.mset(dict.fromkeys(keys, written))
    assert keys
    assert sign_in(pat, PASSWORD) == "in"
    cache.clear()
