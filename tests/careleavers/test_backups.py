"""A backup is proved by restoring it; whatever is lost on the way, or does not work afterwards, is said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.conf import settings as configured
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from careleavers.actions import backups as actions
from careleavers.actions.statuses import rebuild_all_statuses
from careleavers.backups import archive, programs
from careleavers.backups.drill import prove_in
from careleavers.backups.inventory import Inventory, differences, take_inventory
from careleavers.backups.programs import BackupFailed
from careleavers.models import AuditEvent, BackupDrill, CareEpisode, OutgoingMail
from careleavers.queries.backups import backup_state
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path: Path, settings) -> Path:
    """BACKUP_FOLDER and both keys, as on a machine where everything is set up; gives the folder."""
    out = StringIO()
    call_command("backup", new_key=tmp_path / "key", stdout=out)
    settings.BACKUP_PUBLIC_KEY = out.getvalue()
    settings.BACKUP_PRIVATE_KEY_FILE = str(tmp_path / "key")
    folder = tmp_path / "backups"
    folder.mkdir()
    settings.BACKUP_FOLDER = str(folder)
    return folder


@pytest.fixture
def council(scene) -> Cast:
    """Somebody who was in care, with a stored legal status and something in the audit."""
    with scene():
        cast = Cast()
        CareEpisode.objects.create(
            person=cast.amira,
            starts_on=cast.amira.date_of_birth + timedelta(days=365 * 15),
            ends_on=cast.amira.date_of_birth + timedelta(days=365 * 18),
            legal_status="C2",
            placement="U1",
            reason_started="S",
            reason_ended="E17",
        )
        rebuild_all_statuses(by=None, today=timezone.localdate())
        AuditEvent.objects.create(name="contact_logged", by_name="Pat", person_id=cast.amira.pk)
        OutgoingMail.objects.create(to=cast.pat.email, subject="x", body="a link", created_at=NOW)
    return cast


def back_up() -> dict[str, Any]:
    out = StringIO()
    call_command("backup", stdout=out)
    [line] = out.getvalue().splitlines()
    return json.loads(line)


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_written_encrypted_and_proved(council: Cast, keys: Path, client, monkeypatch) -> None:
    made = databases_made(monkeypatch)
    written = back_up()
    client.force_login(council.sys)  # a session that the backup must not hold, and did not
    for path in keys.iterdir():
        assert path.read_bytes().startswith(b"age-encryption.org/v1")
        assert b"Amira" not in path.read_bytes()
    out = StringIO()
    call_command("drill", stdout=out)
    [line] = out.getvalue().splitlines()
    result = json.loads(line)
    assert result["differences"] == []
    assert result["proved"]
    assert result["file"] == Path(written["file"]).name
    assert (result["people"], result["rows"]) == (2, written["rows"])
    assert result["pages"] > 60
    assert result["age_hours"] < 1
    [restored] = made
    assert restored not in databases_on_the_server()
    drilled = BackupDrill.objects.get()
    assert drilled.proved
    assert drilled.taken_at == datetime.fromisoformat(result["taken_at"])
    assert "minutes old" in client.get(reverse("mail")).content.decode()


def databases_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the throwaway databases made from now on. Tests that run beside this one make some of their own."""
    made: list[str] = []
    make = programs.throwaway_database

    @contextmanager
    def noted(address: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        with make(address) as restored:
            made.append(restored["NAME"])
            assert restored["NAME"] in databases_on_the_server()
            yield restored

    monkeypatch.setattr(programs, "throwaway_database", noted)
    return made


def databases_on_the_server() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database", [])
        return {name for (name,) in cursor.fetchall()}


# What is done to a restored database, and the sentence that must come of it.
LOSSES = [
    ("DELETE FROM careleavers_allocation", "Table careleavers_allocation had 2 rows and has 0."),
    (
        "UPDATE careleavers_team SET name = 'Nord' WHERE name = 'North'",
        "Table careleavers_team has 3 rows, but not the same ones.",
    ),
    ("DROP TABLE careleavers_followup CASCADE", "Table careleavers_followup is missing."),
    (
        "ALTER TABLE careleavers_auditevent DISABLE TRIGGER ALL",
        "Trigger append_only of careleavers.AuditEvent is not in force.",
    ),
    (
        "ALTER TABLE careleavers_auditevent DISABLE TRIGGER ALL",
        "A row of careleavers.AuditEvent that is frozen can be changed.",
    ),
    (
        "ALTER TABLE careleavers_youngperson DISABLE TRIGGER USER",
        "A change of careleavers.YoungPerson leaves no history.",
    ),
    (
        "ALTER TABLE careleavers_user DROP CONSTRAINT user_email_lower_case",
        "Constraint careleavers_user user_email_lower_case was c and is missing.",
    ),
    ("DROP INDEX event_by_person", "Index event_by_person was valid and is missing."),
    ("DELETE FROM careleavers_statusperiod", "The stored legal status of 2 people is not what the rules say."),
    ("ALTER TABLE careleavers_contact RENAME COLUMN method TO way", "returns 500 to a personal adviser"),
]


@pytest.mark.django_db(transaction=True)
def test_whatever_is_lost_is_said(council: Cast, keys: Path) -> None:
    """Restored once, then spoilt in every way at once."""
    dump = Path(back_up()["file"])
    identity = archive.private_key(Path(configured.BACKUP_PRIVATE_KEY_FILE))
    with ExitStack() as stack:
        restored = stack.enter_context(programs.throwaway_database(connection.settings_dict))
        archive.restore(dump, identity, restored, program_folders=configured.POSTGRES_PROGRAMS)
        spoil(restored, [statement for statement, _ in LOSSES])
        database = programs.connect(restored)
        with database.cursor() as cursor:
            inventory = take_inventory(cursor)
        database.close()
        said = list(differences(archive.read_manifest(dump, identity).inventory, inventory))
        today = timezone.localdate()
        said += prove_in(restored, backed_up_on=today, today=today)["differences"]
    for _, sentence in LOSSES:
        assert any(sentence in each for each in said), "\n".join([sentence, *said])


def spoil(address: dict[str, Any], statements: list[str]) -> None:
    database = programs.connect(address)
    with database, database.cursor() as cursor:
        for statement in dict.fromkeys(statements):
            cursor.execute(statement)
    database.close()


def inventory(**changed: Any) -> Inventory:
    parts: dict[str, Any] = {
        "tables": {"a": [3, "1-2"]},
        "triggers": {"a frozen": "on"},
        "functions": {"fold": "x"},
        "constraints": {"a a_pkey": "p"},
        "indexes": {"a_pkey": "valid"},
        "migrations": ["careleavers.0001_initial"],
    }
    return Inventory(**(parts | changed))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"tables": {"a": [2, "1-2"]}}, "Table a had 3 rows and has 2."),
        ({"tables": {"a": [3, "1-3"]}}, "Table a has 3 rows, but not the same ones."),
        ({"tables": {}}, "Table a is missing."),
        ({"triggers": {"a frozen": "off"}}, "Trigger a frozen was on and is off."),
        ({"functions": {"fold": "y"}}, "Function fold was x and is y."),
        ({"indexes": {"a_pkey": "not valid"}}, "Index a_pkey was valid and is not valid."),
        ({"migrations": []}, "The migrations that ran are not the same."),
        ({}, None),
    ],
    ids=str,
)
def test_two_inventories_are_compared(changed: dict[str, Any], sentence: str | None) -> None:
    assert list(differences(inventory(), inventory(**changed))) == ([sentence] if sentence else [])


