"""Months are frozen beside quarters: the model has another name, its table and column keep theirs; stretch targets."""

import django.db.models.deletion
from django.db import migrations, models

# What a reader of the views is told stays what it says: quarters.
FIGURES = (
    "CREATE OR REPLACE VIEW bi.frozen_figures WITH (security_barrier) AS "
    "SELECT quarter.ends_on AS quarter_ends_on, measure, measure_version, cohort, team_id, in_no_caseload, n, d,"
    " target, revision, revision = max(revision) OVER ("
    "PARTITION BY quarter_id, measure, cohort, team_id, in_no_caseload) AS is_latest,"
    " figure.frozen_at FROM reporting_frozenfigure AS figure"
    " JOIN reporting_frozenquarter AS quarter ON quarter.id = figure.quarter_id"
)
OF_QUARTERS = " WHERE EXTRACT(month FROM quarter.ends_on) IN (3, 6, 9, 12)"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0010_report_mail")]

    operations = []
