"""What the council's own reports may read: no name, no free text, nothing beside the views, and the product's numbers.

Each view says itself, as comments in the database, what is in its columns and how sensitive that is; docs/bi.md lists
the same: `UPDATE_BI=yes pytest -n0 tests/reporting/test_bi_views.py` writes the list.
"""

from __future__ import annotations

import os
import re
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from careleavers.models import Contact
from careleavers.models.sensitivity import DECLARED, PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules import codes
from careleavers.rules.code_sets import Activity, Band, HomeKind, Status
from careleavers.rules.team_scopes import AUTHORITY
from pathways.actions.reconcile import reconcile_alerts
from pathways.rules.clocks import CLOCKS
from reporting.actions.periods import freeze_period
from reporting.models import FrozenFigure
from reporting.queries.figures import Question, count
from reporting.queries.measures import MEASURES
from reporting.rules.cohorts import COHORTS
from reporting.rules.period_measures import PERIOD_MEASURES
from tests.cast import TODAY, Cast
from tests.factories import LetterFactory
from tests.guards.source import ROOT
from tests.reporting.bi import as_reports, asked

pytestmark = pytest.mark.django_db
DOCUMENT = ROOT / "docs" / "bi.md"
LIST = "## The views\n"
LEAST_FIRST = [RECORD_KEEPING, PERSONAL, SENSITIVE]
# Words that are codes, of models that say so by no `choices`: what may be in them.
CODES: dict[str, set[str]] = {
    "careleavers_youngperson.gender": set(codes.ever_valid("SEX")) | {"U"},
    "careleavers_youngperson.ethnicity": set(codes.ever_valid("ETHNIC")),
    "careleavers_statusperiod.status": set(Status),
    "careleavers_statusperiod.band": {"", *Band},
    "careleavers_home.kind": set(HomeKind),
    "careleavers_occupation.code": {*Activity, "F3", "P3"},
    "pathways_planstatusperiod.duty_code": {"", *(clock.code for clock in CLOCKS)},
    "offers_letter.occasion": {str(age) for age in range(16, 26)},
    "reporting_frozenfigure.measure": set(MEASURES),
    "reporting_frozenfigure.cohort": set(COHORTS),
    "reporting_frozenhappening.measure": set(PERIOD_MEASURES),
}
# Columns of a view that have another name than what they show.
SHOWS = {"quarter_ends_on": "ends_on", "is_latest": "revision"}


COLUMNS = """
    SELECT relname, attname, obj_description(pg_class.oid), col_description(pg_class.oid, attnum)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
    WHERE relnamespace = 'bi'::regnamespace ORDER BY pg_class.oid, attnum
"""
READ = """
    SELECT view_name, table_name, column_name FROM information_schema.view_column_usage WHERE view_schema = 'bi'
"""


def fields_read() -> dict[str, dict[str, models.Field[Any, Any]]]:
    """By view, what it reads of the record, by table and column: shown, or asked about in a condition."""
    fields = {
        f"{model._meta.db_table}.{field.column}": field for model in apps.get_models() for field in model._meta.fields
    }
    read: dict[str, dict[str, models.Field[Any, Any]]] = {}
    for view, table, column in asked(READ):
        read.setdefault(view, {})[f"{table}.{column}"] = fields[f"{table}.{column}"]
    return read


def test_no_view_reads_free_text_or_a_name() -> None:
    """By what Postgres says that each reads. Seen to fail: with the place of a contact, and with a name, in a view."""
    for view, read in fields_read().items():
        for column, field in read.items():
            is_code = bool(field.choices) or column in CODES
            assert isinstance(field, WITHOUT_WORDS) or (type(field) is models.CharField and is_code), (view, column)


WITHOUT_WORDS = (
    models.UUIDField,
    models.ForeignKey,
    models.DateField,  # and the instants
    models.BooleanField,
    models.IntegerField,
    models.DecimalField,
)


def test_each_column_says_how_sensitive_it_is() -> None:
    """At least as the model says of what it shows. Seen to fail: with a gender called record-keeping."""
    read = fields_read()
    for view, column, _, says in asked(COLUMNS):
        sensitivity, _, words = says.partition(": ")
        assert sensitivity in DECLARED, (view, column)
        assert words
        # The same name in several tables (a home and its judgements): the most sensitive of them.
        least = [field.db_comment for field in read[view].values() if field.column == SHOWS.get(column, column)]
        if column == "person_id":
            least = [PERSONAL]
        assert LEAST_FIRST.index(sensitivity) >= max(map(LEAST_FIRST.index, least)), (view, column, least)


def test_the_document_lists_every_column() -> None:
    """Seen to fail: with a column added to a view."""
    lines: list[str] = []
    for view, column, row, says in asked(COLUMNS):
        if f"### {view}" not in lines:
            lines += [f"### {view}", "", row, "", "| column | how sensitive | what it says |", "| --- | --- | --- |"]
        sensitivity, _, words = says.partition(": ")
        lines.append(f"| `{column}` | {sensitivity} | {words} |")
    written = "\n".join(lines).replace("\n### ", "\n\n### ") + "\n"
    text = DOCUMENT.read_text()
    if os.environ.get("UPDATE_BI"):
        DOCUMENT.write_text(f"{text.partition(LIST)[0]}{LIST}\n{written}")
    assert DOCUMENT.read_text().partition(LIST)[2].lstrip() == written


# The role


