"""The filters of a list under a name: one's own or a team's, and always opened with the reader's own eyes."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.actions.saved_views import change_view, keep_view, remove_view
from careleavers.models import AuditEvent, SavedView
from careleavers.site.extensions import saved_lists
from tests.cast import TODAY, Cast
from tests.factories import SavedViewFactory, TeamFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


def text_of(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200, where
    return unescape(response.content.decode())


def test_every_list_that_can_be_kept_offers_it_and_keeps_its_filters(cast: Cast, sign_in: Callable) -> None:
    manager = sign_in(cast.vera)
    asked = {"caseload": "sort=age", "pathways:off_track": "team=all", "pathways:promises": "which=late"}
    for kept in saved_lists():
        where, query = reverse(kept.page), asked.get(kept.page, "team=all")
        page = text_of(manager, f"{where}?{query}&page=2")
        link = f"{reverse('saved_view_add')}?list={kept.page}&{query}"
        assert f'href="{link}"'.replace("&", "&amp;") in manager.get(f"{where}?{query}&page=2").content.decode()
        assert "Kept views:" not in page
        assert manager.post(link, {"name": "Mine", "team": ""}).headers["Location"] == f"{where}?{query}"
        assert ">Mine</a>" in text_of(manager, where)
    assert SavedView.objects.filter(query__contains="page").count() == 0
    assert manager.get(f"{reverse('saved_view_add')}?list=staff_list").status_code == 404


def test_a_shared_view_is_found_by_the_team_and_shows_each_what_they_may_see(
    cast: Cast, sign_in: Callable, scene: Callable
) -> None:
    adviser = sign_in(cast.pat)
    add = f"{reverse('saved_view_add')}?list=caseload&whose=team-{cast.north.pk}&sort=name"
    assert "North" in text_of(adviser, add)
    assert "South" not in text_of(adviser, add).split("<form")[-1]
    for _ in range(2):  # a button that is pressed twice
        assert adviser.post(add, {"name": "All of North", "team": cast.north.pk}).status_code == 302
    view = SavedView.objects.get()
    assert AuditEvent.objects.filter(name="view_kept").count() == 1
    where = f"{reverse('caseload')}?{view.query}"
    assert "Amira" in text_of(adviser, where)
    assert 'aria-current="true">All of North' in text_of(adviser, where)
    # North's manager finds it and may change it, a colleague finds it alone, South and analysts do not find it.
    expected = {"mo": (True, 200), "wes": (True, 404), "sam": (False, 404), "sue": (False, 404), "vera": (True, 200)}
    found = {}
    for name in expected:
        client = sign_in(getattr(cast, name))
        found[name] = (
            ">All of North</a>" in text_of(client, reverse("caseload")),
            client.get(reverse("saved_view", args=[view.pk])).status_code,
        )
    assert found == expected
    # Opened by another team's adviser, it leads to a list that is not theirs: the view widens nothing.
    assert sign_in(cast.sam).get(where).status_code == 404


def test_who_may_do_what_with_a_view(cast: Cast, scene: Callable, client: Client) -> None:
    with scene():
        view = SavedViewFactory.create(owner=cast.pat, team=cast.north, name="Ours")
        own = SavedViewFactory.create(owner=cast.pat, name="Mine alone")
    refusals = [
        (cast.wes, view, {"name": "X", "team": cast.north}, "Only whoever made this view"),
        (cast.sue, view, {"name": "X", "team": None}, "Only whoever made this view"),
        (cast.vera, own, {"name": "X", "team": None}, "Only whoever made this view"),
        (cast.pat, view, {"name": "Ours", "team": cast.south}, "a team that you work in"),
        (cast.pat, view, {"name": "MINE alone", "team": None}, "has the name"),
    ]
    for by, row, given, says in refusals:
        with pytest.raises(Refused, match=says):
            change_view(by=by, view=row, **given)
    with pytest.raises(Refused, match="a team that you work in"):
        keep_view(by=cast.pat, page="caseload", query="", name="South", team=cast.south)
    with pytest.raises(Refused, match="Only whoever"):
        remove_view(by=cast.wes, view=view)
    change_view(by=cast.mo, view=view, name="North, by age", team=cast.north)
    client.force_login(cast.mo)
    remove = reverse("saved_view_remove", args=[view.pk])
    assert client.get(remove).status_code == 405
    assert client.post(remove, {"revision": "1"}).status_code == 302
    assert SavedView.objects.filter(pk=view.pk).exists()  # it has changed since the page was opened
    view.refresh_from_db()
    assert client.post(remove, {"revision": str(view.revision)}).headers["Location"] == reverse("caseload")
    assert not SavedView.objects.filter(pk=view.pk).exists()
    for name in ("ana", "bus", "sys", "dana"):
        client.force_login(getattr(cast, name))
        promises = f"{reverse('saved_view_add')}?list=pathways:promises"
        assert client.get(promises).status_code == 403, name


def test_a_view_of_a_team_that_is_gone_says_that_it_is_for_another(cast: Cast, sign_in: Callable) -> None:
    """Under the name of the view everybody once stood, without a word."""
    manager = sign_in(cast.mo)
    for kept in [each for each in saved_lists() if "team" in each.filters]:
        page = text_of(manager, f"{reverse(kept.page)}?team={uuid4()}")
        assert "That team is closed, or not one that you may choose. This is for: " in page, kept.page
        assert "That team is closed" not in text_of(manager, reverse(kept.page))


@pytest.mark.parametrize("what", ["closed", "moved", "worker", "everybody"])
def test_a_kept_list_that_is_gone_says_so_and_offers_to_change_it(
    cast: Cast, sign_in: Callable, scene: Callable, what: str
) -> None:
    """Seen to fail: each of them answered a bare 404."""
    with scene():
        east = TeamFactory.create(name="East", parent=cast.service)
    user = {"closed": cast.vera, "moved": cast.pat, "worker": cast.pat, "everybody": cast.mo}[what]
    whose = {"worker": f"worker-{cast.pat.pk}", "everybody": "everybody"}.get(what, f"team-{east.pk}")
    with scene():
        view = SavedViewFactory.create(owner=user, page="caseload", query=f"whose={whose}", name="Kept for later")
        if what == "closed":
            east.closed_on = TODAY
            east.save()
    client = sign_in(user)
    page = text_of(client, f"{reverse('caseload')}?{view.query}")
    assert "“Kept for later” is of a team that is closed, or a list that you may not choose any more" in page
    assert f'href="{reverse("saved_view", args=[view.pk])}">Change it or take it out</a>' in page
    assert ("Ben" in page) == (what == "closed"), "nobody sees more than their own first list"
    # What nobody kept is not found.
    assert client.get(f"{reverse('caseload')}?whose={whose}&sort=name").status_code == 404
