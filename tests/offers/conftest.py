"""A birthday letter that waits to be approved."""

from __future__ import annotations

import pytest

from offers.actions.planning import plan_letters
from offers.models import Letter
from tests.cast import TODAY, Cast
from tests.factories import LocalOfferFactory, YoungPersonFactory, set_sender


@pytest.fixture
def letter(cast: Cast, scene) -> Letter:
    with scene():
        set_sender()
        LocalOfferFactory.create()
        YoungPersonFactory.create(nearly_19=True, team=cast.north, worker=cast.pat)
    plan_letters(by=None, today=TODAY)
    return Letter.objects.select_related("person").get()
