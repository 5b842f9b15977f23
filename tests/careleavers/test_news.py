"""What is new after an upgrade: read out of the changelog, by role, and told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.models import NewsRead, User
from careleavers.permissions import Permission
from careleavers.rules.news import NewsEntry, versions_of
from careleavers.site import news
from tests.cast import Cast
from tests.factories import PASSWORD

CHANGELOG = """# What changed

## 1.1.0 — 20 November 2026

A database of 1.0.0 is brought up to date.

- Above all headings: it is for everybody.

### For everybody

- Pages open faster.
- *Letters* are `printed`, as [the guide](docs/x.md) says: one side
  of each sheet.

### Running it

- Logs turn over. By night.

## 1.0.0 — 1 June 2026

- The first.
"""


def test_a_changelog_is_read_by_version_and_heading() -> None:
    newest, first = versions_of(CHANGELOG)
    assert (newest.number, newest.released_on, first.released_on) == ("1.1.0", date(2026, 11, 20), date(2026, 6, 1))
    assert [(part.heading, list(part.entries)) for part in newest.parts] == [
        ("", [NewsEntry("Above all headings", "it is for everybody.")]),
        (
            "For everybody",
            [
                NewsEntry("Pages open faster.", ""),
                NewsEntry("Letters are printed, as the guide says", "one side of each sheet."),
            ],
        ),
        ("Running it", [NewsEntry("Logs turn over.", "By night.")]),
    ]


def test_the_changelog_itself_has_the_headings_that_are_read() -> None:
    """What stands below a heading that is spelt otherwise would be shown to everybody."""
    newest = news.versions()[0]
    headings = {part.heading for part in newest.parts}
    assert {"For everybody", "Working with young people", "Running it"} <= headings <= news.FOR_WHOM.keys() | {""}
    assert all(entry.lead or entry.rest for part in newest.parts for entry in part.entries)
    assert {permission for needed in news.FOR_WHOM.values() for permission in needed} <= set(Permission)


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch, cast: Cast, scene: Callable) -> Cast:
    """Everybody has worked here since summer."""
    monkeypatch.setattr(news, "versions", lambda: versions_of(CHANGELOG))
    with scene():
        User.objects.update(joined_at=datetime(2026, 7, 1, 9, tzinfo=timezone.get_current_timezone()))
    return cast


def signs_in(client: Client, user: User) -> None:
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


@pytest.mark.usefixtures("_on_the_day")
def test_it_is_told_by_role_until_it_is_read(upgraded: Cast, client: Client) -> None:
    signs_in(client, upgraded.pat)
    assert "What is new in 1.1.0" in client.get(reverse("home")).content.decode()
    page = client.get(reverse("news")).content.decode()
    assert "Pages open faster." in page
    assert "Logs turn over." not in page, "of running it an adviser reads nothing"
    for _ in range(2):  # pressed twice it is read once
        home = client.post(reverse("news_read", args=["1.1.0"]), follow=True).content.decode()
    assert "What is new in" not in home
    assert NewsRead.objects.get().version == "1.1.0"
    client.logout()
    signs_in(client, upgraded.pat)
    assert "What is new in" not in client.get(reverse("home")).content.decode()
    assert client.post(reverse("news_read", args=["9.9.9"])).status_code == 404
    client.logout()
    signs_in(client, upgraded.sys)
    assert "Logs turn over." in client.get(reverse("news")).content.decode()


def test_whoever_came_after_it_or_with_the_first_version_is_not_told(upgraded: Cast, scene, monkeypatch) -> None:
    assert news.to_tell(upgraded.pat) is None, "as the cast was read before the summer was written: they came today"
    pat = User.objects.get(pk=upgraded.pat.pk)
    assert news.to_tell(pat) == versions_of(CHANGELOG)[0]
    with scene():
        User.objects.update(joined_at=timezone.now() + timedelta(days=1))
    assert news.to_tell(User.objects.get(pk=pat.pk)) is None
    monkeypatch.setattr(news, "versions", lambda: versions_of(CHANGELOG)[1:])
    assert news.to_tell(pat) is None, "the first version is no news"
    monkeypatch.setattr(
        news, "versions", lambda: versions_of(CHANGELOG.replace("20 November 2026", "not yet released"))
    )
    assert news.to_tell(pat) is None, "nor is one that is not released"
