"""Amira's first plan, in the states that several files of tests begin with."""

from __future__ import annotations

import pytest

from pathways.actions import decisions
from pathways.models import PlanVersion
from tests.cast import TODAY, Cast
from tests.factories import NOW, PlanActionFactory, PlanVersionFactory, give_status


@pytest.fixture
def drafted(cast: Cast, scene) -> PlanVersion:
    """Amira's first plan, written whole by Pat, with one promise."""
    with scene():
        give_status(cast.amira, "former_relevant")
        version = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, filled=True)
        PlanActionFactory.create(version=version, owner=cast.pat)
    return version


@pytest.fixture
def handed_in(cast: Cast, drafted: PlanVersion) -> PlanVersion:
    decisions.submit_version(by=cast.pat, version=drafted, today=TODAY, now=NOW)
    drafted.refresh_from_db()
    return drafted
