"""Signing in, passwords and second steps are in the audit with the address; nobody takes over an account unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.actions import staff
from careleavers.actions.base import Refused
from careleavers.actions.reads import note_export, note_search
from careleavers.models import AuditEvent, User
from careleavers.permissions import Role
from tests.cast import TODAY, Cast, days_ago
from tests.factories import PASSWORD, RoleAssignmentFactory

pytestmark = pytest.mark.django_db
LOGIN, WRONG, NEW = "/accounts/login/", "not the passphrase of anybody", "another passphrase of hers"
FROM = "203.0.113.7"


@pytest.fixture(autouse=True)
def _fresh_limits(settings) -> Iterator[None]:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def browser() -> Client:
    return Client(headers={"x-forwarded-for": FROM})


def signed_in(browser: Client, user: User, password: str = PASSWORD) -> Client:
    browser.post(LOGIN, {"login": user.email, "password": password})
    return browser


def events(name: str) -> list[tuple[str, str, str | None]]:
    """Who did it, to which account, from where."""
    rows = AuditEvent.objects.filter(name=name).order_by("pk")
    return list(rows.values_list("by_name", "object_id", "from_address"))


def test_signing_in_and_out(cast: Cast, browser: Client) -> None:
    """Seen to fail: without the receiver."""
    signed_in(browser, cast.pat).post("/accounts/logout/")
    pat = str(cast.pat.pk)
    assert events("signed_in") == [("Pat", pat, FROM)]
    assert AuditEvent.objects.get(name="signed_in").details["methods"] == ["password"]
    assert events("signed_out") == [("Pat", pat, FROM)]


@pytest.mark.parametrize("typed", ["my own passphrase", "nobody@elsewhere.example", "a\0b@elsewhere.example", ""])
def test_a_failure_never_holds_what_was_typed(cast: Cast, browser: Client, typed: str) -> None:
    """People type their password where the address belongs."""
    browser.post(LOGIN, {"login": typed, "password": WRONG})
    assert all(found == ("", "", FROM) for found in events("sign_in_failed"))
    assert not AuditEvent.objects.exclude(details={}).exists()


@pytest.mark.parametrize("typed", [str.lower, str.upper, lambda email: f" {email} "])
def test_a_failure_names_the_account_that_was_tried(cast: Cast, browser: Client, typed: Callable[[str], str]) -> None:
    browser.post(LOGIN, {"login": typed(cast.pat.email), "password": WRONG})
    assert events("sign_in_failed") == [("", str(cast.pat.pk), FROM)]


def test_a_lock_out_is_told_once(cast: Cast, browser: Client) -> None:
    for _ in range(8):
        signed_in(browser, cast.pat, WRONG)
    assert len(events("sign_in_failed")) == 5
    assert events("sign_in_locked_out") == [("", str(cast.pat.pk), FROM)]


def test_a_new_password_asked_for_and_chosen_and_one_changed(cast: Cast, browser: Client, mailoutbox) -> None:
    browser.post("/accounts/password/reset/", {"email": cast.pat.email})
    browser.post("/accounts/password/reset/", {"email": "nobody@elsewhere.example"})
    assert events("password_link_asked") == [("", str(cast.pat.pk), FROM), ("", "", FROM)]
    address = mailoutbox[-1].body.split("http://testserver")[1].split()[0]
    form = browser.get(address, follow=True).request["PATH_INFO"]
    browser.post(form, {"password1": NEW, "password2": NEW})
    assert events("password_chosen_by_link") == [("", str(cast.pat.pk), FROM)]
    signed_in(browser, cast.pat, NEW)
    newest = "yet another passphrase"
    browser.post("/accounts/password/change/", {"oldpassword": NEW, "password1": newest, "password2": newest})
    assert events("password_changed") == [("Pat", str(cast.pat.pk), FROM)]


def code_of_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_second_step_used_failed_and_removed(cast: Cast, browser: Client, scene) -> None:
    secret, pat = generate_totp_secret(), str(cast.pat.pk)
    with scene():
        TOTP.activate(cast.pat, secret)
        RecoveryCodes.activate(cast.pat)
    signed_in(browser, cast.pat)
    assert events("signed_in") == [], "the second step is still to come"
    browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert events("second_step_failed") == [("", pat, FROM)]
    browser.post("/accounts/2fa/authenticate/", {"code": code_of_now(secret)})
    assert events("second_step_used") == [("Pat", pat, FROM)]
    assert AuditEvent.objects.get(name="signed_in").details["methods"] == ["mfa", "password"]
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/2fa/totp/deactivate/")
    assert ("Pat", pat, FROM) in events("second_step_removed")


def test_a_second_step_added(cast: Cast, browser: Client, django_capture_on_commit_callbacks) -> None:
    signed_in(browser, cast.pat).post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/accounts/2fa/totp/activate/")
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/accounts/2fa/totp/activate/", {"code": code_of_now(page.context["form"].secret)})
    # The address is that of the request, which is over before this test lets a commit do anything.
    assert ("Pat", str(cast.pat.pk)) in {row[:2] for row in events("second_step_added")}


# Accounts


def link(client: Client, user: User) -> str:
    return client.post(reverse("staff_link", args=[user.pk]), follow=True).content.decode()


def test_a_link_is_made_by_post_for_whoever_never_signed_in_and_they_are_told(cast: Cast, sign_in, mailoutbox) -> None:
    new = staff.add_user(by=cast.sys, email="new@council.example", name="New")
    client = sign_in(cast.sys)
    assert client.get(reverse("staff_link", args=[new.pk])).status_code == 405
    assert "password/reset/key" not in client.get(reverse("staff_member", args=[new.pk])).content.decode()
    assert not mailoutbox
    assert "http://testserver/accounts/password/reset/key/" in link(client, new)
    assert events("password_link_made") == [("Sys", str(new.pk), "127.0.0.1")]
    assert [mail.to for mail in mailoutbox] == [["new@council.example"]]


def test_no_link_is_made_for_whoever_signs_in_unless_they_asked(cast: Cast, sign_in, browser, mailoutbox) -> None:
    signed_in(browser, cast.pat)
    client = sign_in(cast.sys)
    page = link(client, cast.pat)
    assert "has signed in before" in page
    assert "password/reset/key" not in page
    Client().post("/accounts/password/reset/", {"email": cast.pat.email})
    assert "password/reset/key" in link(client, cast.pat)


def test_asking_long_ago_is_no_reason_for_a_link(cast: Cast, browser: Client) -> None:
    signed_in(browser, cast.pat)
    browser.post("/accounts/password/reset/", {"email": cast.pat.email})
    cast.pat.refresh_from_db()
    assert staff.why_not_make_link(cast.pat, timezone.now() + timedelta(days=2)) is None
    assert "has signed in before" in (staff.why_not_make_link(cast.pat, timezone.now() + timedelta(days=4)) or "")


def test_no_link_for_a_closed_account(cast: Cast, sign_in) -> None:
    new = staff.add_user(by=cast.sys, email="new@council.example", name="New")
    staff.disable_user(by=cast.sys, user=new, today=TODAY)
    assert "password/reset/key" not in link(sign_in(cast.sys), new)


@pytest.mark.parametrize("role", Role)
def test_nobody_gives_themselves_a_role(cast: Cast, role: Role) -> None:
    """Seen to fail: without the comparison of `user` and `by`."""
    team = cast.north if role in (Role.PERSONAL_ADVISER, Role.SOCIAL_WORKER, Role.TEAM_MANAGER) else None
    with pytest.raises(Refused, match="another administrator"):
        staff.give_role(by=cast.sys, user=cast.sys, role=role, team=team, starts_on=TODAY, today=TODAY)


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (Role.AUDITOR, ["vera@council.example"]),
        (Role.SERVICE_MANAGER, ["vera@council.example"]),
        (Role.BUSINESS_SUPPORT, ["vera@council.example"]),
        (Role.SYSTEM_ADMINISTRATOR, []),
        (Role.MEMBER_CHAMPION, []),
        (Role.LEAVING_CARE_NURSE, ["vera@council.example"]),
        (Role.HOUSING_LINK_WORKER, ["vera@council.example"]),
        (Role.PARTICIPATION_OFFICER, ["vera@council.example"]),  # the names of those whom a survey asks
    ],
)
@pytest.mark.parametrize("starts_on", [TODAY, TODAY - timedelta(days=3000), TODAY + timedelta(days=30)])
def test_the_service_manager_is_told_of_a_role_that_reads_records(
    cast: Cast, mailoutbox, role: Role, told: list[str], starts_on
) -> None:
    staff.give_role(by=cast.sys, user=cast.nobody, role=role, team=None, starts_on=starts_on, today=TODAY)
    assert [address for mail in mailoutbox for address in mail.to] == told


@pytest.mark.parametrize(
    ("role", "ends_on", "told"),
    [
        (Role.AUDITOR, None, ["vera@council.example"]),
        (Role.AUDITOR, TODAY, []),
        (Role.SYSTEM_ADMINISTRATOR, None, []),
    ],
    ids=["reads records", "a role that has ended", "reads none"],
)
def test_they_are_told_of_an_account_that_is_opened_again_too(cast, scene, mailoutbox, role, ends_on, told) -> None:
    """Seen to fail: who had left could read records again, and nobody who answers for that heard of it."""
    with scene():
        RoleAssignmentFactory.create(user=cast.nobody, role=role.value, starts_on=days_ago(90), ends_on=ends_on)
    staff.disable_user(by=cast.sys, user=cast.nobody, today=TODAY)
    mailoutbox.clear()
    staff.enable_user(by=cast.sys, user=cast.nobody, today=TODAY)
    assert [address for mail in mailoutbox for address in mail.to] == told
    assert all("opened Nobody's account again" in mail.body for mail in mailoutbox)


def test_an_address_that_changes_is_told_where_it_was(cast: Cast, mailoutbox) -> None:
    """Else whoever manages accounts could turn one into their own, and ask for a new password."""
    staff.change_user(
        by=cast.sys, user=cast.pat, email="x@council.example", name="Pat", job_title="", phone="", today=TODAY
    )
    assert [mail.to for mail in mailoutbox] == [["pat@council.example"]]


# What the audit shows to whom


def audit(client: Client, **asked: str) -> str:
    return client.get(reverse("audit_list"), asked).content.decode()


def test_an_auditor_reads_who_signed_in_and_from_where(cast: Cast, browser: Client, sign_in) -> None:
    signed_in(browser, cast.pat)
    signed_in(Client(headers={"x-forwarded-for": FROM}), cast.sam, WRONG)
    page = audit(sign_in(cast.aud), show="sign_ins")
    assert "Signed in" in page
    assert "Sign in failed: Sam" in page
    assert "Somebody not signed in" in page
    assert FROM in page
    assert "Sign in failed: Sam" in audit(sign_in(cast.aud), show="sign_ins", who="sam")


def test_a_manager_reads_no_colleagues_addresses(cast: Cast, browser: Client, sign_in) -> None:
    signed_in(browser, cast.sam)
    for show in ("sign_ins", "changes"):
        page = audit(sign_in(cast.mo), show=show)
        assert FROM not in page
        assert "Signed in" not in page


def test_a_role_that_was_given_is_read_with_its_account(cast: Cast, sign_in) -> None:
    staff.give_role(by=cast.sys, user=cast.nobody, role=Role.DIRECTOR, team=None, starts_on=TODAY, today=TODAY)
    assert "Role given: Director, to Nobody" in audit(sign_in(cast.aud))


@pytest.mark.parametrize(
    ("who", "reads"), [("aud", True), ("sam", True), ("mo", False), ("vera", False), ("sys", False)]
)
def test_search_words_are_for_whoever_typed_them_and_for_auditors(cast: Cast, sign_in, who: str, reads: bool) -> None:
    """Seen to fail: with `view.detail` shown to everybody."""
    note_search(by=cast.sam, page="people_search", detail="canary surname", people_shown=1)
    if who == "sam":
        staff.give_role(
            by=cast.sys, user=cast.sam, role=Role.TEAM_MANAGER, team=cast.south, starts_on=TODAY, today=TODAY
        )
        cast.sam.refresh_from_db()
    page = audit(sign_in(getattr(cast, who)), show="views")
    assert ("canary surname" in page) is reads
    assert "1 person shown" in page


@pytest.mark.parametrize(("who", "reads"), [("aud", True), ("vera", True), ("sys", False)])
def test_a_purpose_is_read_by_those_who_read_notes(cast: Cast, sign_in, who: str, reads: bool) -> None:
    note_export(by=cast.ana, page="reporting:export", detail="For the canary family", people_shown=1)
    assert ("canary" in audit(sign_in(getattr(cast, who)), show="views")) is reads
