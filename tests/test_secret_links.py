"""Links without an account, of every kind: what they show at first, who opens them, and what ends them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.meeting_links import end_item_links, make_item_link
from careleavers.actions.people import record_death
from careleavers.actions.restricted import restrict_record
from careleavers.models import AuditEvent, DutyMessage
from careleavers.queries.secret_links import kinds_of_links
from careleavers.rules.secret_addresses import digest_of
from careleavers.views.secret_links import NO_SUCH_LINK, SALT, TOO_OFTEN
from offers.actions.passport_links import end_passport_links, make_passport_link
from offers.actions.survey_links import end_survey_links, make_survey_link
from pathways.actions.plan_links import end_plan_links, make_plan_link
from pathways.actions.referrals import end_referral_links, make_referral_link
from tests.cast import TODAY, Cast
from tests.factories import (
    BodyFactory,
    BodyMemberFactory,
    MeetingFactory,
    MeetingItemFactory,
    PlanReferralFactory,
    PlanVersionFactory,
    SurveyInvitationFactory,
    SurveyQuestionFactory,
    SurveyRoundFactory,
    give_status,
)

pytestmark = pytest.mark.usefixtures("_on_the_day")
Scene = Callable[[], AbstractContextManager[None]]


class Made(NamedTuple):
    """A link about amira that was just made: what answers it, what does not, and how it is made again and ended."""

    path: str
    right: dict[str, Any]
    wrong: dict[str, Any]
    again: Callable[[], object]
    end: Callable[[], object]
    shows: str = "Amira"  # once it is opened, and never before
    wish: tuple[str, str] = ("answer_id", "own_words")  # the fields of what they ask for: its id, and the words

    def asking(self, words: str) -> dict[str, str]:
        return dict(zip(self.wish, (str(uuid4()), words), strict=True))


def born(cast: Cast, **changes: int) -> dict[str, Any]:
    day = cast.amira.date_of_birth
    parts = {"day": day.day, "month": day.month, "year": day.year} | changes
    return {f"date_of_birth_{part}": value for part, value in parts.items()}


def by_birthday(cast: Cast, page: str, make: Callable[[], str], end: Callable[[], object]) -> Made:
    return Made(reverse(page, args=[make()]), born(cast), born(cast, year=2001), make, end)


def plan(cast: Cast, scene: Scene) -> Made:
    with scene():
        version = PlanVersionFactory.create(
            person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo, promises=("A lesson",)
        )
    about: dict[str, Any] = {"by": cast.pat, "version": version, "now": timezone.now()}
    return by_birthday(cast, "pathways:plan_link", lambda: make_plan_link(**about), lambda: end_plan_links(**about))


def passport(cast: Cast, scene: Scene) -> Made:
    with scene():
        give_status(cast.amira, "former_relevant")
    about: dict[str, Any] = {"by": cast.pat, "person": cast.amira, "now": timezone.now()}
    return by_birthday(
        cast, "offers:passport_link", lambda: make_passport_link(**about), lambda: end_passport_links(**about)
    )


def survey(cast: Cast, scene: Scene) -> Made:
    with scene():
        drawn = SurveyInvitationFactory.create(round=SurveyRoundFactory.create(), person=cast.amira)
        SurveyQuestionFactory.create(round=drawn.round)
    about: dict[str, Any] = {"by": cast.pip, "invitation": drawn, "now": timezone.now()}
    made = by_birthday(
        cast, "offers:survey_link", lambda: make_survey_link(today=TODAY, **about), lambda: end_survey_links(**about)
    )
    return made._replace(shows="What do you think?", wish=("message_id", "pass_on"))


def meeting_item(cast: Cast, scene: Scene) -> Made:
    with scene():
        panel = BodyFactory.create()
        police = BodyMemberFactory.create(body=panel)
        item = MeetingItemFactory.create(
            meeting=MeetingFactory.create(body=panel), person=cast.amira, reason="Two nights away."
        )
    about: dict[str, Any] = {"by": cast.mo, "item": item, "now": timezone.now()}
    made = make_item_link(partner=police, **about)
    return Made(
        reverse("meeting_item_link", args=[made.secret]),
        {"code": made.code},
        {"code": f"{(int(made.code) + 1) % 10**6:06}"},
        lambda: make_item_link(partner=police, **about),
        lambda: end_item_links(**about),
    )


def plan_referral(cast: Cast, scene: Scene) -> Made:
    with scene():
        version = PlanVersionFactory.create(
            person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo
        )
        referral = PlanReferralFactory.create(version=version)
    about: dict[str, Any] = {"by": cast.pat, "referral": referral, "now": timezone.now()}
    made = make_referral_link(**about)
    return Made(
        reverse("pathways:plan_referral_link", args=[made.secret]),
        {"code": made.code},
        {"code": f"{(int(made.code) + 1) % 10**6:06}"},
        lambda: make_referral_link(**about),
        lambda: end_referral_links(**about),
    )


KINDS: dict[str, Callable[[Cast, Scene], Made]] = {
    "plan_link": plan,
    "passport_link": passport,
    "survey_link": survey,
    "meeting_item_link": meeting_item,
    "plan_referral_link": plan_referral,
}
BY_CODE = {"meeting_item_link", "plan_referral_link"}
BY_BIRTHDAY = [kind for kind in KINDS if kind not in BY_CODE]
ENDS: dict[str, Callable[[Cast, Made], object]] = {
    "ended": lambda cast, made: made.end(),
    "another made": lambda cast, made: made.again(),
    "died": lambda cast, made: record_death(by=cast.pat, person=cast.amira, died_on=TODAY, today=TODAY),
    "restricted": lambda cast, made: restrict_record(
        by=cast.mo, person=cast.amira, readers=[], reason="Threats", today=TODAY
    ),
    "five wrong tries": lambda cast, made: [Client().post(made.path, made.wrong) for _ in range(5)],
}


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]


def names(kind: str) -> list[str]:
    events = AuditEvent.objects.filter(name__startswith=kind, person_id__isnull=False).order_by("pk")
    return [event.name.removeprefix(f"{kind}_") for event in events]


def test_every_kind_is_tried_here() -> None:
    assert {kind.CALLED for kind in kinds_of_links()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_it_names_nobody_before_opens_with_what_they_know_and_notes_each_use(cast: Cast, scene, kind: str) -> None:
    made, client = KINDS[kind](cast, scene), Client()
    before = client.get(made.path)
    assert before.status_code == 200
    assert "no-store" in before.headers["Cache-Control"]
    for word in ("Amira", "Khan", "Pat", "plan</", "panel", "care leaver", "allowance"):
        assert word not in before.content.decode().partition("<main")[2], word
    assert made.shows not in client.post(made.path, made.wrong).content.decode()
    assert made.shows in client.post(made.path, made.right).content.decode()
    assert made.shows not in client.get(made.path).content.decode(), "asked again each time"
    assert names(kind) == ["made", "refused", "opened"]
    secret = made.path.rstrip("/").rsplit("/", 1)[1]
    [link] = [link for model in kinds_of_links() for link in model._default_manager.all()]
    assert link.digest == digest_of(secret)
    assert secret not in {str(each) for each in vars(link).values()}
    assert (link.wrong_tries, link.opened_at, link.young_person) == (1, timezone.now(), cast.amira)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", ["guessed", "over", *ENDS])
def test_it_opens_nothing(cast: Cast, scene: Scene, kind: str, what: str) -> None:
    """Nor for an answer that was being written: nothing is open to whoever sends it."""
    made, client, later = KINDS[kind](cast, scene), Client(), timedelta()
    page = client.post(made.path, made.right)
    sent = {"proof": (page.context or {}).get("proof", "")} | made.asking("Help")
    path = made.path
    if what == "guessed":
        path = path.rstrip("/")[:-3] + "xyz/"
    elif what == "over":
        later = timedelta(days=14, seconds=1)
    else:
        ENDS[what](cast, made)
    with time_machine.travel(timezone.now() + later, tick=False):
        for answer in (client.get(path), client.post(path, made.right), client.post(path, sent)):
            assert answer.status_code == 404
            assert NO_SUCH_LINK in answer.content.decode()
    assert not DutyMessage.objects.exists()
    if what == "five wrong tries":
        assert names(kind)[-2:] == ["refused", "locked"]


@pytest.mark.parametrize("kind", BY_BIRTHDAY)
def test_an_answer_needs_the_birthday_of_this_link_within_the_hour(cast: Cast, scene: Scene, kind: str) -> None:
    """What was written comes back when the birthday is given again."""
    made, client = KINDS[kind](cast, scene), Client()
    other = KINDS[next(each for each in BY_BIRTHDAY if each != kind)](cast, scene)
    proof = client.post(made.path, made.right).context["proof"]
    sent = made.asking("It took me a while.")
    forged = ("", "made up", signing.dumps("another", salt=SALT), client.post(other.path, other.right).context["proof"])
    for each in forged:
        assert "First, your birthday" in client.post(made.path, sent | {"proof": each}).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        page = client.post(made.path, sent | {"proof": proof}).content.decode()
        assert "What you wrote is kept" in page
        kept = {name: value(page, name) for name in sent}
        assert not DutyMessage.objects.exists()
        again = client.post(made.path, kept | born(cast))
    assert "It took me a while." in again.content.decode()


@pytest.mark.parametrize(
    "typed", [{"day": 31, "month": 2}, {"day": "", "month": "", "year": ""}, {"year": 99}, {"month": "May\0"}]
)
def test_what_is_no_date_is_no_try(cast: Cast, scene: Scene, typed: dict[str, Any]) -> None:
    made = passport(cast, scene)
    assert Client().post(made.path, born(cast, **typed)).status_code == 200
    assert "refused" not in names("passport_link")


def test_from_one_address_of_the_network_it_is_tried_sixty_times_a_minute(cast: Cast) -> None:
    guess, client = reverse("offers:passport_link", args=["no-such-secret"]), Client()
    assert {client.get(guess).status_code for _ in range(60)} == {404}
    refused = client.get(guess)
    assert refused.status_code == 429
    assert TOO_OFTEN in refused.content.decode()


@pytest.mark.parametrize("kind", ["plan_link", "passport_link"])
def test_who_is_named_on_a_restricted_record_may_make_another(cast: Cast, scene: Scene, kind: str) -> None:
    """What they ask for then waits for those named, and is nobody's by name. A survey asks none of these."""
    made = KINDS[kind](cast, scene)
    ENDS["restricted"](cast, made)
    path = made.path.rstrip("/").rsplit("/", 1)[0] + f"/{made.again()}/"
    client = Client()
    proof = client.post(path, made.right).context["proof"]
    client.post(path, {"proof": proof} | made.asking("Ring me."))
    assert DutyMessage.objects.get().held_by is None
