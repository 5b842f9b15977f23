"""Amira's first plan, in the states that several files of tests begin with."""

from __future__ import annotations

import pytest

from pathways.actions import decisions
from pathways.models import PlanVersion
from tests.cast import TODAY, Cast
from tests.pathways import plan_builders as build
from tests.pathways.plan_builders import NOW


@pytest.fixture
def drafted(cast: Cast, scene) -> PlanVersion:
    """Amira's first plan, written whole by Pat, with one promise."""
    with scene():
        build.former_relevant(cast.amira)
        version = build.draft(cast.amira, cast.pat, filled=True)
        build.promise(version, owner=cast.pat)
    return version


@pytest.fixture
def handed_in(cast: Cast, drafted: PlanVersion) -> PlanVersion:
    decisions.submit_version(by=cast.pat, version=drafted, today=TODAY, now=NOW)
    drafted.refresh_from_db()
    return drafted
