"""Counting quarters again: seen first, with a reason, and beside what was frozen."""

import re
from collections import Counter
from datetime import date
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careleavers.models import Allocation, Home, ReadEvent, StatusPeriod, YoungPerson
from careleavers.rules.team_scopes import AUTHORITY
from reporting.actions.periods import freeze_period
from reporting.models import FrozenFigure, FrozenMember
from reporting.queries.figures import FigureCount
from reporting.queries.frozen import FigureChange, recount
from reporting.queries.measures import MEASURES
from reporting.rules.cohorts import COHORTS
from reporting.views.recounts import difference_in_words
from tests.cast import TODAY, Cast
from tests.factories import StatusPeriodFactory
from tests.reporting import people

pytestmark = pytest.mark.usefixtures("_on_the_day")

END, BEFORE = date(2026, 9, 30), date(2026, 6, 30)
RECOUNT = "/reporting/quarters/recount/"
REASON = "The home of one young person was recorded late."


@pytest.fixture
def amira(cast: Cast, scene) -> YoungPerson:
    """19, a former relevant child of North, without a home on record when both quarters were frozen."""
    with scene():
        StatusPeriodFactory.create(
            person=cast.amira, status="former_relevant_child", starts_on=date(2025, 5, 1), band="18-20"
        )
    for end in (BEFORE, END):
        freeze_period(by=None, ends_on=end, today=TODAY)
    return cast.amira


@pytest.fixture
def housed(amira: YoungPerson, scene) -> YoungPerson:
    """Amira, whose home since August 2026 was written down after the quarter was frozen."""
    with scene():
        Home.objects.create(person=amira, kind="U", is_suitable=True, starts_on=date(2026, 8, 1))
    return amira


def asked(*ends: date) -> str:
    return f"{RECOUNT}?{'&'.join(f'period={end}' for end in ends)}"


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_preview_names_whom_a_recount_moves_and_why_and_changes_nothing(housed, cast: Cast, sign_in) -> None:
    page = text_of(sign_in(cast.vera), asked(END))
    row = re.search(r"Amira Khan.*?</tr>", page, re.DOTALL)
    assert row
    assert re.findall(r'data-label="(?:As frozen|Now)">([^<]+)', row[0]) == ["No home recorded", "In a suitable home"]
    assert "The whole authority, aged 19 to 21" in row[0]
    figure = re.search(r"In suitable homes</th><td[^>]*>The whole authority, aged 18 to 25.*?</tr>", page, re.DOTALL)
    assert figure
    assert re.findall(r">([^<>]+)</td>", figure[0])[1:] == ["0 of 1", "1 of 1", "n +1"]
    assert not FrozenFigure.objects.filter(revision=2).exists()
    assert ReadEvent.objects.get(kind="named").people_shown == 1


@pytest.mark.parametrize(
    ("n", "d", "words"),
    [(1, 0, "n +1"), (-3, 2, "n −3, d +2"), (0, -1, "d −1"), (0, 0, "the same number, other people or reasons")],
)
def test_a_difference_in_words(n: int, d: int, words: str) -> None:
    assert difference_in_words(n, d) == words


def test_a_quarter_in_which_nothing_changed_says_so(housed, cast: Cast, sign_in) -> None:
    page = text_of(sign_in(cast.vera), asked(BEFORE))
    assert "Nothing has changed since it was frozen." in page
    assert "Why are they counted again?" not in page


def test_several_quarters_are_counted_again_for_one_reason(housed, cast: Cast, sign_in, scene) -> None:
    with scene():
        Home.objects.filter(person=housed).update(starts_on=date(2026, 5, 1))
    client = sign_in(cast.vera)
    assert "Quarter 2, 2026-27, to 30 September 2026" in text_of(client, RECOUNT)
    refused = client.post(asked(BEFORE, END), {"reason": "late"}).content.decode()
    assert "Say in a sentence why they are counted again" in refused
    assert not FrozenFigure.objects.filter(revision=2).exists()
    done = client.post(asked(BEFORE, END), {"reason": REASON}, follow=True).content.decode()
    assert "Quarter 1, 2026-27: " in done
    assert "Quarter 2, 2026-27: " in done
    revised = FrozenFigure.objects.filter(revision=2)
    assert {(each.period.ends_on, each.frozen_by, each.reason) for each in revised} == {
        (BEFORE, cast.vera, REASON),
        (END, cast.vera, REASON),
    }
    assert "nothing has changed" in client.post(asked(END), {"reason": REASON}, follow=True).content.decode()


def test_a_quarter_shows_a_row_for_each_revision_with_its_difference(housed, cast: Cast, sign_in) -> None:
    client = sign_in(cast.vera)
    client.post(asked(END), {"reason": REASON})
    figure = FrozenFigure.objects.of(AUTHORITY).get(measure="ACCOM_SUITABLE", cohort="19-21", revision=2)
    page = text_of(client, reverse("reporting:period", args=[figure.period_id]))
    section = page.split("The whole authority, aged 19 to 21</h2>")[1].split("</table>")[0]
    first, second = re.findall(r"In suitable homes</a></th>(.*?)</tr>", section, re.DOTALL)
    assert "0 of 1" in first
    assert "revision" not in first
    assert "revision 2: n +1" in second
    assert f"{cast.vera.name}: {REASON}" in second
    people_page = text_of(client, reverse("reporting:members", args=[figure.pk]))
    assert "Since revision 1 (0 of 1)" in people_page
    since = people_page.split("Since revision 1")[1].split("</table>")[0]
    assert re.findall(r'data-label="(?:As frozen|Now)">([^<]+)', since) == ["No home recorded", "In a suitable home"]


