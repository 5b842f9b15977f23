"""You said, we did: from what was found to what is done, published by a second person, and then frozen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from careleavers.actions.base import Refused
from careleavers.models import RoleAssignment
from offers.actions import briefings as actions
from offers.models import Briefing, BriefingAction, SurveyRound
from offers.queries.briefings import actions_held, text_of, to_do_of
from offers.rules.briefings import BriefingText, action_words, asked_words, how_many_words, why_not_publish
from tests.cast import TODAY, Cast
from tests.factories import (
    SurveyAnswerFactory,
    SurveyInvitationFactory,
    SurveyQuestionFactory,
    SurveyRoundFactory,
    SurveyThemeFactory,
    SurveyThemeMarkFactory,
)

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.mark.parametrize(
    ("answered", "words"),
    [
        (22, "We asked 40 young people, drawn by chance, and 22 answered."),
        ("c", "We asked 40 young people, drawn by chance."),
    ],
)
def test_how_many_answered(answered: int | str, words: str) -> None:
    assert asked_words(asked=40, answered=answered) == words


def test_a_small_number_is_not_said() -> None:
    assert [how_many_words(number) for number in (9, "c", 0, None)] == ["9 of you", "", "", ""]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("", "Text back. The duty team, by 4 January 2027."),
        ("done", "Text back: done on 1 December 2026. Every text has an answer now."),
        ("given_up", "Text back: we could not do this. Every text has an answer now."),
    ],
)
def test_an_action_in_a_sentence(outcome: str, words: str) -> None:
    ended = date(2026, 12, 1) if outcome else None
    note = "Every text has an answer now."
    facts = {"what": "Text back", "team": "The duty team", "due_on": date(2027, 1, 4), "note": note}
    assert action_words(**facts, outcome=outcome, outcome_on=ended).strip() == words


def test_everything_that_they_said_is_answered_first() -> None:
    assert why_not_publish([], []) == "There is nothing in it yet: write what they said first."
    assert "Say what we did about “B”" in (why_not_publish(["A", "B"], ["A"]) or "")
    assert why_not_publish(["A"], ["A"]) is None


@pytest.fixture
def ended(cast: Cast, scene: Callable) -> SurveyRound:
    """A round that is over, in which seven spoke of one theme and two of another."""
    with scene():
        made = SurveyRoundFactory.create(closes_on=TODAY - timedelta(days=1), title="Autumn")
        SurveyInvitationFactory.create(round=made, person=cast.amira)
        asked = SurveyQuestionFactory.create(round=made, kind="text")
        for name, number in (("Hearing back", 7), ("The bus", 2)):
            theme = SurveyThemeFactory.create(round=made, title=name)
            for _ in range(number):
                SurveyThemeMarkFactory.create(theme=theme, answer=SurveyAnswerFactory.create(question=asked))
    return made


def test_from_what_they_said_to_what_everybody_reads(cast, ended, sign_in, client: Client) -> None:
    """The officer writes it, the adviser has the task, the service manager publishes it, and it never changes."""
    page = reverse("offers:briefing", args=[ended.pk])
    sign_in(cast.pip).post(page, {"opening": "Thank you."})
    themes = {theme.title: theme.pk for theme in ended.themes.all()}
    new = reverse("offers:briefing_point_new", args=[ended.pk])
    sign_in(cast.pip).post(new, {"theme": themes["Hearing back"], "said": "Texts wait too long", "did": ""})
    sign_in(cast.pip).post(
        new, {"theme": themes["The bus"], "said": "The pass begins at nine", "did": "It begins at six now."}
    )
    publish, draft = reverse("offers:briefing_publish", args=[ended.pk]), Briefing.objects.get()
    refused = sign_in(cast.vera).post(publish, {"revision": draft.revision}, follow=True).content.decode()
    assert "Say what we did about “Texts wait too long”" in refused
    give = reverse("offers:briefing_give", args=[ended.pk, draft.points.first().pk])
    given = {"what": "Answer each text in a day", "team": "The duty team", "due_on": "2027-01-04"}
    assert "Choose one of the answers" in sign_in(cast.pip).post(give, given | {"owner": cast.dana.pk}).content.decode()
    sign_in(cast.pip).post(give, given | {"owner": cast.pat.pk})
    action = BriefingAction.objects.get()
    assert "Answer each text in a day" in sign_in(cast.pat).get(reverse("home")).content.decode()
    assert [kind.things[0].what for kind in actions_held(cast.pat, TODAY)] == ["Answer each text in a day"]
    draft.refresh_from_db()
    own = sign_in(cast.pip).post(publish, {"revision": draft.revision}, follow=True).content.decode()
    assert "somebody else must read it and publish it" in own
    stale = sign_in(cast.vera).post(publish, {"revision": draft.revision - 1}, follow=True).content.decode()
    assert "changed this since you opened the page" in stale
    public = reverse("public_offer:briefing", args=[ended.number])
    assert client.get(public).status_code == 404
    assert "Autumn" in sign_in(cast.vera).get(f"{reverse('home')}?whose=mine").content.decode()
    sign_in(cast.vera).post(publish, {"revision": draft.revision})
    client.logout()
    read = client.get(public)
    words = read.content.decode()
    for said in ("Texts wait too long", "7 of you", "The duty team, by 4 January 2027", "It begins at six now."):
        assert said in words
    assert "2 of you" not in words
    assert "Amira" not in words
    assert "public" in read.headers["Cache-Control"]
    assert not read.cookies
    assert "Texts wait too long" in client.get(reverse("public_offer:briefings")).content.decode()
    file = PdfReader(BytesIO(client.get(reverse("public_offer:briefing_file", args=[ended.number])).content))
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]
    printed = "".join(each.extract_text() for each in file.pages)
    assert "Texts wait too long" in printed
    assert "7 of you" in printed
    end = reverse("offers:briefing_action_end", args=[action.pk])
    assert sign_in(cast.mo).get(end).status_code == 404
    assert sign_in(cast.pat).post(end, {"outcome": "done", "revision": action.revision}).status_code == 200, (
        "it asks what came of it"
    )
    sign_in(cast.pat).post(end, {"outcome": "done", "note": "Within a day since May.", "revision": action.revision})
    assert "Answer each text in a day" not in sign_in(cast.pat).get(reverse("home")).content.decode()
    assert client.get(public).content.decode().count("Within a day since May.") == 0
    with pytest.raises(InternalError), transaction.atomic():
        actions.action(lambda *, by: Briefing.objects.update(opening="Changed"))(by=None)


def test_while_a_round_takes_answers_nothing_of_it_is_published(cast, ended, scene) -> None:
    briefing = actions.write_briefing(by=cast.pip, round_=ended, briefing=None, revision=None, opening="Hello")
    actions.save_point(
        by=cast.pip, briefing=briefing, point=None, revision=None, details={"theme": None, "said": "A", "did": "B"}
    )
    with scene():
        SurveyRound.objects.update(closes_on=TODAY)
    with pytest.raises(Refused, match="takes answers until 23 November 2026"):
        actions.publish_briefing(by=cast.vera, briefing=briefing, revision=None, today=TODAY)


def test_what_a_leaver_was_to_do_is_asked_of_those_who_run_surveys(cast, ended, scene) -> None:
    briefing = actions.write_briefing(by=cast.pip, round_=ended, briefing=None, revision=None, opening="")
    point = actions.save_point(
        by=cast.pip, briefing=briefing, point=None, revision=None, details={"theme": None, "said": "A", "did": ""}
    )
    details = {"what": "Ring", "team": "Us", "owner": cast.pat, "due_on": TODAY}
    given = actions.give_action(by=cast.pip, point=point, action=None, revision=None, details=details, today=TODAY)
    assert [to_do_of(user) for user in (cast.pat, cast.pip, cast.mo)] == [[given], [], []]
    with scene():
        RoleAssignment.objects.filter(user=cast.pat).update(ends_on=TODAY)
    assert to_do_of(cast.pip) == [given], "whose role shows no page of things to do"
    with scene():
        RoleAssignment.objects.filter(user=cast.pat).update(ends_on=None)
        cast.pat.is_active = False
        cast.pat.save()
    assert to_do_of(cast.pip) == [given]
    with pytest.raises(Refused, match="Somebody was given"):
        actions.remove_point(by=cast.pip, point=point, revision=None)
    text = text_of(Briefing.objects.get(), 5)
    assert BriefingText.read(text.stored()) == text
