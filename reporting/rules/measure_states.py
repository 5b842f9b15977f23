"""The three things a measure can say of somebody. Pure."""

from __future__ import annotations

from enum import StrEnum


class MeasureState(StrEnum):
    """n counts MET, d counts MET and NOT_MET. In the order of every list: first those somebody may be able to help."""

    NOT_MET = "not_met"
    MET = "met"
    EXCLUDED = "excluded"

    @property
    def position(self) -> int:
        return list(MeasureState).index(self)
