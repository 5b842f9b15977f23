"""What the council's own reports may read: views in a schema of their own, without names and without free text.

A column that a view shows cannot change its type or go, until a migration has made the view anew: what others read is
a promise. Who reads them is given by `manage.py grant_bi_access`.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import migrations

PERSONAL, SENSITIVE, RECORD_KEEPING = "personal data", "sensitive personal data", "record-keeping"
PERSON = (PERSONAL, "the record, as in bi.people")
FROM, TO = "first day", "first day on which it no longer holds; empty: it still does, or nobody knows an end"
KEPT_FROM, KEPT_TO = (RECORD_KEEPING, FROM), (RECORD_KEEPING, TO)
SENSITIVE_FROM, SENSITIVE_TO = (SENSITIVE, FROM), (SENSITIVE, TO)


class View(NamedTuple):
    """A view: what a row of it is, its query, and of each column the sensitivity and what it says."""

    row: str
    query: str
    columns: dict[str, tuple[str, str]]


# How a home counted from one day to the next, as `rules.accommodation.suitability_spans` says: at first as was said
# then, and from the day of each judgement as it says; of judgements of one day the last one counts.
HOMES = """
    WITH judged AS (
        SELECT DISTINCT ON (home_id, judged_on) home_id, judged_on, is_suitable
        FROM careleavers_homesuitability ORDER BY home_id, judged_on, recorded_at DESC
    ), counted AS (
        SELECT id AS home_id, starts_on, CASE WHEN suitable_at_first IS NULL THEN is_suitable ELSE coalesce((
            SELECT judged.is_suitable FROM judged WHERE judged.home_id = home.id AND judged_on <= home.starts_on
            ORDER BY judged_on DESC LIMIT 1
        ), suitable_at_first) END AS is_suitable
        FROM careleavers_home AS home
        UNION ALL
        SELECT home.id, judged.judged_on, judged.is_suitable FROM careleavers_home AS home
        JOIN judged ON judged.home_id = home.id AND judged.judged_on > home.starts_on
        WHERE home.suitable_at_first IS NOT NULL AND (home.ends_on IS NULL OR judged.judged_on < home.ends_on)
    )
    SELECT home.person_id, home.id AS home_id, counted.starts_on,
        coalesce(lead(counted.starts_on) OVER (PARTITION BY home.id ORDER BY counted.starts_on), home.ends_on) AS ends_on,
        home.kind, counted.is_suitable AND home.kind NOT IN ('S', 'X') AS is_suitable,
        home.tenure, home.provided_by_authority, home.ended_as
    FROM counted JOIN careleavers_home AS home ON home.id = counted.home_id
