"""What each field of each model says about somebody: for the record of processing, exports and redaction.

personal: it identifies or describes a person. sensitive: special category or criminal-offence data, or as harmful if it
became known (UK GDPR arts 9 and 10; care history, safety, free text). neither: how the record is kept.
"""

from __future__ import annotations

RECORDED = "id recorded_at recorded_by"
DATED = "starts_on ends_on"

FIELDS: dict[str, dict[str, str]] = {
    "YoungPerson": {
        "personal": "first_name last_name preferred_name other_names pronouns date_of_birth local_id ssda903_id "
        "nhs_number upn ni_number language needs_interpreter search_name is_parent died_on",
        "sensitive": "gender ethnicity is_unaccompanied disability communication_needs is_restricted do_not_write",
        "neither": f"{RECORDED} team version",
    },
    "ContactDetail": {
        "personal": "person kind value search_value is_preferred",
        "sensitive": "safe_to_use how_to_use",
        "neither": f"{RECORDED} {DATED}",
    },
    "WarningNote": {
        "personal": "person",
        "sensitive": "kind text person_told_on why_not_told",
        "neither": f"{RECORDED} review_on ended_on",
    },
    "DataQualityIssue": {
        "personal": "person value",
        "sensitive": "",
        "neither": "id field message source raised_at resolved_at",
    },
    "RestrictedAccess": {"personal": "person user", "sensitive": "kind reason", "neither": f"{RECORDED} {DATED}"},
    "Team": {"personal": "", "sensitive": "", "neither": "id name parent phone closed_on"},
    "User": {
        "personal": "email name job_title phone last_login joined_at",
        "sensitive": "password",
        "neither": "id is_active access_version shortcuts_on",
    },
    "RoleAssignment": {"personal": "user role team", "sensitive": "", "neither": f"{RECORDED} {DATED}"},
    "Alert": {
        "personal": "person",
        "sensitive": "code text",
        "neither": "id cycle_started_on due_on source closed_by_kind opened_on closed_on closed_because",
    },
    "AlertRecipient": {"personal": "user", "sensitive": "", "neither": "id alert recipient_role added_at ended_on"},
    "Allocation": {"personal": "person worker", "sensitive": "", "neither": f"{RECORDED} {DATED} team role reason"},
    "AuditEvent": {
        "personal": "by_id by_name person_id object_id details",
        "sensitive": "",
        "neither": "id happened_at name object_kind",
    },
    "ReadEvent": {
        "personal": "user_id user_name person_id detail",
        "sensitive": "",
        "neither": "id happened_at kind page people_shown",
    },
    "CareEpisode": {
        "personal": "person home_postcode placement_postcode",
        "sensitive": f"{DATED} reason_started legal_status need placement placement_provider reason_ended "
        "reason_place_change urn authority planned_short_break",
        "neither": f"{RECORDED} source",
    },
    "StatusFact": {"personal": "person", "sensitive": f"{DATED} kind note", "neither": f"{RECORDED} source"},
    "StatusPeriod": {
        "personal": "person",
        "sensitive": f"{DATED} status band returned_home because flags",
        "neither": "id rules_version",
    },
    "StatusDecision": {
        "personal": "person",
        "sensitive": "flag outcome reason",
        "neither": f"{RECORDED} fingerprint decided_on",
    },
    "Involvement": {"personal": "person", "sensitive": "reason_opened reason_closed", "neither": f"{RECORDED} {DATED}"},
    "Observation": {
        "personal": "person in_touch activity",
        "sensitive": "accommodation",
        "neither": f"{RECORDED} year observed_on source",
    },
    "Contact": {
        "personal": "person worker place participants",
        "sensitive": "note is_concern is_safeguarding amendment_reason void_reason",
        "neither": f"{RECORDED} submission_id group_id method result happened_on happened_at_time minutes saw_home "
        "supersedes superseded_at voided_at voided_by",
    },
    "Draft": {"personal": "user person", "sensitive": "data", "neither": "id kind submission_id page rev saved_at"},
    "FollowUp": {
        "personal": "person assigned_to",
        "sensitive": "text",
        "neither": f"{RECORDED} contact due_on done_on done_by",
    },
    "Home": {
        "personal": "person address postcode uprn provider",
        "sensitive": "kind is_suitable suitability_reason safe_to_use",
        "neither": f"{RECORDED} {DATED} provided_by_authority move_planned source last_confirmed_on",
    },
    "CorrespondenceAddress": {
        "personal": "person address postcode care_of",
        "sensitive": "safe_to_use",
        "neither": f"{RECORDED} {DATED}",
    },
    "Heartbeat": {"personal": "", "sensitive": "", "neither": "name last_seen_at"},
    "Occupation": {
        "personal": "person detail",
        "sensitive": "code",
        "neither": f"{RECORDED} {DATED} source last_confirmed_on",
    },
    "PolicyValue": {"personal": "", "sensitive": "", "neither": f"{RECORDED} key value from_on reason"},
}
