"""What each field of reporting's models says about somebody; `careleavers.privacy` says what the three kinds mean."""

from __future__ import annotations

FIELDS: dict[str, dict[str, str]] = {
    "FrozenQuarter": {"personal": "", "sensitive": "", "neither": "id ends_on frozen_at"},
    "FrozenFigure": {
        "personal": "frozen_by",
        "sensitive": "",
        "neither": "id quarter measure measure_version cohort team n d target revision frozen_at",
    },
    "FrozenMember": {"personal": "person_id", "sensitive": "state reason", "neither": "id figure"},
}
