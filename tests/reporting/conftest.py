"""Whom the pages of figures count."""

from random import Random

import pytest

from careleavers.models import YoungPerson
from tests.cast import TODAY, Cast, days_ago
from tests.factories import StatusPeriodFactory
from tests.reporting import people


@pytest.fixture
def amira(cast: Cast, scene) -> YoungPerson:
    """19, a former relevant child of North, without a home on record."""
    with scene():
        StatusPeriodFactory.create(
            person=cast.amira, status="former_relevant_child", starts_on=days_ago(400), band="18-20"
        )
    return cast.amira


@pytest.fixture
def council(cast: Cast, scene) -> Cast:
    with scene():
        rng = Random(11)
        for number in range(60):
            people.somebody(rng, cast, number, TODAY)
    return cast
