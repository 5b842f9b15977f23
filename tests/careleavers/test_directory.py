"""Sign-in with the council's directory, against a provider that speaks real HTTP and signs real tokens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from careleavers.actions.directory import unlink_from_directory
from careleavers.directory.claims import Directory, address_that_the_council_owns
from careleavers.models import AuditEvent
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.oidc import CLIENT, SECRET, Provider, provider

TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"
OTHER_TENANT = "00000000-0000-0000-0000-000000000bad"
PAT = {"sub": "pats-subject", "tid": TENANT, "preferred_username": "Pat@council.example"}
NO_ACCOUNT = "You have no account here yet"
FAILED = "Signing in did not work"


@pytest.fixture
def directory(settings) -> Iterator[Provider]:
    cache.clear()
    with provider() as server:
        server.claims = dict(PAT)
        settings.DIRECTORY = Directory(
            server.issuer, CLIENT, SECRET, domains=("council.example",), tenant=TENANT, name="your council account"
        )
        yield server


def sign_in(browser: Client) -> str:
    """Through the button of the sign-in page; gives the page that it ends on."""
    answer = browser.post(reverse("directory_login"))
    assert answer.status_code == 302, answer.content.decode()
    there = requests.get(answer["Location"], allow_redirects=False, timeout=5)
    return come_back(browser, there.headers["Location"])


def come_back(browser: Client, address: str) -> str:
    parts = urlsplit(address)
    assert parts.path == reverse("directory_callback")
    return browser.get(f"{parts.path}?{parts.query}", follow=True).content.decode()


def signed_in_as(browser: Client) -> str:
    page = browser.get(reverse("preferences"))
    return page.context["user"].email if page.status_code == 200 else ""


def test_the_sign_in_page_offers_it_only_where_there_is_one(db, client, directory, settings) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "Sign in with your council account" in page
    assert reverse("directory_login") in page
    settings.DIRECTORY = None
    assert "council account" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("directory_login")).status_code == 404


def test_the_first_sign_in_links_the_account_and_later_ones_go_by_subject(cast: Cast, client, directory) -> None:
    sign_in(client)
    assert signed_in_as(client) == cast.pat.email
    assert SocialAccount.objects.get().extra_data == {}
    assert AuditEvent.objects.get(name="directory_linked").object_id == str(cast.pat.pk)
    # A new name in the directory, or none at all: it is the same person.
    directory.claims["preferred_username"] = "married.name@council.example"
    second = Client()
    sign_in(second)
    assert signed_in_as(second) == cast.pat.email
    assert SocialAccount.objects.count() == 1


def test_a_linked_account_has_no_password_and_cannot_get_one_by_mail(cast: Cast, client, directory) -> None:
    """Or closing somebody's account in the directory would not close it here."""
    sign_in(client)
    other = Client()
    other.post(reverse("account_login"), {"login": cast.pat.email, "password": PASSWORD})
    assert signed_in_as(other) == ""
    other.post(reverse("account_reset_password"), {"email": cast.pat.email})
    assert mail.outbox == []
    assert client.get("/accounts/password/set/").status_code == 404
    assert "have no password here" in client.get(reverse("preferences")).content.decode()


def test_an_administrator_is_offered_no_password_for_a_linked_account(cast: Cast, client, directory, scene) -> None:
    sign_in(client)
    client.force_login(cast.sys)
    page = client.get(reverse("staff_member", args=[cast.pat.pk])).content.decode()
    assert "has no password here" in page
    assert "A link to choose a password" not in page


def test_an_account_that_was_never_linked_keeps_its_password(cast: Cast, client, directory) -> None:
    """For the day on which the directory is down."""
    client.post(reverse("account_login"), {"login": cast.sys.email, "password": PASSWORD})
    assert signed_in_as(client) == cast.sys.email


STRANGERS: dict[str, dict[str, Any]] = {
    "nOAuth: another tenant writes a colleague's address into email": {
        "tid": OTHER_TENANT, "email": "pat@council.example", "preferred_username": "eve@evil.example"
    },
    "nOAuth: another tenant claims the address is verified": {
        "tid": OTHER_TENANT, "email": "pat@council.example", "email_verified": True, "xms_edov": True
    },
    "nOAuth: our tenant, and an email that nobody verified": {
        "email": "pat@council.example", "preferred_username": "eve@elsewhere.example"
    },
    "our tenant says that it is not verified": {
        "email": "pat@council.example", "email_verified": False, "preferred_username": None
    },
    "verified as a word, which a careless provider sends for false as well": {
        "email": "pat@council.example", "email_verified": "true", "preferred_username": None
    },
    "a guest from another organisation": {"preferred_username": "pat_evil.example#EXT#@council.example"},
    "no tenant at all": {"tid": None},
    "an address of a domain that is not the council's": {"preferred_username": "pat@council.example.evil.example"},
    "a colleague who has no account": {"preferred_username": "new.starter@council.example"},
    "no address": {"preferred_username": None},
}  # fmt: skip


