"""What was asked about records of the demo council: a copy that was given, one that is being prepared, and something to
be put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from careleavers.actions.disagreements import write_disagreement
from careleavers.actions.record_copies import approve_copy, begin_copy, decide_on_words, hand_in_copy, take_out_words
from careleavers.actions.record_requests import end_request, write_clock, write_request
from careleavers.actions.retention import place_hold
from careleavers.demo import names
from careleavers.models import RecordRequest, Redaction, User, YoungPerson
from careleavers.queries.record_requests import who_may_answer
from careleavers.rules.record_requests import Exemption
from careleavers.site.record_story import record_story

ASKED_AGO = timedelta(days=19)
COPIES = (
    "I want to know why I could not stay with my gran, and what was written when I moved.",
    "All of it. I am twenty-one and I have never read a word.",
)
BY_THEM: dict[str, Any] = {"asked_by": "young_person"}


def write_record_requests(cases: Sequence[tuple[YoungPerson, User]], today: date) -> None:
    """One has been given their copy, the copy of another is being prepared, and a third has found a mistake."""
    for number, (person, worker) in enumerate(cases[:2]):
        answerers = list(who_may_answer(person, today))
        if len(answerers) < 2:
            return
        owner, second = answerers[:2]
        request = _asked(person, worker, owner, today, COPIES[number])
        begin_copy(by=owner, request=request, revision=None, entries=record_story(person, today), today=today)
        if number == 0:
            _given(request, owner, second, today)
    for person, worker in cases[2:3]:
        request = write_request(
            by=worker,
            person=person,
            today=today,
            kind="correction",
            way="text",
            text="It says that I missed three appointments in May. I was in hospital.",
            received_on=today - timedelta(days=4),
            owner=(first := who_may_answer(person, today).first()),
            **BY_THEM,
        )
        write_disagreement(
            by=worker,
            person=person,
            request=request,
            about="The review in May",
            text="I did not miss the appointments. I was in hospital and my nurse rang you.",
            said_on=today - timedelta(days=4),
            answer="",
        )
        if first:
            reason = "An inquiry into the children's home where they lived has asked for it"
            place_hold(by=first, person=person, reason=reason, review_on=today + timedelta(days=90), today=today)


def _asked(person: YoungPerson, worker: User, owner: User, today: date, text: str) -> RecordRequest:
    asked_on = today - ASKED_AGO
    asked: dict[str, Any] = {"kind": "access", "way": "in_person", "text": text, "wants_support": "Their adviser"}
    request = write_request(
        by=worker, person=person, today=today, received_on=asked_on, owner=owner, **asked, **BY_THEM
    )
    write_clock(
        by=worker,
        request=request,
        identity_asked_on=None,
        identity_checked_on=asked_on,
        identity_how=f"{worker.name} works with them",
        extension_told_on=None,
        extension_why="",
    )
    return request


def _given(request: RecordRequest, owner: User, second: User, today: date) -> None:
    """One entry is taken out of it; a second person approves it, and it is given."""
    at = timezone.make_aware(datetime.combine(today, time(10)))
    decided: dict[str, Any] = {"exemption": Exemption.OTHERS.value, "reason": "", "now": at}
    entry = request.entries.exclude(text="").order_by("-number")[0]
    take_out_words(by=owner, request=request, entry=entry, words="", **decided)
    proposed = Redaction.objects.filter(entry__request=request, state=Redaction.PROPOSED)
    decide_on_words(by=owner, request=request, redactions=proposed, state=Redaction.OUT, **decided)
    hand_in_copy(by=owner, request=request, revision=None, today=today)
    approve_copy(by=second, request=request, revision=None, authority=names.COUNCIL, colour="#0b5c63", today=today)
    end_request(by=owner, request=request, state="sent", closed_on=today, given_how="in_person", outcome="")
