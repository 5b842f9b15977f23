"""A security key is added, asked for at the next sign-in, and lets nobody in without it: the real ceremony, with
Chromium's virtual authenticator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from careleavers.site.middleware.second_step import SET_IT_UP
from tests.browser import press, sign_in_by_form
from tests.cast import Cast
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in(page: Page) -> tuple[CDPSession, str]:
    """A key in this browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]


def test_a_key_is_added_asked_for_and_needed(cast: Cast, visit: Callable, settings: Any) -> None:
    """Where the role demands a second step."""
    settings.MFA_ROLES = frozenset({"personal_adviser"})
    window = visit()
    page: Page = window.page
    session, key = plug_in(page)
    sign_in_by_form(page, window.address, "pat")
    expect(page.get_by_text(SET_IT_UP)).to_be_visible()
    page.goto(window.address + reverse("mfa_add_webauthn"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Go on")
    page.wait_for_load_state()  # until its script has run, the button does nothing
    press(page, "Add the key")
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}", timeout=8000)  # shown once, after the first key
    stored = Authenticator.objects.get(user=cast.pat, type=Authenticator.Type.WEBAUTHN)
    assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1

    page.context.clear_cookies()
    sign_in_by_form(page, window.address, "pat")
    assert page.url.endswith(reverse("mfa_authenticate"))
    page.goto(window.address + reverse("home"))
    assert "/accounts/" in page.url  # the password alone opens nothing

    page.goto(window.address + reverse("mfa_authenticate"))
    press(page, "Use a security key")
    page.wait_for_url(lambda url: "/accounts/" not in url)
    assert page.get_by_role("heading", level=1).is_visible()
    stored.refresh_from_db()
    assert stored.last_used_at is not None

    page.context.clear_cookies()
    session.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    sign_in_by_form(page, window.address, "pat")
    press(page, "Use a security key")
    page.wait_for_timeout(500)
    assert page.url.endswith(reverse("mfa_authenticate"))
    assert not [each for each in window.complaints if "Content Security Policy" in each]
