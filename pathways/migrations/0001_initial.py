import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from careleavers.migrations._grouping import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("careleavers", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            operations=[
                migrations.CreateModel(
                    name="NeedsAssessment",
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
                                related_name="needs_assessments",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("eligible", "Eligible child: Schedule 8 to the Care Planning Regulations 2010"),
                                    (
                                        "full",
                                        "Relevant or former relevant: Schedule 1 to the Care Leavers Regulations 2010",
                                    ),
                                    (
                                        "education",
                                        "Education at 21 to 25 under section 23CA: Schedule 1, paragraphs 1 to 4",
                                    ),
                                ],
                                db_comment="record-keeping",
                                max_length=12,
                            ),
                        ),
                        ("started_on", models.DateField(db_comment="record-keeping")),
                        ("completed_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "written_by",
                            models.ForeignKey(
                                db_comment="personal data",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "own_words",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="what the young person says, in their own words",
                            ),
                        ),
                        (
                            "views_of_others",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="who else was asked, and what they think",
                            ),
                        ),
                        (
                            "conclusion",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="what follows for the plan",
                            ),
                        ),
                        (
                            "needs",
                            models.JSONField(
                                db_comment="sensitive personal data",
                                default=dict,
                                verbose_name="what they need, by code",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-started_on", "-recorded_at"],
                        "indexes": [models.Index(fields=["person", "completed_on"], name="assessment_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("completed_on__isnull", True),
                                    ("completed_on__gte", models.F("started_on")),
                                    _connector="OR",
                                ),
                                name="assessment_completed_after_start",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("completed_on__isnull", True)),
                                fields=("person",),
                                name="one_unfinished_assessment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NeedsAssessmentEvent",
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
                                to="pathways.needsassessment",
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
                            "basis",
                            models.CharField(
                                choices=[
                                    ("eligible", "Eligible child: Schedule 8 to the Care Planning Regulations 2010"),
                                    (
                                        "full",
                                        "Relevant or former relevant: Schedule 1 to the Care Leavers Regulations 2010",
                                    ),
                                    (
                                        "education",
                                        "Education at 21 to 25 under section 23CA: Schedule 1, paragraphs 1 to 4",
                                    ),
                                ],
                                db_comment="record-keeping",
                                max_length=12,
                            ),
                        ),
                        ("started_on", models.DateField(db_comment="record-keeping")),
                        ("completed_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "written_by",
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
                            "own_words",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="what the young person says, in their own words",
                            ),
                        ),
                        (
                            "views_of_others",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="who else was asked, and what they think",
                            ),
                        ),
                        (
                            "conclusion",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="what follows for the plan",
                            ),
                        ),
                        (
                            "needs",
                            models.JSONField(
                                db_comment="sensitive personal data",
                                default=dict,
                                verbose_name="what they need, by code",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PathwayPlan",
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
                            models.OneToOneField(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pathway_plan",
                                to="careleavers.youngperson",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PathwayPlanEvent",
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
                                to="pathways.pathwayplan",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanReview",
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
                            "plan",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="pathways.pathwayplan",
                            ),
                        ),
                        ("held_on", models.DateField(db_comment="record-keeping")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("regular", "The regular review"),
                                    ("after_move", "They moved"),
                                    ("requested", "They asked for it"),
                                    ("crisis", "A crisis, or the risk of one"),
                                    ("other", "Another reason"),
                                ],
                                db_comment="record-keeping",
                                default="regular",
                                max_length=10,
                            ),
                        ),
                        ("chaired_by", models.CharField(db_comment="personal data", max_length=120)),
                        (
                            "person_took_part",
                            models.BooleanField(db_comment="personal data", verbose_name="the young person took part"),
                        ),
                        (
                            "why_not_there",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=300),
                        ),
                        (
                            "own_words",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="what they say, in their own words",
                            ),
                        ),
                        (
                            "summary",
                            models.TextField(
                                db_comment="sensitive personal data", verbose_name="what was found, and what changes"
                            ),
                        ),
                        (
                            "next_within_months",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(6),
                                ],
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-held_on", "-recorded_at"],
                        "indexes": [
                            models.Index(fields=["plan", "held_on"], name="review_by_plan"),
                            models.Index(fields=["held_on", "plan"], name="review_by_day"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_within_months__isnull", True),
                                    ("next_within_months__range", (1, 6)),
                                    _connector="OR",
                                ),
                                name="review_interval",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanReviewEvent",
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
                                to="pathways.planreview",
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
                            "plan",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="pathways.pathwayplan",
                            ),
                        ),
                        ("held_on", models.DateField(db_comment="record-keeping")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("regular", "The regular review"),
                                    ("after_move", "They moved"),
                                    ("requested", "They asked for it"),
                                    ("crisis", "A crisis, or the risk of one"),
                                    ("other", "Another reason"),
                                ],
                                db_comment="record-keeping",
                                default="regular",
                                max_length=10,
                            ),
                        ),
                        ("chaired_by", models.CharField(db_comment="personal data", max_length=120)),
                        (
                            "person_took_part",
                            models.BooleanField(db_comment="personal data", verbose_name="the young person took part"),
                        ),
                        (
                            "why_not_there",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=300),
                        ),
                        (
                            "own_words",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="what they say, in their own words",
                            ),
                        ),
                        (
                            "summary",
                            models.TextField(
                                db_comment="sensitive personal data", verbose_name="what was found, and what changes"
                            ),
                        ),
                        (
                            "next_within_months",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(6),
                                ],
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanStatusPeriod",
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
                        ("starts_on", models.DateField(db_comment="record-keeping")),
                        ("ends_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="plan_statuses",
                                to="careleavers.youngperson",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("no_plan", "No plan yet"),
                                    ("in_date", "In date"),
                                    ("overdue", "Out of date"),
                                ],
                                db_comment="personal data",
                                max_length=10,
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("duty_code", models.CharField(blank=True, db_comment="record-keeping", max_length=40)),
                        ("because", models.TextField(blank=True, db_comment="personal data")),
                        (
                            "source",
                            models.CharField(
                                blank=True, db_comment="record-keeping", max_length=120, verbose_name="legal reference"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_on"],
                        "indexes": [models.Index(fields=["person", "starts_on"], name="plan_status_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True), ("ends_on__gt", models.F("starts_on")), _connector="OR"
                                ),
                                name="plan_status_ends_after_start",
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
                                name="one_plan_status_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanVersion",
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
                            "plan",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="pathways.pathwayplan",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(db_comment="record-keeping")),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("eligible", "Eligible child: Schedule 8 to the Care Planning Regulations 2010"),
                                    (
                                        "full",
                                        "Relevant or former relevant: Schedule 1 to the Care Leavers Regulations 2010",
                                    ),
                                    (
                                        "education",
                                        "Education at 21 to 25 under section 23CA: Schedule 1, paragraphs 1 to 4",
                                    ),
                                ],
                                db_comment="record-keeping",
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being written"),
                                    ("submitted", "Waiting to be authorised"),
                                    ("returned", "Returned with a comment"),
                                    ("authorised", "Authorised"),
                                ],
                                db_comment="record-keeping",
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "own_words",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="what they want, in their own words",
                            ),
                        ),
                        (
                            "not_agreed",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="what we do not agree on, in their words",
                            ),
                        ),
                        (
                            "views_of_others",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="who else was asked, and what they think",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                db_comment="personal data",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "author_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), db_comment="personal data", default=list, size=None
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("returned_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "returned_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("return_comment", models.TextField(blank=True, db_comment="sensitive personal data")),
                        ("authorised_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "authorised_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("authorised_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "ordering": ["-number"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "authorised")),
                                fields=["plan", "authorised_on"],
                                name="plan_authorised",
                            ),
                            models.Index(
                                condition=models.Q(("state", "authorised")),
                                fields=["authorised_on", "plan"],
                                name="plan_authorised_by_day",
                            ),
                            models.Index(
                                condition=models.Q(("state", "submitted")),
                                fields=["submitted_at"],
                                name="plan_to_authorise",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "authorised"), _negated=True),
                                fields=("plan",),
                                name="one_plan_version_being_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("authorised_by__isnull", True),
                                    models.Q(
                                        models.Q(("authorised_by", models.F("written_by")), _negated=True),
                                        models.Q(("authorised_by", models.F("submitted_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_authorised_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    django.db.models.lookups.IsNull(
                                        models.Func(
                                            models.F("author_ids"),
                                            models.F("authorised_by"),
                                            function="array_position",
                                            output_field=models.IntegerField(),
                                        ),
                                        True,
                                    )
                                ),
                                name="plan_authorised_by_no_author",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("authorised_at__isnull", False),
                                        ("authorised_by__isnull", False),
                                        ("authorised_on__isnull", False),
                                        ("state", "authorised"),
                                        ("submitted_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("state", "authorised"), _negated=True),
                                        ("authorised_at__isnull", True),
                                        ("authorised_by__isnull", True),
                                        ("authorised_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_authorised_in_full",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_comment", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="plan_returned_with_comment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanMatter",
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
                            "version",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="matters",
                                to="pathways.planversion",
                            ),
                        ),
                        ("code", models.CharField(db_comment="record-keeping", max_length=16)),
                        (
                            "needs",
                            models.TextField(
                                blank=True, db_comment="sensitive personal data", verbose_name="what they need"
                            ),
                        ),
                        (
                            "how_met",
                            models.TextField(
                                blank=True, db_comment="sensitive personal data", verbose_name="how it will be met"
                            ),
                        ),
                        (
                            "own_words",
                            models.TextField(
                                blank=True, db_comment="sensitive personal data", verbose_name="what they say about it"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("version", "code"), name="plan_matter_once")],
                    },
                ),
                migrations.CreateModel(
                    name="PlanAction",
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
                            "version",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="actions",
                                to="pathways.planversion",
                            ),
                        ),
                        ("matter_code", models.CharField(db_comment="record-keeping", max_length=16)),
                        ("what", models.CharField(db_comment="sensitive personal data", max_length=300)),
                        (
                            "owed_by",
                            models.CharField(
                                choices=[("council", "Us, the council"), ("young_person", "The young person")],
                                db_comment="record-keeping",
                                max_length=12,
                                verbose_name="who owes it",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_comment="personal data",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_actions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "passed_to",
                            models.ForeignKey(
                                blank=True,
                                db_comment="personal data",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("by_when", models.DateField(db_comment="record-keeping")),
                        (
                            "how_we_know",
                            models.CharField(
                                blank=True,
                                db_comment="sensitive personal data",
                                max_length=300,
                                verbose_name="how we will know that it is done",
                            ),
                        ),
                        (
                            "carried_from",
                            models.OneToOneField(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried_into",
                                to="pathways.planaction",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "To do"),
                                    ("done", "Done"),
                                    ("changed", "Changed with agreement"),
                                    ("not_done", "Not done"),
                                    ("carried", "Carried into the next plan"),
                                ],
                                db_comment="record-keeping",
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("done_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("outcome", models.CharField(blank=True, db_comment="sensitive personal data", max_length=500)),
                    ],
                    options={
                        "ordering": ["by_when", "recorded_at"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["owner", "by_when"],
                                name="plan_action_open",
                            ),
                            models.Index(fields=["version", "by_when"], name="plan_action_by_version"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_on__isnull", False), ("status", "done")),
                                    models.Q(models.Q(("status", "done"), _negated=True), ("done_on__isnull", True)),
                                    _connector="OR",
                                ),
                                name="plan_action_done_has_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["changed", "not_done"]), _negated=True),
                                    models.Q(("outcome", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="plan_action_not_kept_has_outcome",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanCopy",
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
                            "version",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="copies",
                                to="pathways.planversion",
                            ),
                        ),
                        ("given_on", models.DateField(db_comment="record-keeping")),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("post", "By post"),
                                    ("email", "By email"),
                                    ("phone", "To their phone"),
                                    ("other", "Another way"),
                                ],
                                db_comment="record-keeping",
                                max_length=10,
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                db_comment="personal data",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "was_explained",
                            models.BooleanField(
                                db_comment="record-keeping", verbose_name="what it says was explained to them"
                            ),
                        ),
                        (
                            "why_not_explained",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=300),
                        ),
                    ],
                    options={
                        "ordering": ["-given_on", "-recorded_at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "given_on", "how"), name="plan_copy_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("was_explained", True),
                                    models.Q(("why_not_explained", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="plan_copy_explained_or_why_not",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanMatterEvent",
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
                                to="pathways.planmatter",
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
                        (
                            "version",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="pathways.planversion",
                            ),
                        ),
                        ("code", models.CharField(db_comment="record-keeping", max_length=16)),
                        (
                            "needs",
                            models.TextField(
                                blank=True, db_comment="sensitive personal data", verbose_name="what they need"
                            ),
                        ),
                        (
                            "how_met",
                            models.TextField(
                                blank=True, db_comment="sensitive personal data", verbose_name="how it will be met"
                            ),
                        ),
                        (
                            "own_words",
                            models.TextField(
                                blank=True, db_comment="sensitive personal data", verbose_name="what they say about it"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanCopyEvent",
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
                                to="pathways.plancopy",
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
                            "version",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="pathways.planversion",
                            ),
                        ),
                        ("given_on", models.DateField(db_comment="record-keeping")),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("post", "By post"),
                                    ("email", "By email"),
                                    ("phone", "To their phone"),
                                    ("other", "Another way"),
                                ],
                                db_comment="record-keeping",
                                max_length=10,
                            ),
                        ),
                        (
                            "given_by",
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
                            "was_explained",
                            models.BooleanField(
                                db_comment="record-keeping", verbose_name="what it says was explained to them"
                            ),
                        ),
                        (
                            "why_not_explained",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=300),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanActionEvent",
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
                                to="pathways.planaction",
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
                            "version",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="pathways.planversion",
                            ),
                        ),
                        ("matter_code", models.CharField(db_comment="record-keeping", max_length=16)),
                        ("what", models.CharField(db_comment="sensitive personal data", max_length=300)),
                        (
                            "owed_by",
                            models.CharField(
                                choices=[("council", "Us, the council"), ("young_person", "The young person")],
                                db_comment="record-keeping",
                                max_length=12,
                                verbose_name="who owes it",
                            ),
                        ),
                        (
                            "owner",
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
                        (
                            "passed_to",
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
                        ("by_when", models.DateField(db_comment="record-keeping")),
                        (
                            "how_we_know",
                            models.CharField(
                                blank=True,
                                db_comment="sensitive personal data",
                                max_length=300,
                                verbose_name="how we will know that it is done",
                            ),
                        ),
                        (
                            "carried_from",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="pathways.planaction",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "To do"),
                                    ("done", "Done"),
                                    ("changed", "Changed with agreement"),
                                    ("not_done", "Not done"),
                                    ("carried", "Carried into the next plan"),
                                ],
                                db_comment="record-keeping",
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("done_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("outcome", models.CharField(blank=True, db_comment="sensitive personal data", max_length=500)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanVersionEvent",
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
                                to="pathways.planversion",
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
                            "plan",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="pathways.pathwayplan",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(db_comment="record-keeping")),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("eligible", "Eligible child: Schedule 8 to the Care Planning Regulations 2010"),
                                    (
                                        "full",
                                        "Relevant or former relevant: Schedule 1 to the Care Leavers Regulations 2010",
                                    ),
                                    (
                                        "education",
                                        "Education at 21 to 25 under section 23CA: Schedule 1, paragraphs 1 to 4",
                                    ),
                                ],
                                db_comment="record-keeping",
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being written"),
                                    ("submitted", "Waiting to be authorised"),
                                    ("returned", "Returned with a comment"),
                                    ("authorised", "Authorised"),
                                ],
                                db_comment="record-keeping",
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "own_words",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="what they want, in their own words",
                            ),
                        ),
                        (
                            "not_agreed",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="what we do not agree on, in their words",
                            ),
                        ),
                        (
                            "views_of_others",
                            models.TextField(
                                blank=True,
                                db_comment="sensitive personal data",
                                verbose_name="who else was asked, and what they think",
                            ),
                        ),
                        (
                            "written_by",
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
                            "author_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), db_comment="personal data", default=list, size=None
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "submitted_by",
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
                        ("returned_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "returned_by",
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
                        ("return_comment", models.TextField(blank=True, db_comment="sensitive personal data")),
                        ("authorised_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "authorised_by",
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
                        ("authorised_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DueItem",
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
                                related_name="due_items",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("code", models.CharField(db_comment="sensitive personal data", max_length=40)),
                        ("started_on", models.DateField(db_comment="record-keeping")),
                        ("due_on", models.DateField(db_comment="record-keeping")),
                        ("text", models.CharField(db_comment="sensitive personal data", max_length=200)),
                        (
                            "because",
                            models.TextField(
                                blank=True, db_comment="sensitive personal data", verbose_name="why it is due"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True, db_comment="record-keeping", max_length=120, verbose_name="legal reference"
                            ),
                        ),
                        ("closed_by_kind", models.CharField(blank=True, db_comment="record-keeping", max_length=30)),
                    ],
                    options={
                        "ordering": ["due_on", "code"],
                        "indexes": [models.Index(fields=["person", "due_on", "code"], name="due_item_by_person")],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "code", "started_on"), name="due_item_once")
                        ],
                    },
                ),
            ],
        ),
        Together(
            operations=[
                pgtrigger.migrations.AddTrigger(
                    model_name="needsassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="685874d28b9eb7688842e38dfa0d679be7397e8f",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_21236",
                            table="pathways_needsassessment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needsassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "pathways_needsassessmentevent" ("basis", "completed_on", "conclusion", "id", "needs", "own_words", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "started_on", "views_of_others", "written_by_id") VALUES (OLD."basis", OLD."completed_on", OLD."conclusion", OLD."id", OLD."needs", OLD."own_words", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."started_on", OLD."views_of_others", OLD."written_by_id"); RETURN NULL;',
                            hash="eb6f5d75672b4dfe2e8dc3ae974825deb9b2f3e7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b0b6c",
                            table="pathways_needsassessment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needsassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "pathways_needsassessmentevent" ("basis", "completed_on", "conclusion", "id", "needs", "own_words", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "started_on", "views_of_others", "written_by_id") VALUES (OLD."basis", OLD."completed_on", OLD."conclusion", OLD."id", OLD."needs", OLD."own_words", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."started_on", OLD."views_of_others", OLD."written_by_id"); RETURN NULL;',
                            hash="b51e375b796bcbabb2953ee7ff9398f96263f756",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_74729",
                            table="pathways_needsassessment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needsassessmentevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a894f0132a11ae16be9a19ed5afcf4564dbf6e84",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_81fa3",
                            table="pathways_needsassessmentevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needsassessmentevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="53774352dac3d34bda872f0a38ea730c8551f7a5",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_5c621",
                            table="pathways_needsassessmentevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="pathwayplan",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "pathways_pathwayplanevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id"); RETURN NULL;',
                            hash="d6314c1764452ccafb053f87a6c17f8cf51f312c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_772b8",
                            table="pathways_pathwayplan",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="pathwayplan",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "pathways_pathwayplanevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id"); RETURN NULL;',
                            hash="e2195a9a9dc0eb57e4441bfadfd8156ce48e45e9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c2c50",
                            table="pathways_pathwayplan",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="pathwayplanevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="692af20ea2048a345e408012701d0c741a404151",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_25cf7",
                            table="pathways_pathwayplanevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="pathwayplanevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="4be19d5d0183b4224b27e0094ec52437d0406f85",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_b3488",
                            table="pathways_pathwayplanevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "pathways_planreviewevent" ("chaired_by", "held_on", "id", "next_within_months", "own_words", "person_took_part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "recorded_at", "recorded_by_id", "summary", "why_not_there") VALUES (OLD."chaired_by", OLD."held_on", OLD."id", OLD."next_within_months", OLD."own_words", OLD."person_took_part", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."plan_id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."summary", OLD."why_not_there"); RETURN NULL;',
                            hash="c8908592107a681d97a942ba28a435645a2b0a57",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_08c37",
                            table="pathways_planreview",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "pathways_planreviewevent" ("chaired_by", "held_on", "id", "next_within_months", "own_words", "person_took_part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "recorded_at", "recorded_by_id", "summary", "why_not_there") VALUES (OLD."chaired_by", OLD."held_on", OLD."id", OLD."next_within_months", OLD."own_words", OLD."person_took_part", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."summary", OLD."why_not_there"); RETURN NULL;',
                            hash="c4ad16eff6c37ffdecaf9054dd307d90c8690789",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6aaab",
                            table="pathways_planreview",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planreviewevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e62849d7c1ad218bfbeabe571e81c3a3bbc2b5be",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_64698",
                            table="pathways_planreviewevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planreviewevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="b600729756f53a4af56f0cad7635e61b09c194db",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_b593c",
                            table="pathways_planreviewevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="authorised_is_frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"state\" = 'authorised')",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="bceaef13fba834bd0df2564b27dab66ffb9328d6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_authorised_is_frozen_c36af",
                            table="pathways_planversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="5791309fe5c99d5a95e6f450079b69947ddc6b84",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_ba0b7",
                            table="pathways_planversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "pathways_planversionevent" ("author_ids", "authorised_at", "authorised_by_id", "authorised_on", "basis", "id", "not_agreed", "number", "own_words", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_at", "recorded_by_id", "return_comment", "returned_at", "returned_by_id", "revision", "state", "submitted_at", "submitted_by_id", "views_of_others", "written_by_id") VALUES (OLD."author_ids", OLD."authorised_at", OLD."authorised_by_id", OLD."authorised_on", OLD."basis", OLD."id", OLD."not_agreed", OLD."number", OLD."own_words", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."plan_id", OLD."recorded_at", OLD."recorded_by_id", OLD."return_comment", OLD."returned_at", OLD."returned_by_id", OLD."revision", OLD."state", OLD."submitted_at", OLD."submitted_by_id", OLD."views_of_others", OLD."written_by_id"); RETURN NULL;',
                            hash="a68cd2ba830be524b80421e3b47f04e207963929",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_02ad9",
                            table="pathways_planversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "pathways_planversionevent" ("author_ids", "authorised_at", "authorised_by_id", "authorised_on", "basis", "id", "not_agreed", "number", "own_words", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "recorded_at", "recorded_by_id", "return_comment", "returned_at", "returned_by_id", "revision", "state", "submitted_at", "submitted_by_id", "views_of_others", "written_by_id") VALUES (OLD."author_ids", OLD."authorised_at", OLD."authorised_by_id", OLD."authorised_on", OLD."basis", OLD."id", OLD."not_agreed", OLD."number", OLD."own_words", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."recorded_at", OLD."recorded_by_id", OLD."return_comment", OLD."returned_at", OLD."returned_by_id", OLD."revision", OLD."state", OLD."submitted_at", OLD."submitted_by_id", OLD."views_of_others", OLD."written_by_id"); RETURN NULL;',
                            hash="29dbbfe9066e4ef8ad8c5fb9b54d152fc410bf33",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c2b07",
                            table="pathways_planversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planmatterevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a368627f053ec46d4cd8d33ffdda8aeb4e4d0b26",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_fbba4",
                            table="pathways_planmatterevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planmatterevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="5a3cca56a62aa5660d38ad16a2d6ecb5fa8fd4aa",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_c4897",
                            table="pathways_planmatterevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planmatter",
                    trigger=pgtrigger.compiler.Trigger(
                        name="matter_is_frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF TG_OP = 'UPDATE' AND NOT (TRUE) THEN\n                RETURN NEW;\n            END IF;\n            IF EXISTS (\n                SELECT 1 FROM pathways_planversion\n                WHERE id IN (OLD.version_id, NEW.version_id) AND state = 'authorised'\n            ) THEN\n                RAISE EXCEPTION 'This version of the plan was authorised and cannot be changed.';\n            END IF;\n            IF TG_OP = 'DELETE' THEN\n                RETURN OLD;\n            END IF;\n            RETURN NEW;\n        ",
                            hash="5f66bb37b145542adff5e8cf6c4fdf3af7c45f27",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_matter_is_frozen_d19e8",
                            table="pathways_planmatter",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planmatter",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="87237b8a747b27d9e22cb407cc0027bc35b2d954",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_d27a9",
                            table="pathways_planmatter",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planmatter",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "pathways_planmatterevent" ("code", "how_met", "id", "needs", "own_words", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "version_id") VALUES (OLD."code", OLD."how_met", OLD."id", OLD."needs", OLD."own_words", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."revision", OLD."version_id"); RETURN NULL;',
                            hash="64f86e8f280dc0dff1213ba0e6997faa23563798",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5f402",
                            table="pathways_planmatter",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planmatter",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "pathways_planmatterevent" ("code", "how_met", "id", "needs", "own_words", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "version_id") VALUES (OLD."code", OLD."how_met", OLD."id", OLD."needs", OLD."own_words", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revision", OLD."version_id"); RETURN NULL;',
                            hash="899baa5caaccfc8109ecd027ec660ef42eff3066",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5846b",
                            table="pathways_planmatter",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="plancopyevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="656d5cbdff1f8655728892366e07870ea0099088",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_14768",
                            table="pathways_plancopyevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="plancopyevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="ce4672c5e82d80c581ccfeac9100816255973dce",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_755b9",
                            table="pathways_plancopyevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="plancopy",
                    trigger=pgtrigger.compiler.Trigger(
                        name="copy_of_what_was_authorised",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM pathways_planversion\n                        WHERE id = NEW.version_id AND state = 'authorised' AND authorised_on <= NEW.given_on\n                    ) THEN\n                        RAISE EXCEPTION 'A copy is given of a version that was authorised by that day.';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="c2e177512083c849800444bb386adfbd3be529d8",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_copy_of_what_was_authorised_4b952",
                            table="pathways_plancopy",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="plancopy",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "pathways_plancopyevent" ("given_by_id", "given_on", "how", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "version_id", "was_explained", "why_not_explained") VALUES (OLD."given_by_id", OLD."given_on", OLD."how", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."version_id", OLD."was_explained", OLD."why_not_explained"); RETURN NULL;',
                            hash="1f1f3aa4916170915b996ba70d095d4dd953c417",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_84d28",
                            table="pathways_plancopy",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="plancopy",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "pathways_plancopyevent" ("given_by_id", "given_on", "how", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "version_id", "was_explained", "why_not_explained") VALUES (OLD."given_by_id", OLD."given_on", OLD."how", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."version_id", OLD."was_explained", OLD."why_not_explained"); RETURN NULL;',
                            hash="4ef8aa213b6bc302561901b44ea914aa0fe8c451",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8e2e7",
                            table="pathways_plancopy",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planactionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f3a30fa95830d4c6938d82e919b29be352325b89",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ff6d0",
                            table="pathways_planactionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planactionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="92f89b9dd9221d04591b6bb7be5dd83be428fb2c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_165e0",
                            table="pathways_planactionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planaction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="action_is_frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF TG_OP = 'UPDATE' AND NOT (NEW.id IS DISTINCT FROM OLD.id OR NEW.version_id IS DISTINCT FROM OLD.version_id OR NEW.matter_code IS DISTINCT FROM OLD.matter_code OR NEW.what IS DISTINCT FROM OLD.what OR NEW.owed_by IS DISTINCT FROM OLD.owed_by OR NEW.owner_id IS DISTINCT FROM OLD.owner_id OR NEW.by_when IS DISTINCT FROM OLD.by_when OR NEW.how_we_know IS DISTINCT FROM OLD.how_we_know OR NEW.carried_from_id IS DISTINCT FROM OLD.carried_from_id) THEN\n                RETURN NEW;\n            END IF;\n            IF EXISTS (\n                SELECT 1 FROM pathways_planversion\n                WHERE id IN (OLD.version_id, NEW.version_id) AND state = 'authorised'\n            ) THEN\n                RAISE EXCEPTION 'This version of the plan was authorised and cannot be changed.';\n            END IF;\n            IF TG_OP = 'DELETE' THEN\n                RETURN OLD;\n            END IF;\n            RETURN NEW;\n        ",
                            hash="240bcf70ee425c7185cc2237409e83f7aa25a66a",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_action_is_frozen_a4302",
                            table="pathways_planaction",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planaction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="804d743ad9fc5cc25ded38535e295e31bf8bbcd3",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_c2d39",
                            table="pathways_planaction",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planaction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "pathways_planactionevent" ("by_when", "carried_from_id", "done_on", "how_we_know", "id", "matter_code", "outcome", "owed_by", "owner_id", "passed_to_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "status", "version_id", "what") VALUES (OLD."by_when", OLD."carried_from_id", OLD."done_on", OLD."how_we_know", OLD."id", OLD."matter_code", OLD."outcome", OLD."owed_by", OLD."owner_id", OLD."passed_to_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."status", OLD."version_id", OLD."what"); RETURN NULL;',
                            hash="2c742a25d92e46194810323afe59d8c7f88c38e9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a7949",
                            table="pathways_planaction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planaction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "pathways_planactionevent" ("by_when", "carried_from_id", "done_on", "how_we_know", "id", "matter_code", "outcome", "owed_by", "owner_id", "passed_to_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "revision", "status", "version_id", "what") VALUES (OLD."by_when", OLD."carried_from_id", OLD."done_on", OLD."how_we_know", OLD."id", OLD."matter_code", OLD."outcome", OLD."owed_by", OLD."owner_id", OLD."passed_to_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."status", OLD."version_id", OLD."what"); RETURN NULL;',
                            hash="8a4a032ec0c6f7052e21f8d3485c5cbc398aa144",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_12a6c",
                            table="pathways_planaction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planversionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="91e357d2c5bd780cf5adf07e3d13243e6d3694b4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a58c6",
                            table="pathways_planversionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="planversionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="f9d249036d4c8c12ef06ab8fc4fefaa09a737373",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_1a1b1",
                            table="pathways_planversionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