RIGHTS = """
    SELECT 'table', oid::regclass::text, array_agg(right_to) FROM pg_class, unnest(
        ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS right_to
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relnamespace NOT IN ('pg_catalog'::regnamespace,
        'information_schema'::regnamespace) AND has_table_privilege(oid, right_to) GROUP BY oid
    UNION ALL SELECT 'column', attrelid::regclass::text, ARRAY[attname::text] FROM pg_attribute JOIN pg_class
        ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') AND attnum > 0 AND NOT attisdropped
        AND has_column_privilege(attrelid, attnum, 'SELECT, INSERT, UPDATE, REFERENCES')
    UNION ALL SELECT 'sequence', oid::regclass::text, NULL FROM pg_class
    WHERE CASE relkind WHEN 'S' THEN has_sequence_privilege(oid, 'USAGE, SELECT, UPDATE') END
    UNION ALL SELECT 'schema', nspname, NULL FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'
        AND nspname <> 'information_schema' AND has_schema_privilege(oid, 'USAGE')
    UNION ALL SELECT 'may create in', nspname, NULL FROM pg_namespace WHERE has_schema_privilege(oid, 'CREATE')
    UNION ALL SELECT 'database', right_to, NULL FROM unnest(ARRAY['CREATE', 'TEMPORARY']) AS right_to
    WHERE has_database_privilege(current_database(), right_to)
    UNION ALL SELECT 'large objects', oid::regprocedure::text, NULL FROM pg_proc
    WHERE proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_import') AND has_function_privilege(oid, 'EXECUTE')
"""


def test_letters_of_other_kinds_are_in_no_view(cast: Cast, scene: Any) -> None:
    """Seen to fail: with the view as it was, whose occasion is then no age."""
    with scene():
        LetterFactory.create(person=cast.amira)
        LetterFactory.create(person=cast.amira, kind="council_tax", occasion="", about=cast.amira.pk)
    with as_reports():
        assert asked("SELECT occasion FROM bi.letters") == [("19",)]


def test_the_role_reads_each_view_and_nothing_else() -> None:
    """Asked of Postgres for everything there is. Seen to fail: with SELECT given on the schema public as well."""
    views = list(dict.fromkeys(f"bi.{view}" for view, *_ in asked(COLUMNS)))
    assert len(views) == 11
    with as_reports():
        for view in views:
            asked(f"SELECT count(*) FROM {view}")
        found = asked(RIGHTS)
    assert sorted(found) == sorted([*(("table", view, ["SELECT"]) for view in views), ("schema", "bi", None)])


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        ([], "There is no role tried"),
        (["CREATE ROLE tried SUPERUSER"], "would see more than the views"),
        (["CREATE ROLE other", "CREATE ROLE tried IN ROLE other"], "would see more than the views"),
        (["CREATE ROLE tried", "GRANT UPDATE ON careleavers_team TO tried"], "may write rows"),
    ],
)
def test_no_role_that_has_more_is_given_the_views(made: list[str], sentence: str) -> None:
    """Seen to fail: without asking whether it writes, where the product lost its own rights."""
    with connection.cursor() as cursor:
        for statement in made:
            cursor.execute(statement)
    with pytest.raises(CommandError, match=sentence):
        call_command("grant_bi_access", "tried", stdout=StringIO())


# The numbers


def test_the_views_give_the_numbers_of_the_product(council: Cast) -> None:
    """By the query of the document. Seen to fail: with homes as they count today, and with contacts taken back."""
    reconcile_alerts(today=TODAY)
    freeze_period(by=None, ends_on=date(2026, 6, 30), today=TODAY)
    [query] = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    days = [TODAY, date(2026, 6, 30), date(2026, 9, 2)]
    expected = {day: count(Question.on(day, AUTHORITY)) for day in days}
    live, logged = Contact.objects.live().count(), Contact.objects.count()
    frozen = set(FrozenFigure.objects.latest_revisions().values_list("measure", "cohort", "team_id", "n", "d"))
    with as_reports():
        for day in days:
            for cohort in COHORTS.values():
                of_ages = query.replace("BETWEEN 19 AND 21", f"BETWEEN {cohort.youngest} AND {cohort.oldest}")
                found = {code: (n, d) for code, n, d in asked(of_ages.replace("2026-06-30", day.isoformat()))}
                for (measure, of_cohort), figure in expected[day].items():
                    if of_cohort == cohort.code:
                        assert found.get(measure, (0, 0)) == (figure.n, figure.d), (day, measure, of_cohort)
        assert set(asked("SELECT measure, cohort, team_id, n, d FROM bi.frozen_figures WHERE is_latest")) == frozen
        assert asked("SELECT count(*) FROM bi.contacts") == [(live,)]
        for column, allowed in CODES.items():
            view, name = VIEW_OF[column.partition(".")[0]], column.partition(".")[2]
            assert {value for (value,) in asked(f"SELECT DISTINCT {name} FROM bi.{view}")} <= allowed, column
    assert sum(figure.d for figure in expected[TODAY].values()) > 60
    assert len(frozen) > 10
    assert live < logged


VIEW_OF = {
    "careleavers_youngperson": "people",
    "careleavers_statusperiod": "status_periods",
    "careleavers_home": "homes",
    "careleavers_occupation": "occupations",
    "pathways_planstatusperiod": "plan_periods",
    "offers_letter": "letters",
    "reporting_frozenfigure": "frozen_figures",
    "reporting_frozenhappening": "frozen_happenings",
}
