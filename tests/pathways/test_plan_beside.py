"""Two versions of a plan side by side, and answers copied from the last one."""

from __future__ import annotations

import pytest

from careleavers.actions.base import Refused
from pathways.actions import answers_before
from pathways.actions import plans as actions
from pathways.models import PlanMatter, PlanVersion
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    HomeFactory,
    OccupationFactory,
    PlanVersionFactory,
    give_status,
)
from tests.pathways.plan_pages import address

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def second(cast: Cast, scene) -> PlanVersion:
    """Amira's second version, begun with what the first says. Of the first one promise is kept late and one is late."""
    with scene():
        give_status(cast.amira, "former_relevant")
        first = {"authorised": True, "person": cast.amira, "written_by": cast.pat, "authorised_by": cast.mo}
        PlanVersionFactory.create(**first, authorised_on=days_ago(170), promises=("Two driving lessons", "A dentist"))
        HomeFactory.create(person=cast.amira, starts_on=days_ago(40), kind="B", is_suitable=False)
        HomeFactory.create(person=cast.amira, starts_on=days_ago(400), ends_on=days_ago(40))
        OccupationFactory.create(person=cast.amira, starts_on=days_ago(30), code="F2", detail="Catering, level 2")
    version = actions.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    health = version.matters.get(code="health")
    actions.write_matter(
        by=cast.pat, matter=health, revision=health.revision, needs="Written. And a dentist.", how_met="", own_words=""
    )
    return version


def test_the_last_plan_is_beside_this_one_with_what_has_happened_since(
    cast: Cast, second: PlanVersion, sign_in
) -> None:
    kept = second.plan.versions.get(number=1).actions.get(what="Two driving lessons")
    actions.record_outcome(by=cast.pat, promised=kept, today=TODAY, status="done", done_on=TODAY, outcome="")
    page = sign_in(cast.pat).get(address("plan_beside", cast.amira, 2)).content.decode()
    assert "<ins>" in page
    assert "And a dentist." in page.split("<ins>", 1)[1][:200]
    assert "The same, word for word" in page
    assert "not suitable" in page
    assert "Catering, level 2" in page
    assert "Moved on" in page
    assert page.count("Moved on") == 1  # the move of before the last plan is not told again
    assert "Kept in time, 23 November 2026" in page
    assert "Copy what version 1 says" in page
    read = sign_in(cast.mo).get(address("plan_beside", cast.amira, 1)).content.decode()
    assert "This is the first plan" in read
    assert "And a dentist" not in sign_in(cast.pat).get(address("review_add", cast.amira)).content.decode()
    assert "Moved on" in sign_in(cast.pat).get(address("review_add", cast.amira)).content.decode()
    assert sign_in(cast.ana).get(address("plan_beside", cast.amira, 2)).status_code == 403
    assert sign_in(cast.sam).get(address("plan_beside", cast.amira, 2)).status_code == 404


def test_an_answer_is_copied_alone_and_the_empty_ones_together(cast: Cast, second: PlanVersion, sign_in) -> None:
    client, health = sign_in(cast.pat), second.matters.get(code="health")
    one = address("plan_copy_answer", cast.amira, "health", "needs")
    client.post(one, {"revision": health.revision - 1})
    health.refresh_from_db()
    assert health.needs == "Written. And a dentist."  # somebody wrote since that page was opened
    client.post(address("plan_copy_answers", cast.amira))
    health.refresh_from_db()
    assert (health.needs, health.how_met) == ("Written. And a dentist.", "Written.")
    assert client.post(one, {"revision": health.revision}).status_code == 302
    assert PlanMatter.objects.get(pk=health.pk).needs == "Written."
    assert client.post(address("plan_copy_answer", cast.amira, "health", "revision")).status_code == 404


def test_there_must_be_a_plan_to_copy_from(cast: Cast, drafted: PlanVersion) -> None:
    with pytest.raises(Refused, match="no plan before"):
        answers_before.copy_empty_answers(by=cast.pat, version=drafted)
