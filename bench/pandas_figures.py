"""The contender of analysts' scripts: tables loaded into pandas, and the figures counted there.

Run as `python -m bench.pandas_figures DATABASE_URL`: reads questions ({"day": ..., "team": ...}) as JSON lines and
answers each with n and d of every figure. Everything is loaded anew for every question, as such a script does.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from typing import Any

import pandas as pd
import psycopg2

from bench.raw_sql import ASKED, Figures
from reporting.rules.cohorts import COHORTS

PEOPLE = "SELECT id, date_of_birth, died_on FROM careleavers_youngperson"
OPEN = """SELECT person_id AS id{columns} FROM {table} WHERE starts_on <= %(day)s
    AND (ends_on > %(day)s OR ends_on IS NULL)"""
SUITS = """CASE WHEN suitable_at_first IS NULL THEN is_suitable ELSE coalesce((
    SELECT j.is_suitable FROM careleavers_homesuitability j WHERE j.home_id = careleavers_home.id
    AND j.judged_on <= %(day)s ORDER BY j.judged_on DESC, j.recorded_at DESC LIMIT 1), suitable_at_first)
    END AS is_suitable"""
SPOKEN = """SELECT person_id AS id, happened_on FROM careleavers_contact WHERE result = 'spoke' AND voided_at IS NULL
    AND superseded_at IS NULL AND happened_on BETWEEN %(since)s AND %(day)s"""


def main(database_url: str) -> None:
    connection = psycopg2.connect(database_url)
    connection.autocommit = True
    for line in sys.stdin:
        asked = json.loads(line)
        answer = figures(connection.cursor(), date.fromisoformat(asked["day"]), asked["team"])
        print(json.dumps(answer), flush=True)


def load(cursor: Any, query: str, **values: Any) -> pd.DataFrame:
    cursor.execute(query, values)
    return pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description])


def figures(cursor: Any, day: date, team: str | None) -> Figures:
    people = _joined(cursor, day, team)
    died = (people.status == "deceased") | (people.died_on.notna() & (people.died_on <= day))
    leaver = ~died & (people.status == "former_relevant_child") & (people.returned_home != True)  # noqa: E712
    answers = {  # among whom, and for whom it is so
        "ACCOM_SUITABLE": (
            leaver & ~people.kind.isin(["G", "H", "R"]),
            people.is_suitable.eq(True) & ~people.kind.isin(["S", "X"]),
        ),
        "EET": (leaver, people.code.isin(["F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5"])),
        "IN_TOUCH_8W": (
            ~died & people.involved.eq(True) & people.status.isin(["former_relevant_child", "person_qualifying"]),
            people.happened_on.notna(),
        ),
        "PP_IN_DATE": (~died & people.state.notna(), people.state.eq("in_date")),
    }
    counted = {}
    for code, name in ASKED:
        births = COHORTS[name].births(day, "1 March")
        among, so = answers[code]
        asked = among & (people.date_of_birth >= births.first) & (people.date_of_birth <= births.last)
        counted[f"{code} {name}"] = (int((asked & so).sum()), int(asked.sum()))
    return counted


def _joined(cursor: Any, day: date, team: str | None) -> pd.DataFrame:
    """Everybody, one row each, with what was so on the day."""
    people = load(cursor, PEOPLE)
    if team:
        held = load(cursor, _open("careleavers_allocation", "role", "team_id::text AS team"), day=day)
        people = people[people.id.isin(held[(held.role == "case_holder") & (held.team == team)].id)]
    for table, columns in (
        ("careleavers_statusperiod", ("status", "band", "returned_home")),
        ("careleavers_home", ("kind", SUITS)),
        ("careleavers_occupation", ("code",)),
        ("careleavers_involvement", ("true AS involved",)),
        ("pathways_planstatusperiod", ("state",)),
    ):
        people = people.merge(load(cursor, _open(table, *columns), day=day), on="id", how="left")
    spoken = load(cursor, SPOKEN, day=day, since=day - timedelta(weeks=8))
    return people.merge(spoken.groupby("id", as_index=False).max(), on="id", how="left")


def _open(table: str, *columns: str) -> str:
    return OPEN.format(table=table, columns="".join(f", {column}" for column in columns))


if __name__ == "__main__":
    main(sys.argv[1])
