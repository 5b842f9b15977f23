import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

from careleavers.migrations._grouping import Together

# unaccent() is only "stable", because its dictionary could be replaced; an index needs "immutable". The dictionary is
# named here, so the same text always folds to the same key.
FOLD = """
CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(
            sql=FOLD,
            reverse_sql="DROP FUNCTION fold(text)",
        ),
        Together(
            operations=[
                migrations.CreateModel(
                    name="AuditEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("happened_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        ("name", models.CharField(db_comment="record-keeping", max_length=60)),
                        ("by_id", models.UUIDField(db_comment="personal data", null=True)),
                        ("by_name", models.CharField(blank=True, db_comment="personal data", max_length=150)),
                        ("person_id", models.UUIDField(db_comment="personal data", null=True)),
                        ("object_kind", models.CharField(blank=True, db_comment="record-keeping", max_length=40)),
                        ("object_id", models.CharField(blank=True, db_comment="personal data", max_length=40)),
                        (
                            "details",
                            models.JSONField(
                                db_comment="personal data",
                                default=dict,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                            ),
                        ),
                        (
                            "from_address",
                            models.GenericIPAddressField(blank=True, db_comment="personal data", null=True),
                        ),
                    ],
                    options={
                        "ordering": ["-happened_at", "-id"],
                        "indexes": [
                            models.Index(fields=["person_id", "-happened_at"], name="event_by_person"),
                            models.Index(fields=["by_id", "-happened_at"], name="event_by_user"),
                            models.Index(fields=["name", "-happened_at"], name="event_by_name"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditSeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("table", models.CharField(db_comment="record-keeping", max_length=60)),
                        ("first_id", models.BigIntegerField(db_comment="record-keeping")),
                        ("last_id", models.BigIntegerField(db_comment="record-keeping")),
                        ("rows", models.PositiveIntegerField(db_comment="record-keeping")),
                        ("columns", models.JSONField(db_comment="record-keeping", default=list)),
                        ("previous", models.CharField(blank=True, db_comment="record-keeping", max_length=64)),
                        ("digest", models.CharField(db_comment="record-keeping", max_length=64)),
                        ("sealed_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                    ],
                    options={
                        "ordering": ["table", "last_id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("table", "first_id"), name="audit_sealed_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BackupDrill",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("drilled_at", models.DateTimeField(db_comment="record-keeping")),
                        ("file", models.CharField(blank=True, db_comment="record-keeping", max_length=200)),
                        ("taken_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        ("seconds", models.FloatField(db_comment="record-keeping", default=0)),
                        ("rows", models.PositiveBigIntegerField(db_comment="record-keeping", default=0)),
                        (
                            "differences",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(),
                                blank=True,
                                db_comment="record-keeping",
                                default=list,
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-drilled_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        (
                            "name",
                            models.CharField(
                                db_comment="record-keeping", max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("last_seen_at", models.DateTimeField(db_comment="record-keeping")),
                    ],
                ),
                migrations.CreateModel(
                    name="JobRun",
                    fields=[
                        (
                            "task",
                            models.CharField(
                                db_comment="record-keeping", max_length=100, primary_key=True, serialize=False
                            ),
                        ),
                        ("known_since", models.DateTimeField(db_comment="record-keeping")),
                        ("started_at", models.DateTimeField(db_comment="record-keeping")),
                        ("succeeded_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        ("failed_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        ("failed_because", models.CharField(blank=True, db_comment="record-keeping", max_length=80)),
                    ],
                    options={
                        "ordering": ["task"],
                    },
                ),
                migrations.CreateModel(
                    name="OutgoingMail",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("to", models.EmailField(db_comment="personal data", max_length=320)),
                        ("subject", models.CharField(db_comment="personal data", max_length=200)),
                        ("body", models.TextField(db_comment="sensitive personal data")),
                        ("created_at", models.DateTimeField(db_comment="record-keeping")),
                        ("sent_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        ("given_up_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        ("claimed_until", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        ("tries", models.PositiveIntegerField(db_comment="record-keeping", default=0)),
                        ("next_try_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        ("failed_because", models.CharField(blank=True, db_comment="personal data", max_length=300)),
                    ],
                    options={
                        "ordering": ["-created_at"],
                        "indexes": [
                            models.Index(
                                models.F("created_at"),
                                condition=models.Q(("given_up_at__isnull", True), ("sent_at__isnull", True)),
                                name="mail_waiting",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_at__isnull", True), ("given_up_at__isnull", True), _connector="OR"
                                ),
                                name="mail_sent_or_given_up",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("given_up_at__isnull", True), ("sent_at__isnull", True)),
                                    ("body", ""),
                                    _connector="OR",
                                ),
                                name="mail_done_has_no_body",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("happened_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("viewed", "Opened the record"),
                                    ("searched", "Searched"),
                                    ("exported", "Exported"),
                                    ("named", "Opened the people behind a figure"),
                                    ("broke_glass", "Opened a restricted record"),
                                ],
                                db_comment="record-keeping",
                                max_length=12,
                            ),
                        ),
                        ("user_id", models.UUIDField(db_comment="personal data")),
                        ("user_name", models.CharField(db_comment="personal data", max_length=150)),
                        ("person_id", models.UUIDField(db_comment="personal data", null=True)),
                        ("page", models.CharField(db_comment="record-keeping", max_length=100)),
                        ("detail", models.CharField(blank=True, db_comment="personal data", max_length=300)),
                        ("people_shown", models.PositiveIntegerField(db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "ordering": ["-happened_at", "-id"],
                        "indexes": [
                            models.Index(fields=["person_id", "-happened_at"], name="read_by_person"),
                            models.Index(fields=["user_id", "-happened_at"], name="read_by_user"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("name", models.CharField(db_comment="record-keeping", max_length=100, unique=True)),
                        (
                            "sort_name",
                            models.GeneratedField(
                                db_comment="record-keeping",
                                db_persist=True,
                                expression=django.db.models.functions.text.Trim(
                                    django.db.models.functions.text.Replace(
                                        models.Func(models.F("name"), function="fold", output_field=models.TextField()),
                                        models.Value("'", output_field=models.TextField()),
                                        models.Value("", output_field=models.TextField()),
                                        output_field=models.TextField(),
                                    )
                                ),
                                output_field=models.TextField(),
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="careleavers.team",
                            ),
                        ),
                        ("phone", models.CharField(blank=True, db_comment="record-keeping", max_length=30)),
                        ("closed_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "ordering": ["sort_name"],
                    },
                ),
                migrations.CreateModel(
                    name="TeamEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.team",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("name", models.CharField(db_comment="record-keeping", max_length=100)),
                        (
                            "sort_name",
                            models.GeneratedField(
                                db_comment="record-keeping",
                                db_persist=True,
                                expression=django.db.models.functions.text.Trim(
                                    django.db.models.functions.text.Replace(
                                        models.Func(models.F("name"), function="fold", output_field=models.TextField()),
                                        models.Value("'", output_field=models.TextField()),
                                        models.Value("", output_field=models.TextField()),
                                        output_field=models.TextField(),
                                    )
                                ),
                                output_field=models.TextField(),
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.team",
                            ),
                        ),
                        ("phone", models.CharField(blank=True, db_comment="record-keeping", max_length=30)),
                        ("closed_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoryContext",
                    fields=[],
                    options={
                        "proxy": True,
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=("pghistory.context",),
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("password", models.CharField(db_comment="sensitive personal data", max_length=128)),
                        ("last_login", models.DateTimeField(blank=True, db_comment="personal data", null=True)),
                        ("email", models.EmailField(db_comment="personal data", max_length=254, unique=True)),
                        ("name", models.CharField(db_comment="personal data", max_length=150)),
                        (
                            "sort_name",
                            models.GeneratedField(
                                db_comment="personal data",
                                db_persist=True,
                                expression=django.db.models.functions.text.Trim(
                                    django.db.models.functions.text.Replace(
                                        models.Func(models.F("name"), function="fold", output_field=models.TextField()),
                                        models.Value("'", output_field=models.TextField()),
                                        models.Value("", output_field=models.TextField()),
                                        output_field=models.TextField(),
                                    )
                                ),
                                output_field=models.TextField(),
                            ),
                        ),
                        ("job_title", models.CharField(blank=True, db_comment="personal data", max_length=100)),
                        ("phone", models.CharField(blank=True, db_comment="personal data", max_length=30)),
                        ("is_active", models.BooleanField(db_comment="record-keeping", default=True)),
                        ("access_version", models.PositiveIntegerField(db_comment="record-keeping", default=1)),
                        ("shortcuts_on", models.BooleanField(db_comment="record-keeping", default=True)),
                        ("joined_at", models.DateTimeField(auto_now_add=True, db_comment="personal data")),
                    ],
                    options={
                        "ordering": ["sort_name", "email"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                                name="user_email_lower_case",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PolicyValue",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.CharField(db_comment="record-keeping", max_length=60)),
                        ("value", models.JSONField(db_comment="record-keeping")),
                        ("from_on", models.DateField(db_comment="record-keeping")),
                        ("reason", models.CharField(blank=True, db_comment="record-keeping", max_length=300)),
                    ],
                    options={
                        "ordering": ["key", "-from_on"],
                        "constraints": [
                            models.UniqueConstraint(fields=("key", "from_on"), name="policy_value_once_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PolicyValueEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.policyvalue",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.CharField(db_comment="record-keeping", max_length=60)),
                        ("value", models.JSONField(db_comment="record-keeping")),
                        ("from_on", models.DateField(db_comment="record-keeping")),
                        ("reason", models.CharField(blank=True, db_comment="record-keeping", max_length=300)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoleAssignment",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("personal_adviser", "Personal adviser"),
                                    ("social_worker", "Social worker"),
                                    ("team_manager", "Team manager"),
                                    ("service_manager", "Service manager"),
                                    ("director", "Director"),
                                    ("business_support", "Business support"),
                                    ("participation_officer", "Participation officer"),
                                    ("performance_analyst", "Performance analyst"),
                                    ("auditor", "Auditor or inspector (read only)"),
                                    ("system_administrator", "System administrator"),
                                ],
                                db_comment="personal data",
                                max_length=30,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_comment="personal data",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="careleavers.team",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="role_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("team__isnull", False)),
                                expressions=[
                                    ("user", "="),
                                    ("role", "="),
                                    ("team", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[)"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="role_held_once_in_team",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("team__isnull", True)),
                                expressions=[
                                    ("user", "="),
                                    ("role", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[)"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="role_held_once_in_authority",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleAssignmentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.roleassignment",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("personal_adviser", "Personal adviser"),
                                    ("social_worker", "Social worker"),
                                    ("team_manager", "Team manager"),
                                    ("service_manager", "Service manager"),
                                    ("director", "Director"),
                                    ("business_support", "Business support"),
                                    ("participation_officer", "Participation officer"),
                                    ("performance_analyst", "Performance analyst"),
                                    ("auditor", "Auditor or inspector (read only)"),
                                    ("system_administrator", "System administrator"),
                                ],
                                db_comment="personal data",
                                max_length=30,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_comment="personal data",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.team",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="UserEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("email", models.EmailField(db_comment="personal data", max_length=254)),
                        ("name", models.CharField(db_comment="personal data", max_length=150)),
                        (
                            "sort_name",
                            models.GeneratedField(
                                db_comment="personal data",
                                db_persist=True,
                                expression=django.db.models.functions.text.Trim(
                                    django.db.models.functions.text.Replace(
                                        models.Func(models.F("name"), function="fold", output_field=models.TextField()),
                                        models.Value("'", output_field=models.TextField()),
                                        models.Value("", output_field=models.TextField()),
                                        output_field=models.TextField(),
                                    )
                                ),
                                output_field=models.TextField(),
                            ),
                        ),
                        ("job_title", models.CharField(blank=True, db_comment="personal data", max_length=100)),
                        ("phone", models.CharField(blank=True, db_comment="personal data", max_length=30)),
                        ("is_active", models.BooleanField(db_comment="record-keeping", default=True)),
                        ("access_version", models.PositiveIntegerField(db_comment="record-keeping", default=1)),
                        ("shortcuts_on", models.BooleanField(db_comment="record-keeping", default=True)),
                        ("joined_at", models.DateTimeField(auto_now_add=True, db_comment="personal data")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="YoungPerson",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        (
                            "first_name",
                            models.CharField(
                                blank=True, db_comment="personal data", max_length=100, verbose_name="legal first name"
                            ),
                        ),
                        (
                            "last_name",
                            models.CharField(
                                blank=True, db_comment="personal data", max_length=100, verbose_name="legal last name"
                            ),
                        ),
                        ("preferred_name", models.CharField(blank=True, db_comment="personal data", max_length=100)),
                        (
                            "other_names",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=200,
                                verbose_name="other or former names",
                            ),
                        ),
                        ("pronouns", models.CharField(blank=True, db_comment="personal data", max_length=40)),
                        ("date_of_birth", models.DateField(db_comment="personal data")),
                        (
                            "gender",
                            models.CharField(
                                db_comment="sensitive personal data", max_length=1, verbose_name="gender as returned"
                            ),
                        ),
                        (
                            "ethnicity",
                            models.CharField(db_comment="sensitive personal data", default="NOBT", max_length=4),
                        ),
                        (
                            "local_id",
                            models.CharField(
                                db_comment="personal data", max_length=20, unique=True, verbose_name="local ID"
                            ),
                        ),
                        (
                            "ssda903_id",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=20,
                                null=True,
                                unique=True,
                                verbose_name="SSDA903 child ID",
                            ),
                        ),
                        (
                            "nhs_number",
                            models.CharField(
                                blank=True, db_comment="personal data", max_length=10, verbose_name="NHS number"
                            ),
                        ),
                        (
                            "upn",
                            models.CharField(blank=True, db_comment="personal data", max_length=13, verbose_name="UPN"),
                        ),
                        (
                            "ni_number",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=13,
                                verbose_name="National Insurance number",
                            ),
                        ),
                        (
                            "is_unaccompanied",
                            models.BooleanField(
                                db_comment="sensitive personal data",
                                default=False,
                                verbose_name="unaccompanied asylum-seeking, now or before",
                            ),
                        ),
                        (
                            "is_parent",
                            models.BooleanField(db_comment="personal data", default=False, verbose_name="a parent"),
                        ),
                        (
                            "disability",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
                                db_comment="sensitive personal data",
                                default="unknown",
                                max_length=7,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True, db_comment="personal data", max_length=60, verbose_name="first language"
                            ),
                        ),
                        ("needs_interpreter", models.BooleanField(db_comment="personal data", default=False)),
                        ("communication_needs", models.TextField(blank=True, db_comment="sensitive personal data")),
                        ("died_on", models.DateField(blank=True, db_comment="personal data", null=True)),
                        (
                            "do_not_write",
                            models.BooleanField(
                                db_comment="sensitive personal data", default=False, verbose_name="do not send letters"
                            ),
                        ),
                        ("is_restricted", models.BooleanField(db_comment="sensitive personal data", default=False)),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="careleavers.team",
                            ),
                        ),
                        (
                            "search_name",
                            models.GeneratedField(
                                db_comment="personal data",
                                db_persist=True,
                                expression=models.Func(
                                    django.db.models.functions.text.Concat(
                                        models.F("first_name"),
                                        models.Value(" "),
                                        models.F("last_name"),
                                        models.Value(" "),
                                        models.F("preferred_name"),
                                        models.Value(" "),
                                        models.F("other_names"),
                                    ),
                                    function="fold",
                                    output_field=models.TextField(),
                                ),
                                output_field=models.TextField(),
                            ),
                        ),
                        (
                            "sort_name",
                            models.GeneratedField(
                                db_comment="personal data",
                                db_persist=True,
                                expression=django.db.models.functions.text.Trim(
                                    django.db.models.functions.text.Replace(
                                        models.Func(
                                            django.db.models.functions.text.Concat(
                                                models.F("last_name"), models.Value(" "), models.F("first_name")
                                            ),
                                            function="fold",
                                            output_field=models.TextField(),
                                        ),
                                        models.Value("'", output_field=models.TextField()),
                                        models.Value("", output_field=models.TextField()),
                                        output_field=models.TextField(),
                                    )
                                ),
                                output_field=models.TextField(),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "young people",
                        "ordering": ["sort_name", "id"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("search_name", name="gin_trgm_ops"),
                                name="person_search_name_trgm",
                            ),
                            models.Index(fields=["sort_name", "id"], name="person_by_name"),
                            models.Index(fields=["team", "sort_name"], name="person_by_team"),
                            models.Index(fields=["date_of_birth"], name="person_by_birth"),
                            models.Index(
                                condition=models.Q(("nhs_number", ""), _negated=True),
                                fields=["nhs_number"],
                                name="person_by_nhs",
                            ),
                            models.Index(
                                condition=models.Q(("upn", ""), _negated=True), fields=["upn"], name="person_by_upn"
                            ),
                            models.Index(
                                condition=models.Q(("ni_number", ""), _negated=True),
                                fields=["ni_number"],
                                name="person_by_ni",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("died_on__isnull", True),
                                    ("died_on__gte", models.F("date_of_birth")),
                                    _connector="OR",
                                ),
                                name="person_died_after_birth",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Alert",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alerts",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("code", models.CharField(db_comment="sensitive personal data", max_length=40)),
                        ("cycle_started_on", models.DateField(db_comment="record-keeping")),
                        ("due_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("text", models.CharField(db_comment="sensitive personal data", max_length=200)),
                        (
                            "because",
                            models.TextField(
                                blank=True, db_comment="sensitive personal data", verbose_name="why it is to be done"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True, db_comment="record-keeping", max_length=120, verbose_name="legal reference"
                            ),
                        ),
                        ("closed_by_kind", models.CharField(blank=True, db_comment="record-keeping", max_length=30)),
                        ("managers_only", models.BooleanField(db_comment="record-keeping", default=False)),
                        (
                            "not_for",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(),
                                blank=True,
                                db_comment="personal data",
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "also_for",
                            models.ForeignKey(
                                blank=True,
                                db_comment="personal data",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("opened_on", models.DateField(db_comment="record-keeping")),
                        ("closed_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("closed_because", models.CharField(blank=True, db_comment="record-keeping", max_length=200)),
                    ],
                    options={
                        "ordering": ["due_on"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_on__isnull", True)),
                                fields=["person", "closed_by_kind"],
                                name="alert_open",
                            ),
                            models.Index(
                                condition=models.Q(("closed_on__isnull", True)),
                                fields=["due_on"],
                                name="alert_open_by_due",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "code", "cycle_started_on"), name="alert_once_a_cycle"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AlertEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.alert",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("code", models.CharField(db_comment="sensitive personal data", max_length=40)),
                        ("cycle_started_on", models.DateField(db_comment="record-keeping")),
                        ("due_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("text", models.CharField(db_comment="sensitive personal data", max_length=200)),
                        (
                            "because",
                            models.TextField(
                                blank=True, db_comment="sensitive personal data", verbose_name="why it is to be done"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True, db_comment="record-keeping", max_length=120, verbose_name="legal reference"
                            ),
                        ),
                        ("closed_by_kind", models.CharField(blank=True, db_comment="record-keeping", max_length=30)),
                        ("managers_only", models.BooleanField(db_comment="record-keeping", default=False)),
                        (
                            "not_for",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(),
                                blank=True,
                                db_comment="personal data",
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "also_for",
                            models.ForeignKey(
                                blank=True,
                                db_comment="personal data",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("opened_on", models.DateField(db_comment="record-keeping")),
                        ("closed_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("closed_because", models.CharField(blank=True, db_comment="record-keeping", max_length=200)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AlertRecipient",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "alert",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recipients",
                                to="careleavers.alert",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alerts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recipient_role",
                            models.CharField(
                                choices=[("case_holder", "Case holder"), ("manager", "Manager")],
                                db_comment="record-keeping",
                                max_length=12,
                            ),
                        ),
                        ("added_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        ("ended_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=["user", "recipient_role"],
                                name="alert_open_for",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("alert", "user", "recipient_role"), name="alert_recipient_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Allocation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="allocations",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="careleavers.team",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("case_holder", "Case holder"),
                                    ("co_worker", "Working alongside"),
                                    ("cover", "Covering"),
                                ],
                                db_comment="record-keeping",
                                default="case_holder",
                                max_length=12,
                            ),
                        ),
                        ("is_planned", models.BooleanField(db_comment="record-keeping", default=False)),
                        ("reason", models.CharField(blank=True, db_comment="record-keeping", max_length=200)),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ends_on__isnull", True)),
                                fields=["worker", "person"],
                                name="allocation_open_worker",
                            ),
                            models.Index(fields=["person", "starts_on"], name="allocation_by_person"),
                            models.Index(
                                condition=models.Q(("is_planned", True)),
                                fields=["starts_on"],
                                name="allocation_planned",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="allocation_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("role", "case_holder")),
                                expressions=[
                                    ("person", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[)"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_case_holder_at_a_time",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("person", "="),
                                    ("worker", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[)"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="worker_allocated_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_planned", True), ("role", "case_holder")),
                                fields=("person",),
                                name="one_planned_case_holder",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AllocationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.allocation",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.team",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("case_holder", "Case holder"),
                                    ("co_worker", "Working alongside"),
                                    ("cover", "Covering"),
                                ],
                                db_comment="record-keeping",
                                default="case_holder",
                                max_length=12,
                            ),
                        ),
                        ("is_planned", models.BooleanField(db_comment="record-keeping", default=False)),
                        ("reason", models.CharField(blank=True, db_comment="record-keeping", max_length=200)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CareEpisode",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="sensitive personal data")),
                        ("ends_on", models.DateField(blank=True, db_comment="sensitive personal data", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="episodes",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "reason_started",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=1),
                        ),
                        ("legal_status", models.CharField(db_comment="sensitive personal data", max_length=2)),
                        (
                            "need",
                            models.CharField(
                                blank=True,
                                db_comment="sensitive personal data",
                                max_length=2,
                                verbose_name="category of need",
                            ),
                        ),
                        ("placement", models.CharField(blank=True, db_comment="sensitive personal data", max_length=3)),
                        (
                            "placement_provider",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=3),
                        ),
                        (
                            "reason_ended",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=3),
                        ),
                        (
                            "reason_place_change",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=6),
                        ),
                        ("home_postcode", models.CharField(blank=True, db_comment="personal data", max_length=8)),
                        ("placement_postcode", models.CharField(blank=True, db_comment="personal data", max_length=8)),
                        (
                            "urn",
                            models.CharField(
                                blank=True,
                                db_comment="sensitive personal data",
                                max_length=10,
                                verbose_name="URN of the provider",
                            ),
                        ),
                        ("authority", models.CharField(blank=True, db_comment="sensitive personal data", max_length=3)),
                        (
                            "planned_short_break",
                            models.BooleanField(
                                db_comment="sensitive personal data",
                                default=False,
                                verbose_name="one of a planned series of short placements",
                            ),
                        ),
                        ("source", models.CharField(blank=True, db_comment="record-keeping", max_length=60)),
                        (
                            "returned_in",
                            models.PositiveSmallIntegerField(
                                db_comment="record-keeping",
                                null=True,
                                verbose_name="latest collection year whose return has it; none for one typed by hand",
                            ),
                        ),
                        ("assumed_ended_on", models.DateField(db_comment="sensitive personal data", null=True)),
                    ],
                    options={
                        "ordering": ["starts_on", "ends_on"],
                        "indexes": [models.Index(fields=["person", "starts_on"], name="episode_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="episode_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("person", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[)"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="episodes_do_not_overlap",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CareEpisodeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.careepisode",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="sensitive personal data")),
                        ("ends_on", models.DateField(blank=True, db_comment="sensitive personal data", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "reason_started",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=1),
                        ),
                        ("legal_status", models.CharField(db_comment="sensitive personal data", max_length=2)),
                        (
                            "need",
                            models.CharField(
                                blank=True,
                                db_comment="sensitive personal data",
                                max_length=2,
                                verbose_name="category of need",
                            ),
                        ),
                        ("placement", models.CharField(blank=True, db_comment="sensitive personal data", max_length=3)),
                        (
                            "placement_provider",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=3),
                        ),
                        (
                            "reason_ended",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=3),
                        ),
                        (
                            "reason_place_change",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=6),
                        ),
                        ("home_postcode", models.CharField(blank=True, db_comment="personal data", max_length=8)),
                        ("placement_postcode", models.CharField(blank=True, db_comment="personal data", max_length=8)),
                        (
                            "urn",
                            models.CharField(
                                blank=True,
                                db_comment="sensitive personal data",
                                max_length=10,
                                verbose_name="URN of the provider",
                            ),
                        ),
                        ("authority", models.CharField(blank=True, db_comment="sensitive personal data", max_length=3)),
                        (
                            "planned_short_break",
                            models.BooleanField(
                                db_comment="sensitive personal data",
                                default=False,
                                verbose_name="one of a planned series of short placements",
                            ),
                        ),
                        ("source", models.CharField(blank=True, db_comment="record-keeping", max_length=60)),
                        (
                            "returned_in",
                            models.PositiveSmallIntegerField(
                                db_comment="record-keeping",
                                null=True,
                                verbose_name="latest collection year whose return has it; none for one typed by hand",
                            ),
                        ),
                        ("assumed_ended_on", models.DateField(db_comment="sensitive personal data", null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "submission_id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, unique=True
                            ),
                        ),
                        ("answers_digest", models.CharField(blank=True, db_comment="record-keeping", max_length=64)),
                        ("group_id", models.UUIDField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "worker",
                            models.ForeignKey(
                                db_comment="personal data",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("face_to_face", "Face to face"),
                                    ("phone", "Phone"),
                                    ("text", "Text or WhatsApp"),
                                    ("video", "Video"),
                                    ("letter", "Email or letter"),
                                    ("other", "Another way"),
                                ],
                                db_comment="record-keeping",
                                max_length=12,
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("spoke", "Spoke with them"),
                                    ("no_reply", "Tried, no reply"),
                                    ("about", "Somebody else, about them"),
                                ],
                                db_comment="record-keeping",
                                max_length=8,
                            ),
                        ),
                        ("happened_on", models.DateField(db_comment="record-keeping")),
                        ("happened_at_time", models.TimeField(blank=True, db_comment="record-keeping", null=True)),
                        ("note", models.TextField(blank=True, db_comment="sensitive personal data")),
                        ("place", models.CharField(blank=True, db_comment="personal data", max_length=100)),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(blank=True, db_comment="record-keeping", null=True),
                        ),
                        (
                            "participants",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=200,
                                verbose_name="who else was there",
                            ),
                        ),
                        (
                            "saw_home",
                            models.BooleanField(
                                db_comment="record-keeping", default=False, verbose_name="saw where they live"
                            ),
                        ),
                        (
                            "is_concern",
                            models.BooleanField(
                                db_comment="sensitive personal data", default=False, verbose_name="a concern"
                            ),
                        ),
                        (
                            "is_safeguarding",
                            models.BooleanField(
                                db_comment="sensitive personal data",
                                default=False,
                                verbose_name="a safeguarding concern",
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="careleavers.contact",
                            ),
                        ),
                        ("superseded_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "amendment_reason",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                        ("voided_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "voided_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "void_reason",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                    ],
                    options={
                        "ordering": ["-happened_on", "-recorded_at"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("superseded_at__isnull", True), ("voided_at__isnull", True)),
                                fields=["person", "-happened_on", "-recorded_at"],
                                name="contact_timeline",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("superseded_at__isnull", True), ("voided_at__isnull", True), ("result", "spoke")
                                ),
                                fields=["person", "-happened_on"],
                                name="contact_spoke",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("superseded_at__isnull", True), ("voided_at__isnull", True), ("result", "spoke")
                                ),
                                fields=["happened_on", "person"],
                                name="contact_spoke_by_day",
                            ),
                            models.Index(fields=["worker", "-happened_on"], name="contact_by_worker"),
                            models.Index(
                                condition=models.Q(("group_id__isnull", False)),
                                fields=["group_id"],
                                name="contact_by_group",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactDetail",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contact_details",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("mobile", "Mobile"),
                                    ("phone", "Phone"),
                                    ("email", "Email"),
                                    ("social", "Social media or app"),
                                ],
                                db_comment="personal data",
                                max_length=10,
                            ),
                        ),
                        ("value", models.CharField(db_comment="personal data", max_length=200)),
                        (
                            "search_value",
                            models.CharField(
                                db_comment="personal data",
                                help_text="digits only, or the address in lower case",
                                max_length=200,
                            ),
                        ),
                        ("safe_to_use", models.BooleanField(db_comment="sensitive personal data", default=True)),
                        (
                            "how_to_use",
                            models.CharField(
                                blank=True,
                                db_comment="sensitive personal data",
                                max_length=200,
                                verbose_name="how to use it safely",
                            ),
                        ),
                        ("is_preferred", models.BooleanField(db_comment="personal data", default=False)),
                    ],
                    options={
                        "ordering": ["-is_preferred", "kind", "-starts_on"],
                        "indexes": [
                            models.Index(
                                django.contrib.postgres.indexes.OpClass("search_value", name="text_pattern_ops"),
                                name="detail_by_search_value",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("search_value", name="gin_trgm_ops"),
                                name="detail_by_end",
                            ),
                            models.Index(fields=["person", "starts_on"], name="detail_by_person"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="detail_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactDetailEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.contactdetail",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("mobile", "Mobile"),
                                    ("phone", "Phone"),
                                    ("email", "Email"),
                                    ("social", "Social media or app"),
                                ],
                                db_comment="personal data",
                                max_length=10,
                            ),
                        ),
                        ("value", models.CharField(db_comment="personal data", max_length=200)),
                        (
                            "search_value",
                            models.CharField(
                                db_comment="personal data",
                                help_text="digits only, or the address in lower case",
                                max_length=200,
                            ),
                        ),
                        ("safe_to_use", models.BooleanField(db_comment="sensitive personal data", default=True)),
                        (
                            "how_to_use",
                            models.CharField(
                                blank=True,
                                db_comment="sensitive personal data",
                                max_length=200,
                                verbose_name="how to use it safely",
                            ),
                        ),
                        ("is_preferred", models.BooleanField(db_comment="personal data", default=False)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ContactEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.contact",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "submission_id",
                            models.UUIDField(db_comment="record-keeping", default=uuid.uuid4, editable=False),
                        ),
                        ("answers_digest", models.CharField(blank=True, db_comment="record-keeping", max_length=64)),
                        ("group_id", models.UUIDField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "worker",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("face_to_face", "Face to face"),
                                    ("phone", "Phone"),
                                    ("text", "Text or WhatsApp"),
                                    ("video", "Video"),
                                    ("letter", "Email or letter"),
                                    ("other", "Another way"),
                                ],
                                db_comment="record-keeping",
                                max_length=12,
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("spoke", "Spoke with them"),
                                    ("no_reply", "Tried, no reply"),
                                    ("about", "Somebody else, about them"),
                                ],
                                db_comment="record-keeping",
                                max_length=8,
                            ),
                        ),
                        ("happened_on", models.DateField(db_comment="record-keeping")),
                        ("happened_at_time", models.TimeField(blank=True, db_comment="record-keeping", null=True)),
                        ("note", models.TextField(blank=True, db_comment="sensitive personal data")),
                        ("place", models.CharField(blank=True, db_comment="personal data", max_length=100)),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(blank=True, db_comment="record-keeping", null=True),
                        ),
                        (
                            "participants",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=200,
                                verbose_name="who else was there",
                            ),
                        ),
                        (
                            "saw_home",
                            models.BooleanField(
                                db_comment="record-keeping", default=False, verbose_name="saw where they live"
                            ),
                        ),
                        (
                            "is_concern",
                            models.BooleanField(
                                db_comment="sensitive personal data", default=False, verbose_name="a concern"
                            ),
                        ),
                        (
                            "is_safeguarding",
                            models.BooleanField(
                                db_comment="sensitive personal data",
                                default=False,
                                verbose_name="a safeguarding concern",
                            ),
                        ),
                        (
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.contact",
                            ),
                        ),
                        ("superseded_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "amendment_reason",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                        ("voided_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "voided_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "void_reason",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CorrespondenceAddress",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("address", models.TextField(blank=True, db_comment="personal data")),
                        ("postcode", models.CharField(blank=True, db_comment="personal data", max_length=8)),
                        (
                            "safe_to_use",
                            models.BooleanField(
                                db_comment="sensitive personal data", default=True, verbose_name="safe to write to"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="correspondence_addresses",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("care_of", models.CharField(blank=True, db_comment="personal data", max_length=120)),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="correspondence_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("person", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[)"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="correspondence_does_not_overlap",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CorrespondenceAddressEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.correspondenceaddress",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("address", models.TextField(blank=True, db_comment="personal data")),
                        ("postcode", models.CharField(blank=True, db_comment="personal data", max_length=8)),
                        (
                            "safe_to_use",
                            models.BooleanField(
                                db_comment="sensitive personal data", default=True, verbose_name="safe to write to"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("care_of", models.CharField(blank=True, db_comment="personal data", max_length=120)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DataQualityIssue",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="data_quality_issues",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("field", models.CharField(db_comment="record-keeping", max_length=40)),
                        ("value", models.CharField(db_comment="personal data", max_length=200)),
                        ("message", models.CharField(db_comment="record-keeping", max_length=300)),
                        ("source", models.CharField(blank=True, db_comment="record-keeping", max_length=100)),
                        ("raised_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        ("resolved_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "ordering": ["raised_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("resolved_at__isnull", True)),
                                fields=("person", "field", "value"),
                                name="data_quality_issue_raised_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("kind", models.CharField(db_comment="record-keeping", default="contact", max_length=20)),
                        ("submission_id", models.UUIDField(db_comment="record-keeping")),
                        ("page", models.CharField(db_comment="record-keeping", max_length=200)),
                        ("data", models.JSONField(db_comment="sensitive personal data", default=dict)),
                        ("saved_at", models.DateTimeField(db_comment="record-keeping")),
                    ],
                    options={
                        "ordering": ["-saved_at"],
                        "indexes": [models.Index(fields=["person"], name="draft_by_person")],
                        "constraints": [models.UniqueConstraint(fields=("user", "submission_id"), name="draft_once")],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUp",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follow_ups",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="follow_ups",
                                to="careleavers.contact",
                            ),
                        ),
                        ("text", models.CharField(db_comment="sensitive personal data", max_length=200)),
                        ("due_on", models.DateField(db_comment="record-keeping")),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follow_ups",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("done_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_on__isnull", True)),
                                fields=["assigned_to", "due_on"],
                                name="follow_up_open",
                            ),
                            models.Index(fields=["person", "due_on"], name="follow_up_by_person"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUpEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.followup",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.contact",
                            ),
                        ),
                        ("text", models.CharField(db_comment="sensitive personal data", max_length=200)),
                        ("due_on", models.DateField(db_comment="record-keeping")),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("done_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Home",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("address", models.TextField(blank=True, db_comment="personal data")),
                        ("postcode", models.CharField(blank=True, db_comment="personal data", max_length=8)),
                        (
                            "safe_to_use",
                            models.BooleanField(
                                db_comment="sensitive personal data", default=True, verbose_name="safe to write to"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="homes",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("kind", models.CharField(db_comment="sensitive personal data", max_length=1)),
                        ("is_suitable", models.BooleanField(db_comment="sensitive personal data")),
                        ("suitability_reason", models.TextField(blank=True, db_comment="sensitive personal data")),
                        (
                            "provider",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=120,
                                verbose_name="landlord or provider",
                            ),
                        ),
                        (
                            "provided_by_authority",
                            models.BooleanField(
                                db_comment="record-keeping",
                                default=False,
                                verbose_name="provided by us under section 23B or 24B",
                            ),
                        ),
                        (
                            "uprn",
                            models.CharField(
                                blank=True, db_comment="personal data", max_length=12, verbose_name="UPRN"
                            ),
                        ),
                        (
                            "move_planned",
                            models.BooleanField(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                verbose_name="the move in was planned",
                            ),
                        ),
                        ("source", models.CharField(blank=True, db_comment="record-keeping", max_length=60)),
                        ("last_confirmed_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "indexes": [
                            models.Index(fields=["person", "starts_on"], name="home_by_person"),
                            models.Index(
                                condition=models.Q(("postcode", ""), _negated=True),
                                fields=["postcode"],
                                name="home_by_postcode",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gt", models.F("starts_on")), _connector="OR"
                                ),
                                name="home_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("person", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[)"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="homes_do_not_overlap",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["S", "X"]), _negated=True),
                                    ("is_suitable", False),
                                    _connector="OR",
                                ),
                                name="home_never_suitable",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HomeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.home",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("address", models.TextField(blank=True, db_comment="personal data")),
                        ("postcode", models.CharField(blank=True, db_comment="personal data", max_length=8)),
                        (
                            "safe_to_use",
                            models.BooleanField(
                                db_comment="sensitive personal data", default=True, verbose_name="safe to write to"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("kind", models.CharField(db_comment="sensitive personal data", max_length=1)),
                        ("is_suitable", models.BooleanField(db_comment="sensitive personal data")),
                        ("suitability_reason", models.TextField(blank=True, db_comment="sensitive personal data")),
                        (
                            "provider",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=120,
                                verbose_name="landlord or provider",
                            ),
                        ),
                        (
                            "provided_by_authority",
                            models.BooleanField(
                                db_comment="record-keeping",
                                default=False,
                                verbose_name="provided by us under section 23B or 24B",
                            ),
                        ),
                        (
                            "uprn",
                            models.CharField(
                                blank=True, db_comment="personal data", max_length=12, verbose_name="UPRN"
                            ),
                        ),
                        (
                            "move_planned",
                            models.BooleanField(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                verbose_name="the move in was planned",
                            ),
                        ),
                        ("source", models.CharField(blank=True, db_comment="record-keeping", max_length=60)),
                        ("last_confirmed_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Involvement",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="involvements",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "reason_opened",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                        (
                            "reason_closed",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                    ],
                    options={
                        "ordering": ["starts_on"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ends_on__isnull", True)),
                                fields=["person"],
                                name="involvement_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="involvement_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("person", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[)"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="involvements_do_not_overlap",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvolvementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.involvement",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "reason_opened",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                        (
                            "reason_closed",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="observations",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(db_comment="record-keeping")),
                        ("observed_on", models.DateField(db_comment="record-keeping")),
                        ("in_touch", models.CharField(blank=True, db_comment="personal data", max_length=4)),
                        ("activity", models.CharField(blank=True, db_comment="personal data", max_length=2)),
                        (
                            "accommodation",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=2),
                        ),
                        ("source", models.CharField(blank=True, db_comment="record-keeping", max_length=60)),
                    ],
                    options={
                        "ordering": ["observed_on"],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "year"), name="observation_once_a_year")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObservationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.observation",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(db_comment="record-keeping")),
                        ("observed_on", models.DateField(db_comment="record-keeping")),
                        ("in_touch", models.CharField(blank=True, db_comment="personal data", max_length=4)),
                        ("activity", models.CharField(blank=True, db_comment="personal data", max_length=2)),
                        (
                            "accommodation",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=2),
                        ),
                        ("source", models.CharField(blank=True, db_comment="record-keeping", max_length=60)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Occupation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="occupations",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("code", models.CharField(db_comment="sensitive personal data", max_length=2)),
                        (
                            "detail",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=200,
                                verbose_name="course, employer or what is in the way",
                            ),
                        ),
                        ("source", models.CharField(blank=True, db_comment="record-keeping", max_length=60)),
                        ("last_confirmed_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "ordering": ["-starts_on"],
                        "indexes": [models.Index(fields=["person", "starts_on"], name="occupation_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gt", models.F("starts_on")), _connector="OR"
                                ),
                                name="occupation_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("person", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[)"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="occupations_do_not_overlap",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OccupationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.occupation",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("code", models.CharField(db_comment="sensitive personal data", max_length=2)),
                        (
                            "detail",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=200,
                                verbose_name="course, employer or what is in the way",
                            ),
                        ),
                        ("source", models.CharField(blank=True, db_comment="record-keeping", max_length=60)),
                        ("last_confirmed_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RestrictedAccess",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="restricted_access",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("named", "Named"), ("break_glass", "Opened with a reason")],
                                db_comment="sensitive personal data",
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(db_comment="sensitive personal data", max_length=300)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["user", "person"], name="restricted_access_by_user")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="restricted_access_ends",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RestrictedAccessEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.restrictedaccess",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("named", "Named"), ("break_glass", "Opened with a reason")],
                                db_comment="sensitive personal data",
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(db_comment="sensitive personal data", max_length=300)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StatusDecision",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="status_decisions",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("flag", models.CharField(db_comment="sensitive personal data", max_length=40)),
                        ("fingerprint", models.CharField(db_comment="record-keeping", max_length=64)),
                        ("outcome", models.JSONField(db_comment="sensitive personal data")),
                        ("reason", models.TextField(db_comment="sensitive personal data")),
                        ("decided_on", models.DateField(db_comment="record-keeping")),
                    ],
                    options={
                        "ordering": ["-decided_on", "-recorded_at"],
                        "indexes": [models.Index(fields=["person", "flag"], name="decision_by_person")],
                    },
                ),
                migrations.CreateModel(
                    name="StatusDecisionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.statusdecision",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("flag", models.CharField(db_comment="sensitive personal data", max_length=40)),
                        ("fingerprint", models.CharField(db_comment="record-keeping", max_length=64)),
                        ("outcome", models.JSONField(db_comment="sensitive personal data")),
                        ("reason", models.TextField(db_comment="sensitive personal data")),
                        ("decided_on", models.DateField(db_comment="record-keeping")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StatusFact",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="sensitive personal data")),
                        ("ends_on", models.DateField(blank=True, db_comment="sensitive personal data", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="status_facts",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("at_home", "Living with a parent or another person with parental responsibility"),
                                    ("detained_or_in_hospital", "Detained or in hospital"),
                                    ("support_wanted", "Has asked for support at 21 or over"),
                                    ("education", "Pursuing education or training"),
                                    ("special_guardianship_on", "Special guardianship order made"),
                                    ("adopted_on", "Adopted"),
                                    ("age_assessed_adult_on", "Age assessed as 18 or over"),
                                ],
                                db_comment="sensitive personal data",
                                max_length=30,
                            ),
                        ),
                        ("note", models.CharField(blank=True, db_comment="sensitive personal data", max_length=300)),
                        ("source", models.CharField(blank=True, db_comment="record-keeping", max_length=60)),
                    ],
                    options={
                        "ordering": ["starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gt", models.F("starts_on")), _connector="OR"
                                ),
                                name="status_fact_ends_after_start",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("person", "="),
                                    ("kind", "="),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[)"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="status_facts_do_not_overlap",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatusFactEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.statusfact",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        ("starts_on", models.DateField(db_comment="sensitive personal data")),
                        ("ends_on", models.DateField(blank=True, db_comment="sensitive personal data", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("at_home", "Living with a parent or another person with parental responsibility"),
                                    ("detained_or_in_hospital", "Detained or in hospital"),
                                    ("support_wanted", "Has asked for support at 21 or over"),
                                    ("education", "Pursuing education or training"),
                                    ("special_guardianship_on", "Special guardianship order made"),
                                    ("adopted_on", "Adopted"),
                                    ("age_assessed_adult_on", "Age assessed as 18 or over"),
                                ],
                                db_comment="sensitive personal data",
                                max_length=30,
                            ),
                        ),
                        ("note", models.CharField(blank=True, db_comment="sensitive personal data", max_length=300)),
                        ("source", models.CharField(blank=True, db_comment="record-keeping", max_length=60)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StatusPeriod",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("starts_on", models.DateField(db_comment="sensitive personal data")),
                        ("ends_on", models.DateField(blank=True, db_comment="sensitive personal data", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="status_periods",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("status", models.CharField(db_comment="sensitive personal data", max_length=24)),
                        ("band", models.CharField(blank=True, db_comment="sensitive personal data", max_length=30)),
                        ("returned_home", models.BooleanField(db_comment="sensitive personal data", default=False)),
                        ("because", models.JSONField(db_comment="sensitive personal data", default=list)),
                        ("flags", models.JSONField(db_comment="sensitive personal data", default=list)),
                        ("rules_version", models.CharField(db_comment="record-keeping", max_length=20)),
                    ],
                    options={
                        "ordering": ["starts_on"],
                        "indexes": [
                            models.Index(fields=["status", "starts_on"], name="status_period_by_status"),
                            models.Index(
                                condition=models.Q(("flags__contains", [{"decided": False}])),
                                fields=["person"],
                                name="status_period_undecided",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gt", models.F("starts_on")), _connector="OR"
                                ),
                                name="status_period_ends_after_start",
                            ),
                            models.UniqueConstraint(
                                fields=("person", "starts_on"),
                                include=("ends_on", "status", "band", "returned_home"),
                                name="status_period_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WarningNote",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping",
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="warning_notes",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("visits", "Visits"),
                                    ("violence", "Risk to staff"),
                                    ("harm", "Risk of harm to the young person"),
                                    ("others", "Risk from others"),
                                    ("address", "Keep the address private"),
                                    ("other", "Other"),
                                ],
                                db_comment="sensitive personal data",
                                max_length=10,
                            ),
                        ),
                        ("text", models.CharField(db_comment="sensitive personal data", max_length=300)),
                        ("review_on", models.DateField(db_comment="record-keeping")),
                        (
                            "person_told_on",
                            models.DateField(
                                blank=True,
                                db_comment="sensitive personal data",
                                null=True,
                                verbose_name="when they were told",
                            ),
                        ),
                        (
                            "why_not_told",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                        ("ended_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "ordering": ["review_on"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_on__isnull", True)), fields=["person"], name="warning_open"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WarningNoteEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.warningnote",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("visits", "Visits"),
                                    ("violence", "Risk to staff"),
                                    ("harm", "Risk of harm to the young person"),
                                    ("others", "Risk from others"),
                                    ("address", "Keep the address private"),
                                    ("other", "Other"),
                                ],
                                db_comment="sensitive personal data",
                                max_length=10,
                            ),
                        ),
                        ("text", models.CharField(db_comment="sensitive personal data", max_length=300)),
                        ("review_on", models.DateField(db_comment="record-keeping")),
                        (
                            "person_told_on",
                            models.DateField(
                                blank=True,
                                db_comment="sensitive personal data",
                                null=True,
                                verbose_name="when they were told",
                            ),
                        ),
                        (
                            "why_not_told",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                        ("ended_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="YoungPersonEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, serialize=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(db_comment="record-keeping", default=1, editable=False),
                        ),
                        (
                            "first_name",
                            models.CharField(
                                blank=True, db_comment="personal data", max_length=100, verbose_name="legal first name"
                            ),
                        ),
                        (
                            "last_name",
                            models.CharField(
                                blank=True, db_comment="personal data", max_length=100, verbose_name="legal last name"
                            ),
                        ),
                        ("preferred_name", models.CharField(blank=True, db_comment="personal data", max_length=100)),
                        (
                            "other_names",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=200,
                                verbose_name="other or former names",
                            ),
                        ),
                        ("pronouns", models.CharField(blank=True, db_comment="personal data", max_length=40)),
                        ("date_of_birth", models.DateField(db_comment="personal data")),
                        (
                            "gender",
                            models.CharField(
                                db_comment="sensitive personal data", max_length=1, verbose_name="gender as returned"
                            ),
                        ),
                        (
                            "ethnicity",
                            models.CharField(db_comment="sensitive personal data", default="NOBT", max_length=4),
                        ),
                        (
                            "local_id",
                            models.CharField(db_comment="personal data", max_length=20, verbose_name="local ID"),
                        ),
                        (
                            "ssda903_id",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=20,
                                null=True,
                                verbose_name="SSDA903 child ID",
                            ),
                        ),
                        (
                            "nhs_number",
                            models.CharField(
                                blank=True, db_comment="personal data", max_length=10, verbose_name="NHS number"
                            ),
                        ),
                        (
                            "upn",
                            models.CharField(blank=True, db_comment="personal data", max_length=13, verbose_name="UPN"),
                        ),
                        (
                            "ni_number",
                            models.CharField(
                                blank=True,
                                db_comment="personal data",
                                max_length=13,
                                verbose_name="National Insurance number",
                            ),
                        ),
                        (
                            "is_unaccompanied",
                            models.BooleanField(
                                db_comment="sensitive personal data",
                                default=False,
                                verbose_name="unaccompanied asylum-seeking, now or before",
                            ),
                        ),
                        (
                            "is_parent",
                            models.BooleanField(db_comment="personal data", default=False, verbose_name="a parent"),
                        ),
                        (
                            "disability",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
                                db_comment="sensitive personal data",
                                default="unknown",
                                max_length=7,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True, db_comment="personal data", max_length=60, verbose_name="first language"
                            ),
                        ),
                        ("needs_interpreter", models.BooleanField(db_comment="personal data", default=False)),
                        ("communication_needs", models.TextField(blank=True, db_comment="sensitive personal data")),
                        ("died_on", models.DateField(blank=True, db_comment="personal data", null=True)),
                        (
                            "do_not_write",
                            models.BooleanField(
                                db_comment="sensitive personal data", default=False, verbose_name="do not send letters"
                            ),
                        ),
                        ("is_restricted", models.BooleanField(db_comment="sensitive personal data", default=False)),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="careleavers.team",
                            ),
                        ),
                        (
                            "search_name",
                            models.GeneratedField(
                                db_comment="personal data",
                                db_persist=True,
                                expression=models.Func(
                                    django.db.models.functions.text.Concat(
                                        models.F("first_name"),
                                        models.Value(" "),
                                        models.F("last_name"),
                                        models.Value(" "),
                                        models.F("preferred_name"),
                                        models.Value(" "),
                                        models.F("other_names"),
                                    ),
                                    function="fold",
                                    output_field=models.TextField(),
                                ),
                                output_field=models.TextField(),
                            ),
                        ),
                        (
                            "sort_name",
                            models.GeneratedField(
                                db_comment="personal data",
                                db_persist=True,
                                expression=django.db.models.functions.text.Trim(
                                    django.db.models.functions.text.Replace(
                                        models.Func(
                                            django.db.models.functions.text.Concat(
                                                models.F("last_name"), models.Value(" "), models.F("first_name")
                                            ),
                                            function="fold",
                                            output_field=models.TextField(),
                                        ),
                                        models.Value("'", output_field=models.TextField()),
                                        models.Value("", output_field=models.TextField()),
                                        output_field=models.TextField(),
                                    )
                                ),
                                output_field=models.TextField(),
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ],
        ),
        Together(
            operations=[
                pgtrigger.migrations.AddTrigger(
                    model_name="user",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="f98ca4b841f1bf4b6905e37da8b63d685ef60fbb",
                            operation='UPDATE OF "email", "name", "job_title", "phone"',
                            pgid="pgtrigger_count_revision_def9d",
                            table="careleavers_user",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="user",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."access_version" IS DISTINCT FROM (NEW."access_version") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."job_title" IS DISTINCT FROM (NEW."job_title") OR OLD."joined_at" IS DISTINCT FROM (NEW."joined_at") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."shortcuts_on" IS DISTINCT FROM (NEW."shortcuts_on") OR OLD."sort_name" IS DISTINCT FROM (NEW."sort_name"))',
                            func='INSERT INTO "careleavers_userevent" ("access_version", "email", "id", "is_active", "job_title", "joined_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "revision", "shortcuts_on") VALUES (OLD."access_version", OLD."email", OLD."id", OLD."is_active", OLD."job_title", OLD."joined_at", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."revision", OLD."shortcuts_on"); RETURN NULL;',
                            hash="c4b720aa9efee5060b42f17f64eb8fc2f794eb89",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0e36d",
                            table="careleavers_user",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="user",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_userevent" ("access_version", "email", "id", "is_active", "job_title", "joined_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "revision", "shortcuts_on") VALUES (OLD."access_version", OLD."email", OLD."id", OLD."is_active", OLD."job_title", OLD."joined_at", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."revision", OLD."shortcuts_on"); RETURN NULL;',
                            hash="10aa5a43127929e56703df266883b1661ca96ef5",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_53f4a",
                            table="careleavers_user",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1d940df728237ce9272b46c4b9bae58fa5f0bb74",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a3a13",
                            table="careleavers_auditevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="5360f1bf4abdc9426a54077e077b2cf759637c2a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_8f06e",
                            table="careleavers_auditevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditseal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2edfccc1b99b75a44e10d35bb47c69be1b9859a7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f3fd3",
                            table="careleavers_auditseal",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditseal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="c38c91a13da429b6f7604bbb236cff32a10196f4",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_fbec0",
                            table="careleavers_auditseal",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="readevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f75c9340982c510d04fb0734662a8e65ea2c9a59",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b047c",
                            table="careleavers_readevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="readevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="cdad853e0d8f897d81f38408a911696b331821bf",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_b6807",
                            table="careleavers_readevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="historycontext",
                    trigger=pgtrigger.compiler.Trigger(
                        name="context_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND OLD.created_at = NOW() THEN RETURN NEW; END IF; RAISE EXCEPTION 'Cannot change or delete who did what: history can only grow.';",
                            hash="dbee9473ca38eb76994512a7c3feb95f968a3272",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_context_append_only_177c5",
                            table="pghistory_context",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="historycontext",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="2341f067d08ed14bc4e61170e9507957b193b15f",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_cb3fa",
                            table="pghistory_context",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="policyvalue",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_policyvalueevent" ("from_on", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "value") VALUES (OLD."from_on", OLD."id", OLD."key", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."value"); RETURN NULL;',
                            hash="9d3e70312c5695b501cb1226cdf64378fc79e947",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a6f33",
                            table="careleavers_policyvalue",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="policyvalue",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_policyvalueevent" ("from_on", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "value") VALUES (OLD."from_on", OLD."id", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."value"); RETURN NULL;',
                            hash="b3a01093f0298ca6bdbd9fb24d9bbf67d4659244",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_731ce",
                            table="careleavers_policyvalue",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="policyvalueevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="49dc35dcded572d35870d5b3db8a6994f1aa16b3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e87fa",
                            table="careleavers_policyvalueevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="policyvalueevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="c475d9c7c879474c00f54b30035624e47b4ca5e7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_cd727",
                            table="careleavers_policyvalueevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="team",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="833051386f81de22fded50fc40e16c00dfc16b4b",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_baff9",
                            table="careleavers_team",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="team",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_teamevent" ("closed_on", "id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "revision") VALUES (OLD."closed_on", OLD."id", OLD."name", OLD."parent_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."revision"); RETURN NULL;',
                            hash="7124de8f4421c47871b3f15fb268505e4af7c9d6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_39c72",
                            table="careleavers_team",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="team",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_teamevent" ("closed_on", "id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "revision") VALUES (OLD."closed_on", OLD."id", OLD."name", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."revision"); RETURN NULL;',
                            hash="57cdf37fa6f843d476b61fe85a93f5e3f852b3d1",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_554a8",
                            table="careleavers_team",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roleassignmentevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d440dc5c2e728d45429daad365333fae9856d78b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_571b6",
                            table="careleavers_roleassignmentevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roleassignmentevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="8101d00f9798c7ad3f7183bf663e0c2e48c73725",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_b4ebd",
                            table="careleavers_roleassignmentevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roleassignment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_roleassignmentevent" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "role", "starts_on", "team_id", "user_id") VALUES (OLD."ends_on", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."role", OLD."starts_on", OLD."team_id", OLD."user_id"); RETURN NULL;',
                            hash="424a192e1195b10014a855fafebccba5b8d2f60b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_deaee",
                            table="careleavers_roleassignment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roleassignment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_roleassignmentevent" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "role", "starts_on", "team_id", "user_id") VALUES (OLD."ends_on", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."role", OLD."starts_on", OLD."team_id", OLD."user_id"); RETURN NULL;',
                            hash="79cfab28d586a2a1ccac30e98800eb574d734d81",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_fc902",
                            table="careleavers_roleassignment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="teamevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6462e9d158fd756ad403e9546c26c6a742123e8e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_919e3",
                            table="careleavers_teamevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="teamevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="95dbd57bcdab48523bee20248eeaa1cda6e2e966",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_09384",
                            table="careleavers_teamevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="userevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c9e3d2b69175141e15662ad72db74923400484e6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d5ad1",
                            table="careleavers_userevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="userevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="e234fa71e72f2d70d6c890e1f901dce447a0e84c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_db9be",
                            table="careleavers_userevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="youngperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="c9d1960296b474d4b078a99ec0c84e9ae0004cde",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_edbd9",
                            table="careleavers_youngperson",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="youngperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_youngpersonevent" ("communication_needs", "date_of_birth", "died_on", "disability", "do_not_write", "ethnicity", "first_name", "gender", "id", "is_parent", "is_restricted", "is_unaccompanied", "language", "last_name", "local_id", "needs_interpreter", "nhs_number", "ni_number", "other_names", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_name", "pronouns", "recorded_at", "recorded_by_id", "revision", "ssda903_id", "team_id", "upn") VALUES (OLD."communication_needs", OLD."date_of_birth", OLD."died_on", OLD."disability", OLD."do_not_write", OLD."ethnicity", OLD."first_name", OLD."gender", OLD."id", OLD."is_parent", OLD."is_restricted", OLD."is_unaccompanied", OLD."language", OLD."last_name", OLD."local_id", OLD."needs_interpreter", OLD."nhs_number", OLD."ni_number", OLD."other_names", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."preferred_name", OLD."pronouns", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."ssda903_id", OLD."team_id", OLD."upn"); RETURN NULL;',
                            hash="8996939c618bbf9ff933567eae610da5039f5e6f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b2f0c",
                            table="careleavers_youngperson",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="youngperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_youngpersonevent" ("communication_needs", "date_of_birth", "died_on", "disability", "do_not_write", "ethnicity", "first_name", "gender", "id", "is_parent", "is_restricted", "is_unaccompanied", "language", "last_name", "local_id", "needs_interpreter", "nhs_number", "ni_number", "other_names", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_name", "pronouns", "recorded_at", "recorded_by_id", "revision", "ssda903_id", "team_id", "upn") VALUES (OLD."communication_needs", OLD."date_of_birth", OLD."died_on", OLD."disability", OLD."do_not_write", OLD."ethnicity", OLD."first_name", OLD."gender", OLD."id", OLD."is_parent", OLD."is_restricted", OLD."is_unaccompanied", OLD."language", OLD."last_name", OLD."local_id", OLD."needs_interpreter", OLD."nhs_number", OLD."ni_number", OLD."other_names", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."preferred_name", OLD."pronouns", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."ssda903_id", OLD."team_id", OLD."upn"); RETURN NULL;',
                            hash="bc83a09952c47ab8b0052260031bfbfa67c0d1c3",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9ea52",
                            table="careleavers_youngperson",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="warningnoteevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="20f36448c3497d926354d554726f5006489a66ed",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d89d2",
                            table="careleavers_warningnoteevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="warningnoteevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="a2ab6f8c861a785c87d53b13b1fcf28fd1a0695a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_6d251",
                            table="careleavers_warningnoteevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="warningnote",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="8bb08aa2fa807fa86d700903c094553b325485ec",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_3305a",
                            table="careleavers_warningnote",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="warningnote",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_warningnoteevent" ("ended_on", "id", "kind", "person_id", "person_told_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "review_on", "revision", "text", "why_not_told") VALUES (OLD."ended_on", OLD."id", OLD."kind", OLD."person_id", OLD."person_told_on", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."review_on", OLD."revision", OLD."text", OLD."why_not_told"); RETURN NULL;',
                            hash="62689560f23207b2296057e80a391dd4dd1e9523",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7ed32",
                            table="careleavers_warningnote",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="warningnote",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_warningnoteevent" ("ended_on", "id", "kind", "person_id", "person_told_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "review_on", "revision", "text", "why_not_told") VALUES (OLD."ended_on", OLD."id", OLD."kind", OLD."person_id", OLD."person_told_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."review_on", OLD."revision", OLD."text", OLD."why_not_told"); RETURN NULL;',
                            hash="6c5735f384fded9444af1ae50b76074c831b0bd3",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_20c93",
                            table="careleavers_warningnote",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="statusfactevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3520c15e26d553363cdc6287b02d26c0dc4c1fdc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ee437",
                            table="careleavers_statusfactevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="statusfactevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="a46fd9e04f05c7db444fcc64c1336f4bb532f9d7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_f7738",
                            table="careleavers_statusfactevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="statusfact",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="169e91ce67849644798987caf69b578b2f1ac169",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_1c38e",
                            table="careleavers_statusfact",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="statusfact",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_statusfactevent" ("ends_on", "id", "kind", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "source", "starts_on") VALUES (OLD."ends_on", OLD."id", OLD."kind", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."source", OLD."starts_on"); RETURN NULL;',
                            hash="3c04116060fe6951e65e2f95d14474e88bb8f026",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8d23a",
                            table="careleavers_statusfact",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="statusfact",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_statusfactevent" ("ends_on", "id", "kind", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "source", "starts_on") VALUES (OLD."ends_on", OLD."id", OLD."kind", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."source", OLD."starts_on"); RETURN NULL;',
                            hash="f954ed4f7022c68a28ce6888f0aa7b869de01050",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2e2e4",
                            table="careleavers_statusfact",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="statusdecisionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2cba4664a9255b3593bf21629bf69c21b5b5769b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3f409",
                            table="careleavers_statusdecisionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="statusdecisionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="913bc4eabea309cb9181d758574c24d0caf6c326",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_0f3c1",
                            table="careleavers_statusdecisionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="statusdecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_statusdecisionevent" ("decided_on", "fingerprint", "flag", "id", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id") VALUES (OLD."decided_on", OLD."fingerprint", OLD."flag", OLD."id", OLD."outcome", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id"); RETURN NULL;',
                            hash="3bc8d6decca3fbd828bed198daf4cbba881970b9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_36131",
                            table="careleavers_statusdecision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="statusdecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_statusdecisionevent" ("decided_on", "fingerprint", "flag", "id", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id") VALUES (OLD."decided_on", OLD."fingerprint", OLD."flag", OLD."id", OLD."outcome", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id"); RETURN NULL;',
                            hash="7d51cc21326247847a21dec58f2084f2c4a4fdd7",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_0f41a",
                            table="careleavers_statusdecision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="restrictedaccessevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8ed71174b974f38c352bded208b13dff2a4f37bc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3f220",
                            table="careleavers_restrictedaccessevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="restrictedaccessevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="09bfbd6f9d9bc7adbbce9ac7b1342480020a4c2c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_d8e76",
                            table="careleavers_restrictedaccessevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="restrictedaccess",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_restrictedaccessevent" ("ends_on", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "starts_on", "user_id") VALUES (OLD."ends_on", OLD."id", OLD."kind", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."starts_on", OLD."user_id"); RETURN NULL;',
                            hash="106d4788b090ee91b988e100463e436e32b4ad47",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9e7da",
                            table="careleavers_restrictedaccess",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="restrictedaccess",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_restrictedaccessevent" ("ends_on", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "starts_on", "user_id") VALUES (OLD."ends_on", OLD."id", OLD."kind", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."starts_on", OLD."user_id"); RETURN NULL;',
                            hash="6d63feea6e2a778129a3b594302a7ba598907de7",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f5f1f",
                            table="careleavers_restrictedaccess",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="occupationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f52b42013627fdd2145196a07da4de4e04c9da59",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_27d64",
                            table="careleavers_occupationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="occupationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="0499eb49291c19884415aa2746105f55a6560616",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_e1da7",
                            table="careleavers_occupationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="occupation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="cdf1db3a43ac24aa57b11d2385b2c5cb0fa67d08",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_33905",
                            table="careleavers_occupation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="occupation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_occupationevent" ("code", "detail", "ends_on", "id", "last_confirmed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "source", "starts_on") VALUES (OLD."code", OLD."detail", OLD."ends_on", OLD."id", OLD."last_confirmed_on", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."source", OLD."starts_on"); RETURN NULL;',
                            hash="b6c804815f4d537f9b43e443605907c9e09ebc0d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f0a69",
                            table="careleavers_occupation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="occupation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_occupationevent" ("code", "detail", "ends_on", "id", "last_confirmed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "source", "starts_on") VALUES (OLD."code", OLD."detail", OLD."ends_on", OLD."id", OLD."last_confirmed_on", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."source", OLD."starts_on"); RETURN NULL;',
                            hash="65d6e8d800691d3d5a90a67c3aa3606453a6fad8",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_0e0c5",
                            table="careleavers_occupation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="observationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b11d52cb66f3068c168f89711cc8cad3a3652645",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a89f2",
                            table="careleavers_observationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="observationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="557799b77ea8cb204bb9ca181b53f0fef7cd73ac",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_7b492",
                            table="careleavers_observationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="observation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_observationevent" ("accommodation", "activity", "id", "in_touch", "observed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "year") VALUES (OLD."accommodation", OLD."activity", OLD."id", OLD."in_touch", OLD."observed_on", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."source", OLD."year"); RETURN NULL;',
                            hash="ed0c725bae11a1d456f2f84a8086eb2fea191fda",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_83bb7",
                            table="careleavers_observation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="observation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_observationevent" ("accommodation", "activity", "id", "in_touch", "observed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "year") VALUES (OLD."accommodation", OLD."activity", OLD."id", OLD."in_touch", OLD."observed_on", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."source", OLD."year"); RETURN NULL;',
                            hash="f47eefbc800d73b897b4c1247e5103e97e633e27",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_69f75",
                            table="careleavers_observation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="involvementevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f633660be156690be26103c5bbb44b620b539c84",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2067e",
                            table="careleavers_involvementevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="involvementevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="a784cff2809c3975c25ca589e41c9826379724d8",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_72fa1",
                            table="careleavers_involvementevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="involvement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="21b0b9dc4d8440b034315278f9c98dd5a55aef41",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_5ea3f",
                            table="careleavers_involvement",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="involvement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_involvementevent" ("ends_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_closed", "reason_opened", "recorded_at", "recorded_by_id", "revision", "starts_on") VALUES (OLD."ends_on", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason_closed", OLD."reason_opened", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."starts_on"); RETURN NULL;',
                            hash="01a1af023ec5b6cf7d2c63b358606de5934b937c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9ec3f",
                            table="careleavers_involvement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="involvement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_involvementevent" ("ends_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_closed", "reason_opened", "recorded_at", "recorded_by_id", "revision", "starts_on") VALUES (OLD."ends_on", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason_closed", OLD."reason_opened", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."starts_on"); RETURN NULL;',
                            hash="11fa8a075d5da94cfc52e141e2830bcbca4b59c4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_7ddc3",
                            table="careleavers_involvement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="homeevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="07b26c2887c01695f23ac0b4be2bdeeffabb1be0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1894f",
                            table="careleavers_homeevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="homeevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="9a8fb643f7201684fd14648ac075739efe4f85d6",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_1fbe5",
                            table="careleavers_homeevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="home",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="333ff94dfc85598e7d18766b927e201efe52b930",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_40354",
                            table="careleavers_home",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="home",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_homeevent" ("address", "ends_on", "id", "is_suitable", "kind", "last_confirmed_on", "move_planned", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "provided_by_authority", "provider", "recorded_at", "recorded_by_id", "revision", "safe_to_use", "source", "starts_on", "suitability_reason", "uprn") VALUES (OLD."address", OLD."ends_on", OLD."id", OLD."is_suitable", OLD."kind", OLD."last_confirmed_on", OLD."move_planned", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."postcode", OLD."provided_by_authority", OLD."provider", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."safe_to_use", OLD."source", OLD."starts_on", OLD."suitability_reason", OLD."uprn"); RETURN NULL;',
                            hash="505df52b78c8df7554eee57559e8b87d9e321df4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f782f",
                            table="careleavers_home",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="home",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_homeevent" ("address", "ends_on", "id", "is_suitable", "kind", "last_confirmed_on", "move_planned", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "provided_by_authority", "provider", "recorded_at", "recorded_by_id", "revision", "safe_to_use", "source", "starts_on", "suitability_reason", "uprn") VALUES (OLD."address", OLD."ends_on", OLD."id", OLD."is_suitable", OLD."kind", OLD."last_confirmed_on", OLD."move_planned", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."postcode", OLD."provided_by_authority", OLD."provider", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."safe_to_use", OLD."source", OLD."starts_on", OLD."suitability_reason", OLD."uprn"); RETURN NULL;',
                            hash="952e1344e465e71f531e8402aae7762702ad5809",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_46b0b",
                            table="careleavers_home",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="followupevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7e26db347d00e24a60af744017b2a12795cd1535",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_66037",
                            table="careleavers_followupevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="followupevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="374a820624932f58fb1c090a7ef0d02e5ee98290",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_30b2d",
                            table="careleavers_followupevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="followup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="8484cf15e824ac7f26fb132d056e0f4a4b7f4842",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_45fb6",
                            table="careleavers_followup",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="followup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_followupevent" ("assigned_to_id", "contact_id", "done_by_id", "done_on", "due_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "text") VALUES (OLD."assigned_to_id", OLD."contact_id", OLD."done_by_id", OLD."done_on", OLD."due_on", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."text"); RETURN NULL;',
                            hash="8afae09043a3cd21004f7e196e5a06f724186915",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6edf8",
                            table="careleavers_followup",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="followup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_followupevent" ("assigned_to_id", "contact_id", "done_by_id", "done_on", "due_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "text") VALUES (OLD."assigned_to_id", OLD."contact_id", OLD."done_by_id", OLD."done_on", OLD."due_on", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."text"); RETURN NULL;',
                            hash="95c718f80b800ed2d765e92ff769452d6c68ece1",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_16aac",
                            table="careleavers_followup",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="draft",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="32445ada1f1ab29a0b1746b9a522d941de4b7e61",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_7e4ea",
                            table="careleavers_draft",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correspondenceaddressevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="22a7d38fb58cd0bbc6c7938d149fe5710b5f0e9e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3762c",
                            table="careleavers_correspondenceaddressevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correspondenceaddressevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="60a73c7048f130d1f0d37caf67162ed8f0f2ce82",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_7aee4",
                            table="careleavers_correspondenceaddressevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correspondenceaddress",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="a4513a3e1e952102fb3d2a09e0941b9056886e10",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_a0f94",
                            table="careleavers_correspondenceaddress",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correspondenceaddress",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_correspondenceaddressevent" ("address", "care_of", "ends_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "recorded_at", "recorded_by_id", "revision", "safe_to_use", "starts_on") VALUES (OLD."address", OLD."care_of", OLD."ends_on", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."postcode", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."safe_to_use", OLD."starts_on"); RETURN NULL;',
                            hash="d302569e3c423bfa4da5bebc10515f6096b52758",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ccec2",
                            table="careleavers_correspondenceaddress",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correspondenceaddress",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_correspondenceaddressevent" ("address", "care_of", "ends_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "recorded_at", "recorded_by_id", "revision", "safe_to_use", "starts_on") VALUES (OLD."address", OLD."care_of", OLD."ends_on", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."postcode", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."safe_to_use", OLD."starts_on"); RETURN NULL;',
                            hash="46eb2546c21f669dc596aed7d2940b2c8b57561e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_dd3ae",
                            table="careleavers_correspondenceaddress",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contactevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="639ee78fc4d4c9a2902eefc69b6f427e16ef4fb0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5be7d",
                            table="careleavers_contactevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contactevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="0a704d0f859cd4c4284c6301e7463de79291229c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_0e59c",
                            table="careleavers_contactevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contactdetailevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d0c5ccbc7852f2c6f28c76cf528e4cdb04a81127",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4021c",
                            table="careleavers_contactdetailevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contactdetailevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="6a60fd8ce622b13a49bfb90ba209272a5e3e3ad9",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_ec8bf",
                            table="careleavers_contactdetailevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contactdetail",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="928fd40192183fcc1209bec616a82d1163a0895e",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_564ad",
                            table="careleavers_contactdetail",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contactdetail",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_contactdetailevent" ("ends_on", "how_to_use", "id", "is_preferred", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "safe_to_use", "search_value", "starts_on", "value") VALUES (OLD."ends_on", OLD."how_to_use", OLD."id", OLD."is_preferred", OLD."kind", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."safe_to_use", OLD."search_value", OLD."starts_on", OLD."value"); RETURN NULL;',
                            hash="fbdcbd41960db62965d9b8cfe49bb3e80da7809c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5de7f",
                            table="careleavers_contactdetail",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contactdetail",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_contactdetailevent" ("ends_on", "how_to_use", "id", "is_preferred", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "safe_to_use", "search_value", "starts_on", "value") VALUES (OLD."ends_on", OLD."how_to_use", OLD."id", OLD."is_preferred", OLD."kind", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."safe_to_use", OLD."search_value", OLD."starts_on", OLD."value"); RETURN NULL;',
                            hash="0543e8e5efe79abdcf0d13dcba30a6c3b4592b0b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f06f3",
                            table="careleavers_contactdetail",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contact",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_contactevent" ("amendment_reason", "answers_digest", "group_id", "happened_at_time", "happened_on", "id", "is_concern", "is_safeguarding", "method", "minutes", "note", "participants", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_at", "recorded_by_id", "result", "saw_home", "submission_id", "superseded_at", "supersedes_id", "void_reason", "voided_at", "voided_by_id", "worker_id") VALUES (OLD."amendment_reason", OLD."answers_digest", OLD."group_id", OLD."happened_at_time", OLD."happened_on", OLD."id", OLD."is_concern", OLD."is_safeguarding", OLD."method", OLD."minutes", OLD."note", OLD."participants", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."place", OLD."recorded_at", OLD."recorded_by_id", OLD."result", OLD."saw_home", OLD."submission_id", OLD."superseded_at", OLD."supersedes_id", OLD."void_reason", OLD."voided_at", OLD."voided_by_id", OLD."worker_id"); RETURN NULL;',
                            hash="82c9eaa9e32a0291ca19857665dd84c0476135a2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b103e",
                            table="careleavers_contact",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contact",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_contactevent" ("amendment_reason", "answers_digest", "group_id", "happened_at_time", "happened_on", "id", "is_concern", "is_safeguarding", "method", "minutes", "note", "participants", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_at", "recorded_by_id", "result", "saw_home", "submission_id", "superseded_at", "supersedes_id", "void_reason", "voided_at", "voided_by_id", "worker_id") VALUES (OLD."amendment_reason", OLD."answers_digest", OLD."group_id", OLD."happened_at_time", OLD."happened_on", OLD."id", OLD."is_concern", OLD."is_safeguarding", OLD."method", OLD."minutes", OLD."note", OLD."participants", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."recorded_at", OLD."recorded_by_id", OLD."result", OLD."saw_home", OLD."submission_id", OLD."superseded_at", OLD."supersedes_id", OLD."void_reason", OLD."voided_at", OLD."voided_by_id", OLD."worker_id"); RETURN NULL;',
                            hash="7b4664396fea85ecd51fc84074b6d586b3d661e8",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_43e47",
                            table="careleavers_contact",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="careepisodeevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4f4f069477277b60300ef7e49e2b9b4cb84d3f15",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_95ff4",
                            table="careleavers_careepisodeevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="careepisodeevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="f5dcb0326a25662c26a60b9530850245498dbbbe",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_d2620",
                            table="careleavers_careepisodeevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="careepisode",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="06315d766071d634beee25a13ff821173dd8831e",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_ae6d2",
                            table="careleavers_careepisode",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="careepisode",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_careepisodeevent" ("assumed_ended_on", "authority", "ends_on", "home_postcode", "id", "legal_status", "need", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement", "placement_postcode", "placement_provider", "planned_short_break", "reason_ended", "reason_place_change", "reason_started", "recorded_at", "recorded_by_id", "returned_in", "revision", "source", "starts_on", "urn") VALUES (OLD."assumed_ended_on", OLD."authority", OLD."ends_on", OLD."home_postcode", OLD."id", OLD."legal_status", OLD."need", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."placement", OLD."placement_postcode", OLD."placement_provider", OLD."planned_short_break", OLD."reason_ended", OLD."reason_place_change", OLD."reason_started", OLD."recorded_at", OLD."recorded_by_id", OLD."returned_in", OLD."revision", OLD."source", OLD."starts_on", OLD."urn"); RETURN NULL;',
                            hash="cbaf253d13d537e0d64c09575a90cc92fe059aac",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4dc5e",
                            table="careleavers_careepisode",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="careepisode",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_careepisodeevent" ("assumed_ended_on", "authority", "ends_on", "home_postcode", "id", "legal_status", "need", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement", "placement_postcode", "placement_provider", "planned_short_break", "reason_ended", "reason_place_change", "reason_started", "recorded_at", "recorded_by_id", "returned_in", "revision", "source", "starts_on", "urn") VALUES (OLD."assumed_ended_on", OLD."authority", OLD."ends_on", OLD."home_postcode", OLD."id", OLD."legal_status", OLD."need", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."placement", OLD."placement_postcode", OLD."placement_provider", OLD."planned_short_break", OLD."reason_ended", OLD."reason_place_change", OLD."reason_started", OLD."recorded_at", OLD."recorded_by_id", OLD."returned_in", OLD."revision", OLD."source", OLD."starts_on", OLD."urn"); RETURN NULL;',
                            hash="04c0edf623b085151602f8da7dd8c689d7a91e4a",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d2f07",
                            table="careleavers_careepisode",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="allocationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="5511d005ce0713577e4066317145ec87b972bbab",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0d31e",
                            table="careleavers_allocationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="allocationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="e43a084dbf59a1bb18482e8899391e77307202e6",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_2ca1b",
                            table="careleavers_allocationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="allocation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="b68c107aa6414a7f91c49c166a8de2ccecaa16b8",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_57d8f",
                            table="careleavers_allocation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="allocation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_allocationevent" ("ends_on", "id", "is_planned", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "revision", "role", "starts_on", "team_id", "worker_id") VALUES (OLD."ends_on", OLD."id", OLD."is_planned", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."role", OLD."starts_on", OLD."team_id", OLD."worker_id"); RETURN NULL;',
                            hash="4dbb7ec300a9f3616a05f267876d4b9c84acec79",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ce67b",
                            table="careleavers_allocation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="allocation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_allocationevent" ("ends_on", "id", "is_planned", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "revision", "role", "starts_on", "team_id", "worker_id") VALUES (OLD."ends_on", OLD."id", OLD."is_planned", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."role", OLD."starts_on", OLD."team_id", OLD."worker_id"); RETURN NULL;',
                            hash="39df33ba4217036c91a28a78f2ac7c176f46b2dd",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_80410",
                            table="careleavers_allocation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="alertevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c00ca8947f2eb2f7fa8ff09f640d060eda62a943",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a9929",
                            table="careleavers_alertevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="alertevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="1e2241e3382f7cbd0122d96764bc5f597b99cc8b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_7aeb5",
                            table="careleavers_alertevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="alert",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "careleavers_alertevent" ("also_for_id", "because", "closed_because", "closed_by_kind", "closed_on", "code", "cycle_started_on", "due_on", "id", "managers_only", "not_for", "opened_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "text") VALUES (OLD."also_for_id", OLD."because", OLD."closed_because", OLD."closed_by_kind", OLD."closed_on", OLD."code", OLD."cycle_started_on", OLD."due_on", OLD."id", OLD."managers_only", OLD."not_for", OLD."opened_on", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."source", OLD."text"); RETURN NULL;',
                            hash="d05ed865db9c7c2aaa08d7ce86f47878b50b2b4b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_51538",
                            table="careleavers_alert",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="alert",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "careleavers_alertevent" ("also_for_id", "because", "closed_because", "closed_by_kind", "closed_on", "code", "cycle_started_on", "due_on", "id", "managers_only", "not_for", "opened_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "text") VALUES (OLD."also_for_id", OLD."because", OLD."closed_because", OLD."closed_by_kind", OLD."closed_on", OLD."code", OLD."cycle_started_on", OLD."due_on", OLD."id", OLD."managers_only", OLD."not_for", OLD."opened_on", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."text"); RETURN NULL;',
                            hash="863f2a05e5670f2c95fac456a68e858b5068fe9e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_493a6",
                            table="careleavers_alert",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="youngpersonevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9a121d4d302c14d6780d46505dd9c3d8f2ac6563",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6ed35",
                            table="careleavers_youngpersonevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="youngpersonevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="beeef4a35e81992da7d93958b7702bc3d9c4ee59",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_0c521",
                            table="careleavers_youngpersonevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
