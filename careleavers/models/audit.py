"""What was done and what was viewed. No foreign keys: history outlives its subjects. Rows are never changed."""

from __future__ import annotations

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from pghistory.models import Context

from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING


class AuditEvent(models.Model):
    """One thing that happened, in the past participle ("contact_logged"), written in the transaction of the change."""

    happened_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)
    name = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    by_id = models.UUIDField(null=True, db_comment=PERSONAL)
    by_name = models.CharField(max_length=150, blank=True, db_comment=PERSONAL)
    person_id = models.UUIDField(null=True, db_comment=PERSONAL)
    object_kind = models.CharField(max_length=40, blank=True, db_comment=RECORD_KEEPING)
    object_id = models.CharField(max_length=40, blank=True, db_comment=PERSONAL)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder, db_comment=PERSONAL)
    # Whose browser asked for it; null for jobs, imports and commands.
    from_address = models.GenericIPAddressField(null=True, blank=True, db_comment=PERSONAL)

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [
            models.Index(fields=["person_id", "-happened_at"], name="event_by_person"),
            models.Index(fields=["by_id", "-happened_at"], name="event_by_user"),
            models.Index(fields=["name", "-happened_at"], name="event_by_name"),
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]


class ReadEvent(models.Model):
    """One look: a record opened, a search made, a list exported, the names behind a figure opened, and why."""

    SEARCHED = "searched"
    KINDS = [
        ("viewed", "Opened the record"),
        (SEARCHED, "Searched"),
        ("exported", "Exported"),
        ("named", "Opened the people behind a figure"),
        ("broke_glass", "Opened a restricted record"),
    ]

    happened_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)
    kind = models.CharField(max_length=12, choices=KINDS, db_comment=RECORD_KEEPING)
    user_id = models.UUIDField(db_comment=PERSONAL)
    user_name = models.CharField(max_length=150, db_comment=PERSONAL)
    person_id = models.UUIDField(null=True, db_comment=PERSONAL)
    page = models.CharField(max_length=100, db_comment=RECORD_KEEPING)
    detail = models.CharField(max_length=300, blank=True, db_comment=PERSONAL)
    people_shown = models.PositiveIntegerField(null=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [
            models.Index(fields=["person_id", "-happened_at"], name="read_by_person"),
            models.Index(fields=["user_id", "-happened_at"], name="read_by_user"),
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]


class AuditSeal(models.Model):
    """A link of a chain over one table of the log or of history: the digest of its rows `first_id` to `last_id` and of
    the seal before. Whoever changes or removes a row breaks it; `manage.py check_audit` says where."""

    table = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    first_id = models.BigIntegerField(db_comment=RECORD_KEEPING)
    last_id = models.BigIntegerField(db_comment=RECORD_KEEPING)
    rows = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    columns = models.JSONField(default=list, db_comment=RECORD_KEEPING)
    previous = models.CharField(max_length=64, blank=True, db_comment=RECORD_KEEPING)
    digest = models.CharField(max_length=64, db_comment=RECORD_KEEPING)
    sealed_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["table", "last_id"]
        constraints = [models.UniqueConstraint(fields=["table", "first_id"], name="audit_sealed_once")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]


class HistoryContext(Context):
    """Who did it and by which action, of rows of history: kept by pghistory, which names it in them.

    The transaction that made one may still add to it, as an action that calls another does.
    """

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="context_append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND OLD.created_at = NOW() THEN RETURN NEW; END IF;"
                " RAISE EXCEPTION 'Cannot change or delete who did what: history can only grow.';",
            ),
            NO_TRUNCATE,
        ]
