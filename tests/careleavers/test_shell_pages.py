"""The gallery, the pages around signing in, and what stands in the head of a page."""

import re
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

from careleavers.actions.policies import set_policy
from careleavers.actions.staff import add_user
from careleavers.permissions import Permission
from careleavers.site import context
from careleavers.site.extensions import navigation_entries
from careleavers.site.navigation import SEARCH, Link, Masthead, NavigationEntry, current_of, masthead_for
from careleavers.templatetags.shell import undo_url
from careleavers.urls import CLOSED
from careleavers.views.gallery import PAGES
from tests.cast import Cast
from tests.factories import PASSWORD

GALLERY = [
    "",
    *(f"{page}/" for page in PAGES),
    "today/?empty",
    "table/?empty",
    "contact/?sent",
    "fields/?sent&born_on_day=31&born_on_month=6&born_on_year=2007",
]
LINKS = (Link("Today", "/"), Link("People", "/people/"), Link("Search", "/people/search/"))


@pytest.fixture
def strict_templates(settings):
    """An undefined variable fails the test."""

    class Undefined(str):
        def __mod__(self, name: object) -> str:
            raise AssertionError(f"The template names {name}, which is not in its context.")

        def __contains__(self, text: object) -> bool:
            return True

    options = settings.TEMPLATES[0]["OPTIONS"]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": {**options, "string_if_invalid": Undefined("%s")}}]


@pytest.mark.usefixtures("strict_templates")
def test_strict_templates_are_strict() -> None:
    with pytest.raises(AssertionError, match="The template names nothing_known"):
        engines["django"].from_string("{{ nothing_known }}").render({})


@pytest.mark.usefixtures("strict_templates")
@pytest.mark.parametrize("page", GALLERY)
def test_the_gallery_needs_no_database_and_no_undefined_variable(client: Client, settings, page: str) -> None:
    settings.DEBUG = True
    answer = client.get(f"/gallery/{page}")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert "Fernshire" in html
    assert not re.findall(r"\sstyle=|<style|\son[a-z]+=", html)


def test_the_gallery_is_closed_outside_debug(client: Client, db: None) -> None:
    assert client.get("/gallery/today/").status_code == 404


def test_an_error_stands_first_in_the_title(client: Client, settings) -> None:
    settings.DEBUG = True
    html = client.get("/gallery/contact/?sent").content.decode()
    assert "<title>Error: Log contact" in html
    assert "<title>Log contact" in client.get("/gallery/contact/").content.decode()
    assert html.index("govuk-error-summary") < html.index("<h1")


def test_undo_stands_in_the_message_that_told_of_it(client: Client, settings) -> None:
    settings.DEBUG = True
    html = client.get("/gallery/parts/").content.decode()
    assert re.search(
        r'Contact logged\. Next due by 27 July\..*?<form method="post" action="/gallery/parts/">', html, re.S
    )


@pytest.mark.parametrize("tags", ["", "undo=javascript:alert(1)", "undo=https://elsewhere.example/", "other"])
def test_undo_leads_nowhere_else(tags: str) -> None:
    assert undo_url(Message(messages.SUCCESS, "Done", extra_tags=tags)) == ""


# The head -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Today"),
        ("/people/", "People"),
        ("/people/7/contacts/", "People"),
        ("/people/search/", "Search"),
        ("/letters/", None),
    ],
)
def test_the_link_of_the_page_that_is_open(path: str, label: str | None) -> None:
    found = current_of(LINKS, path)
    assert (found.label if found else None) == label


def test_the_navigation_shows_only_what_the_role_may_open(cast: Cast) -> None:
    entries = (
        NavigationEntry("Everybody", "account_login"),
        NavigationEntry("Figures", "account_logout", Permission.VIEW_FIGURES),
        NavigationEntry("Users", "mfa_index", Permission.MANAGE_USERS),
    )
    shown = {
        who: [link.label for link in masthead_for(getattr(cast, who), "/", entries).links]
        for who in ("pat", "mo", "sys")
    }
    assert shown == {"pat": ["Everybody"], "mo": ["Everybody", "Figures"], "sys": ["Everybody", "Users"]}


def test_a_record_stands_under_young_people_whichever_app_serves_its_page(cast: Cast) -> None:
    for path in ("/people/7/homes/", "/pathways/people/7/plan/"):
        current = masthead_for(cast.pat, path, navigation_entries()).current
        assert current
        assert current.label == "Young people"


def test_every_entry_leads_to_a_page() -> None:
    for entry in (*navigation_entries(), *([SEARCH] if SEARCH else [])):
        assert reverse(entry.url_name)


def test_before_sign_in_the_head_names_nobody() -> None:
    assert context.masthead(RequestFactory().get("/")) == {"masthead": Masthead()}


# Signing in -----------------------------------------------------------------------------------------------------------

OPEN = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/inactive/"]
OWN = ["/accounts/logout/", "/accounts/password/change/", "/accounts/2fa/"]


