"""What DfE refuses in one episode is said where it is written down, beside the box to put right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careleavers.forms.care import EpisodeForm
from careleavers.models import CareEpisode
from tests.cast import TODAY

BORN = date(2007, 5, 10)
GOOD = {
    "starts_on": "2020-01-05",
    "reason_started": "S",
    "legal_status": "C2",
    "placement": "U4",
    "ends_on": "2023-06-01",
    "reason_ended": "E4A",
}


def form_of(row: Any = None, **typed: str) -> EpisodeForm:
    said: dict[str, str] = {**GOOD, **typed}
    for name in ("starts_on", "ends_on"):
        said |= dict(zip((f"{name}_year", f"{name}_month", f"{name}_day"), said.pop(name).split("-"), strict=True))
    return EpisodeForm(said | {"revision": "1"}, born=BORN, today=TODAY, **({"row": row} if row else {}))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        pytest.param({}, None, id="nothing wrong"),
        pytest.param({"legal_status": "V4", "placement": "U6", "urn": "SC012345"}, "placement_postcode", id="DfE 214"),
        pytest.param(
            {"legal_status": "V4", "placement": "U6", "home_postcode": "LE3 8RA"}, "home_postcode", id="DfE 398"
        ),
        pytest.param({"placement": "A3", "reason_started": "P", "legal_status": "E1"}, "reason_started", id="DfE 217"),
        pytest.param({"placement": "P1", "legal_status": "V2"}, "placement", id="DfE 378"),
        pytest.param({"placement": "U1", "legal_status": "V4"}, "placement", id="DfE 384"),
        pytest.param({"placement": "A5"}, "legal_status", id="DfE 408"),
        pytest.param({"placement": "R2", "reason_ended": "E45"}, "reason_ended", id="DfE 516"),
        pytest.param({"reason_ended": "E17"}, "reason_ended", id="DfE 460"),
        pytest.param({"placement": "U6", "legal_status": "V3", "reason_started": "P"}, "reason_started", id="DfE 366"),
        pytest.param(
            {"placement": "P1", "legal_status": "V2", "authority": "301"}, None, id="another authority’s care"
        ),
    ],
)
def test_an_episode_that_dfe_would_refuse_is_refused_at_entry(typed: dict[str, str], field: str | None) -> None:
    """Beside the field, with the number of the rule."""
    form = form_of(**typed)
    assert set(form.errors) == ({field} if field else set()), form.errors
    assert not field or "DfE rule" in str(form.errors[field])


def test_an_old_fault_stops_nobody_who_mends_something_else() -> None:
    row = CareEpisode(
        starts_on=date(2020, 1, 5), ends_on=None, reason_started="S", legal_status="V2", placement="P1", revision=1
    )
    assert form_of(row, placement="P1", legal_status="V2").is_valid()
    assert set(form_of(row, placement="A5", legal_status="V2").errors) == {"legal_status"}
