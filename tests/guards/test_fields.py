"""Every field of every model declares what it says about somebody; a new one cannot be forgotten."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from careleavers.models import WarningNote
from careleavers.models.sensitivity import DECLARED, SENSITIVE
from tests.guards.source import APPS


def test_every_field_declares_its_sensitivity() -> None:
    """The history of a model (pghistory) takes the declarations of that model's fields. Seen to fail: a field without
    one added to WarningNote, and one that says "private"."""
    wrong = [
        f"{model.__name__}.{field.name}"
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not (hasattr(model, "pgh_tracked_model") or model._meta.proxy)
        for field in model._meta.get_fields()
        if field.concrete and not field.auto_created and getattr(field, "db_comment", None) not in DECLARED
    ]
    assert not wrong


@pytest.mark.django_db
def test_the_database_says_it_too() -> None:
    """Of history as well, where the same words are kept."""
    with connection.cursor() as cursor:
        for table in (WarningNote._meta.db_table, f"{WarningNote._meta.db_table}event"):
            comments = {
                column.name: column.comment for column in connection.introspection.get_table_description(cursor, table)
            }
            assert comments["text"] == SENSITIVE
