"""Two rounds of the survey: one that ended last quarter, sorted by themes, and one that is open, with calls to make."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.utils import timezone

from careleavers.actions.secret_links import open_with_birthday
from careleavers.models import User
from careleavers.permissions import Role
from offers.actions.briefings import end_action, give_action, publish_briefing, save_point, write_briefing
from offers.actions.survey_answers import keep_answers, note_survey_try
from offers.actions.survey_links import answer_by_link, make_survey_link
from offers.actions.surveys import add_theme, begin_round, change_round, mark_answer, open_round, save_question
from offers.models import SurveyAnswer, SurveyInvitation, SurveyRound
from offers.queries.survey_links import open_links
from offers.queries.surveys import why_not_ask
from offers.rules.surveys import month_of

SEED = 20_170_427  # the day on which the Act got Royal Assent
ASKED = 40
WELCOME = """Hello, I am from the participation team. We phone some of you each quarter to hear how it is with us. \
It takes about ten minutes, and you can leave out whatever you like."""
QUESTIONS = (
    {"kind": "scale", "text": "How well do we keep in touch with you?", "choices": []},
    {"kind": "scale", "text": "How safe do you feel where you live?", "choices": []},
    {
        "kind": "choice",
        "text": "Do you know what you can get from us?",
        "choices": ["Yes, most of it", "Some of it", "No, nobody told me"],
    },
    {"kind": "text", "text": "What is one thing that we should do better?", "choices": []},
)
SAID = (
    ("Waiting for a flat", "I have been bidding for eight months and nobody tells me where I am on the list."),
    ("Hearing back", "When I text it can take a week. Just say that you got it."),
    ("Money", "The setting up home money came after I had moved in, so I slept on the floor."),
    ("", ""),
    ("Hearing back", "My adviser changed twice and I found out from the receptionist."),
    ("Getting about", "The bus pass does not work before nine, and my shift starts at seven."),
    ("Waiting for a flat", "Viewings are at an hour's notice when I am in college."),
    ("", "All good. Keep the Sunday table."),
)

THANKS = """Thank you to everybody who answered. This is what you told us, and what we did about it."""
ANSWERED = (
    (
        "Waiting for a flat",
        "Waiting for a flat takes too long, and nobody says where you are on the list",
        "The districts have agreed to tell us each quarter.",
        "Ring everybody who is bidding, once a month",
        "The housing team",
    ),
    (
        "Hearing back",
        "When you text us it can take a week",
        "",
        "Answer each text within a working day",
        "The duty team",
    ),
    ("Money", "The money to set up home came after you had moved in", "It can be asked for four weeks before.", "", ""),
)


def surveys_of_young_people(*, today: date, quarters: int) -> None:
    officers = User.objects.with_role(Role.PARTICIPATION_OFFICER, today=today).order_by("pk")
    officer = officers[0].on(today)
    began = today - timedelta(days=95)
    ended = _round(officer, f"Round of {month_of(began)}", began, began + timedelta(days=28))
    _answered(ended, officer, began + timedelta(days=9), every=3)
    for theme in dict.fromkeys(name for name, _ in SAID if name):
        made = add_theme(by=officer, round_=ended, title=theme)
        said = [words for name, words in SAID if name == theme]
        for answer in SurveyAnswer.objects.filter(question__round=ended, text__in=said):
            mark_answer(by=officer, answer=answer, themes={str(made.pk)})
    _briefing(ended, officer, today)
    began = today - timedelta(days=8)
    open_now = _round(officer, f"Round of {month_of(began)}", began, today + timedelta(days=20))
    _answered(open_now, officer, today - timedelta(days=1), every=2)
    for invitation in open_now.invitations.filter(outcome=SurveyInvitation.WAITING)[:6]:
        if why_not_ask(invitation, today) is None:
            note_survey_try(by=officer, invitation=invitation, outcome="", call_again_on=None, today=today)
    _by_link(open_now, officer, today)


def _round(officer: User, title: str, began: date, closes_on: date) -> SurveyRound:
    made = begin_round(by=officer, title=title, closes_on=closes_on)
    words = {"welcome": WELCOME, "size": ASKED, "areas": ["participation", "accommodation"]}
    change_round(by=officer, round_=made, revision=None, details=words)
    if not made.questions.exists():
        for question in QUESTIONS:
            save_question(by=officer, round_=made, question=None, revision=None, details=dict(question))
    open_round(by=officer, round_=made, revision=None, today=began, seed=SEED)
    made.refresh_from_db()
    return made


def _answered(made: SurveyRound, officer: User, on: date, *, every: int) -> None:
    """All but one in `every` of those who may still be asked, in ways that differ."""
    said, numbers = cycle(SAID), cycle((4, 5, 3, 2, 4, 4, 1))
    questions = list(made.questions.all())
    for place, invitation in enumerate(made.invitations.order_by("person__local_id")):
        if place % every == 0 or why_not_ask(invitation, on):
            continue
        if place % 11 == 10:
            note_survey_try(
                by=officer, invitation=invitation, outcome=SurveyInvitation.DECLINED, call_again_on=None, today=on
            )
            continue
        choices = questions[2].choices
        given: tuple[int | str, ...] = (next(numbers), next(numbers), choices[place % len(choices)], next(said)[1])
        answers = {question.pk: answer for question, answer in zip(questions, given, strict=True)}
        keep_answers(by=officer, invitation=invitation, route="phone", answers=answers, today=on)


def _by_link(open_now: SurveyRound, officer: User, today: date) -> None:
    """Three were given a link this morning; one has used it, and wants help with something else."""
    now = timezone.make_aware(datetime.combine(today, time(9, 30)))
    waiting = open_now.invitations.filter(outcome=SurveyInvitation.WAITING).order_by("-person__local_id")
    asked = [each for each in waiting if why_not_ask(each, today) is None][:3]
    for place, invitation in enumerate(asked):
        make_survey_link(by=officer, invitation=invitation, now=now, today=today)
        if place:
            continue
        link = invitation.links.get()
        born = invitation.person.date_of_birth
        open_with_birthday(links=open_links(now), link=link, date_of_birth=born, now=now)
        answer_by_link(
            link=link,
            answers={open_now.questions.all()[0].pk: 4},
            message_id=link.pk,
            pass_on="My boiler has been off since Friday.",
            not_safe=False,
            now=now,
            today=today,
        )


def _briefing(ended: SurveyRound, officer: User, today: date) -> None:
    """Written by the officer, published by a service manager six weeks later; since then one action is done."""
    on = today - timedelta(days=40)
    service = User.objects.with_role(Role.SERVICE_MANAGER, today=today).earliest("pk").on(today)
    managers = [user.on(today) for user in User.objects.with_role(Role.TEAM_MANAGER, today=today).order_by("pk")]
    briefing = write_briefing(by=officer, round_=ended, briefing=None, revision=None, opening=THANKS)
    themes = {theme.title: theme for theme in ended.themes.all()}
    for place, (theme, said, did, what, team) in enumerate(ANSWERED):
        details = {"theme": themes.get(theme), "said": said, "did": did}
        point = save_point(by=officer, briefing=briefing, point=None, revision=None, details=details)
        if what:
            owner = managers[place % len(managers)]
            given = {"what": what, "team": team, "owner": owner, "due_on": today + timedelta(days=12 - 15 * place)}
            action = give_action(by=officer, point=point, action=None, revision=None, details=given, today=on)
            if place == 1:
                note = "Every text has an answer within a working day now."
                end_action(by=owner, action=action, revision=None, outcome="done", note=note, today=on)
    briefing.refresh_from_db()
    publish_briefing(by=service, briefing=briefing, revision=None, today=on)
