"""Today of a manager: what the team has to do, who is behind, and who has nobody."""

import re

import pytest
from django.urls import reverse

from tests.cast import TODAY, Cast, days_ago
from tests.factories import YoungPersonFactory
from tests.pathways.today_pages import alert, in_days, names_in, section, timeline_page

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_a_service_manager_sees_what_is_due_in_every_team_below(cast: Cast, sign_in, scene) -> None:
    """Seen to fail when the list kept to the alerts of which the manager was told."""
    with scene():
        alert(cast.amira, days_ago(6))
        alert(cast.ben, in_days(2), code="bnb_limit", text="Leave bed and breakfast", closed_by_kind="home")
        alert(cast.ben, TODAY, code="plan_to_authorise_1", closed_by_kind="plan_decision", not_for=[cast.vera.pk])
    page = timeline_page(sign_in(cast.vera))
    part = section(page, "now")
    assert "2 young people need your team now" in part
    assert names_in(part) == ["Ben Ward", "Amira Khan"], "bed and breakfast comes first"
    assert "decide" not in part
    assert re.findall(r'<th scope="row">([^<]*)</th>.*?data-label="Need them now"><a[^>]*>(\d+)', page) == [
        ("Pat", "1"),
        ("Sam", "1"),
    ]


def test_a_manager_sees_the_team_who_is_behind_and_who_has_nobody(cast: Cast, sign_in, scene) -> None:
    with scene():
        alert(cast.amira, days_ago(6))
        alert(cast.ben, days_ago(60))
        YoungPersonFactory.create(first_name="Gil", last_name="Hart", team=cast.north, since=days_ago(40))
        YoungPersonFactory.create(first_name="Ida", last_name="West", team=cast.south, since=days_ago(40))
    page = timeline_page(sign_in(cast.mo))
    assert "1 young person needs your team now" in page
    assert names_in(section(page, "now")) == ["Amira Khan"]
    assert names_in(section(page, "unallocated")) == ["Gil Hart"]
    workers = section(page, "workers")
    assert "Pat" in workers
    assert "Sam" not in workers
    listed = timeline_page(sign_in(cast.mo), re.search(r'href="([^"]*worker=[^"]*)"', workers)[1].replace("&amp;", "&"))
    assert names_in(listed) == ["Amira Khan"]


def test_a_manager_has_own_work_too(cast: Cast, sign_in, scene) -> None:
    with scene():
        cai = YoungPersonFactory.create(first_name="Cai", last_name="Owen", team=cast.north, worker=cast.mo)
        alert(cai, days_ago(2))
        alert(cast.amira, days_ago(2))
    page = timeline_page(sign_in(cast.mo), "/?whose=mine")
    assert names_in(section(page, "now")) == ["Cai Owen"]
    assert "Recently opened" in page


def test_a_worker_cannot_ask_for_the_team(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    assert "Who works with whom" not in timeline_page(client, "/?whose=team")
    assert client.get(reverse("today_list", args=["team", "now"])).status_code == 404


@pytest.mark.parametrize("which", ["now", "coming"])
@pytest.mark.parametrize("whose", ["mine", "team"])
def test_each_count_is_the_length_of_the_list_it_opens(cast: Cast, sign_in, scene, whose: str, which: str) -> None:
    with scene():
        for number in range(13):
            person = YoungPersonFactory.create(first_name=f"No{number}", team=cast.north, worker=cast.mo)
            alert(person, days_ago(1 + number) if which == "now" else in_days(1 + number), code="a")
    client = sign_in(cast.mo)
    today = section(timeline_page(client, f"/?whose={whose}"), which)
    assert "13" in today
    assert len(names_in(today)) == 5, "and never more, however much there is"
    assert f'{reverse("today_list", args=[whose, which])}">And 8 more' in today
    assert len(names_in(timeline_page(client, reverse("today_list", args=[whose, which])))) == 13


def test_what_is_late_below_and_what_the_team_needs_are_five_lines_together(cast: Cast, sign_in, scene) -> None:
    """The most pressing first in each; the others one tap away. Seen to fail: five of either."""
    with scene():
        for number in range(8):
            person = YoungPersonFactory.create(
                first_name=f"No{number}", last_name="Owen", team=cast.north, worker=cast.pat
            )
            alert(person, days_ago(30 + number), code="a")
    page = timeline_page(sign_in(cast.vera))
    below, now = section(page, "late-below"), section(page, "now")
    assert names_in(below) == ["No7 Owen", "No6 Owen", "No5 Owen"]
    assert names_in(now) == ["No7 Owen", "No6 Owen"]
    assert "And 5 more" in below
    assert "And 6 more" in now
    assert "8 young people need your team now" in now
