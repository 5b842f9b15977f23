"""Of letters that were ticked and may not go any more, how many they are is said, and never whose."""

from __future__ import annotations

import pytest
from django.urls import reverse

from careleavers.models import YoungPerson
from offers.actions import letters as actions
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.models import Letter
from tests.cast import TODAY, Cast
from tests.factories import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.mark.parametrize(("step", "page"), [("print", "letters_print"), ("post", "letters_posted")])
def test_how_many_of_the_ticked_are_left_out_is_said_from_the_first(
    cast: Cast, scene, letter: Letter, sign_in, step: str, page: str
) -> None:
    """Seen to fail: of two that were ticked one was asked about, and nothing was said of the other."""
    with scene():
        hidden = YoungPersonFactory.create(nearly_19=True, first_name="Hidden", worker=cast.pat, team=cast.north)
    plan_letters(by=None, today=TODAY)
    both = [letter.pk, Letter.objects.get(person=hidden).pk]
    actions.approve_letters(by=cast.mo, letters=both, addresses_checked=both, today=TODAY)
    render_due(today=TODAY)
    if step == "post":
        actions.print_batch(by=cast.bus, letters=both, today=TODAY)
    with scene():
        YoungPerson.objects.filter(pk=hidden.pk).update(is_restricted=True)
    asked = sign_in(cast.bus).post(reverse(f"offers:{page}"), {"letter": both}).content.decode()
    assert "1 letter was left out: somebody has dealt with it, or it must not go any more." in asked
    assert "Hidden" not in asked
