"""What everybody sees and changes of themselves, and where help is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from careleavers.models import AuditEvent, User
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_everybody_puts_their_own_phone_right(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    page = client.post(reverse("preferences"), {"phone": "01632 960001", "shortcuts_on": "True"}, follow=True)
    assert "Your choice is saved." in page.content.decode()
    assert User.objects.get(pk=cast.pat.pk).phone == "01632 960001"
    changed = AuditEvent.objects.filter(name="user_changed", by_id=cast.pat.pk)
    assert [each.details["fields"] for each in changed] == [["phone"]]
    assert "01632 960001" in sign_in(cast.mo).get(reverse("person", args=[cast.amira.pk])).content.decode()


def test_what_did_not_change_is_no_event(cast: Cast, sign_in) -> None:
    sign_in(cast.pat).post(reverse("preferences"), {"phone": "", "shortcuts_on": "True"})
    assert not AuditEvent.objects.filter(by_id=cast.pat.pk).exists()


def test_the_bar_says_the_date_of_birth_and_you_to_the_case_holder(cast: Cast, sign_in) -> None:
    """Seen to fail: an adviser read their own name and number on each page."""
    page = reverse("person", args=[cast.amira.pk])
    assert "born 1 May 2007" in sign_in(cast.pat).get(page).content.decode()
    assert sign_in(cast.pat).get(page).context["identity"].adviser == "you"
    assert sign_in(cast.mo).get(page).context["identity"].adviser == "Pat"