@pytest.mark.parametrize("claims", STRANGERS.values(), ids=list(STRANGERS))
def test_nobody_else_gets_in(cast: Cast, client, directory, claims: dict[str, Any]) -> None:
    directory.claims |= {"sub": "eves-subject"} | claims
    page = sign_in(client)
    assert NO_ACCOUNT in page or FAILED in page
    assert signed_in_as(client) == ""
    assert not SocialAccount.objects.exists()


def test_with_another_kind_of_directory_a_verified_address_links(cast: Cast, client, directory, settings) -> None:
    settings.DIRECTORY = replace(settings.DIRECTORY, tenant="")
    directory.claims = {"sub": "s", "email": "PAT@council.example", "email_verified": True}
    sign_in(client)
    assert signed_in_as(client) == cast.pat.email


WRONG_TOKENS: dict[str, Callable[[Provider], None]] = {
    "of another issuer": lambda there: there.wrong.update(iss="https://login.evil.example/tenant/v2.0"),
    "for another client": lambda there: there.wrong.update(aud="another-application"),
    "expired": lambda there: there.wrong.update(exp=int(time.time()) - 61),
    "without an end": lambda there: there.wrong.update(exp=None),
    "with no nonce": lambda there: there.wrong.update(nonce=None),
    "with the nonce of another sign-in": lambda there: there.wrong.update(nonce="replayed"),
    "of another tenant": lambda there: there.wrong.update(tid=OTHER_TENANT),
    "signed with a key that the directory no longer has": lambda there: setattr(there, "keys", ["second"]),
    "signed with another key of the same name": lambda there: forge(there),
    "signed with the client's secret": lambda there: setattr(there, "algorithm", "HS256"),
    "signed with nothing": lambda there: setattr(there, "algorithm", "none"),
}


def forge(there: Provider) -> None:
    there.key_set = lambda: Provider.key_set(there)  # type: ignore[method-assign]
    real = there.key_set()
    real["keys"][0]["kid"] = "forged"
    there.key_set = lambda: real  # type: ignore[method-assign]
    there.signed_with = "forged"


@pytest.mark.parametrize("spoil", WRONG_TOKENS.values(), ids=list(WRONG_TOKENS))
def test_a_token_that_is_not_right_is_refused(cast: Cast, client, directory, spoil: Callable[[Provider], None]) -> None:
    """Seen to fail: with allauth's own reading, which trusts the connection and checks neither signature nor nonce."""
    spoil(directory)
    assert FAILED in sign_in(client)
    assert signed_in_as(client) == ""


def test_a_token_of_an_earlier_sign_in_cannot_be_replayed(cast: Cast, client, directory) -> None:
    sign_in(client)
    directory.wrong["nonce"] = directory.last_nonce
    eve = Client()
    assert FAILED in sign_in(eve)
    assert signed_in_as(eve) == ""


def test_the_directory_s_answer_is_good_for_the_browser_that_asked(cast: Cast, client, directory) -> None:
    """Eve begins, and has somebody else's browser finish: nobody is signed in to her account."""
    begun = Client().post(reverse("directory_login"))["Location"]
    there = requests.get(begun, allow_redirects=False, timeout=5)
    come_back(client, there.headers["Location"])
    assert signed_in_as(client) == ""


def test_new_keys_are_taken_at_once(cast: Cast, client, directory) -> None:
    sign_in(client)
    directory.keys, directory.signed_with = ["first", "second"], "second"
    again = Client()
    sign_in(again)
    assert signed_in_as(again) == cast.pat.email


def test_a_directory_that_calls_itself_something_else_is_not_used(db, client, directory) -> None:
    directory.calls_itself = "https://login.evil.example/tenant/v2.0"
    assert "cannot be reached" in client.post(reverse("directory_login"), follow=True).content.decode()


def test_a_directory_that_is_down_is_said_so(db, client, directory, settings) -> None:
    settings.DIRECTORY = replace(settings.DIRECTORY, issuer="http://127.0.0.1:9/tenant/v2.0")
    assert "cannot be reached" in client.post(reverse("directory_login"), follow=True).content.decode()


def test_a_closed_account_stays_closed(cast: Cast, client, directory, scene) -> None:
    sign_in(client)
    with scene():
        cast.pat.refresh_from_db()
        cast.pat.is_active = False
        cast.pat.save()
    again = Client()
    sign_in(again)
    assert (signed_in_as(client), signed_in_as(again)) == ("", "")


def test_a_closed_account_that_was_never_linked_is_not_linked(cast: Cast, client, directory, scene) -> None:
    with scene():
        cast.pat.is_active = False
        cast.pat.save()
    assert NO_ACCOUNT in sign_in(client)
    assert not SocialAccount.objects.exists()


