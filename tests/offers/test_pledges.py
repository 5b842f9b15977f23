"""Pledges: what keeps each, what young people said, the figures of the day, and who looks at it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from careleavers.actions.base import Refused
from offers.actions.pledges import note_on_pledge
from offers.models import Pledge
from offers.queries.pledges import figure_names, pledges_held
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    BriefingActionFactory,
    BriefingFactory,
    BriefingPointFactory,
    LocalOfferFactory,
    PledgeFactory,
    PledgeNoteFactory,
    SurveyRoundFactory,
    give_status,
)

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_a_pledge_shows_all_that_is_done_about_it(cast: Cast, scene: Callable, sign_in) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        offer = LocalOfferFactory.create()
        asked = SurveyRoundFactory.create(title="Autumn 2026")
        briefing = BriefingFactory.create(round=asked, recorded_by=cast.pip, last_edited_by=cast.pip)
        BriefingActionFactory.create(point=BriefingPointFactory.create(briefing=briefing), owner=cast.pat)
    pip = sign_in(cast.pip)
    form = {"title": "You will be healthy", "owner": cast.pat.pk, "look_on": "2026-11-27"}
    form |= {"entries": ["health|A nurse"], "rounds": [str(asked.pk)], "figures": ["EET", "IN_TOUCH_8W"]}
    pip.post(reverse("offers:pledge_new"), form)
    pledge = Pledge.objects.get()
    assert (pledge.entries, pledge.rounds) == (["health|A nurse"], [asked.pk])
    page = sign_in(cast.mo).get(reverse("offers:pledges")).content.decode()
    for words in ("A nurse", "Autumn 2026", "Answer each text in a day", "0 of 1", "Pat", "too few people"):
        assert words in page, words
    assert "0 of 1" not in sign_in(cast.pat).get(reverse("offers:pledges")).content.decode(), "figures are not pat's"
    home = sign_in(cast.pat).get(reverse("home")).content.decode()
    assert "look at it again" in home
    note = {"happened_on": TODAY.isoformat(), "text": "A nurse at the hub", "look_on": TODAY.isoformat()}
    assert (
        "Give a day after today"
        in sign_in(cast.pat).post(reverse("offers:pledge_note", args=[pledge.pk]), note).content.decode()
    )
    shown = sign_in(cast.pat).post(
        reverse("offers:pledge_note", args=[pledge.pk]), note | {"look_on": "2027-02-01"}, follow=True
    )
    assert "A nurse at the hub" in shown.content.decode()
    assert "look at it again" not in sign_in(cast.pat).get(reverse("home")).content.decode()
    with scene():
        pledge.entries = ["health|A doctor"]
        pledge.save()
        offer.refresh_from_db()
    page = sign_in(cast.mo).get(reverse("offers:pledges")).content.decode()
    assert "A doctor: not in the offer any more" in page


def test_what_is_not_kept_says_so_and_is_not_lost_with_its_owner(cast: Cast, scene: Callable, sign_in) -> None:
    with scene():
        pledge = PledgeFactory.create(owner=cast.pat, look_on=days_ago(1))
        gone = PledgeFactory.create(number=2, title="Gone", owner=cast.pat, ended_on=days_ago(1))
        PledgeNoteFactory.create(pledge=gone)
    page = sign_in(cast.mo).get(reverse("offers:pledges")).content.decode()
    assert page.count("Nothing is written down yet that keeps this pledge") == 1
    [kind] = pledges_held(cast.pat, TODAY)
    assert [each.what for each in kind.things] == [pledge.title]
    with scene():
        cast.pat.is_active = False
        cast.pat.save()
    assert "answers for it no more" in sign_in(cast.pip).get(reverse("offers:surveys")).content.decode()
    later = {"look_on": TODAY + timedelta(30), "text": "Done", "today": TODAY}
    with pytest.raises(Refused, match="has not come yet"):
        note_on_pledge(by=cast.vera, pledge=pledge, happened_on=TODAY + timedelta(1), **later)
    with pytest.raises(Refused, match="has ended"):
        note_on_pledge(by=cast.vera, pledge=gone, happened_on=TODAY, **later)


def test_every_figure_can_be_tagged() -> None:
    """They are those of the dashboard, of the whole authority."""
    assert len(figure_names()) == 4
    assert all(name for _, name in figure_names())