@pytest.mark.parametrize("spoilt", ["another key", "a damaged file", "no manifest"])
def test_what_cannot_be_opened_is_said(tmp_path: Path, spoilt: str) -> None:
    public = archive.public_key(archive.new_key(tmp_path / "key"))
    dump = tmp_path / "careleavers-2026.dump.age"
    text = pyrage.encrypt(b'{"format": 1}', [public])
    archive.manifest_of(dump).write_bytes(text[:-1] + b"?" if spoilt == "a damaged file" else text)
    if spoilt == "no manifest":
        archive.manifest_of(dump).unlink()
    if spoilt == "another key":
        archive.new_key(tmp_path / "other")
    identity = archive.private_key(tmp_path / ("other" if spoilt == "another key" else "key"))
    with pytest.raises(BackupFailed, match="is not there" if spoilt == "no manifest" else "cannot be opened"):
        archive.read_manifest(dump, identity)


def test_the_private_key_is_its_owner_s_alone_and_never_overwritten(tmp_path: Path) -> None:
    archive.new_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(BackupFailed, match="File exists"):
        archive.new_key(tmp_path / "key")


@pytest.mark.parametrize(
    ("changed", "command", "sentence"),
    [
        ({"BACKUP_PUBLIC_KEY": ""}, "backup", "BACKUP_PUBLIC_KEY is not set"),
        ({"BACKUP_PUBLIC_KEY": "age1nonsense"}, "backup", "is no public key"),
        ({"BACKUP_FOLDER": ""}, "backup", "Name the folder"),
        ({"BACKUP_FOLDER": "/no/such/folder"}, "backup", "cannot be written to /no/such/folder: No such file"),
        ({"BACKUP_FOLDER": ""}, "drill", "BACKUP_FOLDER is not set"),
        ({"BACKUP_PRIVATE_KEY_FILE": ""}, "drill", "private key"),
        ({}, "drill", "There is no backup in"),
    ],
    ids=lambda value: str(value),
)
def test_what_is_missing_is_said_in_a_sentence(db, keys, settings, changed, command, sentence) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match=sentence):
        call_command(command)


