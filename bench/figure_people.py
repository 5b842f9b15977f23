"""The floor of a figure’s list as a file: SQL written by hand and csv, codes instead of words, names in their parts."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import Any

from reporting.rules.cohorts import COHORTS

PEOPLE = """
SELECT p.local_id, p.first_name, p.last_name, p.preferred_name, date_part('year', age(%(day)s, p.date_of_birth)),
    u.name, coalesce(o.code IN ('F1', 'P1', 'F2', 'P2', 'F4', 'P4', 'F5', 'P5'), false), s.status, o.code, o.starts_on
FROM careleavers_youngperson p
LEFT JOIN careleavers_statusperiod s ON s.person_id = p.id AND s.starts_on <= %(day)s
    AND (s.ends_on > %(day)s OR s.ends_on IS NULL)
LEFT JOIN careleavers_occupation o ON o.person_id = p.id AND o.starts_on <= %(day)s
    AND (o.ends_on > %(day)s OR o.ends_on IS NULL)
LEFT JOIN careleavers_allocation a ON a.person_id = p.id AND a.role = 'case_holder' AND a.starts_on <= %(day)s
    AND (a.ends_on > %(day)s OR a.ends_on IS NULL)
LEFT JOIN careleavers_user u ON u.id = a.worker_id
WHERE p.date_of_birth BETWEEN %(first)s AND %(last)s AND NOT p.is_restricted
ORDER BY 7, p.sort_name, p.id
"""


def eet_as_csv(cursor: Any, day: date, cohort: str) -> str:
    """Everybody of the ages with what they do on the day, whom nobody restricted: as long a file as ours."""
    births = COHORTS[cohort].births(day, "1 March")
    cursor.execute(PEOPLE, {"day": day, "first": births.first, "last": births.last})
    text = StringIO()
    csv.writer(text).writerows(cursor.fetchall())
    return text.getvalue()
