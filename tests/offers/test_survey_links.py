"""A survey by a link: answered once and without a name, whatever else happens at the same time.

Who opens it, and what ends it: tests/test_secret_links.py.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.base import Refused
from careleavers.models import AuditEvent, DutyMessage
from offers.actions.survey_answers import keep_answers
from offers.actions.survey_links import answer_by_link, make_survey_link
from offers.forms.surveys import NOT_SAFE, SurveyLinkForm
from offers.models import SurveyAnswer, SurveyInvitation, SurveyLink, SurveyResponse, SurveyRound
from offers.queries.surveys import rounds
from offers.rules.surveys import BEFORE_A_LINK
from tests.cast import TODAY, Cast
from tests.factories import (
    SurveyInvitationFactory,
    SurveyQuestionFactory,
    SurveyRoundFactory,
    TouchStatusFactory,
)
from tests.guards.test_help import reading_age

pytestmark = pytest.mark.usefixtures("_on_the_day")
USED = "We have your answers."


@pytest.fixture
def drawn(cast: Cast, scene: Callable) -> SurveyInvitation:
    """Amira, for a round with a number and their own words; ben was drawn as well."""
    with scene():
        made = SurveyRoundFactory.create(closes_on=TODAY + timedelta(days=6))
        SurveyQuestionFactory.create(round=made)
        SurveyQuestionFactory.create(round=made, order=2, kind="text", text="What should we do?")
        SurveyInvitationFactory.create(round=made, person=cast.ben)
        return SurveyInvitationFactory.create(round=made, person=cast.amira)


@pytest.fixture
def path(cast: Cast, drawn: SurveyInvitation) -> str:
    secret = make_survey_link(by=cast.pip, invitation=drawn, now=timezone.now(), today=TODAY)
    return reverse("offers:survey_link", args=[secret])


def opened(client: Client, path: str, cast: Cast) -> dict[str, Any]:
    """What the form would send unchanged, with the names of the two questions under "number" and "words"."""
    day = cast.amira.date_of_birth
    born = {f"date_of_birth_{part}": getattr(day, part) for part in ("day", "month", "year")}
    page = client.post(path, born)
    assert not {"Amira", "Khan"} & set(page.content.decode().split()), "nobody's name beside what they think"
    return {"proof": page.context["proof"], "message_id": str(uuid4())}


def names(drawn: SurveyInvitation) -> list[str]:
    return [SurveyLinkForm.name_of(question) for question in drawn.round.questions.all()]


def test_it_is_answered_once_without_a_name_and_counts_once(cast, client: Client, drawn, path, sign_in) -> None:
    """Used up then; the call sheet says that they answered and never what; a double tap is thanked too."""
    sheet = reverse("offers:survey_calls", args=[drawn.round_id])
    assert "has a link until 29\N{NO-BREAK SPACE}Nov" in sign_in(cast.pip).get(sheet).content.decode()
    outside, (number, words) = Client(), names(drawn)
    sent = opened(outside, path, cast)
    assert "Nothing is answered yet" in outside.post(path, sent).content.decode()
    sent |= {number: "2", words: "Text me back."}
    for _ in range(2):
        assert USED in outside.post(path, sent).content.decode()
    used = outside.get(path)
    assert (used.status_code, USED in used.content.decode()) == (200, True)
    response = SurveyResponse.objects.get()
    assert (response.route, response.answered_on, response.round) == ("link", TODAY, drawn.round)
    assert set(SurveyAnswer.objects.values_list("number", "text")) == {(2, ""), (None, "Text me back.")}
    drawn.refresh_from_db()
    assert drawn.outcome == SurveyInvitation.ANSWERED
    assert [(row.asked, row.answered) for row in rounds()] == [(2, 1)]
    done = client.get(f"{sheet}?show=done").content.decode()
    assert "Amira Khan</span>" in done
    assert "Answered" in done
    for said in ("Text me back.", "link until", "Ben Ward"):
        assert said not in done, said
    assert "1 of 2 have answered" in client.get(sheet).content.decode()
    events = AuditEvent.objects.filter(person_id=cast.amira.pk).order_by("pk")
    assert [event.name for event in events if "survey" in event.name] == [
        "survey_link_made",
        "survey_link_opened",
        "survey_closed",
    ]
    assert not AuditEvent.objects.filter(object_id=str(response.pk)).exists()
    assert not DutyMessage.objects.exists()
    with pytest.raises(Refused, match="written down already"):
        make_survey_link(by=cast.pip, invitation=drawn, now=timezone.now(), today=TODAY)


@pytest.mark.parametrize(
    ("typed", "says", "urgent", "answered"),
    [
        ({"pass_on": "My rent."}, "My rent.", False, False),
        ({"not_safe": "on"}, NOT_SAFE, True, False),
        ({"pass_on": "Him again.", "not_safe": "on", "number": "1"}, "Him again.", True, True),
    ],
)
def test_who_wants_help_or_is_not_safe_is_heard_by_whoever_works_with_them(
    cast: Cast, drawn: SurveyInvitation, path: str, typed: dict[str, str], says: str, urgent: bool, answered: bool
) -> None:
    """With their name and apart from the answers, also where they answer no question: that can still be done."""
    client, (number, _) = Client(), names(drawn)
    sent = opened(client, path, cast) | {number if name == "number" else name: each for name, each in typed.items()}
    for _ in range(2):
        thanks = client.post(path, sent).content.decode()
    assert (USED if answered else "Somebody who works with you gets in touch") in thanks
    message = DutyMessage.objects.get()
    assert (message.person, message.held_by, message.way, message.is_urgent, message.text) == (
        cast.amira,
        cast.pat,
        "online",
        urgent,
        f"Passed on from a survey: {says}",
    )
    assert SurveyResponse.objects.count() == answered
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("what", ["phoned", "declined", "refuses", "over"])
def test_a_link_opens_nothing_for_whoever_is_not_asked_any_more(cast, scene, drawn, path, what: str) -> None:
    """Phoned meanwhile, they are thanked; and what they were writing is no second answer."""
    client, (number, _) = Client(), names(drawn)
    sent = opened(client, path, cast) | {number: "5"}
    if what == "phoned":
        question = drawn.round.questions.first()
        keep_answers(by=cast.pip, invitation=drawn, route="phone", answers={question.pk: 4}, today=TODAY)
    with scene():
        if what == "declined":
            SurveyInvitation.objects.filter(pk=drawn.pk).update(outcome="declined", outcome_on=TODAY)
        elif what == "refuses":
            TouchStatusFactory.create(person=cast.amira, starts_on=TODAY)
        elif what == "over":
            SurveyRound.objects.update(closes_on=TODAY - timedelta(days=1))
    for page in (client.get(path), client.post(path, sent)):
        assert (page.status_code, USED in page.content.decode()) == ((200, True) if what == "phoned" else (404, False))
    assert SurveyResponse.objects.count() == (what == "phoned")


def test_it_is_given_by_those_who_run_surveys_to_those_who_may_be_asked(cast, scene, drawn, sign_in) -> None:
    """It opens to the last day of the round at most."""
    share = reverse("offers:survey_share", args=[drawn.round_id, drawn.pk])
    for who, status in ((cast.pat, 403), (cast.dana, 403), (cast.vera, 200)):
        assert sign_in(who).get(share).status_code == status
    client = sign_in(cast.pip)
    assert "It opens the questions until 29 November" in client.post(share).content.decode()
    other = drawn.round.invitations.get(person=cast.ben)
    with scene():
        elsewhere = SurveyInvitationFactory.create(round=SurveyRoundFactory.create(), person=cast.amira)
    assert client.get(reverse("offers:survey_share", args=[elsewhere.round_id, other.pk])).status_code == 404
    call = client.get(reverse("offers:survey_call", args=[drawn.round_id, drawn.pk])).content.decode()
    assert "They have one until 29 November 2026." in call
    client.post(reverse("offers:survey_share_end", args=[drawn.round_id, drawn.pk]))
    assert not SurveyLink.objects.filter(ends_at__gt=timezone.now()).exists()
    with scene():
        TouchStatusFactory.create(person=cast.amira, starts_on=TODAY)
    page = client.get(share).content.decode()
    assert "Do not send it: Amira does not want to be contacted" in page
    assert "Make a link" not in page


def test_our_words_read_at_eleven() -> None:
    """By Flesch-Kincaid, as the texts of help are measured."""
    fields = SurveyLinkForm.base_fields.values()
    said = [BEFORE_A_LINK, *(f"{field.label}. {field.help_text}" for field in fields if field.label)]
    assert reading_age(" ".join(said)) <= 11


@pytest.mark.django_db(transaction=True)
def test_phoned_and_answered_by_link_at_once_they_answered_once(cast: Cast, drawn: SurveyInvitation, path: str) -> None:
    """Seen to fail: two responses, while the row of whoever was drawn was read without a lock."""
    link, start = SurveyLink.objects.select_related("invitation").get(), Barrier(2)
    answers = {drawn.round.questions.first().pk: 3}
    by_link: dict[str, Any] = {"message_id": uuid4(), "pass_on": "", "not_safe": False, "now": timezone.now()}
    by_phone: dict[str, Any] = {"by": cast.pip, "invitation": drawn, "route": "phone"}

    def answer(way: str) -> object:
        try:
            start.wait()
            if way == "link":
                return answer_by_link(link=link, answers=answers, today=TODAY, **by_link)
            return keep_answers(answers=answers, today=TODAY, **by_phone)
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(answer, ("link", "phone")))
    assert sum(isinstance(each, Refused) for each in came) == 1
    assert SurveyResponse.objects.count() == 1
