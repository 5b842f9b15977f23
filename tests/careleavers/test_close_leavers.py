"""Whoever is not on the directory's list any more has no account, and what they held is handed over."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.management import CommandError, call_command

from careleavers.models import Allocation, AuditEvent, User
from tests.cast import STAFF, Cast
from tests.factories import UserFactory


@pytest.fixture
def linked(cast: Cast, scene: Any) -> Cast:
    """Everybody signs in by the directory, but for sys, whose password is kept for emergencies."""
    with scene():
        for who in set(STAFF) - {"sys"}:
            SocialAccount.objects.create(user=getattr(cast, who), provider="council", uid=who)
    return cast


def listed(folder: Path, *without: str, column: str = "mail") -> Path:
    names = [name for name in STAFF if name not in (*without, "sys")]
    path = folder / "list.csv"
    path.write_text("\n".join([f"displayName,{column}", *(f"X,{name.upper()}@Council.example" for name in names)]))
    return path


def close(path: Path, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("close_leavers", path, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("column", ["mail", "Email", "userPrincipalName"])
def test_a_leaver_is_closed_and_hands_over(linked: Cast, tmp_path: Path, column: str) -> None:
    said = close(listed(tmp_path, "pat", column=column))
    assert said == {"listed": len(STAFF) - 2, "closed": ["pat@council.example"], "dry_run": False}
    assert set(User.objects.filter(is_active=False)) == {linked.pat}
    assert not Allocation.objects.filter(worker=linked.pat, ends_on=None).exists()
    assert AuditEvent.objects.filter(name="user_disabled", object_id=str(linked.pat.pk), by_id=None).exists()
    assert close(listed(tmp_path, "pat"))["closed"] == []  # the next night


def test_a_dry_run_closes_nobody(linked: Cast, tmp_path: Path) -> None:
    assert close(listed(tmp_path, "pat"), dry_run=True)["closed"] == ["pat@council.example"]
    assert not User.objects.filter(is_active=False).exists()


def test_a_list_that_was_cut_short_closes_nobody(linked: Cast, tmp_path: Path) -> None:
    path = listed(tmp_path, "pat", "sam", "wes", "ana", "aud", "pip")
    with pytest.raises(CommandError, match="6 accounts are not on the list"):
        close(path)
    assert not User.objects.filter(is_active=False).exists()
    assert len(close(path, many=True)["closed"]) == 6


def test_an_account_with_a_password_alone_stays(linked: Cast, tmp_path: Path, scene: Any) -> None:
    with scene():
        UserFactory.create(name="Emergency")
    assert close(listed(tmp_path))["closed"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no column"),
        ("name\nPat", "has no column"),
        ("mail\n", "lists nobody"),
        ("mail\n \n", "lists nobody"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
    ids=["empty", "another column", "no row", "blank rows", "no text"],
)
def test_what_is_no_list_closes_nobody(linked: Cast, tmp_path: Path, text: str | bytes, said: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CommandError, match=said):
        close(path)
    assert not User.objects.filter(is_active=False).exists()