@pytest.mark.django_db
@pytest.mark.usefixtures("strict_templates")
@pytest.mark.parametrize("address", OPEN)
def test_pages_before_sign_in(client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    assert html.count("<h1") == 1
    assert "placeholder=" not in html
    assert "Sign out" not in html


@pytest.mark.parametrize("address", [*OPEN, "/accounts/password/reset/key/a-b/"])
def test_the_authority_stands_on_its_pages_before_sign_in(client: Client, db: None, address: str) -> None:
    set_policy(by=None, key="authority_name", value="Wendmere", from_on=date(2020, 1, 1))
    set_policy(by=None, key="authority_colour", value="#7a1f5c", from_on=date(2020, 1, 1))
    html = client.get(address, follow=True).content.decode()
    assert re.search(r'class="masthead__name"[^>]*>Wendmere ', html)
    assert 'href="/theme/7a1f5c.css"' in html
    assert "Your council" not in html


@pytest.mark.parametrize("address", CLOSED)
def test_pages_of_allauth_that_are_not_for_us_are_closed(cast: Cast, client: Client, address: str) -> None:
    """Somebody could change the address they sign in with, which an administrator gave them."""
    client.force_login(cast.pat)
    path = f"/accounts/{address}".replace("<path:rest>", "key/")
    assert client.get(path).status_code == 404
    assert client.post(path, {"email": "new@elsewhere.example", "action_add": ""}).status_code == 404
    assert not EmailAddress.objects.exists()


def test_the_mail_for_a_new_password_is_ours(cast: Cast, client: Client, mailoutbox) -> None:
    client.post("/accounts/password/reset/", {"email": cast.pat.email})
    client.post("/accounts/password/reset/", {"email": "nobody@elsewhere.example"})
    [mail] = mailoutbox
    assert mail.subject == "Leaving care: choose a new password"
    assert "http://testserver/accounts/password/reset/key/" in mail.body
    assert "Your council, Leaving care" in mail.body


def test_whoever_signs_in_by_the_directory_chooses_no_password(cast: Cast, client: Client) -> None:
    """Else they could still sign in here after the directory has closed their account."""
    client.force_login(add_user(by=cast.sys, email="new@council.example", name="New"))
    assert client.get("/accounts/password/change/", follow=True).status_code == 404


@pytest.mark.usefixtures("strict_templates")
@pytest.mark.parametrize("address", OWN)
def test_pages_of_ones_own_account(cast: Cast, sign_in, address: str) -> None:
    answer = sign_in(cast.pat).get(address)
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_a_wrong_password_is_told_above_the_heading(db: None) -> None:
    client = Client(REMOTE_ADDR="192.0.2.8")
    html = client.post("/accounts/login/", {"login": "wrong@council.example", "password": "not it"}).content.decode()
    assert "One thing to put right" in html
    assert "<title>Error: Sign in" in html
    empty = client.post("/accounts/login/", {}).content.decode()
    assert 'href="#id_login"' in empty
    assert "Fill in “Password”" in empty


def test_signing_in_with_pages_that_need_a_permission(cast: Cast, client: Client, monkeypatch) -> None:
    """allauth draws a message in the request that signs in, before any middleware has set the day."""
    entries = (NavigationEntry("Figures", "mfa_index", Permission.VIEW_FIGURES),)
    monkeypatch.setattr(context, "navigation_entries", lambda: entries)
    sent = {"login": cast.mo.email, "password": PASSWORD, "next": "/accounts/2fa/"}
    assert "Figures" in client.post("/accounts/login/", sent, follow=True).content.decode()


@pytest.mark.usefixtures("strict_templates")
def test_signing_in_by_password_and_code(cast: Cast, client: Client) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.pat, secret)
    RecoveryCodes.activate(cast.pat)
    step = client.post(
        "/accounts/login/", {"login": cast.pat.email, "password": PASSWORD, "next": "/accounts/2fa/"}, follow=True
    )
    html = step.content.decode()
    assert "One more step" in html
    assert "Use a security key" in html
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert 'href="#id_code"' in wrong
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert "Signing in safely" in client.get("/accounts/2fa/").content.decode()
    for page in ("recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "webauthn/", "webauthn/add/"):
        answer = client.get(f"/accounts/2fa/{page}", follow=True)
        assert answer.status_code == 200
        assert answer.content.decode().count("<h1") == 1


@pytest.mark.usefixtures("strict_templates")
def test_setting_up_the_app(cast: Cast, client: Client) -> None:
    client.post("/accounts/login/", {"login": cast.pat.email, "password": PASSWORD, "next": "/accounts/2fa/"})
    assert "Show that it is you" in client.get("/accounts/2fa/totp/activate/", follow=True).content.decode()
    again = {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"}
    html = client.post("/accounts/reauthenticate/", again, follow=True).content.decode()
    assert 'src="data:image/svg' in html
    assert " style=" not in html


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert "Accounts are made for you" in client.get("/accounts/signup/").content.decode()
