import uuid

import django.contrib.postgres.fields
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
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            operations=[
                migrations.CreateModel(
                    name="LetterBatch",
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
                        ("letter_count", models.PositiveIntegerField(db_comment="record-keeping")),
                        ("pdf", models.BinaryField(db_comment="personal data")),
                        ("pdf_sha256", models.CharField(db_comment="record-keeping", max_length=64)),
                    ],
                    options={
                        "verbose_name_plural": "letter batches",
                        "ordering": ["-recorded_at"],
                    },
                ),
                migrations.CreateModel(
                    name="LocalOffer",
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
                        ("version", models.PositiveIntegerField(db_comment="record-keeping", unique=True)),
                        ("title", models.CharField(db_comment="record-keeping", max_length=120)),
                        ("introduction", models.TextField(blank=True, db_comment="record-keeping")),
                        (
                            "consulted",
                            models.TextField(
                                blank=True,
                                db_comment="record-keeping",
                                verbose_name="who was asked, and what they said",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("published", "Published")],
                                db_comment="record-keeping",
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("published_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="personal data",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-version"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")), fields=("state",), name="offer_one_draft"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_on__isnull", True), ("state", "draft")),
                                    models.Q(("published_on__isnull", False), ("state", "published")),
                                    _connector="OR",
                                ),
                                name="offer_published_has_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
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
                                related_name="letters",
                                to="careleavers.youngperson",
                            ),
                        ),
                        ("occasion", models.CharField(db_comment="personal data", max_length=10)),
                        ("occurrence_on", models.DateField(db_comment="personal data")),
                        ("template_version", models.CharField(db_comment="record-keeping", max_length=20)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "To approve"),
                                    ("on_hold", "On hold"),
                                    ("approved", "Approved, being made"),
                                    ("rendered", "Ready to print"),
                                    ("printed", "Printed, to post"),
                                    ("posted", "Posted"),
                                    ("returned", "Came back"),
                                    ("hand_delivery", "To give by hand"),
                                    ("given", "Given by hand"),
                                    ("needs_attention", "Could not be made"),
                                    ("cancelled", "Cancelled"),
                                    ("withdrawn", "To take out of the pile"),
                                    ("not_wanted", "Not written to, as they wish"),
                                ],
                                db_comment="record-keeping",
                                default="planned",
                                max_length=16,
                            ),
                        ),
                        ("planned_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "hold_reasons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=300),
                                blank=True,
                                db_comment="sensitive personal data",
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approved_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "reference",
                            models.UUIDField(
                                db_comment="record-keeping", default=uuid.uuid4, editable=False, unique=True
                            ),
                        ),
                        (
                            "approved_despite",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=1000),
                        ),
                        ("content", models.JSONField(blank=True, db_comment="personal data", null=True)),
                        (
                            "offer",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="offers.localoffer",
                            ),
                        ),
                        ("pdf_sha256", models.CharField(blank=True, db_comment="record-keeping", max_length=64)),
                        (
                            "notify_id",
                            models.UUIDField(blank=True, db_comment="record-keeping", null=True, unique=True),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(db_comment="record-keeping", default=0)),
                        ("lease_until", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        ("next_attempt_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "last_error",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=300),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="offers.letterbatch",
                            ),
                        ),
                        ("reprints", models.PositiveSmallIntegerField(db_comment="record-keeping", default=0)),
                        ("withdrawn_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("posted_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("returned_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "returned_reason",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                        ("given_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "given_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="personal data",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cancelled_reason",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=2000),
                        ),
                    ],
                    options={
                        "ordering": ["occurrence_on", "person__sort_name", "id"],
                        "indexes": [
                            models.Index(fields=["status", "occurrence_on"], name="letter_by_status"),
                            models.Index(
                                condition=models.Q(
                                    ("status", "approved"),
                                    models.Q(("pdf_sha256", ""), ("status", "hand_delivery")),
                                    _connector="OR",
                                ),
                                fields=["occurrence_on"],
                                name="letter_to_make",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "occasion", "occurrence_on"), name="letter_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "status__in",
                                            ["approved", "rendered", "printed", "withdrawn", "hand_delivery"],
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("approved_at__isnull", False), ("content__isnull", False)),
                                    _connector="OR",
                                ),
                                name="letter_approved_is_frozen",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["rendered", "printed"]), _negated=True),
                                    models.Q(("pdf_sha256", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="letter_printable_has_pdf",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "on_hold"), _negated=True),
                                    models.Q(("hold_reasons", []), _negated=True),
                                    _connector="OR",
                                ),
                                name="letter_on_hold_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "needs_attention"), _negated=True),
                                    models.Q(("last_error", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="letter_attention_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "printed"), _negated=True),
                                    ("batch__isnull", False),
                                    _connector="OR",
                                ),
                                name="letter_printed_in_batch",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "withdrawn"), _negated=True),
                                    models.Q(
                                        ("batch__isnull", False),
                                        ("withdrawn_on__isnull", False),
                                        models.Q(("hold_reasons", []), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="letter_withdrawn_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["posted", "returned"]), _negated=True),
                                    ("posted_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="letter_posted_has_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "returned"), _negated=True),
                                    ("returned_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="letter_returned_has_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "given"), _negated=True),
                                    ("given_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="letter_given_has_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterFile",
                    fields=[
                        (
                            "letter",
                            models.OneToOneField(
                                db_comment="record-keeping",
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="file",
                                serialize=False,
                                to="offers.letter",
                            ),
                        ),
                        ("pdf", models.BinaryField(db_comment="personal data")),
                        ("made_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                    ],
                ),
                migrations.CreateModel(
                    name="LetterEvent",
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
                                to="offers.letter",
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
                        ("occasion", models.CharField(db_comment="personal data", max_length=10)),
                        ("occurrence_on", models.DateField(db_comment="personal data")),
                        ("template_version", models.CharField(db_comment="record-keeping", max_length=20)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "To approve"),
                                    ("on_hold", "On hold"),
                                    ("approved", "Approved, being made"),
                                    ("rendered", "Ready to print"),
                                    ("printed", "Printed, to post"),
                                    ("posted", "Posted"),
                                    ("returned", "Came back"),
                                    ("hand_delivery", "To give by hand"),
                                    ("given", "Given by hand"),
                                    ("needs_attention", "Could not be made"),
                                    ("cancelled", "Cancelled"),
                                    ("withdrawn", "To take out of the pile"),
                                    ("not_wanted", "Not written to, as they wish"),
                                ],
                                db_comment="record-keeping",
                                default="planned",
                                max_length=16,
                            ),
                        ),
                        ("planned_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
                        (
                            "hold_reasons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=300),
                                blank=True,
                                db_comment="sensitive personal data",
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "approved_by",
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
                        ("approved_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "reference",
                            models.UUIDField(db_comment="record-keeping", default=uuid.uuid4, editable=False),
                        ),
                        (
                            "approved_despite",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=1000),
                        ),
                        ("content", models.JSONField(blank=True, db_comment="personal data", null=True)),
                        (
                            "offer",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="offers.localoffer",
                            ),
                        ),
                        ("pdf_sha256", models.CharField(blank=True, db_comment="record-keeping", max_length=64)),
                        ("notify_id", models.UUIDField(blank=True, db_comment="record-keeping", null=True)),
                        ("attempts", models.PositiveSmallIntegerField(db_comment="record-keeping", default=0)),
                        ("lease_until", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        ("next_attempt_at", models.DateTimeField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "last_error",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=300),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                db_comment="record-keeping",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="offers.letterbatch",
                            ),
                        ),
                        ("reprints", models.PositiveSmallIntegerField(db_comment="record-keeping", default=0)),
                        ("withdrawn_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("posted_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        ("returned_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "returned_reason",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=200),
                        ),
                        ("given_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "given_by",
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
                            "cancelled_reason",
                            models.CharField(blank=True, db_comment="sensitive personal data", max_length=2000),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LocalOfferEvent",
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
                                to="offers.localoffer",
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
                        ("version", models.PositiveIntegerField(db_comment="record-keeping")),
                        ("title", models.CharField(db_comment="record-keeping", max_length=120)),
                        ("introduction", models.TextField(blank=True, db_comment="record-keeping")),
                        (
                            "consulted",
                            models.TextField(
                                blank=True,
                                db_comment="record-keeping",
                                verbose_name="who was asked, and what they said",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("published", "Published")],
                                db_comment="record-keeping",
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("published_on", models.DateField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "approved_by",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OfferEntry",
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
                            "offer",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="offers.localoffer",
                            ),
                        ),
                        (
                            "area",
                            models.CharField(
                                choices=[
                                    ("health", "Health and well-being"),
                                    ("relationships", "Relationships"),
                                    ("education", "Education and training"),
                                    ("employment", "Employment"),
                                    ("accommodation", "Accommodation"),
                                    ("participation", "Participation in society"),
                                    ("financial_literacy", "Financial literacy"),
                                ],
                                db_comment="record-keeping",
                                max_length=20,
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[("statutory", "The law gives it"), ("discretionary", "We choose to give it")],
                                db_comment="record-keeping",
                                max_length=13,
                                verbose_name="who gives it",
                            ),
                        ),
                        ("title", models.CharField(db_comment="record-keeping", max_length=100)),
                        ("text", models.TextField(db_comment="record-keeping", max_length=600)),
                        (
                            "statuses",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                db_comment="record-keeping",
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "age_from",
                            models.PositiveSmallIntegerField(blank=True, db_comment="record-keeping", null=True),
                        ),
                        (
                            "age_to",
                            models.PositiveSmallIntegerField(blank=True, db_comment="record-keeping", null=True),
                        ),
                        ("amount", models.PositiveIntegerField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "how_to_claim",
                            models.CharField(
                                blank=True,
                                db_comment="record-keeping",
                                max_length=300,
                                verbose_name="how to ask for it",
                            ),
                        ),
                        (
                            "owner",
                            models.CharField(
                                blank=True,
                                db_comment="record-keeping",
                                max_length=120,
                                verbose_name="who is responsible for it",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(db_comment="record-keeping", default=0)),
                    ],
                    options={
                        "verbose_name_plural": "offer entries",
                        "ordering": ["order", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("age_from__isnull", True),
                                    ("age_to__isnull", True),
                                    ("age_to__gte", models.F("age_from")),
                                    _connector="OR",
                                ),
                                name="entry_ages_in_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfferEntryEvent",
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
                                to="offers.offerentry",
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
                            "offer",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="offers.localoffer",
                            ),
                        ),
                        (
                            "area",
                            models.CharField(
                                choices=[
                                    ("health", "Health and well-being"),
                                    ("relationships", "Relationships"),
                                    ("education", "Education and training"),
                                    ("employment", "Employment"),
                                    ("accommodation", "Accommodation"),
                                    ("participation", "Participation in society"),
                                    ("financial_literacy", "Financial literacy"),
                                ],
                                db_comment="record-keeping",
                                max_length=20,
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[("statutory", "The law gives it"), ("discretionary", "We choose to give it")],
                                db_comment="record-keeping",
                                max_length=13,
                                verbose_name="who gives it",
                            ),
                        ),
                        ("title", models.CharField(db_comment="record-keeping", max_length=100)),
                        ("text", models.TextField(db_comment="record-keeping", max_length=600)),
                        (
                            "statuses",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                db_comment="record-keeping",
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "age_from",
                            models.PositiveSmallIntegerField(blank=True, db_comment="record-keeping", null=True),
                        ),
                        (
                            "age_to",
                            models.PositiveSmallIntegerField(blank=True, db_comment="record-keeping", null=True),
                        ),
                        ("amount", models.PositiveIntegerField(blank=True, db_comment="record-keeping", null=True)),
                        (
                            "how_to_claim",
                            models.CharField(
                                blank=True,
                                db_comment="record-keeping",
                                max_length=300,
                                verbose_name="how to ask for it",
                            ),
                        ),
                        (
                            "owner",
                            models.CharField(
                                blank=True,
                                db_comment="record-keeping",
                                max_length=120,
                                verbose_name="who is responsible for it",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(db_comment="record-keeping", default=0)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LetterFileEvent",
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
                                to="offers.letterfile",
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
                            "letter",
                            models.ForeignKey(
                                db_comment="record-keeping",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                serialize=False,
                                to="offers.letter",
                            ),
                        ),
                        ("made_at", models.DateTimeField(auto_now_add=True, db_comment="record-keeping")),
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
                    model_name="letterfile",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."letter_id" IS DISTINCT FROM (NEW."letter_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at"))',
                            func='INSERT INTO "offers_letterfileevent" ("letter_id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."letter_id", OLD."made_at", _pgh_attach_context(), NOW(), \'update\', OLD."letter_id"); RETURN NULL;',
                            hash="a42c33f8cf0f807504eff0ba5a5b9c1d368fdbeb",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_67185",
                            table="offers_letterfile",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letterfile",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "offers_letterfileevent" ("letter_id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."letter_id", OLD."made_at", _pgh_attach_context(), NOW(), \'delete\', OLD."letter_id"); RETURN NULL;',
                            hash="fec7ffca9367238512161acd37951b2bf1437285",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_37807",
                            table="offers_letterfile",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="localoffer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_is_frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"state\" = 'published')",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1edd7959d5d74af36fa5c6210c390dfe7b083549",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_published_is_frozen_a0600",
                            table="offers_localoffer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="localoffer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="95640139f7129b8bf62aba1a346fc0117f0d0a10",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_9bf5a",
                            table="offers_localoffer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="localoffer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "offers_localofferevent" ("approved_by_id", "consulted", "id", "introduction", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "recorded_at", "recorded_by_id", "revision", "state", "title", "version") VALUES (OLD."approved_by_id", OLD."consulted", OLD."id", OLD."introduction", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."published_on", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."state", OLD."title", OLD."version"); RETURN NULL;',
                            hash="29f5b89c2cbc05f373bef0b8db32bc9013927ef7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_65cb5",
                            table="offers_localoffer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="localoffer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "offers_localofferevent" ("approved_by_id", "consulted", "id", "introduction", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "recorded_at", "recorded_by_id", "revision", "state", "title", "version") VALUES (OLD."approved_by_id", OLD."consulted", OLD."id", OLD."introduction", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_on", OLD."recorded_at", OLD."recorded_by_id", OLD."revision", OLD."state", OLD."title", OLD."version"); RETURN NULL;',
                            hash="8489f345e2a12876295f5e0bceb9ab59a2c60a29",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_be230",
                            table="offers_localoffer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letterevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2a804e5dc6092c0676f8071e8d07e21f35090843",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ebeb5",
                            table="offers_letterevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letterevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="f4f97c7d0c0f6e67128166413589bb8606fca291",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_abf3f",
                            table="offers_letterevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letter",
                    trigger=pgtrigger.compiler.Trigger(
                        name="letter_words_are_frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.content IS NOT NULL AND NEW.content IS NOT NULL AND OLD.content IS DISTINCT FROM NEW.content)",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="61bd72e4a723c189e782f8f4e807e3b9201250cd",
                            operation="UPDATE",
                            pgid="pgtrigger_letter_words_are_frozen_ed6d0",
                            table="offers_letter",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letter",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "offers_letterevent" ("approved_at", "approved_by_id", "approved_despite", "attempts", "batch_id", "cancelled_reason", "content", "given_by_id", "given_on", "hold_reasons", "id", "last_error", "lease_until", "next_attempt_at", "notify_id", "occasion", "occurrence_on", "offer_id", "pdf_sha256", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "posted_on", "reference", "reprints", "returned_on", "returned_reason", "status", "template_version", "withdrawn_on") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."approved_despite", OLD."attempts", OLD."batch_id", OLD."cancelled_reason", OLD."content", OLD."given_by_id", OLD."given_on", OLD."hold_reasons", OLD."id", OLD."last_error", OLD."lease_until", OLD."next_attempt_at", OLD."notify_id", OLD."occasion", OLD."occurrence_on", OLD."offer_id", OLD."pdf_sha256", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."planned_at", OLD."posted_on", OLD."reference", OLD."reprints", OLD."returned_on", OLD."returned_reason", OLD."status", OLD."template_version", OLD."withdrawn_on"); RETURN NULL;',
                            hash="55aa30d39094223ed1e350d001c86d1a9c53b5eb",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_562f9",
                            table="offers_letter",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letter",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "offers_letterevent" ("approved_at", "approved_by_id", "approved_despite", "attempts", "batch_id", "cancelled_reason", "content", "given_by_id", "given_on", "hold_reasons", "id", "last_error", "lease_until", "next_attempt_at", "notify_id", "occasion", "occurrence_on", "offer_id", "pdf_sha256", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "posted_on", "reference", "reprints", "returned_on", "returned_reason", "status", "template_version", "withdrawn_on") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."approved_despite", OLD."attempts", OLD."batch_id", OLD."cancelled_reason", OLD."content", OLD."given_by_id", OLD."given_on", OLD."hold_reasons", OLD."id", OLD."last_error", OLD."lease_until", OLD."next_attempt_at", OLD."notify_id", OLD."occasion", OLD."occurrence_on", OLD."offer_id", OLD."pdf_sha256", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."planned_at", OLD."posted_on", OLD."reference", OLD."reprints", OLD."returned_on", OLD."returned_reason", OLD."status", OLD."template_version", OLD."withdrawn_on"); RETURN NULL;',
                            hash="45c0f78e2386404f965be9eb5763fcb7e930962a",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_491a8",
                            table="offers_letter",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="localofferevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ffab2fd9eb8e32ba99dba5da971bba0ab0f5efb0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1dc1c",
                            table="offers_localofferevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="localofferevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="9ec3a20c7417f4da89f7082a46a46c0b1bbfe39f",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_d9776",
                            table="offers_localofferevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="offerentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="entry_is_frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF EXISTS (\n                        SELECT 1 FROM offers_localoffer\n                        WHERE id IN (OLD.offer_id, NEW.offer_id) AND state = 'published'\n                    ) THEN\n                        RAISE EXCEPTION 'This version of the local offer was published and cannot be changed.';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN\n                        RETURN OLD;\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="0e35ed7011845e954e2e313ee2b20209cad2e3c4",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_entry_is_frozen_e6962",
                            table="offers_offerentry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="offerentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_revision",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.revision = OLD.revision + 1; RETURN NEW;",
                            hash="9e2667692a2ed2273ab85309a69e460144046712",
                            operation="UPDATE",
                            pgid="pgtrigger_count_revision_36249",
                            table="offers_offerentry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="offerentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "offers_offerentryevent" ("age_from", "age_to", "amount", "area", "basis", "how_to_claim", "id", "offer_id", "order", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "statuses", "text", "title") VALUES (OLD."age_from", OLD."age_to", OLD."amount", OLD."area", OLD."basis", OLD."how_to_claim", OLD."id", OLD."offer_id", OLD."order", OLD."owner", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."revision", OLD."statuses", OLD."text", OLD."title"); RETURN NULL;',
                            hash="9895fae970cc40379282fd5c4a29785e87c023d3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_68e59",
                            table="offers_offerentry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="offerentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "offers_offerentryevent" ("age_from", "age_to", "amount", "area", "basis", "how_to_claim", "id", "offer_id", "order", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "statuses", "text", "title") VALUES (OLD."age_from", OLD."age_to", OLD."amount", OLD."area", OLD."basis", OLD."how_to_claim", OLD."id", OLD."offer_id", OLD."order", OLD."owner", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revision", OLD."statuses", OLD."text", OLD."title"); RETURN NULL;',
                            hash="0eec4d15a786e7ee75eff2c96f17e68f21d45628",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f86fe",
                            table="offers_offerentry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="offerentryevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="bf0a12cdaf36651d20568c3ecb5f7563e38b8c5d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c62a6",
                            table="offers_offerentryevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="offerentryevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="af11a8fcf3e8ae2f091fbf97764a7f03680165ab",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_c9f59",
                            table="offers_offerentryevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letterfileevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="75cbbdc86ad9462dede74b71ca9d1fafd2dd936c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_813d2",
                            table="offers_letterfileevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="letterfileevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
                            hash="9a00ff5212849948a52a0da56ea6eb269e37b053",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_85d2a",
                            table="offers_letterfileevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
