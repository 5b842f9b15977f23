"""Who may write a plan, writing it, and keeping its promises."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.base import Refused
from careleavers.actions.people import record_death
from careleavers.actions.policies import set_policy
from careleavers.models import Alert, AuditEvent, YoungPerson
from pathways.actions import decisions
from pathways.actions import plans as actions
from pathways.actions.assessments import start_assessment
from pathways.models import PlanAction, PlanMatter, PlanVersion
from pathways.rules.matters import MATTERS
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    NOW,
    PlanActionFactory,
    StatusPeriodFactory,
    give_status,
)
from tests.pathways.plan_pages import address, authorise

pytestmark = pytest.mark.usefixtures("_on_the_day")


# Who may do what -------------------------------------------------------------------------------------------------

READ = {"pat": 200, "wes": 200, "mo": 200, "vera": 200, "aud": 200, "sam": 404, "sue": 404}
READ |= dict.fromkeys(["ana", "dana", "bus", "pip", "sys", "nobody"], 403)
WRITE = READ | {"aud": 403}


@pytest.mark.parametrize(("who", "status"), READ.items())
def test_who_may_read_a_plan(cast: Cast, drafted: PlanVersion, sign_in, who: str, status: int) -> None:
    client = sign_in(getattr(cast, who))
    for name, args in (("plan", []), ("plan_version", [1]), ("plan_print", [1]), ("assessment", [])):
        assert client.get(address(name, cast.amira, *args)).status_code == status


@pytest.mark.parametrize(("who", "status"), WRITE.items())
def test_who_may_write_a_plan(cast: Cast, drafted: PlanVersion, sign_in, who: str, status: int) -> None:
    client = sign_in(getattr(cast, who))
    pages = (("plan_write", []), ("plan_words", []), ("plan_matter", ["health"]), ("promise_add", ["health"]))
    for name, args in (*pages, ("review_add", [])):
        assert client.get(address(name, cast.amira, *args)).status_code == status


# Writing -------------------------------------------------------------------------------------------------------------


def test_a_first_plan_from_nothing_to_authorised(cast: Cast, scene, sign_in) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
    client = sign_in(cast.pat)
    client.post(address("plan_start", cast.amira))
    version = PlanVersion.objects.get()
    assert (version.number, version.basis, version.matters.count()) == (1, "full", 10)
    page = client.get(address("plan_write", cast.amira)).content.decode()
    assert "Still missing before you hand it in" in page
    assert "Hand it in" not in page
    client.post(address("plan_words", cast.amira), {"revision": 1, "own_words": "I want my own place."})
    for matter in version.matters.all():
        form = {"revision": 1, "needs": "Something", "how_met": "Somehow", "own_words": "Yes", "next": "yes"}
        assert client.post(address("plan_matter", cast.amira, matter.code), form).status_code == 302
    client.post(
        address("promise_add", cast.amira, "skills"),
        {"what": "Driving lesson", "owed_by": "council", "owner": str(cast.pat.pk), "by_when": "2026-12-04"},
    )
    assert "Hand it in" in client.get(address("plan_write", cast.amira)).content.decode()
    client.post(address("plan_submit", cast.amira))
    waiting = Alert.objects.get(closed_by_kind="plan_decision", closed_on=None)
    assert set(waiting.recipients.values_list("user__name", "recipient_role")) == {("Mo", "manager")}
    version.refresh_from_db()
    manager = sign_in(cast.mo)
    manager.post(address("plan_version", cast.amira, 1), {"decision": "authorise", "revision": version.revision})
    version.refresh_from_db()
    assert (version.state, version.authorised_by, version.authorised_on) == ("authorised", cast.mo, TODAY)
    assert not Alert.objects.filter(closed_by_kind__in=["plan_decision", "plan"], closed_on=None).exists()
    page = manager.get(address("plan", cast.amira)).content.decode()
    assert "Driving lesson" in page
    assert "In date" in page
    assert AuditEvent.objects.filter(name="plan_authorised", person_id=cast.amira.pk).count() == 1


def test_what_is_missing_is_said_and_nothing_is_handed_in(cast: Cast, drafted: PlanVersion, sign_in, scene) -> None:
    with scene():
        PlanMatter.objects.filter(version=drafted, code="health").update(how_met=" ")
        PlanAction.objects.all().delete()
    client = sign_in(cast.pat)
    client.post(address("plan_submit", cast.amira))
    page = client.get(address("plan_write", cast.amira)).content.decode()
    assert "Not ready yet: Health and wellbeing; at least one action" in page
    drafted.refresh_from_db()
    assert drafted.state == "draft"


@pytest.mark.parametrize("name", ["plan_words", "plan_matter"])
def test_two_writers_lose_nothing(cast: Cast, drafted: PlanVersion, sign_in, name: str) -> None:
    where = address(name, cast.amira, *(["health"] if name == "plan_matter" else []))
    field = "own_words"
    first = {"revision": 1, field: "What Pat wrote", "needs": "n", "how_met": "h"}
    assert sign_in(cast.pat).post(where, first).status_code == 302
    clash = sign_in(cast.wes).post(where, first | {field: "What Wes wrote"})
    page = clash.content.decode()
    assert "Pat saved this at " in page
    assert "What Pat wrote" in page
    assert "What Wes wrote" in page
    seen = re.search(r'name="revision" value="(\d+)"', page)
    assert seen
    assert sign_in(cast.wes).post(where, first | {field: "Both", "revision": seen[1]}).status_code == 302


def test_a_plan_that_waits_cannot_be_written_in(cast: Cast, handed_in: PlanVersion, sign_in) -> None:
    client, where = sign_in(cast.pat), address("plan_matter", cast.amira, "health")
    assert client.get(where).headers["Location"] == address("plan", cast.amira)
    answer = client.post(where, {"revision": 1, "needs": "What Pat had nearly finished"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "This version waits to be authorised." in page
    assert "What Pat had nearly finished" in page
    with pytest.raises(Refused, match="waits to be authorised"):
        actions.write_matter(by=cast.pat, matter=handed_in.matters.first(), revision=1, needs="x")


def test_starting_twice_is_one_version(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    client.post(address("plan_start", cast.amira))
    client.post(address("plan_start", cast.amira))
    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "band", "basis", "matters"),
    [
        pytest.param("eligible_child", "", "eligible", 10, id="SI 2010/959 Sch 8"),
        pytest.param("relevant_child", "", "full", 10, id="CLR Sch 1"),
        pytest.param("former_relevant_child", "18-20", "full", 10, id="CLR Sch 1 after 18"),
        pytest.param("former_relevant_child", "21-24 opted in", "full", 10, id="s23CZB"),
        pytest.param("former_relevant_child", "21-24 education", "education", 4, id="s23CA, CLR reg 6(2)(b)"),
    ],
)
def test_the_status_decides_which_matters(cast: Cast, scene, status: str, band: str, basis: str, matters: int) -> None:
    with scene():
        StatusPeriodFactory.create(person=cast.amira, status=status, starts_on=days_ago(100), band=band)
    version = actions.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    assert (version.basis, version.matters.count()) == (basis, matters)


def test_a_slim_plan_from_21_on_says_what_there_is_to_say(cast: Cast, scene, sign_in) -> None:
    """Where the authority chose so, of who asked for support alone. Seen to fail: with every matter asked for."""
    with scene():
        for person, band in ((cast.amira, "21-24 opted in"), (cast.ben, "18-20")):
            StatusPeriodFactory.create(
                person=person, status="former_relevant_child", starts_on=days_ago(100), band=band
            )
    set_policy(by=None, key="plan_from_21", value="slim", from_on=TODAY)
    assert actions.start_version(by=cast.sam, person=cast.ben, today=TODAY).basis == "full"
    version = actions.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    assert (version.basis, version.matters.count()) == ("slim", 10)
    with scene():
        PlanVersion.objects.filter(pk=version.pk).update(own_words="A flat near my sister.")
        PlanActionFactory.create(version=version, matter_code="health", what="Find a dentist", owner=cast.pat)
    both = [MATTERS["contact"].title, MATTERS["contingency"].title]
    version.refresh_from_db()
    assert decisions.missing_parts(version) == both
    with scene():
        version.matters.filter(code__in=["contact", "contingency"]).update(
            needs="A call a month.", how_met="Pat rings."
        )
        version.matters.filter(code="money").update(needs="Council tax.")
    assert decisions.missing_parts(version) == [MATTERS["money"].title], "what was begun is to be said whole"
    with scene():
        version.matters.filter(code="money").update(how_met="We apply with them.")
    decisions.submit_version(by=cast.pat, version=version, today=TODAY, now=NOW)
    authorise(cast, version)
    page = sign_in(cast.pat).get(address("plan_print", cast.amira, 1)).content.decode()
    for code, said in (("contact", True), ("money", True), ("health", True), ("identity", False), ("family", False)):
        assert (MATTERS[code].to_them in page) is said, code


def test_an_unaccompanied_child_s_plan_has_one_matter_more(cast: Cast, scene) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(is_unaccompanied=True)
    cast.amira.refresh_from_db()
    version = actions.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    assert version.matters.filter(code="arrival").exists()


def test_after_a_death_nothing_is_begun(cast: Cast, scene) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(died_on=days_ago(1))
    cast.amira.refresh_from_db()
    with pytest.raises(Refused, match="died on 22 November 2026"):
        actions.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    with pytest.raises(Refused, match="died on 22 November 2026"):
        start_assessment(by=cast.pat, person=cast.amira, today=TODAY)


# Promises -------------------------------------------------------------------------------------------------------------


def test_the_next_version_begins_with_the_last_and_carries_its_open_promises(
    cast: Cast, handed_in: PlanVersion, scene
) -> None:
    with scene():
        PlanAction.objects.all().delete()
        kept, open_one = (
            PlanActionFactory.create(version=handed_in, what=what, owner=cast.pat) for what in ("Kept", "Still open")
        )
    authorise(cast, handed_in)
    actions.record_outcome(by=cast.pat, promised=kept, today=TODAY, status="done", done_on=TODAY, outcome="Passed")
    following = actions.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    assert following.number == 2
    assert following.matters.get(code="health").needs == "Written."
    [carried] = following.actions.all()
    assert (carried.what, carried.carried_from) == ("Still open", open_one)
    assert list(PlanAction.objects.promised()) == [open_one]
    decisions.submit_version(by=cast.pat, version=following, today=TODAY, now=NOW)
    authorise(cast, following)
    open_one.refresh_from_db()
    assert open_one.status == "carried"
    assert list(PlanAction.objects.promised()) == [carried]


def test_after_a_death_a_promise_is_read_in_the_plan_alone_and_is_not_late(
    cast: Cast, handed_in: PlanVersion, sign_in, scene
) -> None:
    """Seen to fail: with the promises of whoever has died on their page, and late in their plan."""
    with scene():
        PlanActionFactory.create(version=handed_in, what="Find a dentist", by_when=days_ago(11), owner=cast.pat)
    authorise(cast, handed_in)
    record_death(by=cast.mo, person=cast.amira, died_on=days_ago(1), today=TODAY)
    client = sign_in(cast.pat)
    of_record = [reverse(name, args=[cast.amira.pk]) for name in ("person", "visit_brief")]
    pages = [client.get(each).content.decode() for each in (*of_record, address("plan", cast.amira))]
    assert ["Find a dentist" in page for page in pages] == [False, False, True]
    assert not [page for page in pages if "overdue" in page]


def test_a_promise_left_out_of_the_next_version_still_stands(cast: Cast, handed_in: PlanVersion) -> None:
    authorise(cast, handed_in)
    following = actions.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    actions.remove_promise(by=cast.pat, promised=following.actions.get())
    actions.add_promise(
        by=cast.pat, version=following, matter_code="health", what="New", owed_by="council", by_when=TODAY
    )
    decisions.submit_version(by=cast.pat, version=following, today=TODAY, now=NOW)
    authorise(cast, following)
    assert set(PlanAction.objects.promised().values_list("what", flat=True)) == {"Book a driving lesson", "New"}


def test_done_meanwhile_it_is_done_in_the_next_draft_too(cast: Cast, handed_in: PlanVersion) -> None:
    authorise(cast, handed_in)
    following = actions.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    actions.record_outcome(
        by=cast.pat, promised=handed_in.actions.get(), today=TODAY, status="done", done_on=TODAY, outcome=""
    )
    assert following.actions.get().status == "done"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"status": "done", "done_on": ""}, "Give the day on which it was done"),
        ({"status": "done", "done_on": "2026-11-24"}, "cannot be after"),
        ({"status": "changed", "outcome": ""}, "Say what happened"),
        ({"status": "not_done", "outcome": ""}, "Say what happened"),
        ({"status": "carried"}, "Choose one of the answers"),
        ({}, "Choose an answer"),
    ],
)
def test_an_outcome_says_what_became_of_it(
    cast: Cast, handed_in: PlanVersion, sign_in, typed: dict, sentence: str
) -> None:
    authorise(cast, handed_in)
    where = address("outcome", cast.amira, handed_in.actions.get().pk)
    assert sentence in sign_in(cast.pat).post(where, typed).content.decode()
    assert handed_in.actions.get().status == "open"


def test_of_two_who_record_an_outcome_the_second_is_shown_the_first(
    cast: Cast, handed_in: PlanVersion, sign_in
) -> None:
    authorise(cast, handed_in)
    promised = handed_in.actions.get()
    where = address("outcome", cast.amira, promised.pk)
    assert sign_in(cast.pat).post(where, {"status": "not_done", "outcome": "The school closed."}).status_code == 302
    again = sign_in(cast.pat).post(where, {"status": "done", "done_on": TODAY.isoformat()}).content.decode()
    assert "Somebody else wrote “Not done”. Yours is in the box." in again
    promised.refresh_from_db()
    assert (promised.status, promised.outcome) == ("not_done", "The school closed.")


def test_nothing_is_promised_for_a_day_that_has_passed(cast: Cast, drafted: PlanVersion, sign_in, scene) -> None:
    """One that is late already keeps its day, while other words of it are changed."""
    client = sign_in(cast.pat)
    late = {"what": "Ring", "owed_by": "council", "owner": cast.pat.pk, "by_when": "2026-11-01"}
    assert "That day has passed" in client.post(address("promise_add", cast.amira, "health"), late).content.decode()
    with scene():
        PlanAction.objects.update(by_when=date(2026, 11, 1))
    promised = drafted.actions.get()
    late["revision"] = promised.revision
    assert client.post(address("promise_edit", cast.amira, promised.pk), late).status_code == 302


def test_an_outcome_is_put_right_and_lateness_stays_in_sight(cast: Cast, handed_in: PlanVersion, sign_in) -> None:
    """Also in the version that is being written meanwhile. Seen to fail: what was recorded once stood for ever."""
    authorise(cast, handed_in)
    promised = handed_in.actions.get()
    following = actions.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    client, where = sign_in(cast.pat), address("outcome", cast.amira, promised.pk)
    client.post(where, {"status": "not_done", "outcome": "The school closed."})
    page = client.get(where).content.decode()
    assert "The school closed." in page
    assert "It is still to do" in page
    late = promised.by_when + timedelta(days=10)
    with time_machine.travel(datetime.combine(late, time(10), timezone.get_default_timezone()), tick=False):
        client = sign_in(cast.pat)
        promised.refresh_from_db()
        right = {"status": "done", "done_on": late.isoformat(), "revision": promised.revision}
        assert client.post(where, right).status_code == 302
        plan = client.get(address("plan", cast.amira)).content.decode()
    assert "10 days late" in plan
    assert where in plan
    for each in (promised, following.actions.get()):
        each.refresh_from_db()
        assert (each.status, each.done_on, each.outcome) == ("done", late, "")
    slip = {"status": "open", "outcome": "A slip", "revision": promised.revision}
    assert client.post(where, slip).status_code == 302
    for each in (promised, following.actions.get()):
        each.refresh_from_db()
        assert (each.status, each.done_on, each.outcome) == ("open", None, "")


def test_what_the_next_version_promises_too_is_put_right_there(cast: Cast, handed_in: PlanVersion, sign_in) -> None:
    """And the plan's page tells of it once."""
    authorise(cast, handed_in)
    following = actions.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    first, second = handed_in.actions.get(), following.actions.get()
    done = {"by": cast.pat, "today": TODAY, "status": "done", "done_on": TODAY, "outcome": "Booked for May."}
    actions.record_outcome(promised=first, **done)
    decisions.submit_version(by=cast.pat, version=following, today=TODAY, now=NOW)
    authorise(cast, following)
    with pytest.raises(Refused, match="The next version of the plan promises this too"):
        actions.record_outcome(promised=first, **done | {"status": "not_done"})
    actions.record_outcome(promised=second, **done | {"outcome": "Booked for June."})
    page = sign_in(cast.pat).get(address("plan", cast.amira)).content.decode()
    assert ("Booked for May." in page, "Booked for June." in page) == (False, True)


def test_a_promise_of_a_draft_has_no_outcome(cast: Cast, drafted: PlanVersion) -> None:
    with pytest.raises(Refused, match="not promised until the plan is authorised"):
        actions.record_outcome(
            by=cast.pat, promised=drafted.actions.get(), today=TODAY, status="done", done_on=TODAY, outcome=""
        )
