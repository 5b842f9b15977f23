"""Months are frozen beside quarters: the model has another name, and its table and column keep theirs."""

import django.db.models.deletion
from django.db import migrations, models

# The view of frozen figures stays what it says: figures of quarters.
FIGURES = (
    "CREATE OR REPLACE VIEW bi.frozen_figures WITH (security_barrier) AS"
    " SELECT quarter.ends_on AS quarter_ends_on, measure, measure_version, cohort, team_id, in_no_caseload, n, d,"
    " target, revision, revision = max(revision) OVER ("
    "PARTITION BY quarter_id, measure, cohort, team_id, in_no_caseload) AS is_latest,"
    " figure.frozen_at FROM reporting_frozenfigure AS figure"
    " JOIN reporting_frozenquarter AS quarter ON quarter.id = figure.quarter_id"
)
OF_QUARTERS = " WHERE EXTRACT(month FROM quarter.ends_on) IN (3, 6, 9, 12)"
FIELDS = ["period", "measure", "cohort", "team", "in_no_caseload", "revision"]


class Migration(migrations.Migration):
    dependencies = [("reporting", "0010_report_mail")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelTable(name="frozenquarter", table="reporting_frozenquarter"),
                migrations.RenameModel(old_name="FrozenQuarter", new_name="FrozenPeriod"),
                migrations.RemoveConstraint(model_name="frozenfigure", name="figure_revision_once"),
                migrations.RenameField(model_name="frozenfigure", old_name="quarter", new_name="period"),
                migrations.AlterField(
                    model_name="frozenfigure",
                    name="period",
                    field=models.ForeignKey(
                        db_column="quarter_id",
                        db_comment="record-keeping",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="reporting.frozenperiod",
                    ),
                ),
                migrations.AlterModelOptions(
                    name="frozenfigure",
                    options={"ordering": ["-period__ends_on", "cohort", "measure", "-revision"]},
                ),
                migrations.AddConstraint(
                    model_name="frozenfigure",
                    constraint=models.UniqueConstraint(
                        fields=FIELDS, name="figure_revision_once", nulls_distinct=False
                    ),
                ),
            ],
        ),
        migrations.RunSQL([FIGURES + OF_QUARTERS], [FIGURES]),
    ]
