from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("careleavers", "0003_overlaps_by_person"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="page",
            field=models.CharField(default="/", max_length=200),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="draft",
            name="kind",
            field=models.CharField(
                choices=[
                    ("contact", "Note of a contact"),
                    ("plan", "Pathway plan"),
                    ("plan_review", "Review of the plan"),
                    ("needs_assessment", "Needs assessment"),
                ],
                default="contact",
                max_length=20,
            ),
        ),
    ]
