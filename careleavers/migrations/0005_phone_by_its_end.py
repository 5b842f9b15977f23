import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("careleavers", "0004_draft_page"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contactdetail",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("normal", name="gin_trgm_ops"), name="detail_by_end"
            ),
        ),
    ]
