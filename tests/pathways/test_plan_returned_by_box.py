"""A decision on a plan: comments beside the matters, two signatures, and what is done once it is authorised."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from careleavers.actions.base import Refused, allowing_writes
from careleavers.actions.policies import set_policy
from careleavers.actions.staff import disable_user
from careleavers.models import Alert, AlertRecipient, FollowUp
from pathways.actions import decisions
from pathways.actions import plan_next_steps as next_steps
from pathways.models import PlanComment, PlanNextStep, PlanSignature, PlanVersion
from tests.cast import TODAY, Cast
from tests.factories import NOW
from tests.pathways.plan_pages import address, authorise

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def two_signatures(cast: Cast) -> None:
    set_policy(by=cast.sys, key="plan_signatures", value="two", from_on=TODAY)


def test_a_plan_comes_back_with_a_comment_beside_each_matter(cast: Cast, handed_in: PlanVersion, sign_in) -> None:
    where, manager = address("plan_version", cast.amira, 1), sign_in(cast.mo)
    page = manager.get(where).content.decode()
    assert "good enough for your own child" in page
    assert 'name="on_health"' in page
    sent = {"decision": "authorise", "revision": handed_in.revision, "on_health": "Which dentist, and when?"}
    page = manager.post(where, sent).content.decode()
    assert "You wrote what is to be changed" in page
    assert "Which dentist, and when?" in page
    assert manager.post(where, sent | {"decision": "return"}).status_code == 302
    assert PlanComment.objects.get().matter_code == "health"
    writer = sign_in(cast.pat)
    assert writer.get(address("plan_write", cast.amira)).content.decode().count("To be changed") == 1
    assert (
        "Mo asks: Which dentist, and when?" in writer.get(address("plan_matter", cast.amira, "health")).content.decode()
    )
    assert "Which dentist" not in writer.get(address("plan_matter", cast.amira, "money")).content.decode()
    writer.post(address("plan_submit", cast.amira))
    again = sign_in(cast.mo)
    assert "What was to be changed when it was returned" in again.get(where).content.decode()
    handed_in.refresh_from_db()
    again.post(where, {"decision": "return", "revision": handed_in.revision, "on_money": "How much?"})
    assert PlanComment.objects.get().matter_code == "money"


def test_the_question_about_their_own_child_is_a_setting(cast: Cast, handed_in: PlanVersion, sign_in) -> None:
    set_policy(by=cast.sys, key="plan_prompt", value="no", from_on=TODAY)
    page = sign_in(cast.mo).get(address("plan_version", cast.amira, 1)).content.decode()
    assert "good enough for your own child" not in page
    assert "Authorise it" in page


def test_two_managers_sign_where_the_authority_asks_for_two(
    cast: Cast, handed_in: PlanVersion, two_signatures: None, sign_in
) -> None:
    where = address("plan_version", cast.amira, 1)
    client: Client = sign_in(cast.mo)
    client.post(where, {"decision": "authorise", "revision": handed_in.revision})
    handed_in.refresh_from_db()
    assert handed_in.state == "submitted"
    waits = Alert.objects.get(closed_by_kind="plan_decision", closed_on=None)
    assert waits.text == "A pathway plan waits for its second signature"
    assert set(AlertRecipient.objects.filter(alert=waits).values_list("user__name", flat=True)) == {"Vera"}
    page = client.get(where).content.decode()
    assert "You signed it first, so somebody else must authorise it." in page
    assert "Save the decision" not in page
    with pytest.raises(Refused, match="signed it first"):
        authorise(cast, handed_in, by=cast.mo)
    with allowing_writes(), pytest.raises(DatabaseError, match="does not authorise it"), transaction.atomic():
        connection.cursor().execute(
            "UPDATE pathways_planversion SET state = 'authorised', authorised_by_id = %s, authorised_at = now(),"
            " authorised_on = now() WHERE id = %s",
            [cast.mo.pk, handed_in.pk],
        )
    authorise(cast, handed_in, by=cast.vera)
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.authorised_by) == ("authorised", cast.vera)
    assert not Alert.objects.filter(closed_by_kind="plan_decision", closed_on=None).exists()


def test_a_first_signature_ends_with_what_was_signed(cast: Cast, handed_in: PlanVersion, two_signatures: None) -> None:
    authorise(cast, handed_in)
    assert PlanSignature.objects.count() == 1
    decisions.take_back_version(by=cast.pat, version=handed_in, today=TODAY)
    assert not PlanSignature.objects.exists()
    with allowing_writes(), pytest.raises(DatabaseError, match="did not write in it"), transaction.atomic():
        PlanSignature.objects.create(version=handed_in, signed_by=cast.pat, signed_at=NOW)


def test_what_is_next_is_a_task_once_and_only_once_authorised(cast: Cast, drafted: PlanVersion, sign_in) -> None:
    writer = sign_in(cast.pat)
    where = address("plan_next_step", cast.amira)
    sent = {"kind": "referral", "text": "the talking therapy service", "owner": cast.wes.pk, "days": "5"}
    for _ in range(2):
        assert writer.post(where, sent).status_code == 302
    assert "Fill in" in writer.post(where, sent | {"text": ""}).content.decode()
    next_steps.add_next_step(by=cast.pat, version=drafted, kind="task", text="Ring", owner=cast.pat, days=1)
    gone = PlanNextStep.objects.get(text="Ring")
    assert writer.post(address("plan_next_step_remove", cast.amira, gone.pk), {"revision": 9}).status_code == 302
    assert writer.post(address("plan_next_step_remove", cast.amira, gone.pk), {"revision": 1}).status_code == 302
    decisions.submit_version(by=cast.pat, version=drafted, today=TODAY, now=NOW)
    assert not FollowUp.objects.exists()
    with pytest.raises(Refused, match="waits to be authorised"):
        next_steps.add_next_step(by=cast.pat, version=drafted, kind="task", text="Late", owner=cast.pat, days=1)
    authorise(cast, drafted)
    with pytest.raises(Refused, match="already authorised"):
        authorise(cast, drafted)
    task = FollowUp.objects.get()
    assert (task.text, task.assigned_to, task.due_on) == (
        "Refer: the talking therapy service",
        cast.wes,
        TODAY + timedelta(days=5),
    )
    assert "Refer: the talking therapy service" in sign_in(cast.wes).get("/").content.decode()
    _frozen()


def test_what_is_next_is_a_task_of_the_case_holder_where_its_owner_has_left_meanwhile(
    cast: Cast, drafted: PlanVersion
) -> None:
    """Seen to fail: it was a task of the closed account."""
    next_steps.add_next_step(by=cast.pat, version=drafted, kind="task", text="Ring", owner=cast.wes, days=1)
    decisions.submit_version(by=cast.pat, version=drafted, today=TODAY, now=NOW)
    disable_user(by=cast.sys, user=cast.wes, today=TODAY)
    authorise(cast, drafted)
    assert FollowUp.objects.get().assigned_to == cast.pat


def _frozen() -> None:
    with (
        allowing_writes(),
        pytest.raises(DatabaseError, match="authorised and cannot be changed"),
        transaction.atomic(),
    ):
        PlanNextStep.objects.update(text="Something else")
