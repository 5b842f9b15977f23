"""How many young people need a worker now: the worker's own Today and their managers' table say one number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from careleavers.models import Contact, YoungPerson
from pathways.models import DueItem, PlanVersion
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    AppointmentFactory,
    ContactCommentFactory,
    ContactFactory,
    FollowUpFactory,
    PlanVersionFactory,
    RestrictedAccessFactory,
    YoungPersonFactory,
)
from tests.factories.pathways import PlanActionFactory
from tests.pathways.today_pages import alert, due, in_days, names_in, section, timeline_page

pytestmark = pytest.mark.usefixtures("_on_the_day")


def need(page: str) -> int:
    found = re.search(r'<h2 id="now">(\d+) young (?:person needs|people need) you now', page)
    return int(found[1]) if found else 0


def numbers(page: str) -> dict[str, int]:
    rows = re.findall(r'<th scope="row">([^<]*)</th>.*?data-label="Need them now">(?:<a[^>]*>)?(\d+)', page)
    return {name: int(number) for name, number in rows}


def _of_colleague(cast: Cast, **fields: object) -> None:
    FollowUpFactory.create(person=cast.amira, assigned_to=cast.wes, due_on=days_ago(1))


def _promise_in_plan(cast: Cast, **fields: object) -> None:
    version = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, submitted=True)
    PlanActionFactory.create(version=version, **{"owner": cast.pat, "by_when": TODAY, **fields})
    version.state, version.authorised_by, version.authorised_on = PlanVersion.AUTHORISED, cast.mo, days_ago(30)
    version.authorised_at = datetime(2026, 10, 24, 9, tzinfo=UTC)
    version.save()


def _comment(cast: Cast, **fields: object) -> None:
    contact = ContactFactory.create(person=cast.amira)
    ContactCommentFactory.create(contact=contact, text="Well done", for_worker=cast.pat, recorded_by=cast.mo, **fields)


def _appointment(cast: Cast, **fields: object) -> None:
    AppointmentFactory.create(person=cast.amira, worker=cast.pat, method=Contact.FACE_TO_FACE, **fields)


def _follow_up(cast: Cast, **fields: object) -> None:
    FollowUpFactory.create(person=cast.amira, assigned_to=cast.pat, **fields)


@pytest.mark.parametrize(
    ("what", "needed"),
    [
        pytest.param(lambda cast: alert(cast.amira, TODAY), True, id="an alert due today"),
        pytest.param(lambda cast: alert(cast.amira, None), True, id="an alert with no day"),
        pytest.param(lambda cast: alert(cast.amira, in_days(1)), False, id="an alert due tomorrow"),
        pytest.param(
            lambda cast: alert(cast.amira, in_days(9), code="safeguarding_1"), True, id="an alert about safety to come"
        ),
        pytest.param(
            lambda cast: alert(cast.amira, TODAY, to_managers_only=True), False, id="an alert for managers alone"
        ),
        pytest.param(lambda cast: alert(cast.amira, TODAY, not_for=[cast.mo.pk]), True, id="one that Mo may not do"),
        pytest.param(lambda cast: due(cast.amira, TODAY, "Ask about work"), True, id="due, and nobody was told"),
        pytest.param(lambda cast: due(cast.amira, in_days(1), "Ask about work"), False, id="due tomorrow"),
        pytest.param(
            lambda cast: [due(cast.amira, TODAY, "Ask about work"), alert(cast.amira, in_days(3))],
            True,
            id="due today beside an alert to come",
        ),
        pytest.param(_follow_up, True, id="a follow-up due today"),
        pytest.param(lambda cast: _follow_up(cast, due_on=in_days(1)), False, id="a follow-up due tomorrow"),
        pytest.param(lambda cast: _follow_up(cast, done_on=TODAY), False, id="a follow-up that is done"),
        pytest.param(_of_colleague, False, id="a follow-up of a colleague"),
        pytest.param(_promise_in_plan, True, id="a promise in the plan"),
        pytest.param(lambda cast: _promise_in_plan(cast, by_when=in_days(1)), False, id="a promise due tomorrow"),
        pytest.param(
            lambda cast: _promise_in_plan(cast, owner=cast.wes, passed_to=cast.pat), True, id="a promise passed to them"
        ),
        pytest.param(
            lambda cast: _promise_in_plan(cast, passed_to=cast.wes), False, id="a promise passed to somebody else"
        ),
        pytest.param(_comment, True, id="a comment to read"),
        pytest.param(lambda cast: _comment(cast, read_on=TODAY), False, id="a comment that was read"),
        pytest.param(lambda cast: _appointment(cast, planned_on=days_ago(1)), True, id="yesterday's appointment"),
        pytest.param(_appointment, False, id="an appointment today"),
        pytest.param(
            lambda cast: [_follow_up(cast), _comment(cast), alert(cast.amira, TODAY)], True, id="three things at once"
        ),
    ],
)
def test_the_manager_reads_what_the_worker_reads(
    cast: Cast, sign_in: Callable[..., Client], scene: Callable, what: Callable[[Cast], object], *, needed: bool
) -> None:
    """The table once counted the alerts about a worker's people that its reader may deal with, and no promise, comment
    or appointment.
    """
    with scene():
        DueItem.objects.all().delete()
        what(cast)
    number = 1 if needed else 0
    assert need(timeline_page(sign_in(cast.pat))) == number
    for manager in (cast.mo, cast.vera):
        client = sign_in(manager)
        assert numbers(timeline_page(client))["Pat"] == number, manager.name
        listed = names_in(timeline_page(client, f"/today/team/now/?worker={cast.pat.pk}"))
        assert listed == ["Amira Khan"] * number, manager.name


def test_the_list_behind_the_number_names_the_worker(
    cast: Cast, sign_in: Callable[..., Client], scene: Callable
) -> None:
    with scene():
        _follow_up(cast, text="Ring the GP")
        _comment(cast)
        _appointment(cast, planned_on=days_ago(1))
    listed = timeline_page(sign_in(cast.mo), f"/today/team/now/?worker={cast.pat.pk}")
    assert "Pat said they would: Ring the GP" in listed
    assert "Mo wrote about Pat’s note of" in listed or "Mo thanks Pat for Pat’s note of" in listed
    assert "Did Pat see Amira on" in listed
    assert "You said you would" not in listed


def test_a_restricted_record_counts_for_those_named_on_it(
    cast: Cast, sign_in: Callable[..., Client], scene: Callable
) -> None:
    """Neither a worker who is not named, nor a manager who is not, reads of it anywhere."""
    with scene():
        _follow_up(cast)
        YoungPerson.objects.filter(pk=cast.amira.pk).update(is_restricted=True)
        RestrictedAccessFactory.create(person=cast.amira, user=cast.mo)
    assert need(timeline_page(sign_in(cast.pat))) == 0
    assert numbers(timeline_page(sign_in(cast.mo)))["Pat"] == 0
    with scene():
        RestrictedAccessFactory.create(person=cast.amira, user=cast.pat)
    assert need(timeline_page(sign_in(cast.pat))) == 1
    assert numbers(timeline_page(sign_in(cast.mo)))["Pat"] == 1
    assert numbers(timeline_page(sign_in(cast.vera))).get("Pat", 0) == 0


def test_a_worker_counts_whoever_needs_them_and_a_manager_those_of_their_teams(
    cast: Cast, sign_in: Callable[..., Client], scene: Callable
) -> None:
    with scene():
        _follow_up(cast)
        helped = YoungPersonFactory.create(first_name="Gil", last_name="Hart", team=cast.north, worker=cast.wes)
        FollowUpFactory.create(person=helped, assigned_to=cast.pat)
    assert need(timeline_page(sign_in(cast.pat))) == 2
    assert numbers(timeline_page(sign_in(cast.mo)))["Pat"] == 2
    listed = timeline_page(sign_in(cast.mo), f"/today/team/now/?worker={cast.pat.pk}")
    assert sorted(names_in(listed)) == ["Amira Khan", "Gil Hart"]


def test_what_we_promised_is_said_on_todays_list_of_what_comes_later(
    cast: Cast, sign_in: Callable[..., Client], scene: Callable
) -> None:
    with scene():
        due(cast.amira, in_days(60), "Something we promised")
        DueItem.objects.filter(person=cast.amira).update(promised="Ring the college")
    page = timeline_page(sign_in(cast.pat))
    assert "Something we promised: “Ring the college”" in section(page, "later").replace("&quot;", '"')


def test_a_list_of_the_whole_team_bears_no_workers_name(
    cast: Cast, sign_in: Callable[..., Client], scene: Callable
) -> None:
    """What is for now alone is listed by worker. Seen to fail: what is coming had one in its heading."""
    with scene():
        alert(cast.amira, in_days(2))
    headings = [
        re.search(r"<h1>.*?</h1>", page)[0]  # type: ignore[index]
        for which in ("now", "coming")
        for page in [timeline_page(sign_in(cast.mo), f"/today/team/{which}/?worker={cast.pat.pk}")]
    ]
    assert ["Pat" in heading for heading in headings] == [True, False]
