"""The year of letters counts what the night will plan, month by month, for whom the reader may see."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from careleavers.models import PolicyValue
from offers.actions import letters as actions
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.models import Letter
from offers.queries.letter_year import LetterMonth, year_of_letters
from tests.cast import TODAY, Cast
from tests.factories import YoungPersonFactory, set_sender

pytestmark = pytest.mark.usefixtures("_on_the_day")
BORN = [date(2007, 12, 7), date(2007, 12, 24), date(2008, 1, 10), date(2008, 10, 31), date(2007, 11, 30)]


def test_it_counts_by_month_what_there_will_be(cast: Cast, scene, sign_in, django_assert_num_queries) -> None:
    with scene():
        set_sender()
        for born in BORN:
            YoungPersonFactory.create(nearly_19=True, team=cast.north, worker=cast.pat, date_of_birth=born)
        YoungPersonFactory.create(nearly_19=True, team=cast.south, worker=cast.sam)
    policies = PolicyValue.objects.in_force(TODAY)
    with django_assert_num_queries(4):
        months = year_of_letters(cast.mo, TODAY, policies)
    assert [months[0].first, months[-1].first, len(months)] == [date(2026, 11, 1), date(2027, 10, 1), 12]
    assert months[:3] == [
        LetterMonth(date(2026, 11, 1), letters=1, go_by=date(2026, 11, 23)),
        LetterMonth(date(2026, 12, 1), letters=2, go_by=date(2026, 11, 30)),
        LetterMonth(date(2027, 1, 1), letters=1, go_by=date(2026, 12, 31)),
    ]
    assert (sum(month.letters for month in months), months[-1].letters) == (5, 1)
    assert sum(month.letters for month in year_of_letters(cast.vera, TODAY, policies)) == 6
    plan_letters(by=None, today=TODAY)
    sent = list(Letter.objects.filter(occurrence_on=BORN[0].replace(year=2026)).values_list("pk", flat=True))
    actions.approve_letters(by=cast.vera, letters=sent, addresses_checked=sent, today=TODAY)
    render_due(today=TODAY)
    actions.print_batch(by=cast.bus, letters=sent, today=TODAY)
    actions.mark_posted(by=cast.bus, letters=sent, posted_on=TODAY, today=TODAY)
    december = year_of_letters(cast.mo, TODAY, policies)[1]
    assert (december.letters, december.gone, december.go_by) == (2, 1, date(2026, 12, 17))
    late = Letter.objects.get(occurrence_on=date(2026, 11, 30))
    page = sign_in(cast.mo).get(reverse("offers:letters_year")).content.decode()
    assert "late: it may miss the day" not in page
    actions.cancel_letter(by=cast.mo, letter=late, reason="A card was given", today=TODAY)
    november = year_of_letters(cast.mo, TODAY, policies)[0]
    assert (november.letters, november.gone, november.go_by) == (1, 0, None)
    page = sign_in(cast.mo).get(reverse("offers:letters_year")).content.decode()
    assert ("5 birthday letters, as things are today" in page, "none to go" in page) == (True, True)
    assert "Cai" not in page, "nobody is named"
