"""Surveys: who is drawn, who is phoned, that answers lead to nobody, and which numbers are shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from careleavers.actions.base import Refused
from careleavers.actions.people import record_death
from careleavers.actions.restricted import restrict_record
from careleavers.models import AuditEvent, ContactDetail, DutyMessage, ReadEvent
from offers.actions import survey_answers, surveys
from offers.models import SurveyAnswer, SurveyInvitation, SurveyResponse, SurveyRound
from offers.queries.surveys import calls_on, frame_on, hidden_row, missing_of, reach_of, to_call
from offers.rules.surveys import NeverAsked, band_of, compare, draw, percentage, shares, why_left_out, why_not_open
from tests.cast import TODAY, Cast
from tests.factories import (
    ContactDetailFactory,
    SurveyInvitationFactory,
    SurveyQuestionFactory,
    SurveyRoundFactory,
    TouchStatusFactory,
    YoungPersonFactory,
)

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.mark.parametrize(
    ("sizes", "wanted", "drawn"),
    [
        ({"a": 50, "b": 30, "c": 20}, 10, {"a": 5, "b": 3, "c": 2}),
        ({"a": 98, "b": 1, "c": 1}, 10, {"a": 8, "b": 1, "c": 1}),
        ({"a": 3, "b": 2}, 10, {"a": 3, "b": 2}),
        ({"a": 3, "b": 0}, 2, {"a": 2}),
        ({"a": 5, "b": 4, "c": 3}, 2, {"a": 1, "b": 1, "c": 0}),
        ({}, 5, {}),
    ],
)
def test_the_share_of_each_age_band(sizes: dict[str, int], wanted: int, drawn: dict[str, int]) -> None:
    assert shares(sizes, wanted) == drawn


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 60)), st.integers(1, 120), st.integers(0, 2**31))
def test_a_drawing_is_fair_full_and_can_be_repeated(sizes: dict[str, int], wanted: int, seed: int) -> None:
    strata = {name: [UUID(int=ord(name) * 1000 + number) for number in range(size)] for name, size in sizes.items()}
    drawn = draw(strata, wanted, seed)
    assert len(drawn) == len(set(drawn)) == min(wanted, sum(sizes.values()))
    backwards = {name: list(reversed(people)) for name, people in reversed(strata.items())}
    assert draw(backwards, wanted, seed) == drawn
    exact = {name: size * wanted / sum(sizes.values()) for name, size in sizes.items() if size}
    of_each = {name: sum(person in drawn for person in strata[name]) for name in exact}
    if all(share >= 1 for share in exact.values()) and wanted < sum(sizes.values()):
        assert all(abs(of_each[name] - share) < 1 for name, share in exact.items())


@pytest.mark.parametrize(
    ("age", "band"),
    [(16, "16 to 17"), (17, "16 to 17"), (18, "18 to 20"), (20, "18 to 20"), (21, "21 to 24"), (24, "21 to 24")],
)
def test_the_band_of_an_age(age: int, band: str) -> None:
    assert band_of(age) == band


@pytest.mark.parametrize("age", [15, 25])
def test_nobody_outside_the_service_has_a_band(age: int) -> None:
    with pytest.raises(ValueError, match="Nobody"):
        band_of(age)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ((False, False, False), None),
        ((True, True, True), NeverAsked.DIED),
        ((False, True, True), NeverAsked.RESTRICTED),
        ((False, False, True), NeverAsked.REFUSES),
    ],
)
def test_who_is_never_asked(facts: tuple[bool, bool, bool], reason: NeverAsked | None) -> None:
    died, restricted, refuses = facts
    assert why_left_out(has_died=died, is_restricted=restricted, refuses_contact=refuses) == reason


@pytest.mark.parametrize(("part", "whole", "rate"), [(1, 8, 13), (1, 3, 33), (2, 3, 67), (0, 5, 0), (0, 0, None)])
def test_a_percentage(part: int, whole: int, rate: int | None) -> None:
    assert percentage(part, whole) == rate


def test_whom_a_round_did_not_reach() -> None:
    """Of 100, half are young men; of the 20 who answered, 2 are."""
    everybody = {"gender": {"Male": 50, "Female": 50}}
    asked = [
        dict.fromkeys(("age", "unaccompanied", "home"), "x") | {"gender": g} for g in ["Male"] * 20 + ["Female"] * 20
    ]
    answered = asked[:2] + asked[20:38]
    lines = {line.value: line for line in compare(everybody, asked, answered) if line.trait == "Gender"}
    assert (lines["Male"].asked, lines["Male"].answered, lines["Male"].silent) == (20, 2, 18)
    assert (lines["Male"].cohort_share, lines["Male"].answered_share) == (50, 10)
    assert lines["Male"].is_missing
    assert not lines["Female"].is_missing
    assert not any(line.is_missing for line in compare(everybody, asked, [])), "nobody has answered"


@pytest.mark.parametrize(
    ("questions", "welcome", "size", "says"),
    [
        (0, "Hello", 10, "There is no question in it yet"),
        (1, "  ", 10, "Write what is said to them first"),
        (1, "Hello", 0, "Say how many young people are to be asked"),
        (1, "Hello", 10, None),
    ],
)
def test_when_a_round_cannot_begin(questions: int, welcome: str, size: int, says: str | None) -> None:
    assert (why_not_open(questions=questions, size=size, welcome=welcome) or "").startswith(says or "")
    assert (why_not_open(questions=questions, size=size, welcome=welcome) is None) == (says is None)


def test_small_numbers_and_what_gives_them_away_are_hidden() -> None:
    assert hidden_row([0, 7, 20], 5) == [0, 7, 20, 27]
    assert hidden_row([3, 7, 20], 5) == ["c", "c", 20, 30]
    assert hidden_row([3, 0, 0], 5) == ["c", 0, 0, "c"]


@pytest.fixture
def open_round(cast: Cast, scene: Callable) -> SurveyRound:
    """For which amira and ben were drawn, with a question of each kind."""
    with scene():
        made = SurveyRoundFactory.create(cohort={"gender": {"Female": 2}})
        SurveyQuestionFactory.create(round=made)
        SurveyQuestionFactory.create(round=made, order=2, kind="choice", text="Who helps?", choices=["Pat", "Nobody"])
        SurveyQuestionFactory.create(round=made, order=3, kind="text", text="What should we do?")
        for person in (cast.amira, cast.ben):
            SurveyInvitationFactory.create(round=made, person=person)
        ContactDetailFactory.create(person=cast.amira, kind="mobile", value="07700 900123", safe_to_use=True)
        ContactDetailFactory.create(person=cast.ben, kind="mobile", value="07700 900999", safe_to_use=False)
    return made


def names(round_: SurveyRound) -> list[str]:
    return [f"answer_{question.pk.hex}" for question in round_.questions.all()]


def call_of(round_: SurveyRound, person: object) -> str:
    return reverse("offers:survey_call", args=[round_.pk, round_.invitations.get(person=person).pk])


def said(round_: SurveyRound, *answers: str, **more: str) -> dict[str, str]:
    return {"route": "phone", "message_id": str(uuid4()), **dict(zip(names(round_), answers, strict=False)), **more}


def test_a_round_is_written_drawn_and_leaves_out_who_is_not_to_be_asked(cast, scene, sign_in) -> None:
    """From the first draft to the call sheet; the same seed draws the same people again."""
    with scene():
        hidden, refuses, gone, child = (
            YoungPersonFactory.create(former_relevant=True, team=cast.north, worker=cast.pat) for _ in range(4)
        )
        child.date_of_birth = TODAY - timedelta(days=365 * 12)
        child.save()
        TouchStatusFactory.create(person=refuses, starts_on=TODAY - timedelta(days=9))
    restrict_record(by=cast.mo, person=hidden, readers=[cast.pat], reason="Threats", today=TODAY)
    record_death(by=cast.pat, person=gone, died_on=TODAY, today=TODAY)
    client = sign_in(cast.pip)
    assert client.post(reverse("offers:survey_begin")).status_code == 302
    row = SurveyRound.objects.get()
    draft, opening = (reverse(f"offers:survey_{page}", args=[row.pk]) for page in ("draft", "open"))
    assert "write one first" in client.post(opening, follow=True).content.decode()
    words = {"title": "Winter", "welcome": "Hello", "areas": ["health"], "size": "30", "closes_on": "2026-12-20"}
    client.post(draft, words | {"revision": row.revision})
    new = reverse("offers:survey_question_new", args=[row.pk])
    wrong = client.post(new, {"text": "Who?", "kind": "choice", "choices": "Pat"}).content.decode()
    assert "Write from two to 8 answers" in wrong
    client.post(new, {"text": "Who?", "kind": "choice", "choices": "Pat\nNobody"})
    row.refresh_from_db()
    stale = client.post(opening, {"revision": row.revision - 1}, follow=True).content.decode()
    assert "changed this since you opened the page" in stale
    page = client.post(opening, {"revision": row.revision}, follow=True).content.decode()
    assert "It has begun: 2 young people are drawn" in page
    row.refresh_from_db()
    assert set(row.invitations.values_list("person", flat=True)) == {cast.amira.pk, cast.ben.pk}
    assert row.cohort["left_out"] == {"restricted": 1, "refuses": 1}, "who died is open to the service no more"
    frame = frame_on(TODAY, "1 March")
    assert set(draw(frame.strata, row.size, row.seed)) == {cast.amira.pk, cast.ben.pk}
    assert client.post(draft, words).status_code == 409
    assert "Surveys" in sign_in(cast.vera).get(f"{reverse('home')}?whose=mine").content.decode()
    assert calls_on(cast.vera, TODAY) == [(row, 2)]


def test_a_call_is_written_down_once_and_its_answers_lead_to_nobody(cast, open_round, sign_in) -> None:
    client, address = sign_in(cast.pip), call_of(open_round, cast.amira)
    page = client.get(address).content.decode()
    assert "07700 900123" in page
    assert "Your answers are kept without your name" in page
    assert ReadEvent.objects.filter(person_id=cast.amira.pk, page="survey_call", user_id=cast.pip.pk).exists()
    assert "Nothing is answered yet" in client.post(address, said(open_round)).content.decode()
    given = said(open_round, "4", "Nobody", "Ring <b>back</b>", pass_on="Wants a call about rent.")
    assert client.post(address, given).status_code == 302
    again = client.post(address, given, follow=True).content.decode()
    assert "written down already" in again
    assert SurveyResponse.objects.count() == 1
    kept = [(answer.number, answer.text) for answer in SurveyAnswer.objects.order_by("question__order")]
    assert kept == [(4, ""), (None, "Nobody"), (None, "Ring <b>back</b>")]
    fields = {field.name for model in (SurveyResponse, SurveyAnswer) for field in model._meta.concrete_fields}
    assert fields == {"id", "round", "answered_on", "route", "response", "question", "number", "text"}
    known = AuditEvent.objects.filter(object_id__in=map(str, SurveyResponse.objects.values_list("pk", flat=True)))
    assert not known.exists()
    message = DutyMessage.objects.get()
    assert (message.person, message.held_by, message.text) == (
        cast.amira,
        cast.pat,
        "Passed on from a survey: Wants a call about rent.",
    )
    in_words = client.get(reverse("offers:survey_said", args=[open_round.pk])).content.decode()
    assert "Ring &lt;b&gt;back&lt;/b&gt;" in in_words
    for who, status in ((cast.pat, 403), (cast.mo, 403), (cast.dana, 403), (cast.vera, 200)):
        assert sign_in(who).get(reverse("offers:survey_said", args=[open_round.pk])).status_code == status


def test_who_is_not_reached_comes_back_and_who_declines_does_not(cast, open_round, sign_in) -> None:
    client, address = sign_in(cast.pip), call_of(open_round, cast.ben)
    page = client.get(address).content.decode()
    assert "No number is written down as safe to use" in page
    assert "900999" not in page
    late = client.post(address, {"result": "no_reply", "call_again_on": "2027-01-05"}).content.decode()
    assert "The round ends on 20 December 2026" in late
    client.post(address, {"result": "no_reply", "call_again_on": "2026-11-26"})
    sheet = client.get(reverse("offers:survey_calls", args=[open_round.pk])).content.decode()
    assert sheet.index("Amira") < sheet.index("Ben")
    assert "again on 26\N{NO-BREAK SPACE}Nov" in sheet
    client.post(address, {"result": "declined"})
    assert list(to_call(open_round, cast.pip, TODAY).values_list("person", flat=True)) == [cast.amira.pk]
    assert open_round.invitations.get(person=cast.ben).outcome == SurveyInvitation.DECLINED


@pytest.mark.parametrize("what", ["restricted", "refuses", "died", "over"])
def test_nobody_is_phoned_who_is_not_to_be_asked_any_more(cast, open_round, scene, sign_in, what: str) -> None:
    invitation = open_round.invitations.get(person=cast.amira)
    if what == "restricted":
        restrict_record(by=cast.mo, person=cast.amira, readers=[cast.pip], reason="Threats", today=TODAY)
    elif what == "died":
        record_death(by=cast.pat, person=cast.amira, died_on=TODAY, today=TODAY)
    with scene():
        if what == "refuses":
            TouchStatusFactory.create(person=cast.amira, starts_on=TODAY)
        if what == "over":
            SurveyRound.objects.update(closes_on=TODAY - timedelta(days=1))
    invitation.refresh_from_db()
    if what != "over":
        assert cast.amira.pk not in to_call(open_round, cast.pip, TODAY).values_list("person", flat=True)
    page = sign_in(cast.pip).get(call_of(open_round, cast.amira)).content.decode()
    assert "Keep the answers" not in page
    with pytest.raises(Refused):
        survey_answers.keep_answers(
            by=cast.pip, invitation=invitation, route="phone", answers={open_round.questions.first().pk: 4}, today=TODAY
        )
    assert not SurveyResponse.objects.exists()


def test_themes_are_the_editors_and_numbers_are_everybodys_who_sees_figures(cast, open_round, sign_in) -> None:
    survey_answers.keep_answers(
        by=cast.pip,
        invitation=open_round.invitations.get(person=cast.amira),
        route="phone",
        answers={
            question.pk: each for question, each in zip(open_round.questions.all(), (2, "Pat", "A flat"), strict=True)
        },
        today=TODAY,
    )
    client = sign_in(cast.pip)
    client.post(reverse("offers:survey_said", args=[open_round.pk]), {"title": "Waiting for a flat"})
    theme, answer = open_round.themes.get(), SurveyAnswer.objects.get(text="A flat")
    mark = reverse("offers:survey_mark", args=[open_round.pk, answer.pk])
    for ids, marked in (([theme.pk, uuid4()], 1), ([], 0), ([theme.pk], 1)):
        client.post(mark, {"themes": [str(pk) for pk in ids]})
        assert answer.marks.count() == marked
    taken = surveys.add_theme(by=cast.pip, round_=open_round, title="Money")
    rename = reverse("offers:survey_theme", args=[open_round.pk, taken.pk])
    assert "Another theme has this name" in client.post(rename, {"title": theme.title, "revision": 1}).content.decode()
    found = sign_in(cast.dana).get(reverse("offers:survey", args=[open_round.pk])).content.decode()
    for words in ("1 of 2", "How well do we keep in touch", "Waiting for a flat", "50 per cent"):
        assert words in found
    for words in ("A flat", "What they said in their own words", "Amira"):
        assert words not in found
    lines = reach_of(open_round, 5)["Gender"]
    assert (lines[0].asked, lines[0].answered, lines[0].silent) == ("c", "c", "c")
    assert missing_of({"Gender": lines}) == []


def test_the_next_round_takes_over_the_questions(cast, open_round) -> None:
    copied = surveys.begin_round(by=cast.pip, title="Next", closes_on=TODAY + timedelta(days=28))
    assert [question.text for question in copied.questions.all()] == [q.text for q in open_round.questions.all()]
    assert surveys.begin_round(by=cast.vera, title="Another", closes_on=TODAY) == copied
    surveys.discard_round(by=cast.vera, round_=copied)
    assert SurveyRound.objects.get() == open_round


def test_what_to_mind_before_a_call_stands_beside_the_number(cast, open_round, scene, sign_in) -> None:
    """On the sheet that people phone from, too. It once had the number alone."""
    with scene():
        ContactDetail.objects.filter(person=cast.amira).update(how_to_use="Never leave a voicemail")
    client = sign_in(cast.pip)
    for where in (reverse("offers:survey_calls", args=[open_round.pk]), call_of(open_round, cast.amira)):
        page = client.get(where).content.decode()
        assert re.search('07700 900123.{0,40}<strong class="caution">Never leave a voicemail', page), where
