"""A line of the Standard Safeguarding Dataset's table `ssd_care_leavers`, and a child of DfE's daily payload. Pure.

Columns and codes are those of Data to Insight's dataset (CLEA001A to CLEA012A); the payload is the care leaver's part
of DfE's specification 0.7. Both are about the people of Annex A, List 9, and read the same facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from careleavers.rules.code_sets import Status
from reporting.rules import annex_a
from reporting.rules.annex_a import ListedPerson

COLUMNS = (
    "clea_table_id",
    "clea_person_id",
    "clea_care_leaver_eligibility",
    "clea_care_leaver_in_touch",
    "clea_care_leaver_latest_contact",
    "clea_care_leaver_accommodation",
    "clea_care_leaver_accom_suitable",
    "clea_care_leaver_activity",
    "clea_pathway_plan_review_date",
    "clea_care_leaver_personal_advisor",
    "clea_care_leaver_allocated_team",
    "clea_care_leaver_worker_id",
)
ELIGIBILITIES = {
    Status.ELIGIBLE_CHILD: "Eligible",
    Status.RELEVANT_CHILD: "Relevant",
    Status.FORMER_RELEVANT_CHILD: "Former Relevant",
    Status.PERSON_QUALIFYING: "Qualifying",
}
IN_TOUCH = {
    annex_a.YES: "YES",
    annex_a.NO: "NO",
    annex_a.REFUSES: "REFU",
    annex_a.NEEDS_NO_MORE: "NREQ",
    annex_a.RETURNED_HOME: "RHOM",
}
OLDER_ACTIVITIES = {"F3": "F5", "P3": "P5"}
OLDEST = 25  # of whom DfE's payload asks


@dataclass(frozen=True)
class LineIds:
    """Opaque ids of this record, of the team and the worker who hold the case; "" where nobody does."""

    record: str
    team: str
    worker: str


def cells(person: ListedPerson, ids: LineIds) -> tuple[str, ...]:
    """The person's line, a cell for each of `COLUMNS`; days as 2026-11-30, "" where the record does not say."""
    in_touch = IN_TOUCH[annex_a.in_touch(person)]
    suitable = "" if person.is_suitable is None else "1" if person.is_suitable else "2"
    return (
        ids.record,
        person.unique_id,
        ELIGIBILITIES[Status(person.status)],
        in_touch,
        person.last_spoke_on.isoformat() if person.last_spoke_on and in_touch == "YES" else "",
        person.home if person.home in annex_a.ACCOMMODATIONS else "",
        suitable,
        _activity(person),
        person.last_plan_on.isoformat() if person.last_plan_on else "",
        person.adviser,
        ids.team,
        ids.worker,
    )


def child(person: ListedPerson, *, record: str, episode: str) -> dict[str, Any] | None:
    """What DfE is told of somebody in this episode of social care; a key that is missing is not known here.

    None for whoever is older than it asks about, and where nothing is known. Neither names nor suitability are sent.
    """
    known = {
        "contact_date": person.last_spoke_on.isoformat() if person.last_spoke_on else "",
        "activity": _activity(person),
        "accommodation": person.home if person.home in annex_a.ACCOMMODATIONS else "",
    }
    said: dict[str, Any] = {key: value for key, value in known.items() if value}
    if person.age > OLDEST or not said:
        return None
    return {
        "la_child_id": person.unique_id,
        "mis_child_id": record,
        "social_care_episodes": [
            {"social_care_episode_id": episode, "care_leavers": {**said, "purge": False}, "purge": False}
        ],
        "purge": False,
    }


def _activity(person: ListedPerson) -> str:
    code = OLDER_ACTIVITIES.get(person.activity, person.activity)
    return code if code in annex_a.ACTIVITIES else ""
