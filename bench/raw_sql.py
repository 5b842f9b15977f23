"""The floor: the same answers by SQL written by hand, over one open connection, without rules of access or words."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.targets import Targets
from reporting.rules.cohorts import COHORTS

COMING = timedelta(days=14)
WORK_MEMORY = "64MB"  # as our own figures are allowed
Figures = dict[str, tuple[int, int]]

TODAY = """
SELECT * FROM (
    SELECT al.person_id, al.text, al.due_on, p.first_name, p.last_name, p.preferred_name,
           count(*) OVER now, row_number() OVER (PARTITION BY coalesce(al.due_on <= %(today)s, true)
               ORDER BY (al.code NOT LIKE 'safeguarding%%'), al.due_on NULLS FIRST, p.last_name, al.id) AS place,
           coalesce(al.due_on <= %(today)s, true)
    FROM careleavers_alert al
    JOIN careleavers_alertrecipient r ON r.alert_id = al.id
    JOIN careleavers_youngperson p ON p.id = al.person_id
    WHERE r.user_id = %(adviser)s AND r.recipient_role = 'case_holder' AND r.ended_on IS NULL AND al.closed_on IS NULL
      AND (al.due_on <= %(until)s OR al.due_on IS NULL)
    WINDOW now AS (PARTITION BY coalesce(al.due_on <= %(today)s, true))
) listed WHERE place <= 10
"""
PROMISES = """
SELECT f.person_id, f.text, f.due_on FROM careleavers_followup f
WHERE f.assigned_to_id = %(adviser)s AND f.done_on IS NULL AND f.due_on <= %(until)s ORDER BY f.due_on
"""
PERSON = """
SELECT p.*, s.status, s.band, u.name FROM careleavers_youngperson p
LEFT JOIN careleavers_statusperiod s ON s.person_id = p.id AND s.starts_on <= %(today)s
    AND (s.ends_on > %(today)s OR s.ends_on IS NULL)
LEFT JOIN careleavers_allocation a ON a.person_id = p.id AND a.role = 'case_holder' AND a.starts_on <= %(today)s
    AND (a.ends_on > %(today)s OR a.ends_on IS NULL)
LEFT JOIN careleavers_user u ON u.id = a.worker_id
WHERE p.id = %(person)s
"""
TIMELINE = """
SELECT c.id, c.happened_on, c.method, c.result, c.note, u.name FROM careleavers_contact c
LEFT JOIN careleavers_user u ON u.id = c.worker_id
WHERE c.person_id = %(person)s AND c.voided_at IS NULL AND c.superseded_at IS NULL
ORDER BY c.happened_on DESC, c.recorded_at DESC, c.id DESC LIMIT 8
"""
CASELOAD = """
SELECT p.id, p.first_name, p.last_name, s.status, h.kind, h.is_suitable, o.code,
    (SELECT c.happened_on FROM careleavers_contact c WHERE c.person_id = p.id AND c.result = 'spoke'
        AND c.happened_on <= %(today)s AND c.voided_at IS NULL AND c.superseded_at IS NULL
        ORDER BY c.happened_on DESC LIMIT 1),
    d.due_on, d.text, count(*) OVER ()
FROM careleavers_allocation a
JOIN careleavers_youngperson p ON p.id = a.person_id AND p.died_on IS NULL
JOIN careleavers_involvement i ON i.person_id = p.id AND i.starts_on <= %(today)s
    AND (i.ends_on > %(today)s OR i.ends_on IS NULL)
LEFT JOIN careleavers_statusperiod s ON s.person_id = p.id AND s.starts_on <= %(today)s
    AND (s.ends_on > %(today)s OR s.ends_on IS NULL)
LEFT JOIN careleavers_home h ON h.person_id = p.id AND h.starts_on <= %(today)s
    AND (h.ends_on > %(today)s OR h.ends_on IS NULL)
LEFT JOIN careleavers_occupation o ON o.person_id = p.id AND o.starts_on <= %(today)s
    AND (o.ends_on > %(today)s OR o.ends_on IS NULL)
LEFT JOIN LATERAL (SELECT due_on, text, urgency FROM pathways_dueitem di WHERE di.person_id = p.id
    ORDER BY di.urgency, di.due_on, di.code LIMIT 1) d ON true
