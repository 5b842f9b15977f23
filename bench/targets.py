"""Whom and what each page is asked about, chosen the same for the same council."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from bench import servers
from careleavers.demo.embedded.places import Places

PAST = timedelta(days=120)
MOST_PEOPLE = 20
USUAL_CASELOAD = 25


@dataclass(frozen=True)
class Targets:
    """An adviser with their team, a manager of the authority, and some of the adviser's young people."""

    today: date
    past: date
    adviser: UUID
    adviser_email: str
    team: UUID
    service_manager_email: str
    people: Sequence[UUID]
    misspelt: Sequence[str]
    prefixes: Sequence[str]
    phones: Sequence[str]


def choose(where: Places, database: str, today: date) -> Targets:
    with servers.connect(where, database).cursor() as cursor:
        return chosen_by(cursor, today)


def chosen_by(cursor: Any, today: date) -> Targets:
    """An adviser whose caseload is as large at every size, and their people, misspelt by a letter left out."""
    adviser, email, team = _one(
        cursor,
        """
        SELECT u.id, u.email, a.team_id FROM careleavers_allocation a
        JOIN careleavers_user u ON u.id = a.worker_id
        WHERE a.ends_on IS NULL AND a.role = 'case_holder'
        GROUP BY 1, 2, 3 ORDER BY abs(count(*) - %s), u.email LIMIT 1
        """,
        [USUAL_CASELOAD],
    )
    [manager] = _one(cursor, "SELECT email FROM careleavers_user WHERE email LIKE 'vera.lockwood@%%'")
    cursor.execute(
        """
        SELECT p.id, p.first_name, p.last_name, d.value FROM careleavers_youngperson p
        JOIN careleavers_allocation a ON a.person_id = p.id AND a.ends_on IS NULL
        JOIN careleavers_involvement i ON i.person_id = p.id AND i.ends_on IS NULL
        JOIN careleavers_contactdetail d ON d.person_id = p.id
        WHERE a.worker_id = %s AND length(p.first_name) > 4 AND length(p.last_name) > 4
        ORDER BY p.local_id LIMIT %s
        """,
        [adviser, MOST_PEOPLE],
    )
    found = cursor.fetchall()
    return Targets(
        today=today,
        past=today - PAST,
        adviser=adviser,
        adviser_email=email,
        team=team,
        service_manager_email=manager,
        people=[row[0] for row in found],
        misspelt=[f"{first} {last[:2]}{last[3:]}" for _, first, last, _ in found],
        prefixes=sorted({last[:2].lower() for _, _, last, _ in found}),
        phones=[phone for *_, phone in found],
    )


def _one(cursor: Any, query: str, values: Sequence[Any] = ()) -> tuple:
    cursor.execute(query, values)
    row: tuple = cursor.fetchone()
    return row
