"""What each field of this app's models says about somebody; see careleavers/privacy.py."""

from __future__ import annotations

from careleavers.privacy import RECORDED

FIELDS: dict[str, dict[str, str]] = {
    "NeedsAssessment": {
        "personal": "person written_by",
        "sensitive": "own_words views_of_others conclusion",
        "neither": f"{RECORDED} basis started_on completed_on rev",
    },
    "AssessmentNeed": {"personal": "", "sensitive": "text", "neither": "id assessment code"},
    "PathwayPlan": {"personal": "person", "sensitive": "", "neither": RECORDED},
    "PlanVersion": {
        "personal": "written_by author_ids",
        "sensitive": "own_words not_agreed views_of_others return_comment",
        "neither": f"{RECORDED} plan number basis state rev submitted_at submitted_by returned_at returned_by "
        "authorised_at authorised_by authorised_on",
    },
    "PlanCopy": {
        "personal": "given_by",
        "sensitive": "why_not_explained",
        "neither": f"{RECORDED} version given_on how was_explained",
    },
    "PlanMatter": {"personal": "", "sensitive": "needs how_met own_words", "neither": "id version code rev"},
    "PlanAction": {
        "personal": "owner",
        "sensitive": "what how_we_know outcome",
        "neither": f"{RECORDED} version matter_code owed_by by_when carried_from status done_on",
    },
    "PlanReview": {
        "personal": "chaired_by person_took_part",
        "sensitive": "why_not_there own_words summary",
        "neither": f"{RECORDED} plan held_on reason next_within_months",
    },
}