WHERE a.worker_id = %(adviser)s AND a.starts_on <= %(today)s AND (a.ends_on > %(today)s OR a.ends_on IS NULL)
ORDER BY CASE d.urgency WHEN 0 THEN '0001-01-01' ELSE d.due_on END NULLS LAST, p.last_name, p.first_name, p.id LIMIT 25
"""
BY_NAME = """
SELECT id FROM careleavers_youngperson, fold(%(first)s) f, fold(%(last)s) l
WHERE f <%% search_name AND l <%% search_name AND NOT is_restricted
ORDER BY (word_similarity(f, search_name) + word_similarity(l, search_name)) DESC, last_name, first_name, id LIMIT 25
"""
BY_PREFIX = """
SELECT id FROM careleavers_youngperson
WHERE (search_name LIKE fold(%(asked)s) || '%%' OR search_name LIKE '%% ' || fold(%(asked)s) || '%%')
    AND NOT is_restricted
ORDER BY last_name, first_name, id LIMIT 25
"""
BY_PHONE = """
SELECT d.person_id FROM careleavers_contactdetail d JOIN careleavers_youngperson p ON p.id = d.person_id
WHERE d.search_value LIKE %(asked)s || '%%' AND NOT p.is_restricted ORDER BY d.search_value, d.starts_on DESC LIMIT 25
"""
LAST_SPOKE = """
SELECT happened_on FROM careleavers_contact WHERE person_id = %(person)s AND result = 'spoke'
    AND voided_at IS NULL AND superseded_at IS NULL AND happened_on <= %(today)s ORDER BY happened_on DESC LIMIT 1
"""
LOG = """
INSERT INTO careleavers_contact (id, recorded_at, recorded_by_id, submission_id, person_id, worker_id, method, result,
    happened_on, note, place, participants, saw_home, is_concern, is_safeguarding, amendment_reason, void_reason,
    answers_digest)
VALUES (%(id)s, %(now)s, %(adviser)s, %(id)s, %(person)s, %(adviser)s, 'phone', 'spoke', %(today)s, %(note)s,
    '', '', false, false, false, '', '', '')
"""
# Of a team, each person is looked up; of everybody, contacts are gathered once and joined.
LOOKED_UP = {
    "with": "",
    "joins": "",
    "spoke": """EXISTS (SELECT 1 FROM careleavers_contact c WHERE c.person_id = p.id AND c.result = 'spoke'
        AND c.voided_at IS NULL AND c.superseded_at IS NULL AND c.happened_on BETWEEN %(spoke_since)s AND %(day)s)""",
}
GATHERED = {
    "with": """WITH met AS MATERIALIZED (SELECT DISTINCT person_id FROM careleavers_contact WHERE result = 'spoke'
        AND voided_at IS NULL AND superseded_at IS NULL AND happened_on BETWEEN %(spoke_since)s AND %(day)s)""",
    "joins": "LEFT JOIN met ON met.person_id = p.id",
    "spoke": "met.person_id IS NOT NULL",
}
FIGURES = """
{with}
SELECT {counts} FROM (
    SELECT p.date_of_birth AS born,
        CASE WHEN NOT leaver OR h.kind IN ('G', 'H', 'R') THEN NULL
             ELSE coalesce(suits AND h.kind NOT IN ('S', 'X'), false) END AS accom_suitable,
        CASE WHEN NOT leaver THEN NULL
             ELSE coalesce(o.code IN ('F1', 'P1', 'F2', 'P2', 'F4', 'P4', 'F5', 'P5'), false) END AS eet,
        CASE WHEN died OR i.id IS NULL OR s.status NOT IN ('former_relevant_child', 'person_qualifying')
             OR s.status IS NULL THEN NULL ELSE {spoke} END AS in_touch_8w,
        CASE WHEN died OR ps.id IS NULL THEN NULL ELSE ps.state = 'in_date' END AS pp_in_date
    FROM careleavers_youngperson p {team}
    LEFT JOIN careleavers_statusperiod s ON s.person_id = p.id AND s.starts_on <= %(day)s
        AND (s.ends_on > %(day)s OR s.ends_on IS NULL)
    CROSS JOIN LATERAL (SELECT s.status IS NOT DISTINCT FROM 'deceased' OR coalesce(p.died_on <= %(day)s, false)
        AS died) x
    CROSS JOIN LATERAL (SELECT NOT died AND coalesce(s.status = 'former_relevant_child' AND NOT s.returned_home, false)
        AS leaver) y
    LEFT JOIN careleavers_home h ON h.person_id = p.id AND h.starts_on <= %(day)s
        AND (h.ends_on > %(day)s OR h.ends_on IS NULL)
    CROSS JOIN LATERAL (SELECT CASE WHEN h.suitable_at_first IS NULL THEN h.is_suitable ELSE coalesce((
        SELECT j.is_suitable FROM careleavers_homesuitability j WHERE j.home_id = h.id AND j.judged_on <= %(day)s
        ORDER BY j.judged_on DESC, j.recorded_at DESC LIMIT 1), h.suitable_at_first) END AS suits) z
    LEFT JOIN careleavers_occupation o ON o.person_id = p.id AND o.starts_on <= %(day)s
        AND (o.ends_on > %(day)s OR o.ends_on IS NULL)
    LEFT JOIN careleavers_involvement i ON i.person_id = p.id AND i.starts_on <= %(day)s
        AND (i.ends_on > %(day)s OR i.ends_on IS NULL)
    LEFT JOIN pathways_planstatusperiod ps ON ps.person_id = p.id AND ps.starts_on <= %(day)s
        AND (ps.ends_on > %(day)s OR ps.ends_on IS NULL)
    {joins}
    WHERE p.date_of_birth BETWEEN %(first)s AND %(last)s
) asked
"""
OF_TEAM = """JOIN careleavers_allocation a ON a.person_id = p.id AND a.role = 'case_holder' AND a.team_id = %(team)s
    AND a.starts_on <= %(day)s AND (a.ends_on > %(day)s OR a.ends_on IS NULL)"""
ASKED = [
    *((code, cohort) for code in ("ACCOM_SUITABLE", "EET", "IN_TOUCH_8W") for cohort in ("19-21", "18-25")),
    *(("PP_IN_DATE", cohort) for cohort in COHORTS),
]


def rows(cursor: Any, query: str, **values: Any) -> list[tuple]:
    cursor.execute(query, values)
    rows: list[tuple] = cursor.fetchall()
    return rows


def today(cursor: Any, targets: Targets) -> list[tuple[date, UUID]]:
    """The first lines of the adviser's day: by when, and about whom, the longest due first."""
    values = {"today": targets.today, "until": targets.today + COMING, "adviser": targets.adviser}
    found = [*rows(cursor, TODAY, **values), *rows(cursor, PROMISES, **values)]
    return sorted((row[2] or date.min, row[0]) for row in found)