def test_somebody_who_is_dropped_or_added_is_said_of_each_team(amira, cast: Cast, sign_in, scene) -> None:
    with scene():
        Allocation.objects.filter(person=amira).update(team=cast.south, worker=cast.sam)
    changes = [change for change in recount(END, TODAY).people if change.measure is MEASURES["EET"]]
    assert {(change.was, change.now, frozenset(change.where)) for change in changes} == {
        ("no_occupation", None, frozenset({"North, aged 19 to 21", "North, aged 18 to 25"})),
        (None, "no_occupation", frozenset({"South, aged 19 to 21", "South, aged 18 to 25"})),
    }
    page = text_of(sign_in(cast.vera), asked(END))
    assert "is not in it any more" in page
    assert "was not in it" in page


@pytest.mark.parametrize("seed", range(2))
def test_the_preview_is_what_a_recount_then_does(cast: Cast, scene, seed: int) -> None:
    with scene():
        for number in range(20):
            people.somebody(Random(100 * seed + number), cast, number, END)
    freeze_period(by=None, ends_on=END, today=TODAY)
    with scene():
        StatusPeriod.objects.filter(person__first_name__in=["P1", "P2", "P3"]).delete()
        Home.objects.filter(person__first_name__in=["P4", "P5"]).delete()
        Allocation.objects.filter(person__first_name__in=["P6", "P7"]).update(team=cast.south)
    foreseen = recount(END, TODAY)
    assert foreseen.figures
    freeze_period(by=None, ends_on=END, today=TODAY, reason=REASON)
    written = FrozenFigure.objects.latest_revisions().exclude(reason="")
    assert {(each.measure, each.cohort, each.scope_key, each.n, each.d) for each in written} == {
        (each.counted.measure.code, each.counted.cohort.code, each.scope.key, each.counted.n, each.counted.d)
        for each in foreseen.figures
    }
    for change in foreseen.people:
        now = FrozenMember.objects.filter(figure__in=written, person_id=change.person_id)
        reasons = set(now.filter(figure__measure=change.measure.code).values_list("reason", flat=True))
        assert change.now is None or change.now in reasons
    assert recount(END, TODAY).figures == []


@pytest.mark.parametrize(("who", "status"), [("vera", 200), ("ana", 200), ("mo", 403), ("dana", 403), ("pip", 403)])
def test_who_may_count_again(cast: Cast, sign_in, who: str, status: int) -> None:
    assert sign_in(getattr(cast, who)).get(RECOUNT).status_code == status


@pytest.mark.parametrize("query", ["?period=2026-09-29", "?period=2026-12-31", "?period=soon", "?period="])
def test_only_quarters_that_are_over_can_be_chosen(cast: Cast, sign_in, query: str) -> None:
    page = text_of(sign_in(cast.vera), RECOUNT + query)
    assert "<title>Error: Count again" in page
    assert "See what would change" in page


def test_any_quarter_can_be_chosen_and_a_new_one_is_frozen(cast: Cast, amira, sign_in) -> None:
    client, end = sign_in(cast.ana), date(2025, 12, 31)
    assert "Not frozen yet" in text_of(client, asked(end))
    client.post(asked(end), {"reason": "The board asks for last winter."})
    assert FrozenFigure.objects.filter(period__ends_on=end, revision=1).exists()


def test_a_month_is_counted_again_like_a_quarter(housed, cast: Cast, sign_in, scene) -> None:
    month, client = date(2026, 10, 31), sign_in(cast.vera)
    freeze_period(by=None, ends_on=month, today=TODAY)
    assert "October 2026, to 31 October 2026" in text_of(client, RECOUNT)
    with scene():
        Home.objects.filter(person=housed).delete()
    page = text_of(client, asked(month))
    assert re.findall(r'data-label="(?:As frozen|Now)">([^<]+)', page[page.index("Who, and why") :])[:2] == [
        *("In a suitable home", "No home recorded")
    ]
    assert "October 2026: " in client.post(asked(month), {"reason": REASON}, follow=True).content.decode()
    assert FrozenFigure.objects.filter(period__ends_on=month, revision=2, frozen_by=cast.vera, reason=REASON).exists()


def test_a_restricted_person_is_counted_and_not_named(housed, cast: Cast, sign_in, scene) -> None:
    with scene():
        YoungPerson.objects.filter(pk=housed.pk).update(is_restricted=True)
    page = text_of(sign_in(cast.vera), asked(END))
    assert "Amira" not in page
    assert "1 person you may not see" in page


def test_a_quarter_asks_the_same_number_of_queries_however_many_revisions(housed, cast: Cast, sign_in, scene) -> None:
    client = sign_in(cast.vera)
    address = reverse("reporting:period", args=[FrozenFigure.objects.filter(period__ends_on=END)[0].period_id])

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    queries()
    few = queries()
    client.post(asked(END), {"reason": REASON})
    assert queries() == few


def test_a_figure_that_was_never_frozen_differs_by_all_that_is_counted() -> None:
    counted = FigureCount(MEASURES["IN_TOUCH_8W"], COHORTS["18-25"], Counter(spoke=3, silent=4))
    assert (counted.n, counted.d) == (3, 7)
    assert FigureChange(counted, AUTHORITY, None).difference == (3, 7)
