"""Who may keep trying to sign in: by account first, and by an address that a whole council may share."""

import pytest
from allauth.account import app_settings
from allauth.core.internal.ratelimit import parse_rates
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client

from careleavers.models import User
from tests.cast import Cast
from tests.factories import PASSWORD, UserFactory

WRONG = "not the passphrase of anybody"


@pytest.fixture(autouse=True)
def _fresh_limits(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()
    yield
    cache.clear()


def try_to_sign_in(email: str, password: str, forwarded_for: str) -> str:
    """As a browser behind the council's own proxy."""
    answer = Client().post(
        "/accounts/login/",
        {"login": email, "password": password},
        headers={"x-forwarded-for": forwarded_for},
        follow=True,
    )
    if answer.status_code != 200:
        return str(answer.status_code)
    page = answer.content.decode()
    return "limited" if "Too many" in page else "in" if answer.wsgi_request.user.is_authenticated else "wrong"


def test_a_stranger_s_wrong_tries_keep_nobody_out(cast: Cast) -> None:
    """Twenty from the address of the proxy locked everybody out."""
    for number in range(25):
        try_to_sign_in(f"nobody{number}@council.example", WRONG, "203.0.113.7")
    assert try_to_sign_in(cast.pat.email, PASSWORD, "198.51.100.1") == "in"


def test_typing_errors_of_colleagues_at_the_same_address_keep_nobody_out(cast: Cast) -> None:
    for number in range(25):
        try_to_sign_in(f"colleague{number}@council.example", WRONG, "198.51.100.1")
    assert try_to_sign_in(cast.pat.email, PASSWORD, "198.51.100.1") == "in"


def test_one_account_is_guessed_at_five_times_whatever_the_address(cast: Cast) -> None:
    tries = [try_to_sign_in(cast.pat.email, WRONG, f"203.0.113.{number}") for number in range(6)]
    assert tries == ["wrong"] * 5 + ["limited"]
    assert try_to_sign_in(cast.sam.email, PASSWORD, "203.0.113.1") == "in"


def test_what_a_browser_puts_before_the_proxy_s_address_is_not_believed(cast: Cast, settings) -> None:
    """A stranger who invents an address for each try is still one address, and is stopped at last."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/ip"}
    tries = [
        try_to_sign_in(f"x{number}@council.example", WRONG, f"10.9.8.{number}, 203.0.113.7") for number in range(5)
    ]
    assert tries[-1] == "limited"
    assert try_to_sign_in(cast.pat.email, PASSWORD, "10.9.8.1, 198.51.100.1") == "in"


@pytest.mark.parametrize(
    ("forwarded_for", "answer"),
    [
        ("198.51.100.1", "in"),
        ("10.9.8.7, 198.51.100.1", "in"),
        ("198.51.100.1:4711", "in"),
        ("[2001:db8::1]:443, 10.9.8.7", "in"),
        ("nobody", "403"),
    ],
)
def test_fewer_proxies_than_were_said_keep_nobody_out(
    cast: Cast, settings, caplog, forwarded_for: str, answer: str
) -> None:
    """Every sign-in was a 500 whose words named a setting that nobody writes. Seen to fail, and again with a port."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    assert try_to_sign_in(cast.pat.email, PASSWORD, forwarded_for) == answer
    assert "TRUSTED_PROXIES is 3, but X-Forwarded-For holds" in caplog.text


def test_a_whole_council_signs_in_within_a_minute_from_one_address(cast: Cast, scene) -> None:
    """Thirty did, and the next met a bare 429. Three hundred may; forty are enough to try it."""
    [limit] = parse_rates(app_settings.RATE_LIMITS["login"])
    assert (limit.amount, limit.duration, limit.per) >= (300, 60, "ip")
    password = make_password(PASSWORD)
    with scene():
        colleagues = UserFactory.create_batch(40)
        User.objects.update(password=password)
    assert {try_to_sign_in(each.email, PASSWORD, "198.51.100.1") for each in colleagues} == {"in"}
