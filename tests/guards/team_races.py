"""Races about what a team does together: meetings, roles, rounds of questions, posts, plans (`lock_races.py`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from careleavers.actions import bodies, meeting_links, meetings, minutes, staff_lists
from careleavers.actions.base import allowing_writes
from careleavers.actions.secret_links import open_with_code
from careleavers.models import FollowUp, MeetingItemLink, Minutes, ProposedRole
from careleavers.permissions import Role
from careleavers.queries.meeting_links import open_links as open_item_links
from careleavers.rules.secret_addresses import MOST_WRONG_TRIES, digest_of
from offers.actions import briefings, mentors, opportunities, sessions, surveys
from offers.actions.passport_links import make_passport_link
from offers.queries.passport_links import open_links
from offers.rules.opportunities import WorkStage
from pathways.actions import answers_before, plan_next_steps, plan_ratings, plan_samples, plans, referrals, reviewing
from pathways.models import PlanMatter, PlanReviewer
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    BodyFactory,
    BodyMemberFactory,
    BriefingFactory,
    BriefingPointFactory,
    CandidacyFactory,
    CandidacyStepFactory,
    GroupSessionFactory,
    MeetingFactory,
    MeetingItemFactory,
    MentorFactory,
    MentoringFactory,
    MinutesFactory,
    OpportunityFactory,
    PlanNextStepFactory,
    PlanVersionFactory,
    SampledPlanFactory,
    SignUpFactory,
    SurveyQuestionFactory,
    SurveyRoundFactory,
    UserFactory,
    YoungPersonFactory,
    give_status,
)
from tests.guards.racing import Race, second_is_refused


def guess_once_more(cast: Cast) -> Race:
    """The last wrong code locks the link: the right one, sent at the same moment, opens nothing."""
    item = MeetingItemFactory.create(person=cast.amira)
    police = BodyMemberFactory.create(body=item.body)
    made = meeting_links.make_item_link(by=cast.mo, item=item, partner=police, now=timezone.now())
    MeetingItemLink.objects.update(wrong_tries=MOST_WRONG_TRIES - 1)
    link = MeetingItemLink.objects.get(digest=digest_of(made.secret))
    now = timezone.now()
    try_code = partial(open_with_code, links=open_item_links(now), link=link, secret=made.secret, now=now)
    return Race(
        partial(try_code, code="wrong"),
        partial(try_code, code=made.code),
        lambda first, second: first is second is False,
    )


def make_minutes(cast: Cast) -> Race:
    make = partial(minutes.make_minutes, by=cast.mo, meeting=MeetingFactory.create(state="held"))
    return Race(make, make, second_is_refused)


def agree_minutes(cast: Cast) -> Race:
    """At two later meetings at once: the first keeps it."""
    body = BodyFactory.create(began_on=days_ago(90))
    written = MinutesFactory.create(meeting__body=body, meeting__planned_on=days_ago(60))
    later, last = (MeetingFactory.create(body=body, planned_on=days_ago(days), state="held") for days in (30, 7))
    agree = partial(minutes.agree_minutes, by=cast.mo, minutes=written)

    def holds(first: Any, second: Any) -> bool:
        return second_is_refused(first, second) and Minutes.objects.get().agreed_at == later

    return Race(partial(agree, at=later), partial(agree, at=last), holds)


def agree_an_older_version(cast: Cast) -> Race:
    """While a later version is made and agreed, the one before it cannot be."""
    body = BodyFactory.create(began_on=days_ago(90))
    written = MinutesFactory.create(meeting__body=body, meeting__planned_on=days_ago(60))
    later = MeetingFactory.create(body=body, planned_on=days_ago(30), state="held")
    MeetingItemFactory.create(meeting=written.meeting, body=body)
    agree = partial(minutes.agree_minutes, by=cast.mo, at=later)

    def make_and_agree() -> None:
        agree(minutes=minutes.make_minutes(by=cast.mo, meeting=written.meeting))

    return Race(make_and_agree, partial(agree, minutes=written), second_is_refused)


def make_two_links(cast: Cast) -> Race:
    """Pressed twice at once: the last link opens, and no other."""
    make = partial(make_passport_link, by=cast.pat, person=cast.amira, now=timezone.now())
    return Race(make, make, lambda first, second: open_links(timezone.now()).count() == 1)


def close_a_body_that_is_to_meet(cast: Cast) -> Race:
    body = BodyFactory.create()
    plan: dict[str, Any] = {"meeting": None, "planned_on": TODAY, "starts_at": None, "place": ""}
    return Race(
        partial(bodies.close_body, by=cast.mo, body=body, revision=None, today=TODAY),
        partial(meetings.plan_meeting, by=cast.mo, body=body, revision=None, today=TODAY, **plan),
        second_is_refused,
    )


def decide_roles(cast: Cast) -> Race:
    """One administrator gives what another refuses: what was decided first stands."""
    other = UserFactory.create(name="Other", role=Role.SYSTEM_ADMINISTRATOR.value).on(TODAY)
    row = ProposedRole.objects.create(
        user=cast.nobody, role=Role.PERSONAL_ADVISER.value, team=cast.north, recorded_by=cast.sue
    )
    decide = partial(staff_lists.decide_roles, chosen=[row], today=TODAY, now=timezone.now())

    def holds(first: Any, second: Any) -> bool:
        row.refresh_from_db()
        return (first.decided, second.decided) == (1, 0) and row.was_given and row.decided_by_id == cast.sys.pk

    return Race(partial(decide, by=cast.sys, give=True), partial(decide, by=other, give=False), holds)


def publish_briefing(cast: Cast) -> Race:
    """What is written while it is published would never be read."""
    over = SurveyRoundFactory.create(closes_on=days_ago(1))
    briefing = BriefingFactory.create(round=over, opening="Thank you.", recorded_by=cast.pip, last_edited_by=cast.pip)
    BriefingPointFactory.create(briefing=briefing, did="We answer in a day.")
    more = {"said": "The bus is dear", "did": "You have a pass."}
    return Race(
        partial(briefings.publish_briefing, by=cast.vera, briefing=briefing, revision=None, today=TODAY),
        partial(briefings.save_point, by=cast.pip, briefing=briefing, point=None, revision=None, details=more),
        second_is_refused,
    )


def open_survey(cast: Cast) -> Race:
    """Everybody is asked the same: no question comes in while the round begins."""
    give_status(cast.amira, "former_relevant")
    draft = SurveyRoundFactory.create(opened_on=None, seed=None, size=30)
    SurveyQuestionFactory.create(round=draft)
    more = {"kind": "text", "text": "What should we do first?"}
    return Race(
        partial(surveys.open_round, by=cast.pip, round_=draft, revision=None, today=TODAY),
        partial(surveys.save_question, by=cast.pip, round_=draft, question=None, revision=None, details=more),
        second_is_refused,
    )


def _begin_in(post: Any, person: Any, by: Any) -> Callable[[], Any]:
    candidacy = CandidacyFactory.create(opportunity=post, person=person)
    CandidacyStepFactory.create(candidacy=candidacy)
    return partial(
        opportunities.take_work_step,
        by=by,
        candidacy=candidacy,
        stage=WorkStage.EMPLOYED,
        happened_on=days_ago(9),
        note="",
        code="F2",
        today=TODAY,
    )


def fill_last_post(cast: Cast) -> Race:
    post = OpportunityFactory.create(places=1)
    return Race(_begin_in(post, cast.amira, cast.mo), _begin_in(post, cast.ben, cast.sue), second_is_refused)


def offer_fewer_posts(cast: Cast) -> Race:
    """The last of two posts is filled while somebody says that there is but one."""
    post = OpportunityFactory.create(places=2)
    taken = CandidacyFactory.create(opportunity=post, person=cast.ben)
    CandidacyStepFactory.create(candidacy=taken, stage=WorkStage.EMPLOYED.value)
    fewer = partial(opportunities.save_opportunity, by=cast.pip, opportunity=post, revision=None, details={"places": 1})
    return Race(_begin_in(post, cast.amira, cast.mo), fewer, second_is_refused)


def take_last_place(cast: Cast) -> Race:
    """Of two who sign up for the last place one has it, and the other waits."""
    session = GroupSessionFactory.create(leader=cast.pip, places=1)
    sign_up = partial(sessions.sign_up, session=session, today=TODAY)
    return Race(
        partial(sign_up, by=cast.pat, person=cast.amira),
        partial(sign_up, by=cast.sam, person=cast.ben),
        lambda first, second: (first.state, second.state) == ("place", "waiting"),
    )


def match_with_last_place(cast: Cast) -> Race:
    """Of two young people who meet the same mentor, one has the place."""
    mentor = MentorFactory.create(keeper=cast.vera)
    wishes = [MentoringFactory.create(person=person) for person in (cast.amira, cast.ben)]
    about = {"mentor": mentor, "began_on": TODAY, "look_again_on": TODAY + timedelta(days=42), "revision": None}
    match = partial(mentors.match_mentor, **about, today=TODAY)
    return Race(
        partial(match, by=cast.mo, mentoring=wishes[0]),
        partial(match, by=cast.sue, mentoring=wishes[1]),
        second_is_refused,
    )


def give_up_two_places(cast: Cast) -> Race:
    """Two places come free at the same moment, and whoever waits has one of them, not two."""
    session = GroupSessionFactory.create(leader=cast.pip, places=2)
    rows = [SignUpFactory.create(session=session, person=person) for person in (cast.amira, cast.ben)]
    SignUpFactory.create(session=session, person=YoungPersonFactory.create(team=cast.north), state="waiting")

    def end(place: int) -> Callable[[], Any]:
        return partial(sessions.withdraw, by=cast.mo, sign_up=rows[place], revision=None, today=TODAY)

    return Race(end(0), end(1), lambda *_: session.sign_ups.filter(state="place").count() == 1)


def copy_answers(cast: Cast) -> Race:
    """One author writes an answer while another fills the empty ones from the last plan."""
    PlanVersionFactory.create(
        person=cast.amira, written_by=cast.pat, authorised=True, filled=True, authorised_by=cast.mo
    )
    version = plans.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    PlanMatter.objects.filter(version=version).update(needs="")
    matter = version.matters.all()[0]
    return Race(
        partial(plans.write_matter, by=cast.pat, matter=matter, revision=None, needs="Newer words"),
        partial(answers_before.copy_empty_answers, by=cast.wes, version=version),
        lambda first, second: second == 9 and PlanMatter.objects.get(pk=matter.pk).needs == "Newer words",
    )


def take_next_steps(cast: Cast) -> Race:
    version = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat)
    PlanNextStepFactory.create(version=version, owner=cast.pat)

    def take() -> int:
        with allowing_writes():
            return plan_next_steps.take_next_steps(version, cast.mo, TODAY)

    def holds(first: Any, second: Any) -> bool:
        return (first, second) == (1, 0) and FollowUp.objects.count() == 1

    return Race(take, take, holds)


def rate_plan(cast: Cast) -> Race:
    PlanVersionFactory.create(person=cast.amira, written_by=cast.pat)
    rate = partial(
        plan_ratings.choose_rating, by=cast.ivy, person=cast.amira, today=TODAY, rag="red", reason="No address"
    )
    return Race(rate, rate, lambda first, second: bool(first == second))


def name_reviewer(cast: Cast) -> Race:
    """Two managers name the first officer of a plan: neither is passed over unseen."""
    other = UserFactory.create(name="Other", role=Role.REVIEWING_OFFICER.value)
    name = partial(reviewing.name_reviewer, person=cast.amira, revision=None, today=TODAY)

    def holds(first: Any, second: Any) -> bool:
        return second_is_refused(first, second) and PlanReviewer.objects.get().officer == cast.ivy

    return Race(partial(name, by=cast.mo, officer=cast.ivy), partial(name, by=cast.vera, officer=other), holds)


def refer_twice(cast: Cast) -> Race:
    """The same referral, sent twice at once, is one."""
    version = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo)
    facts: dict[str, Any] = dict.fromkeys(("reader", "they_say", "why_anyway"), "")
    facts |= {"service": "health", "organisation": "The surgery", "purpose": "A nurse.", "sections": ["health"]}
    facts |= {"provider": None, "with_own_words": False, "basis": "agreed", "agreement": "yes"}
    send = partial(referrals.refer, by=cast.pat, version=version, today=TODAY, chase_on=days_ago(-14), **facts)
    return Race(send, send, lambda first, second: bool(first == second))


def grade_at_once(cast: Cast) -> Race:
    """Of two who grade a plan at the same moment one is the first and the other the second."""
    version = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.sue)
    found: dict[str, Any] = {"grade": "good", "answers": ["yes", "yes"], "themes": [], "comment": "", "they_say": ""}
    grade = partial(
        plan_samples.grade_plan,
        sampled=SampledPlanFactory.create(version=version),
        today=TODAY,
        next_step=None,
        **found,
    )
    return Race(
        partial(grade, by=cast.mo),
        partial(grade, by=cast.vera),
        lambda first, second: (first.place, second.place) == (1, 2),
    )


# By file and function in which the lock is asked for.
TEAM_RACES: dict[str, Callable[[Cast], Race]] = {
    "careleavers/actions/secret_links.py try_link": guess_once_more,
    "careleavers/actions/secret_links.py make_link": make_two_links,
    "careleavers/actions/minutes.py make_minutes": make_minutes,
    "careleavers/actions/minutes.py agree_minutes": agree_minutes,
    "careleavers/actions/staff_lists.py decide_roles": decide_roles,
    "offers/actions/briefings.py _draft": publish_briefing,
    "offers/actions/surveys.py _draft": open_survey,
    "offers/actions/mentors.py match_mentor": match_with_last_place,
    "offers/actions/opportunities.py _refuse_when_filled": fill_last_post,
    "offers/actions/sessions.py _locked": take_last_place,
    "pathways/actions/plan_next_steps.py take_next_steps": take_next_steps,
    "pathways/actions/plan_ratings.py choose_rating": rate_plan,
    "pathways/actions/plan_samples.py grade_plan": grade_at_once,
    "pathways/actions/referrals.py _lock": refer_twice,
}

# Decided by `claim`, by `lock_people`, by `lock_version` and by the locks above.
TEAM_FURTHER: dict[str, Callable[[Cast], Race]] = {
    "a meeting planned while its body is closed": close_a_body_that_is_to_meet,
    "minutes agreed while a later version is": agree_an_older_version,
    "fewer posts and the last of them filled": offer_fewer_posts,
    "two places given up while one waits": give_up_two_places,
    "empty answers of a plan copied and one of them written": copy_answers,
    "the first officer of a plan named by two managers": name_reviewer,
}
