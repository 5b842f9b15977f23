import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from careleavers.migrations._grouping import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("careleavers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            operations=[
                migrations.CreateModel(
                    name="FrozenQuarter",
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
                        ("ends_on", models.DateField(db_comment="record-keeping", unique=True)),
                        ("frozen_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                    ],
                    options={
                        "ordering": ["-ends_on"],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenFigure",
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
                            "quarter",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="reporting.frozenquarter",
                            ),
                        ),
                        ("measure", models.CharField(db_comment="record-keeping", max_length=20)),
                        ("measure_version", models.PositiveSmallIntegerField(db_comment="record-keeping")),
                        ("cohort", models.CharField(db_comment="record-keeping", max_length=10)),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="careleavers.team",
                            ),
                        ),
                        ("in_no_caseload", models.BooleanField(db_comment="record-keeping", default=False)),
                        ("n", models.PositiveIntegerField(db_comment="record-keeping")),
                        ("d", models.PositiveIntegerField(db_comment="record-keeping")),
                        ("target", models.PositiveSmallIntegerField(db_comment="record-keeping")),
                        ("terms", models.JSONField(blank=True, db_comment="record-keeping", default=dict)),
                        ("revision", models.PositiveSmallIntegerField(db_comment="record-keeping", default=1)),
                        ("frozen_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="personal data",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, db_comment="record-keeping", max_length=300)),
                    ],
                    options={
                        "ordering": ["-quarter__ends_on", "cohort", "measure", "-revision"],
                        "indexes": [
                            models.Index(fields=["team", "in_no_caseload", "cohort", "measure"], name="figure_by_scope")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("quarter", "measure", "cohort", "team", "in_no_caseload", "revision"),
                                name="figure_revision_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(condition=models.Q(("n__lte", models.F("d"))), name="figure_n_of_d"),
                            models.CheckConstraint(
                                condition=models.Q(("team", None), ("in_no_caseload", False), _connector="OR"),
                                name="figure_of_team_or_of_nobodys",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "figure",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="reporting.frozenfigure",
                            ),
                        ),
                        ("person_id", models.UUIDField(db_comment="personal data")),
                        (
                            "state",
                            models.CharField(
                                choices=[("not_met", "Not_Met"), ("met", "Met"), ("excluded", "Excluded")],
                                db_comment="sensitive personal data",
                                max_length=8,
                            ),
                        ),
                        ("reason", models.CharField(db_comment="sensitive personal data", max_length=24)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("figure", "person_id"), name="frozen_member_once")
                        ],
                    },
                ),
            ],
        ),
        Together(
            operations=[
                pgtrigger.migrations.AddTrigger(
                    model_name="frozenmember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8935a2c5c60ce17215d2f764b33c2094972ff903",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_c7ad4",
                            table="reporting_frozenmember",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="frozenfigure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="cb65681ea52c421f8d16007b31a44d05229f9b43",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_9dbe4",
                            table="reporting_frozenfigure",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