def test_an_address_given_to_somebody_new_does_not_open_the_old_account(cast: Cast, client, directory) -> None:
    """The directory knows another subject by it. An administrator may unlink the account, which ends its sessions."""
    sign_in(client)
    directory.claims["sub"] = "another-pat"
    other = Client()
    assert "belongs to somebody else" in sign_in(other)
    unlink_from_directory(by=cast.sys, user=cast.pat)
    assert signed_in_as(client) == ""
    sign_in(other)
    assert signed_in_as(other) == cast.pat.email


def test_nobody_links_accounts_by_hand(cast: Cast, client, directory) -> None:
    """Somebody else's page could send a signed-in colleague there, and put its own subject on their account."""
    client.force_login(cast.sam)
    answer = client.post(f"{reverse('directory_login')}?process=connect")
    there = requests.get(answer["Location"], allow_redirects=False, timeout=5)
    come_back(client, there.headers["Location"])
    assert not SocialAccount.objects.exists()


def test_the_address_of_the_page_asks_nothing_of_the_directory(db, client, directory) -> None:
    answer = client.post(f"{reverse('directory_login')}?auth_params=nonce%3Dmine%26prompt%3Dnone&scope=everything")
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert "prompt" not in asked
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["nonce"] == asked["code_challenge"] != ["mine"]


def test_signing_out_ends_the_session_of_the_directory_too(cast: Cast, client, directory) -> None:
    sign_in(client)
    leaving = urlsplit(client.post(reverse("account_logout"))["Location"])
    assert f"{leaving.scheme}://{leaving.netloc}{leaving.path}" == f"{directory.issuer}/end"
    assert parse_qs(leaving.query)["post_logout_redirect_uri"] == ["http://testserver/accounts/login/"]
    assert parse_qs(leaving.query)["id_token_hint"]
    assert signed_in_as(client) == ""


def test_who_signed_in_with_a_password_signs_out_here(cast: Cast, client, directory) -> None:
    client.post(reverse("account_login"), {"login": cast.sys.email, "password": PASSWORD})
    assert client.post(reverse("account_logout"))["Location"] == "/"


@pytest.mark.usefixtures("_on_the_day")
def test_a_role_that_needs_a_second_step_sets_it_up_first(cast: Cast, client, settings, scene) -> None:
    settings.MFA_ROLES = frozenset({"system_administrator"})
    client.post(reverse("account_login"), {"login": cast.sys.email, "password": PASSWORD})
    page = client.get(reverse("staff_list"))
    assert (page.status_code, page["Location"]) == (302, reverse("mfa_activate_totp"))
    assert client.get(reverse("mfa_activate_totp"), follow=True).status_code == 200
    with scene():
        Authenticator.objects.create(user=cast.sys, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get(reverse("staff_list")).status_code == 200


@pytest.mark.usefixtures("_on_the_day")
def test_other_roles_and_the_directory_s_own_need_none(cast: Cast, settings, directory) -> None:
    settings.MFA_ROLES = frozenset({"personal_adviser"})
    by_password, by_directory = Client(), Client()
    by_password.post(reverse("account_login"), {"login": cast.mo.email, "password": PASSWORD})
    assert by_password.get(reverse("caseload")).status_code == 200
    directory.claims |= {"iat": int(time.time())}
    sign_in(by_directory)
    assert by_directory.get(reverse("caseload")).status_code == 200


ENTRA = Directory("https://login.example/t/v2.0", "c", "s", ("council.gov.uk",), TENANT)


@pytest.mark.parametrize(
    ("claims", "address"),
    [
        ({"tid": TENANT, "upn": "Ada@Council.gov.uk"}, "ada@council.gov.uk"),
        ({"tid": TENANT, "preferred_username": "ada@council.gov.uk"}, "ada@council.gov.uk"),
        ({"email": "ada@council.gov.uk", "xms_edov": "1"}, "ada@council.gov.uk"),
        ({"email": "ada@council.gov.uk", "xms_edov": False}, None),
        ({"email": "ada@council.gov.uk"}, None),
        ({"tid": TENANT, "preferred_username": "@council.gov.uk"}, None),
        ({"tid": TENANT, "preferred_username": "ada@notcouncil.gov.uk"}, None),
        ({"tid": TENANT, "preferred_username": ["ada@council.gov.uk"]}, None),
        ({"tid": TENANT, "upn": "\u212aate@council.gov.uk"}, None),
        ({"email": "ada@council.gov.u\u212a", "email_verified": True}, None),
        ({"tid": OTHER_TENANT, "preferred_username": "ada@council.gov.uk"}, None),
    ],
    ids=str,
)
def test_only_an_address_that_the_tenant_owns_links_an_account(claims: dict[str, Any], address: str | None) -> None:
    assert address_that_the_council_owns(claims, ENTRA) == address
