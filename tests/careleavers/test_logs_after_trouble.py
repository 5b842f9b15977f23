"""After races and refusals of every kind no word of a note is in the log of Postgres, of a page or of a job."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from functools import partial
from threading import Thread
from typing import Any
from uuid import uuid4

import psycopg2
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import manage
from careleavers import tasks
from careleavers.actions import contact_groups, contacts
from careleavers.models import Contact
from tests.cast import TODAY, Cast
from tests.guards.racing import race
from tests.guards.records import the_log
from tests.servers import places_of_run

CANARY = "Canary words that she said"
ONE_EVENT = (
    "INSERT INTO careleavers_auditevent (name, by_name, object_kind, object_id, details, happened_at)"
    " VALUES ('x', '', '', '', '{}', now())"
)
# Each is refused by Postgres for another reason, with the words in its text or its row.
REFUSED = {
    "a value too long": f"UPDATE careleavers_team SET phone = '{CANARY * 9}'",
    "nothing where something must be": f"INSERT INTO careleavers_team (id, name) VALUES (NULL, '{CANARY}')",
    "a check": f"UPDATE careleavers_user SET email = '{CANARY}'",
    "twice the same": f"UPDATE careleavers_team SET name = '{CANARY}'",
    "nobody of that id": f"INSERT INTO careleavers_warningnote (id, person_id, text) "
    f"VALUES (gen_random_uuid(), gen_random_uuid(), '{CANARY}')",
    "no number": f"SELECT '{CANARY}'::int",
    "no date": f"SELECT '{CANARY}'::date",
    "no JSON": f"SELECT '{CANARY}'::jsonb",
    "no such column": f'SELECT "{CANARY}" FROM careleavers_team',
    "no statement": f"{CANARY}",
    "divided by nothing": f"SELECT '{CANARY}', 1 / 0",
    "too slow": f"SET LOCAL statement_timeout = '20ms'; SELECT '{CANARY}', pg_sleep(5)",
    "raised by a trigger": f"UPDATE careleavers_auditevent SET by_name = '{CANARY}'",
    "words that a function raises": f"DO $$ BEGIN PERFORM '{CANARY}'::uuid; END $$",
}
# What Postgres says by itself of these, with the word that was wrong: no note is ever a number, a date or a name.
QUOTED = {"no number", "no date", "no JSON", "no such column", "no statement", "words that a function raises"}


@pytest.fixture
def postgres_log() -> Callable[[], str]:
    """What Postgres has logged about this test's database since the test began: others fill theirs meanwhile."""
    log = places_of_run().log("postgres")
    before = log.stat().st_size

    def said() -> str:
        entries = re.split(r"^(?=\d{4}-\d\d-\d\d )", log.read_bytes()[before:].decode(errors="replace"), flags=re.M)
        return "".join(
            entry for entry in entries if f" {connection.settings_dict['NAME']} " in entry.partition(":  ")[0]
        )

    return said


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [kind for kind in REFUSED if kind not in QUOTED])
def test_what_postgres_refuses_is_not_in_its_log(cast: Cast, postgres_log: Callable[[], str], kind: str) -> None:
    """Seen to fail: with log_min_error_statement and log_error_verbosity at their defaults."""
    with closing(psycopg2.connect(**parameters())) as other, other.cursor() as cursor:
        cursor.execute(ONE_EVENT)
        with pytest.raises(psycopg2.Error):
            cursor.execute(REFUSED[kind])
    assert "ERROR:" in postgres_log()
    assert CANARY not in postgres_log()


def parameters() -> dict[str, Any]:
    found = connection.get_connection_params()
    return {name: found[name] for name in ("dbname", "user", "host", "password") if found.get(name)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["a check", "nothing where something must be"])
def test_what_a_command_is_refused_is_not_in_what_it_writes(
    cast: Cast, scene: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A container's log keeps it. Seen to fail: with Python's own traceback, which ends with the whole row."""
    code = "from django.db import connection; connection.cursor().execute(__import__('os').environ['REFUSED'])"
    monkeypatch.setenv("REFUSED", REFUSED[kind])
    monkeypatch.setattr("sys.argv", ["manage.py", "shell", "--no-imports", "-c", code])
    with scene(), pytest.raises(SystemExit) as ended:
        manage.main()
    assert "IntegrityError" in str(ended.value.code)
    assert "violates" in str(ended.value.code)
    assert CANARY not in str(ended.value.code)


@pytest.mark.django_db(transaction=True)
def test_a_contact_sent_twice_at_once_is_refused_by_nobody(cast: Cast, postgres_log: Callable[[], str]) -> None:
    """It was a refused statement with the whole note. Seen to fail: with the clash caught as an IntegrityError."""
    facts = {"submission_id": uuid4(), "happened_on": TODAY, "method": "phone", "result": "spoke", "note": CANARY}
    log = partial(contacts.log_contact, by=cast.pat, person=cast.amira, today=TODAY, **facts)
    first, second = race(log, log)
    assert first == second == Contact.objects.get()
    assert "ERROR:" not in postgres_log()
    assert CANARY not in postgres_log()


@pytest.mark.django_db(transaction=True)
def test_two_who_wait_for_each_other_leave_no_word(cast: Cast, postgres_log: Callable[[], str]) -> None:
    """A deadlock names both statements in its detail."""
    people = [str(cast.amira.pk), str(cast.ben.pk)]

    def change(order: list[str]) -> None:
        with closing(psycopg2.connect(**parameters())) as held, held.cursor() as cursor:
            cursor.execute("SET deadlock_timeout = '50ms'")
            try:
                for person in order:
                    said = f"UPDATE careleavers_youngperson SET other_names = '{CANARY}' WHERE id = %s"
                    cursor.execute(said, [person])
                    cursor.execute("SELECT pg_sleep(0.1)")
            except psycopg2.errors.DeadlockDetected:
                pass
            held.rollback()

    both = [Thread(target=change, args=[order]) for order in (people, people[::-1])]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert "deadlock detected" in postgres_log()
    assert CANARY not in postgres_log()


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.django_db
def test_a_page_and_a_job_that_meet_it_say_nothing_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Both as production logs them."""

    def refused(*_: object, **__: object) -> None:
        with closing(psycopg2.connect(**parameters())) as other, other.cursor() as cursor:
            cursor.execute(REFUSED[kind])
        raise ValueError(CANARY)  # where the row is not there to be refused

    monkeypatch.setattr(tasks, "broken_seals", refused)
    monkeypatch.setattr(contact_groups, "log_contact", refused)
    client = Client(raise_request_exception=False)
    client.force_login(cast.pat)
    sent = {"method": "phone", "result": "spoke", "happened_on": timezone.localdate().isoformat(), "note": CANARY}
    with the_log() as said:
        assert client.post(reverse("contact_new", args=[cast.amira.pk, uuid4()]), sent).status_code in (500, 503)
        tasks.check_audit.apply()
    lines = said.getvalue()
    assert "check_audit" in lines
    assert CANARY not in lines