@pytest.mark.parametrize("major", [9, 99])
def test_a_program_of_another_version_is_not_taken(major: int) -> None:
    with pytest.raises(BackupFailed, match=rf"The server is Postgres {major}.*no pg_dump of that version"):
        programs.find("pg_dump", major, folders=configured.POSTGRES_PROGRAMS)


def test_the_proof_refuses_every_other_database(db) -> None:
    """It signs in as people and changes rows."""
    with pytest.raises(CommandError, match="only for the throwaway database"):
        call_command("drill_proof", backed_up_on=NOW.date(), today=NOW.date())


@pytest.mark.usefixtures("_on_the_day")
def test_administrators_hear_once_a_day_that_nothing_is_proved(cast: Cast, settings) -> None:
    settings.BACKUP_FOLDER = ""
    for _ in range(2):
        actions.drill_newest(now=timezone.now(), today=timezone.localdate())
    [message] = mail.outbox
    assert message.to == [cast.sys.email]
    assert "BACKUP_FOLDER is not set" in message.body
    assert not BackupDrill.objects.get().proved


@pytest.fixture
def drilled(db, scene):
    def make(age: timedelta, *wrong: str) -> None:
        with scene():
            BackupDrill.objects.create(drilled_at=NOW - age, taken_at=NOW - age, differences=list(wrong))

    return make


@pytest.mark.parametrize(
    ("drills", "proved"),
    [
        ([], False),
        ([(1,)], True),
        ([(10,)], True),
        ([(11,)], False),
        ([(2,), (1, "Table a is missing.")], False),
        ([(2, "Table a is missing."), (1,)], True),
    ],
    ids=["never", "yesterday", "ten days ago", "eleven days ago", "failed since", "mended since"],
)
def test_a_backup_counts_as_proved_for_ten_days(drilled, drills, proved) -> None:
    for days, *wrong in drills:
        drilled(timedelta(days=days), *wrong)
    assert backup_state().is_proved(NOW) is proved
