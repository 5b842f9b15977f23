"""After a restore: nobody is signed in, and what happened since the backup is listed, from the log or the database."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from careleavers.actions.restricted import restrict_record
from careleavers.actions.staff import disable_user
from careleavers.backups.drill import database_url
from careleavers.backups.since import (
    ACCOUNTS,
    DEATHS,
    KINDS,
    LETTERS,
    OTHER,
    RESTRICTIONS,
    Happened,
    by_kind,
    from_database,
    from_log,
)
from careleavers.models import AuditEvent, OutgoingMail
from tests.cast import TODAY, Cast
from tests.guards.records import the_log

THEN = datetime(2026, 11, 22, 2, tzinfo=UTC)


def after_restore(**options: Any) -> str:
    out = StringIO()
    call_command("after_restore", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def restored(cast: Cast, scene: Any) -> Cast:
    """A record with a session and a message as a point in time would bring them back."""
    with scene():
        AuditEvent.objects.create(name="contact_logged")
        OutgoingMail.objects.create(to=cast.pat.email, subject="x", body="a link", created_at=THEN)
    Client().force_login(cast.pat)
    return cast


def test_everybody_is_signed_out_and_old_links_go_nowhere(restored: Cast) -> None:
    assert Session.objects.exists()
    assert "1 sessions ended, 1 waiting messages thrown away." in after_restore(unknown=True)
    assert not Session.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_what_happened_since_is_told_by_the_log(
    restored: Cast, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """The log is read back as it was written."""
    with the_log() as log, django_capture_on_commit_callbacks(execute=True):
        disable_user(by=restored.sys, user=restored.sam, today=TODAY)
        restrict_record(
            by=restored.vera, person=restored.amira, readers=[], reason="A relative works here.", today=TODAY
        )
    lines = [f"web-1  | {line}" for line in log.getvalue().splitlines()]  # as compose shows them
    (tmp_path / "log").write_text("\n".join(["Starting.", *lines, '{"logger": 1}', "{"]))
    said = after_restore(log=[tmp_path / "log"])
    assert "user_disabled" not in said  # the database knows it already
    lines = [re.sub(r'"event_id": "', '"event_id": "99999', line) for line in lines]
    (tmp_path / "log").write_text("\n".join(lines))
    said = after_restore(log=[tmp_path / "log"])
    assert f"user_disabled of {restored.sam.email} by {restored.sys.email}" in said
    assert f"record_restricted of {restored.amira.pk}" in said
    assert "Letters: 0 since the backup" in said


def test_it_asks_for_something_that_knows_more(restored: Cast) -> None:
    with pytest.raises(CommandError, match="--former"):
        after_restore()
    assert Session.objects.exists()


def test_a_log_that_is_not_there_is_said(restored: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        after_restore(log=[tmp_path / "nowhere"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("user_disabled", ACCOUNTS),
        ("role_ended", ACCOUNTS),
        ("role_given", ACCOUNTS),
        ("record_restricted", RESTRICTIONS),
        ("restriction_lifted", RESTRICTIONS),
        ("restricted_reader_ended", RESTRICTIONS),
        ("death_recorded", DEATHS),
        ("letter_posted", LETTERS),
        ("letter_given", LETTERS),
        ("contact_logged", OTHER),
        ("restricted_record_opened", OTHER),
    ],
)
def test_each_event_stands_under_what_must_be_seen_to(name: str, kind: str) -> None:
    found = by_kind([Happened(THEN, 7, name), Happened(THEN, 7, name)])
    assert set(found) == {*KINDS, OTHER}
    assert found[kind] == [Happened(THEN, 7, name)]  # once, though two logs tell of it


def test_lines_of_before_are_not_told() -> None:
    facts = {
        "happened_at": THEN.isoformat(),
        "event_id": "7",
        "by_id": "",
        "person_id": "",
        "object_kind": "offers.letter",
    }
    line = json.dumps({"logger": "careleavers.events", "message": "letter_posted", "object_id": "7", **facts})
    assert not list(from_log([line], THEN))
    (told,) = from_log([line], THEN - timedelta(microseconds=1))
    assert (told.name, told.object_id, told.kind) == ("letter_posted", "7", LETTERS)


@pytest.mark.django_db(transaction=True)
def test_what_happened_since_is_told_by_the_database_that_was_replaced(scene: Any) -> None:
    """The same database stands for both: what is asked for is what came after its last event but one."""
    with scene():
        AuditEvent.objects.create(name="contact_logged")
        first = AuditEvent.objects.get()
        AuditEvent.objects.create(name="letter_posted", object_kind="offers.letter", object_id="7")
    told = from_database(connection.settings_dict, first.happened_at)
    assert [(each.name, each.object_id) for each in told] == [("letter_posted", "7")]
    said = after_restore(former=database_url(connection.settings_dict))
    assert "Letters: 0 since the backup" in said
