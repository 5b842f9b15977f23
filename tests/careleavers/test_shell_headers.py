"""The headers of every answer, whatever its status, and the pages for when something went wrong."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import path

from careleavers import urls as product
from careleavers.site.middleware.headers import content_security_policy
from careleavers.views import errors
from tests.cast import Cast

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
# The files of ours that are text, and those that are not, by the ends of their names.
TEXTS, PICTURES = {".css", ".js", ".svg"}, {".png"}
EVERY_ANSWER = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def raising(error: Exception):
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    view.login_required = False
    return view


handler400, handler500 = product.handler400, product.handler500
urlpatterns = [
    path("broken/", raising(ValueError("a trace that nobody may see"))),
    path("refused/", raising(PermissionDenied("Your role does not let you <b>approve</b> letters."))),
    path("suspicious/", raising(SuspiciousOperation("forged"))),
    path("away/", raising(OperationalError("the database is away"))),
    *product.urlpatterns,
]


@pytest.fixture
def client_of_failures(settings, client: Client) -> Client:
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


ANSWERS = {
    "/theme/0b5c63.css": 200,
    "/ping": 200,
    "/accounts/login/": 200,
    "/accounts/password/change/": 302,
    "/no/such/page/": 404,
    "/theme/red.css": 404,
    "/gallery/": 404,
    "/refused/": 403,
    "/suspicious/": 400,
    "/broken/": 500,
    "/away/": 503,
    "/static/careleavers/app.css": 200,
    "/static/none.css": 404,
}


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:No directory at")
@pytest.mark.parametrize(("address", "status"), ANSWERS.items())
def test_every_answer_carries_the_headers(client_of_failures: Client, address: str, status: int) -> None:
    answer = client_of_failures.get(address)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EVERY_ANSWER} == EVERY_ANSWER
    assert "camera=()" in answer.headers["Permissions-Policy"]
    kept = address.endswith(".css") and status == 200
    assert ("no-store" in answer.headers["Cache-Control"]) is not kept
    if answer.streaming:
        answer.close()
    else:
        body = answer.content.decode()
        assert not re.search(r"<style|style=|\son\w+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)", body)
        assert "a trace" not in body


@pytest.mark.django_db
def test_a_post_without_a_token_is_told_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert answer.status_code == 403
    assert "Please send that again" in answer.content.decode()
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_signing_out_clears_what_the_browser_kept_but_no_other_services_cookies(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    assert "Clear-Site-Data" not in client.get("/accounts/logout/").headers
    answer = client.post("/accounts/logout/")
    assert answer.status_code == 302
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_the_sign_in_provider_is_the_only_other_place_a_form_may_lead() -> None:
    policy = content_security_policy(["https://login.example"])
    assert "form-action 'self' https://login.example;" in policy
    assert policy.count("https://") == 1


def test_too_many_tries_are_told_to_wait(db: None) -> None:
    guesser = Client(REMOTE_ADDR="192.0.2.9")  # the counts outlive the test, so nobody else's address or name
    wrong = {"login": "guessed@council.example", "password": "a guess"}
    pages = [guesser.post("/accounts/login/", wrong).content.decode() for _ in range(6)]
    assert "do not belong together" in pages[0]
    assert "Wait five minutes" in pages[-1]
    assert "Wait five minutes" in get_template("429.html").render()


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_pages_of_failure_need_no_database_no_context_and_no_manifest(template: str, settings) -> None:
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "careleavers.site.staticfiles.ManifestStorage"}}
    request = RequestFactory().get("/")
    answer = errors.bad_request(request, ValueError()) if template == "400.html" else errors.server_error(request)
    assert answer.status_code == int(template[:3])
    assert "<h1>" in answer.content.decode()


def test_a_database_that_is_away_keeps_what_was_written(client_of_failures: Client) -> None:
    note = 'She said "yes" & smiled.\n</textarea><script>alert(1)</script>\nThen we had tea together.'
    answer = client_of_failures.post("/away/?from=today", {"note": note, "tick": ["a", "b"], "postcode": "LE1 1AA"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    page = answer.content.decode()
    assert 'action="/away/?from=today"' in page
    assert "<script>" not in page
    sent = re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, flags=re.S)
    assert [(name, unescape(value)) for name, value in sent] == [
        ("note", note),
        ("tick", "a"),
        ("tick", "b"),
        ("postcode", "LE1 1AA"),
    ]


@pytest.mark.parametrize("name", ["password", "oldpassword", "code", "api_token"])
def test_what_proves_who_somebody_is_never_stands_in_a_page(client_of_failures: Client, name: str) -> None:
    page = client_of_failures.post("/away/", {name: "hunter2 hunter2 hunter2 hunter2"}).content.decode()
    assert "hunter2" not in page
    assert "Try again" in page


def test_a_refusal_says_why_and_escapes_it(client_of_failures: Client, db: None) -> None:
    page = client_of_failures.get("/refused/").content.decode()
    assert "Your role does not let you &lt;b&gt;approve&lt;/b&gt; letters." in page


def test_a_missing_page_says_the_same_whoever_asks(cast: Cast, sign_in) -> None:
    answer = sign_in(cast.pat).get("/no/such/page/")
    assert answer.status_code == 404
    assert "Sign out" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("0b5c63", ":root{--brand:#0b5c63}\n"),
        ("ffd700", None),  # gold: darkened until it can be read
    ],
)
def test_an_authoritys_colour_is_a_style_sheet_that_is_kept(client: Client, asked: str, given: str | None) -> None:
    answer = client.get(f"/theme/{asked}.css")
    assert answer.headers["Content-Type"] == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    body = answer.content.decode()
    assert re.fullmatch(r":root\{--brand:#[0-9a-f]{6}\}\n", body)
    assert body == given or (given is None and asked not in body)


@pytest.mark.parametrize("asked", ["red", "0b5c6", "0b5c633", "0b5c6g", "0b5c63;}"])
def test_a_colour_is_six_hexadecimal_digits(client: Client, db: None, asked: str) -> None:
    assert client.get(f"/theme/{asked}.css").status_code == 404


def test_no_file_of_ours_names_another_host() -> None:
    """Seen to fail: with an address in a style sheet, and with a file of a kind that it does not know."""
    ours = Path(str(finders.find("careleavers/app.css"))).parent
    files = [file for file in ours.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} <= TEXTS | PICTURES, "say what kind of file this is"
    for file in files:
        if file.suffix in TEXTS:
            assert not re.findall(r"https?://", file.read_text()), file.name
