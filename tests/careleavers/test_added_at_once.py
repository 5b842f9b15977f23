"""What two add at the same moment is there once, and the other one reads why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse

from careleavers.actions.restricted import name_reader, restrict_record
from careleavers.models import RestrictedAccess, YoungPerson
from tests.careleavers.test_people import new
from tests.cast import TODAY, Cast
from tests.guards.racing import race


def clashes(*args: Any, **kwargs: Any) -> None:
    """As the second of two at once meets the database's own rule."""
    raise IntegrityError("duplicate key value")


def test_a_young_person_whom_somebody_else_added_a_moment_ago(
    cast: Cast, sign_in: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail: the page failed, and what was typed was gone."""
    monkeypatch.setattr("careleavers.actions.people.add_person", clashes)
    page = sign_in(cast.pat).post(reverse("person_new"), new(cast))
    assert page.status_code == 200
    assert "Somebody else saved something here a moment ago" in page.content.decode()
    assert 'value="Dina"' in page.content.decode()
    assert not YoungPerson.objects.filter(local_id="L900").exists()


def test_a_draft_of_the_local_offer_that_somebody_else_began_a_moment_ago(
    cast: Cast, sign_in: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail: the page failed."""
    monkeypatch.setattr("offers.actions.local_offer.begin_draft", clashes)
    assert sign_in(cast.pip).post(reverse("offers:draft_begin")).headers["Location"] == reverse("offers:draft")


@pytest.mark.django_db(transaction=True)
def test_a_colleague_is_named_once_on_a_restricted_record(scene: Callable, transactional_db: None) -> None:
    """Seen to fail: both named them, and the page listed them twice."""
    with scene():
        cast = Cast()
    restrict_record(by=cast.mo, person=cast.amira, readers=[], reason="A relative", today=TODAY)
    name = partial(name_reader, by=cast.mo, person=cast.amira, reader=cast.wes, reason="Duty", today=TODAY)
    assert not [outcome for outcome in race(name, name) if isinstance(outcome, Exception)]
    assert RestrictedAccess.objects.filter(user=cast.wes).count() == 1
