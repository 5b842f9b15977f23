"""Whether a restored database works: asked inside it, by this version of the product, once it is migrated.

It writes: sessions, views that are noted, and rows that it takes back. So it refuses every database but a drill's own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from careleavers.actions.statuses import batches
from careleavers.actions.statuses import differences as status_differences
from careleavers.backups.programs import THROWAWAY, BackupFailed
from careleavers.models import User, YoungPerson
from careleavers.permissions import Role
from careleavers.site import extensions
from careleavers.site.record_tabs import links_for

LATER = "SET recorded_at = recorded_at + interval '1 second'"


def prove(today: date, *, backed_up_on: date) -> dict[str, Any]:
    """Migrate the database and try it out; `differences` is empty when all is as it should be.

    Legal statuses are compared with what the rules said on the day of the backup.
    """
    if not str(connection.settings_dict["NAME"]).startswith(THROWAWAY):
        raise BackupFailed("This writes, and is only for the throwaway database of a drill.")
    call_command("migrate", verbosity=0, interactive=False)
    settings.MFA_ROLES = frozenset()  # nobody is led away from the pages that are tried
    pages: list[str] = []
    checks = [
        migrations_missing(),
        triggers_missing(),
        history_missing(),
        changes_accepted(),
        statuses_wrong(backed_up_on),
        pages_failing(today, opened=pages),
    ]
    found = [sentence for check in checks for sentence in _all_of(check)]
    return {"people": YoungPerson.objects.count(), "pages": len(pages), "differences": found}


def _all_of(check: Iterator[str]) -> Iterator[str]:
    """What a check says, and that it could not go on: the others still run."""
    try:
        yield from check
    except DatabaseError as wrong:
        yield f"The restored database cannot be used: {str(wrong).splitlines()[0]}"


def migrations_missing() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"Migration {migration} did not run."


def triggers_missing() -> Iterator[str]:
    for model, trigger in pgtrigger.registered():
        if trigger.get_installation_status(model) != ("INSTALLED", True):
            yield f"Trigger {trigger.name} of {model._meta.label} is not in force."


def history_missing() -> Iterator[str]:
    """One row of each kind whose history is kept is changed, and the change taken back."""
    frozen = {rows.model: rows for rows in _frozen()}
    for event in apps.get_models():
        tracked = getattr(event, "pgh_tracked_model", None)
        if tracked is None or not any(field.name == "recorded_at" for field in tracked._meta.fields):
            continue
        rows = tracked._base_manager.all()
        if tracked in frozen:
            rows = rows.exclude(pk__in=frozen[tracked].values("pk"))
        key = rows.values_list("pk", flat=True).first()
        later = f'UPDATE "{tracked._meta.db_table}" {LATER} WHERE id = %s'
        if key and _try(later, key, counted=event) != event._base_manager.count() + 1:
            yield f"A change of {tracked._meta.label} leaves no history."


def changes_accepted() -> Iterator[str]:
    """One row of each kind that is never changed is changed all the same, which must be refused."""
    for rows in _frozen():
        key = rows.values_list("pk", flat=True).first()
        table = rows.model._meta.db_table
        if key is not None and _try(f'UPDATE "{table}" SET id = id WHERE id = %s', key) is not None:
            yield f"A row of {rows.model._meta.label} that is frozen can be changed."


def _frozen() -> list[models.QuerySet[Any]]:
    return [rows for each in extensions.extensions() for make in each.frozen_rows for rows in [make()]]


def _try(statement: str, key: UUID | int, *, counted: type[models.Model] | None = None) -> int | None:
    """Run the statement and take it back. How many rows `counted` had meanwhile (0 without it); None when refused."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [key])
            rows = counted._base_manager.count() if counted else 0
            transaction.set_rollback(True)
            return rows
    except DatabaseError:
        return None


def statuses_wrong(today: date) -> Iterator[str]:
    wrong = sum(not each.refused for ids in batches() for each in status_differences(ids, today))
    if wrong:
        yield f"The stored legal status of {wrong} people is not what the rules say."


def pages_failing(today: date, *, opened: list[str]) -> Iterator[str]:
    """Every page of the navigation and of one record is opened as one account of each role, and added to `opened`."""
    for role in Role:
        user = User.objects.with_role(role, today=today).order_by("pk").first()
        if user is None:
            continue
        client = Client(raise_request_exception=False, HTTP_HOST=_host())
        client.force_login(user)
        for address in _addresses(user.on(today)):
            opened.append(address)
            status = client.get(address, secure=settings.PRODUCTION, follow=True).status_code
            if status != HTTPStatus.OK:
                yield f"{address} returns {status} to a {role.label.lower()}."


def _addresses(user: User) -> list[str]:
    found = [reverse(entry.url_name) for entry in extensions.navigation_entries() if entry.open_to(user)]
    person = YoungPerson.objects.visible_to(user).order_by("pk").first()
    if person:
        found += [link.url for link in links_for(user, person, extensions.record_tabs())]
    return found


def _host() -> str:
    logging.getLogger("django.request").setLevel(logging.ERROR)
    return settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS else "localhost"