def person(cursor: Any, targets: Targets, person: UUID) -> list[UUID]:
    """The latest contacts of the record."""
    rows(cursor, PERSON, person=person, today=targets.today)
    return [row[0] for row in rows(cursor, TIMELINE, person=person)]


def caseload(cursor: Any, targets: Targets) -> list[UUID]:
    return [row[0] for row in rows(cursor, CASELOAD, adviser=targets.adviser, today=targets.today)]


def misspelt(cursor: Any, asked: str) -> list[UUID]:
    first, last = asked.split()
    return [row[0] for row in rows(cursor, BY_NAME, first=first, last=last)]


def prefix(cursor: Any, asked: str) -> list[UUID]:
    return [row[0] for row in rows(cursor, BY_PREFIX, asked=asked)]


def phone(cursor: Any, asked: str) -> list[UUID]:
    return [row[0] for row in rows(cursor, BY_PHONE, asked=asked.replace(" ", ""))]


def last_spoke(cursor: Any, targets: Targets, person: UUID) -> date | None:
    rows(cursor, PERSON, person=person, today=targets.today)
    found = rows(cursor, LAST_SPOKE, person=person, today=targets.today)
    return found[0][0] if found else None


def log(cursor: Any, targets: Targets, person: UUID, note: str) -> None:
    now = datetime.now().astimezone()
    values = {"id": uuid.uuid4(), "now": now, "adviser": targets.adviser, "person": person, "today": targets.today}
    cursor.execute(LOG, values | {"note": note})


def figures(cursor: Any, day: date, team: UUID | None) -> Figures:
    """n and d of every figure on the day, by "MEASURE cohort", in one statement."""
    values: dict[str, Any] = {
        "day": day,
        "team": team,
        "spoke_since": day - timedelta(weeks=8),
    }
    for code, cohort in COHORTS.items():
        births = cohort.births(day, "1 March")
        values |= {f"first_{code}": births.first, f"last_{code}": births.last}
    values |= {"first": values["first_16-25"], "last": values["last_16-25"]}
    counts = ", ".join(
        f"count(*) FILTER (WHERE {code.lower()} AND born BETWEEN %(first_{cohort})s AND %(last_{cohort})s), "
        f"count({code.lower()}) FILTER (WHERE born BETWEEN %(first_{cohort})s AND %(last_{cohort})s)"
        for code, cohort in ASKED
    )
    query = FIGURES.format(counts=counts, team=OF_TEAM if team else "", **(LOOKED_UP if team else GATHERED))
    cursor.execute("SELECT set_config('work_mem', %s, false)", [WORK_MEMORY])
    [found] = rows(cursor, query, **values)
    return {f"{code} {cohort}": (found[2 * place], found[2 * place + 1]) for place, (code, cohort) in enumerate(ASKED)}
