"""The log and the history can only grow, what was changed is found, and every view of a record is noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.allocations import allocate
from careleavers.actions.audit_seals import broken_seals, seal_audit, unchecked_seals
from careleavers.actions.base import allowing_writes
from careleavers.actions.staff import save_team
from careleavers.models import Alert, AuditEvent, AuditSeal, HistoryContext, PolicyValue, ReadEvent, Team, User
from careleavers.tasks import check_audit
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LOGS = ["careleavers_auditevent", "careleavers_readevent", "careleavers_auditseal", "pghistory_context"]


def refused(sql: str) -> str:
    """What Postgres says of a statement that it refuses."""
    with allowing_writes(), pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(error.value)


def history_tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]


def test_history_is_kept_of_everything_that_decides() -> None:
    """Seen to fail: without `track` on Team."""
    tracked = {model.pgh_tracked_model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}
    wanted = {User, Team, PolicyValue, Alert, apps.get_model("offers", "LetterFile")}
    assert wanted <= tracked


def test_no_log_and_no_history_can_be_emptied(cast: Cast) -> None:
    """Seen to fail: without NO_TRUNCATE."""
    for table in [*LOGS, *history_tables()]:
        assert "it cannot be emptied" in refused(f"TRUNCATE {table} CASCADE"), table


def test_history_cannot_be_rewritten(cast: Cast, scene: Callable[..., Any]) -> None:
    """Seen to fail: without APPEND_ONLY on history."""
    with scene():
        Team.objects.filter(pk=cast.north.pk).update(name="North and east")
        User.objects.filter(pk=cast.pat.pk).update(name="Pat Renamed")
    for table in ("careleavers_teamevent", "careleavers_userevent"):
        table = next((name for name in history_tables() if name.startswith(table)), table)
        assert "Cannot" in refused(f"UPDATE {table} SET name = 'forged'")
        assert "Cannot" in refused(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "forged",
    [
        'UPDATE pghistory_context SET metadata = \'{"by": "somebody else"}\'',
        "UPDATE pghistory_context SET id = gen_random_uuid()",
        "DELETE FROM pghistory_context",
    ],
)
def test_who_did_it_cannot_be_rewritten_either(cast: Cast, forged: str) -> None:
    """Seen to fail: without the triggers of HistoryContext."""
    with allowing_writes():
        HistoryContext.objects.create(metadata={"by": str(cast.pat.pk)})
        assert refused(forged)  # of this moment as well: only the transaction of an action may add to its own


def test_an_action_inside_another_still_adds_to_who_did_it(cast: Cast) -> None:
    """Both update a row of history, under two names of actions."""
    allocate(by=cast.mo, person=cast.amira, role="case_holder", worker=cast.wes, starts_on=cast.today, today=cast.today)
    assert HistoryContext.objects.filter(metadata__by=str(cast.mo.pk)).exists()


def test_a_password_is_in_no_history() -> None:
    for model in apps.get_models():
        if getattr(model, "pgh_tracked_model", None) is User:
            assert not {"password", "last_login"} & {field.name for field in model._meta.fields}


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE careleavers_teamevent SET name = 'Forged'",
        "DELETE FROM careleavers_teamevent",
        'UPDATE pghistory_context SET metadata = \'{"by": "somebody else"}\'',
        "UPDATE careleavers_teamevent SET pgh_context_id = NULL",
    ],
)
def test_history_that_was_changed_or_removed_is_found(cast: Cast, forged: str) -> None:
    """Who did it too. Seen to fail: with the log alone sealed, and without WHO_DID_IT."""
    save_team(by=cast.sys, team=cast.north, name="North and east", parent=None, phone="", today=cast.today)
    digests = seal_audit(now=timezone.now() + timedelta(hours=2))
    assert digests["careleavers_teamevent"]
    assert list(broken_seals()) == []
    with allowing_writes(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(forged)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert [broken.table for broken in broken_seals()] == ["careleavers_teamevent"]


def test_a_seal_over_a_column_that_is_gone_is_said_to_be_unchecked(cast: Cast) -> None:
    save_team(by=cast.sys, team=cast.north, name="North and east", parent=None, phone="", today=cast.today)
    seal_audit(now=timezone.now() + timedelta(hours=2))
    assert list(unchecked_seals()) == []
    with allowing_writes(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE careleavers_auditseal SET columns = columns || '[\"colour\"]' WHERE \"table\" LIKE '%team%'"
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert list(broken_seals()) == []
    assert "careleavers_teamevent: some rows were sealed with colour" in "".join(unchecked_seals())


@pytest.mark.parametrize("forged", ["UPDATE {} SET by_name = 'Somebody else'", "DELETE FROM {}"])
def test_a_row_that_was_changed_or_removed_is_found(cast: Cast, sign_in: Callable[..., Client], forged: str) -> None:
    """By whoever may switch triggers off. Seen to fail: with the digest left out of the comparison."""
    client = sign_in(cast.vera)
    client.get(reverse("person", args=[cast.amira.pk]))
    client.post(
        reverse("restriction", args=[cast.amira.pk]), {"reason": "Known to a neighbour", "without_case_holder": "yes"}
    )
    assert AuditEvent.objects.exists()
    later = timezone.now() + timedelta(hours=2)
    digests = seal_audit(now=later)
    assert all(digests.values())
    assert list(broken_seals()) == []
    assert seal_audit(now=later) == digests  # nothing new
    with allowing_writes(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(forged.format("careleavers_auditevent"))
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    [broken] = broken_seals()
    assert broken.table == "changes"
    with pytest.raises(RuntimeError, match="not as it was sealed"):
        check_audit()
    with pytest.raises(CommandError, match="not as it was sealed"):
        call_command("check_audit")


def test_a_seal_that_was_removed_is_found(cast: Cast, sign_in: Callable[..., Client]) -> None:
    client, page = sign_in(cast.vera), reverse("person", args=[cast.amira.pk])
    for hours in (2, 4):
        client.get(page)
        seal_audit(now=timezone.now() + timedelta(hours=hours))
    first = AuditSeal.objects.filter(table="views").first()
    with allowing_writes(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM careleavers_auditseal WHERE id = %s", [first.pk])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert any("a seal before it" in str(one) for one in broken_seals())


def test_what_is_younger_than_an_hour_waits_for_the_next_seal(cast: Cast, sign_in: Callable[..., Client]) -> None:
    sign_in(cast.vera).get(reverse("person", args=[cast.amira.pk]))
    assert seal_audit(now=timezone.now())["views"] == ""
    out = StringIO()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("check_audit", stdout=out)
    assert "Every row is as it was sealed." in out.getvalue()
    assert AuditSeal.objects.filter(table="views").exists()


# Every view of a record


@pytest.mark.parametrize("page", ["person", "details", "timeline", "home_list", "care_history", "record_views"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_page_that_only_reads_refuses_to_be_written(
    cast: Cast, sign_in: Callable[..., Client], page: str, method: str
) -> None:
    """Seen to fail: without `require_safe`, where a POST showed the record and no view was noted."""
    client = sign_in(cast.vera)
    assert getattr(client, method)(reverse(page, args=[cast.amira.pk])).status_code == 405


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_record_is_noted_by_whatever_method(cast: Cast, sign_in: Callable[..., Client], method: str) -> None:
    getattr(sign_in(cast.vera), method)(reverse("person", args=[cast.amira.pk]))
    assert ReadEvent.objects.filter(person_id=cast.amira.pk, kind="viewed").count() == 1


def test_a_form_shown_again_is_noted(cast: Cast, sign_in: Callable[..., Client]) -> None:
    """It shows the identity bar. Seen to fail: with views noted by GET alone."""
    said = sign_in(cast.vera).post(reverse("person_edit", args=[cast.amira.pk]), {"first_name": ""})
    assert said.status_code == 200
    assert ReadEvent.objects.filter(person_id=cast.amira.pk, kind="viewed").count() == 1
