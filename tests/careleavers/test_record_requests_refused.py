"""What a request for a record refuses, in which words; the request stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from careleavers.actions import record_requests
from careleavers.actions.base import Refused
from careleavers.forms.record_requests import EndRequestForm, RequestClockForm, SecondLookForm, TakeOutWordsForm
from careleavers.models import RecordRequest
from tests.cast import TODAY, Cast, days_ago
from tests.factories import RecordRequestFactory
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("_on_the_day")


def write(cast: Cast, request: RecordRequest, **facts: Any) -> None:
    given = {"received_on": request.received_on, "owner": cast.mo, "kind": "access"} | facts
    record_requests.write_request(by=cast.mo, person=request.person, request=request, today=TODAY, **given)


def clock(cast: Cast, request: RecordRequest, **facts: Any) -> None:
    none = dict.fromkeys(("identity_asked_on", "identity_checked_on", "extension_told_on"))
    record_requests.write_clock(by=cast.mo, request=request, **(none | facts))


def end(cast: Cast, request: RecordRequest, on: Any = TODAY, state: str = "sent") -> None:
    record_requests.end_request(by=cast.mo, request=request, state=state, closed_on=on)


KNOWN = {"identity_checked_on": days_ago(3), "identity_how": "Their worker knows them"}
COPIED = {"copied_on": days_ago(2)}


@pytest.mark.parametrize(
    ("how", "does", "says"),
    [
        ({}, lambda cast, row: write(cast, row, received_on=row.person.date_of_birth - timedelta(1)), "born"),
        ({}, lambda cast, row: write(cast, row, owner=cast.dana), "may not answer it: choose somebody else"),
        (COPIED, lambda cast, row: write(cast, row, kind="correction"), "it stays a request for a copy"),
        ({}, partial(clock, identity_asked_on=days_ago(8)), "The request came on 16 November 2026: check the days."),
        ({}, partial(clock, identity_checked_on=days_ago(8)), "That is before it was asked for: check the days."),
        ({"received_on": days_ago(60)}, partial(clock, extension_told_on=TODAY), "within the first month"),
        ({}, partial(clock, extension_told_on=days_ago(8)), "before the month began"),
        ({}, lambda cast, row: end(cast, row, days_ago(8), "withdrawn"), "The request came on 16 November 2026"),
        ({}, end, "Write down first how you know who asks."),
        (KNOWN, lambda cast, row: end(cast, row, days_ago(4)), "It is known who asks since 20 November 2026"),
        (
            KNOWN | {"approved_on": TODAY},
            lambda cast, row: end(cast, row, days_ago(1)),
            "The copy was approved on",
        ),
        (KNOWN, end, "A second person has not approved the copy yet."),
    ],
)
def test_a_request(cast: Cast, scene: Callable, how: dict[str, Any], does: Callable, says: str) -> None:
    with scene():
        request = RecordRequestFactory.create(person=cast.amira, **how)
    with refused(says, RecordRequest):
        does(cast, request)


def test_what_is_no_copy_needs_no_second_person_and_opens_once(cast: Cast, scene: Callable) -> None:
    with scene():
        request = RecordRequestFactory.create(person=cast.amira, kind="correction", **KNOWN)
    open_again = partial(record_requests.open_request_again, by=cast.mo, request=request, revision=None)
    with pytest.raises(Refused, match="It is open already"):
        open_again()
    end(cast, request)
    request.refresh_from_db()
    assert (request.state, request.closed_on) == ("sent", TODAY)
    open_again()
    request.refresh_from_db()
    assert (request.state, request.closed_on) == ("received", None)


def test_what_was_approved_is_ready_when_it_is_opened_again(cast: Cast, scene: Callable) -> None:
    with scene():
        request = RecordRequestFactory.create(person=cast.amira, **KNOWN, **COPIED, approved_on=days_ago(1))
    end(cast, request)
    request.refresh_from_db()
    record_requests.open_request_again(by=cast.mo, request=request, revision=None)
    request.refresh_from_db()
    assert (request.state, request.closed_on) == ("ready", None)


@pytest.mark.parametrize(
    ("form", "name", "says"),
    [
        (
            lambda given: RequestClockForm({"identity_checked_on": "2026-11-20"} | given, today=TODAY),
            "identity_how",
            "Say how it is known who asks",
        ),
        (
            lambda given: RequestClockForm({"extension_told_on": "2026-11-20"} | given, today=TODAY),
            "extension_why",
            "Say why it takes longer, as they were told",
        ),
        (lambda given: SecondLookForm({"decision": "return"} | given), "comment", "Say what is to be changed"),
        (lambda given: TakeOutWordsForm({"exemption": "others"} | given, of_entry=False), "words", "Fill in"),
    ],
)
def test_an_answer_comes_with_its_reason(form: Callable, name: str, says: str) -> None:
    """The one that is missing is asked for, and no other; given, there is nothing more to ask."""
    [(asked, sentences)] = form({}).errors.items()
    assert asked == name
    assert sentences[0].startswith(says)
    assert form({name: "Kate is named"}).errors == {}


def test_a_copy_is_given_in_some_way_and_of_an_entry_all_may_go() -> None:
    sent = {"state": "sent", "closed_on": "2026-11-23"}
    copy = EndRequestForm(sent, today=TODAY, is_copy=True)
    assert copy.errors == {"given_how": ["Choose how they were given the copy"]}
    assert EndRequestForm(sent, today=TODAY, is_copy=False).errors == {}
    assert TakeOutWordsForm({"exemption": "others"}, of_entry=True).errors == {}
