"""A view of what happened in frozen quarters, beside that of their figures. `manage.py grant_bi_access` lets it be read."""

from __future__ import annotations

from django.db import migrations

ROW = "What happened in a quarter as it was frozen, each of its revisions; of a team only what there was."
QUERY = (
    "SELECT period.ends_on AS quarter_ends_on, measure, measure_version, team_id, in_no_caseload, people, amount, n, d,"
    " target, stretch, revision, revision = max(revision) OVER ("
    "PARTITION BY period_id, measure, team_id, in_no_caseload) AS is_latest, happening.frozen_at"
    " FROM reporting_frozenhappening AS happening JOIN reporting_frozenquarter AS period ON period.id = period_id"
)
COLUMNS = {
    "quarter_ends_on": "the last day of the quarter in which it happened",
    "measure": "such as B_AND_B",
    "measure_version": "raised when its meaning changes",
    "team_id": "whose; empty: the whole authority, or nobody''s caseload",
    "in_no_caseload": "of those whose case nobody held on the last day",
    "people": "how many young people; small numbers are not hidden here",
    "amount": "how many nights, posts, interviews and so on; of a share, the same as d",
    "n": "of a share, such as TENANCIES_KEPT: how many count; of others the same as d",
    "d": "of a share: of how many; of others how many rows it was added up from",
    "target": "in percent of a share, else a number for the whole authority; empty: none",
    "stretch": "the stretch target in percent of a share; empty: none",
    "revision": "counted from 1",
    "is_latest": "whether no later revision has replaced it",
    "frozen_at": "when it was frozen",
}


class Migration(migrations.Migration):
    dependencies = [("reporting", "0013_what_happened_in_frozen_quarters")]

    operations = [
        migrations.RunSQL(
            [
                f"CREATE VIEW bi.frozen_happenings WITH (security_barrier) AS {QUERY}",
                f"COMMENT ON VIEW bi.frozen_happenings IS '{ROW}'",
                *(
                    f"COMMENT ON COLUMN bi.frozen_happenings.{column} IS 'record-keeping: {says}'"
                    for column, says in COLUMNS.items()
                ),
            ],
            ["DROP VIEW bi.frozen_happenings"],
        )
    ]