"""

VIEWS = {
    "people": View(
        "A young person. Records that are restricted are among them, and not marked.",
        "SELECT id AS person_id, date_of_birth, gender, ethnicity, disability, is_unaccompanied, is_parent, died_on,"
        " team_id FROM careleavers_youngperson",
        {
            "person_id": (PERSONAL, "the record, as it stands in the address of its page"),
            "date_of_birth": (PERSONAL, "with which age groups are counted as the product counts them"),
            "gender": (SENSITIVE, "as returned to DfE"),
            "ethnicity": (SENSITIVE, "DfE code; NOBT: not known yet"),
            "disability": (SENSITIVE, "yes, no or unknown"),
            "is_unaccompanied": (SENSITIVE, "unaccompanied asylum-seeking, now or before"),
            "is_parent": (PERSONAL, "whether they are a parent"),
            "died_on": (PERSONAL, "the day of their death"),
            "team_id": (RECORD_KEEPING, "the team that answers for them today"),
        },
    ),
    "status_periods": View(
        "A legal status over a period, past or to come, as the product works it out.",
        "SELECT person_id, starts_on, ends_on, status, band, returned_home FROM careleavers_statusperiod",
        {
            "person_id": PERSON,
            "starts_on": SENSITIVE_FROM,
            "ends_on": SENSITIVE_TO,
            "status": (SENSITIVE, "such as former_relevant_child"),
            "band": (SENSITIVE, "what is owed within it, such as 18-20 or 21-24 opted in; empty for most statuses"),
            "returned_home": (SENSITIVE, "home with their family for six months or more"),
        },
    ),
    "open_periods": View(
        "A period in which somebody is open to the leaving-care service.",
        "SELECT person_id, starts_on, ends_on FROM careleavers_involvement",
        {"person_id": PERSON, "starts_on": KEPT_FROM, "ends_on": KEPT_TO},
    ),
    "allocations": View(
        "A period in which somebody of a team works with a young person. The worker is not named.",
        "SELECT person_id, team_id, role, starts_on, ends_on FROM careleavers_allocation",
        {
            "person_id": PERSON,
            "team_id": (RECORD_KEEPING, "the team that the worker was in then"),
            "role": (RECORD_KEEPING, "case_holder (one at a time), co_worker or cover"),
            "starts_on": KEPT_FROM,
            "ends_on": KEPT_TO,
        },
    ),
    "homes": View(
        "A home over a period in which it counted as suitable throughout, or as unsuitable: a new row with each"
        " judgement. No address.",
        HOMES,
        {
            "person_id": PERSON,
            "home_id": (PERSONAL, "the home: the same in each of its rows"),
            "starts_on": KEPT_FROM,
            "ends_on": KEPT_TO,
            "kind": (SENSITIVE, "the letter of DfE''s accommodation code"),
            "is_suitable": (SENSITIVE, "as it counted then; no fixed abode and custody never do"),
            "tenure": (PERSONAL, "by what right they live there; empty: not recorded"),
            "provided_by_authority": (RECORD_KEEPING, "provided by us under section 23B or 24B"),
            "ended_as": (SENSITIVE, "kept or lost, of a home that has ended; empty: nobody said"),
        },
    ),
    "occupations": View(
        "What somebody does, over a period.",
        "SELECT person_id, starts_on, ends_on, code, level, course_year, hours, reason FROM careleavers_occupation",
        {
            "person_id": PERSON,
            "starts_on": KEPT_FROM,
            "ends_on": KEPT_TO,
            "code": (SENSITIVE, "DfE''s activity code"),
            "level": (PERSONAL, "of a course, such as 3; empty: none, or not recorded"),
            "course_year": (PERSONAL, "of a course, counted from 1"),
            "hours": (PERSONAL, "in a week"),
            "reason": (SENSITIVE, "what stands in the way of whoever is in neither education nor work"),
        },
    ),
    "contacts": View(
        "A contact, or an attempt. Those taken back, or replaced by an amendment, are left out.",
        "SELECT person_id, happened_on, method, result FROM careleavers_contact"
        " WHERE voided_at IS NULL AND superseded_at IS NULL",
        {
            "person_id": PERSON,
            "happened_on": (RECORD_KEEPING, "the day"),
            "method": (RECORD_KEEPING, "such as face_to_face or phone"),
            "result": (RECORD_KEEPING, "spoke (with them: this alone counts as in touch), no_reply or about (them)"),
        },
    ),
    "plan_periods": View(
        "How a pathway plan stands, from one day to the next, past and to come; no row where none is owed.",
        "SELECT person_id, starts_on, ends_on, state, due_on, duty_code FROM pathways_planstatusperiod",
        {
            "person_id": PERSON,
            "starts_on": KEPT_FROM,
            "ends_on": KEPT_TO,
            "state": (PERSONAL, "no_plan, in_date or overdue"),
            "due_on": (RECORD_KEEPING, "the day of the next review, or of the first plan"),
            "duty_code": (RECORD_KEEPING, "the duty clock that says so"),
        },
    ),
    "letters": View(
        "A birthday letter and how far it is.",
        "SELECT person_id, occasion, occurrence_on, status, channel, posted_on, returned_on, given_on"
        " FROM offers_letter",
        {
            "person_id": PERSON,
            "occasion": (PERSONAL, "the age"),
            "occurrence_on": (PERSONAL, "the birthday"),
            "status": (RECORD_KEEPING, "such as planned, on_hold, posted or given"),
            "channel": (RECORD_KEEPING, "who prints it: own_printer or printing_service"),
            "posted_on": (RECORD_KEEPING, "the day"),
            "returned_on": (RECORD_KEEPING, "the day on which it came back"),
            "given_on": (RECORD_KEEPING, "the day on which it was given by hand"),
        },
    ),
    "frozen_figures": View(
        "A figure of a quarter as it was frozen, each of its revisions.",
        "SELECT quarter.ends_on AS quarter_ends_on, measure, measure_version, cohort, team_id, in_no_caseload, n, d,"
        " target, revision, revision = max(revision) OVER ("
        "PARTITION BY quarter_id, measure, cohort, team_id, in_no_caseload) AS is_latest,"
        " figure.frozen_at FROM reporting_frozenfigure AS figure"
        " JOIN reporting_frozenquarter AS quarter ON quarter.id = figure.quarter_id",
        {
            "quarter_ends_on": (RECORD_KEEPING, "the last day of the quarter, as of which it was counted"),
            "measure": (RECORD_KEEPING, "such as ACCOM_SUITABLE"),
            "measure_version": (RECORD_KEEPING, "raised when its meaning changes"),
            "cohort": (RECORD_KEEPING, "the ages, such as 19-21"),
            "team_id": (RECORD_KEEPING, "whose; empty: the whole authority, or nobody''s caseload"),
            "in_no_caseload": (RECORD_KEEPING, "of those whose case nobody held"),
            "n": (RECORD_KEEPING, "how many met it"),
            "d": (RECORD_KEEPING, "of how many; small numbers are not hidden here"),
            "target": (RECORD_KEEPING, "in percent, on that day"),
            "revision": (RECORD_KEEPING, "counted from 1"),
            "is_latest": (RECORD_KEEPING, "whether no later revision has replaced it"),
            "frozen_at": (RECORD_KEEPING, "when it was frozen"),
        },
    ),
}


def making(name: str, view: View) -> list[str]:
    """With `security_barrier`, so that no condition of a reader's own sees a row that a view leaves out."""
    return [
        f"CREATE VIEW bi.{name} WITH (security_barrier) AS {view.query}",
        f"COMMENT ON VIEW bi.{name} IS '{view.row}'",
        *(
            f"COMMENT ON COLUMN bi.{name}.{column} IS '{sensitivity}: {says}'"
            for column, (sensitivity, says) in view.columns.items()
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("careleavers", "0034_merges"),
        ("offers", "0013_survey_links"),
        ("pathways", "0011_milestones_left_out"),
        ("reporting", "0005_documents_training_and_other_areas"),
    ]

    operations = [
        migrations.RunSQL(
            ["CREATE SCHEMA bi", *(statement for name, view in VIEWS.items() for statement in making(name, view))],
            [*(f"DROP VIEW bi.{name}" for name in VIEWS), "DROP SCHEMA bi"],
        )
    ]
