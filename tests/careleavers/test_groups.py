"""Mentors, groups and clubs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from careleavers.models import Membership
from tests.cast import TODAY, Cast, days_ago
from tests.factories import MembershipFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_what_they_belong_to_now_and_before(cast: Cast, sign_in: Callable, scene) -> None:
    """The last day counts as one on which they still go."""
    with scene():
        MembershipFactory.create(person=cast.amira, name="Choir", left_on=TODAY)
        MembershipFactory.create(person=cast.amira, name="Chess", left_on=days_ago(1))
    client = sign_in(cast.pat)
    typed = {"kind": "mentor", "name": "Olu", "joined_on": "2026-11-01", "note": "Somebody who listens."}
    client.post(reverse("membership_add", args=[cast.amira.pk]), typed)
    page = client.get(reverse("groups", args=[cast.amira.pk])).content.decode()
    now, before = page.split("<h2>Before</h2>")
    assert [name for name in ("Olu", "Choir", "Chess") if name in now] == ["Olu", "Choir"]
    assert "Chess" in before
    overview = client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    link = overview.split("Mentoring and groups</a>")[1][:60]
    assert "2" in link


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"left_on": "2026-10-31"}, "before it began"),
        ({"joined_on": "2026-11-24"}, "cannot be after 23 November 2026"),
        ({"kind": ""}, "Choose an answer"),
        ({"name": ""}, "Fill in"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, sign_in: Callable, sent: dict, sentence: str) -> None:
    typed = {"kind": "club", "name": "Choir", "joined_on": "2026-11-01"} | sent
    assert sentence in sign_in(cast.pat).post(reverse("membership_add", args=[cast.amira.pk]), typed).content.decode()
    assert not Membership.objects.exists()
