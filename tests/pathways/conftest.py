"""What several files of tests begin with: Amira's first plan, and somebody born on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from careleavers.models import YoungPerson
from pathways.actions import decisions
from pathways.models import PlanVersion
from tests.cast import TODAY, Cast
from tests.factories import NOW, PlanActionFactory, PlanVersionFactory, YoungPersonFactory, give_status


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


@pytest.fixture
def make_person(cast: Cast, scene) -> Callable[..., YoungPerson]:
    """Somebody of North born on a day, whose personal adviser is Pat."""

    def made(born: date, **fields: object) -> YoungPerson:
        with scene():
            return YoungPersonFactory.create(
                first_name="Noor", team=cast.north, date_of_birth=born, **{"worker": cast.pat} | fields
            )

    return made
