"""The secrets of second steps are encrypted where they are stored, and keys can be changed."""

from __future__ import annotations

import base64
import logging

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client

from careleavers import encryption, environment
from careleavers.actions.second_steps import encrypt_second_steps
from careleavers.environment import Misconfigured
from careleavers.models import User
from tests.careleavers.test_sign_in_audit import LOGIN, code_of_now
from tests.cast import Cast
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
OLD, NEW = "the key of last year which was longer than it need have been", "the key of this year and long enough"


def stored(user: User, kind: str = "totp") -> dict:
    return Authenticator.objects.get(user=user, type=kind).data


def signs_in(user: User, code: str) -> bool:
    """With password and code, in a browser of its own."""
    cache.clear()
    browser = Client()
    browser.post(LOGIN, {"login": user.email, "password": PASSWORD})
    browser.post("/accounts/2fa/authenticate/", {"code": code})
    return "_auth_user_id" in browser.session


@pytest.fixture
def secret(cast: Cast, settings) -> str:
    settings.SECOND_STEP_KEYS = [OLD]
    made = generate_totp_secret()
    TOTP.activate(cast.pat, made)
    RecoveryCodes.activate(cast.pat)
    return made


def test_no_secret_is_stored_in_clear(cast: Cast, secret: str) -> None:
    """Seen to fail: with allauth's own adapter."""
    assert secret not in str(stored(cast.pat))
    assert encryption.is_encrypted(stored(cast.pat)["secret"])
    assert encryption.is_encrypted(stored(cast.pat, "recovery_codes")["seed"])
    assert signs_in(cast.pat, code_of_now(secret))


def test_a_recovery_code_opens_the_account(cast: Cast, secret: str) -> None:
    codes = RecoveryCodes(Authenticator.objects.get(user=cast.pat, type="recovery_codes"))
    assert signs_in(cast.pat, codes.get_unused_codes()[0])


def test_what_was_stored_in_clear_is_read_and_rewritten_at_night(cast: Cast, secret: str, scene) -> None:
    seed = encryption.decrypt(stored(cast.pat, "recovery_codes")["seed"])
    with scene():
        Authenticator.objects.filter(type="totp").update(data={"secret": secret})
        Authenticator.objects.filter(type="recovery_codes").update(data={"seed": seed, "used_mask": 3})
    assert signs_in(cast.pat, code_of_now(secret))
    assert encrypt_second_steps() == 2
    assert secret not in str(stored(cast.pat))
    assert stored(cast.pat, "recovery_codes")["used_mask"] == 3
    assert encryption.decrypt(stored(cast.pat, "recovery_codes")["seed"]) == seed
    assert encrypt_second_steps() == 0


def test_a_key_is_changed_without_locking_anybody_out(cast: Cast, secret: str, settings) -> None:
    settings.SECOND_STEP_KEYS = [NEW, OLD]
    assert signs_in(cast.pat, code_of_now(secret))
    assert encrypt_second_steps() == 2
    settings.SECOND_STEP_KEYS = [NEW]
    assert encryption.decrypt(stored(cast.pat)["secret"]) == secret
    settings.SECOND_STEP_KEYS = [OLD]
    assert not encryption.can_decrypt(stored(cast.pat)["secret"])


def test_without_the_key_no_code_is_right_and_the_log_says_why(cast: Cast, secret: str, settings, caplog) -> None:
    """Not even the code of an empty secret. Nothing is lost: the key put back opens it again."""
    settings.SECOND_STEP_KEYS = [NEW]
    with caplog.at_level(logging.ERROR):
        for code in (code_of_now(secret), code_of_now("")):
            assert not signs_in(cast.pat, code)
    assert "A second step cannot be read" in caplog.text
    assert secret not in caplog.text
    assert encrypt_second_steps() == 0
    settings.SECOND_STEP_KEYS = [OLD]
    assert signs_in(cast.pat, code_of_now(secret))


def test_one_secret_never_looks_the_same_twice_and_no_byte_of_it_can_be_changed(settings) -> None:
    settings.SECOND_STEP_KEYS = [OLD]
    first, second = encryption.encrypt("abc"), encryption.encrypt("abc")
    assert first != second
    token = bytearray(base64.urlsafe_b64decode(first.removeprefix(encryption.MARK)))
    token[20] ^= 1
    assert encryption.decrypt(encryption.MARK + base64.urlsafe_b64encode(bytes(token)).decode()) != "abc"


@pytest.mark.parametrize(
    ("own", "former", "keys"),
    [
        ("", "", ["session key"]),
        (NEW + "0123456789-abcdefghij", "", [NEW + "0123456789-abcdefghij", "session key"]),
        ("", OLD, [OLD, "session key"]),
    ],
)
def test_which_keys_there_are(monkeypatch, own: str, former: str, keys: list[str]) -> None:
    monkeypatch.setenv("SECOND_STEP_KEY", own)
    monkeypatch.setenv("SECOND_STEP_KEY_FALLBACKS", former)
    assert environment.second_step_keys(["session key"], production=True) == keys


def test_a_key_that_is_easy_to_guess_stops_the_start(monkeypatch) -> None:
    monkeypatch.setenv("SECOND_STEP_KEY", "short")
    with pytest.raises(Misconfigured, match=r"SECOND_STEP_KEY.*too easy to guess"):
        environment.second_step_keys([], production=True)
