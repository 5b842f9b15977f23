"""What is typed in a plan, an assessment or a review is kept for its writer until it is saved."""

from __future__ import annotations

import json
import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.models import AuditEvent, Draft, YoungPerson
from pathways.actions import decisions
from pathways.actions import plans as actions
from pathways.actions.assessments import complete_assessment, start_assessment
from pathways.models import NeedsAssessment, PlanVersion
from tests.cast import TODAY, Cast
from tests.factories import NOW
from tests.pathways.plan_pages import address, authorise

pytestmark = pytest.mark.usefixtures("_on_the_day")


def typing(client: Client, where: str, person: YoungPerson, **typed: str) -> UUID:
    """Type into the form of a page as its script does: under the id and the kind that the page itself names."""
    kept = client.get(where).context["autosave"]
    body = {
        "person": str(person.pk),
        "kind": kept.kind,
        "page": where,
        "revision": kept.draft.revision if kept.draft else 0,
        "data": {name: [value] for name, value in typed.items()},
    }
    save = reverse("draft_save", args=[kept.submission_id])
    assert client.put(save, json.dumps(body), content_type="application/json").status_code == 200
    return kept.submission_id


@pytest.fixture
def assessment(cast: Cast) -> NeedsAssessment:
    return start_assessment(by=cast.pat, person=cast.amira, today=TODAY)


FORMS = {
    "plan_words": ([], {"revision": "1", "own_words": "TYPED"}),
    "plan_matter": (["health"], {"revision": "1", "needs": "TYPED"}),
    "promise_add": (["health"], {"what": "TYPED"}),
    "assessment_write": ([], {"revision": "1", "conclusion": "TYPED"}),
    "review_add": ([], {"summary": "TYPED"}),
}
WHOLE = {
    "promise_add": {"owed_by": "young_person", "by_when": "2026-12-04"},
    "review_add": {
        "held_on": TODAY.isoformat(),
        "reason": "regular",
        "chaired_by": "Amira",
        "person_took_part": "True",
        "next_within_months": "6",
    },
}


@pytest.mark.parametrize("name", FORMS)
def test_what_is_typed_comes_back_to_its_writer_alone_and_ends_when_it_is_saved(
    cast: Cast, scene, drafted: PlanVersion, assessment: NeedsAssessment, sign_in, name: str
) -> None:
    args, typed = FORMS[name]
    if name == "review_add":
        decisions.submit_version(by=cast.pat, version=drafted, today=TODAY, now=NOW)
        authorise(cast, drafted)
    where = address(name, cast.amira, *([assessment.pk] if name == "assessment_write" else args))
    client = sign_in(cast.pat)
    assert not Draft.objects.exists()
    typing(client, where, cast.amira, **typed)
    page = client.get(where).content.decode()
    assert "TYPED" in page
    assert "Saved at " in page
    assert "govuk-error-summary" not in page
    assert "TYPED" not in sign_in(cast.wes).get(where).content.decode()
    assert where in sign_in(cast.pat).get("/").content.decode()
    assert sign_in(cast.pat).post(where, typed | WHOLE.get(name, {})).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", [*FORMS, "risk_write", "contact_new"])
def test_every_box_is_shown_before_a_draft_is_discarded_whatever_is_in_it(
    cast: Cast, scene, drafted: PlanVersion, assessment: NeedsAssessment, sign_in, name: str
) -> None:
    """As the page has them. Seen to fail where only what looks like words was shown: "moved" and "M1" were not."""
    if name == "review_add":
        decisions.submit_version(by=cast.pat, version=drafted, today=TODAY, now=NOW)
        authorise(cast, drafted)
    args = {"assessment_write": [assessment.pk], "contact_new": [UUID(int=7)]}.get(name, FORMS.get(name, [[]])[0])
    where = (
        reverse("contact_new", args=[cast.amira.pk, *args])
        if args == [UUID(int=7)]
        else address(name, cast.amira, *args)
    )
    client = sign_in(cast.pat)
    form = re.search(r"<form[^>]*data-autosave.*?</form>", client.get(where).content.decode(), re.DOTALL)
    assert form
    boxes = re.findall(r'<textarea[^>]* name="(\w+)"', form[0])
    boxes += [
        re.findall(r' name="(\w+)"', each)[0]
        for each in re.findall(r"<input[^>]*>", form[0])
        if 'type="text"' in each and "day" not in each
    ]
    chosen = {"owed_by": "council", "reason": "regular", "level": "high", "revision": "1", "method": "phone"}
    chosen |= {"by_when": "2026-12-04", "by_when_sure": "2026-12-04", "saw_home": "on"}
    chosen = {name: value for name, value in chosen.items() if f'name="{name.removesuffix("_sure")}"' in form[0]}
    typed = {box: ["moved", "M1", "2026-12-04", "True", "B", "a_b"][number % 6] for number, box in enumerate(boxes)}
    typing(client, where, cast.amira, **chosen | typed)
    page = client.get(reverse("draft_discard", args=[Draft.objects.get().pk])).content.decode()
    assert sorted(re.findall(r'<blockquote class="note"><p>(.*?)</p>', page)) == sorted(typed.values())


def test_reading_what_was_typed_saves_nothing(cast: Cast, drafted: PlanVersion, sign_in) -> None:
    client, where = sign_in(cast.pat), address("plan_matter", cast.amira, "health")
    typing(client, where, cast.amira, revision="1", needs="TYPED", how_met="h")
    client.get(where)
    assert drafted.matters.get(code="health").needs == "Written."


def test_what_others_saved_since_it_was_typed_stands_beside_it(cast: Cast, drafted: PlanVersion, sign_in) -> None:
    where = address("plan_matter", cast.amira, "health")
    typing(sign_in(cast.pat), where, cast.amira, revision="1", needs="What Pat typed", how_met="Written.", own_words="")
    sign_in(cast.wes).post(where, {"revision": 1, "needs": "What Wes saved", "how_met": "Written."})
    answer = sign_in(cast.pat).get(where)
    assert answer.context["form"].other_texts == [("What they need", "What Wes saved")]
    page = answer.content.decode()
    assert "Wes saved this at " in page
    assert "What Pat typed" in page
    assert 'name="revision" value="2"' in page


def test_the_same_words_sent_twice_are_no_clash(cast: Cast, drafted: PlanVersion, sign_in) -> None:
    client, where = sign_in(cast.pat), address("plan_matter", cast.amira, "health")
    form = {"revision": 1, "needs": "Once", "how_met": "h", "own_words": ""}
    assert [client.post(where, form).status_code for _ in range(2)] == [302, 302]


def test_what_is_typed_and_not_saved_is_not_handed_in(cast: Cast, drafted: PlanVersion, sign_in) -> None:
    client, where = sign_in(cast.pat), address("plan_matter", cast.amira, "health")
    typing(client, where, cast.amira, revision="1", needs="TYPED")
    assert "Typed, not saved" in client.get(address("plan_write", cast.amira)).content.decode()
    with pytest.raises(Refused, match="Health and wellbeing: typed and not saved"):
        decisions.submit_version(by=cast.pat, version=drafted, today=TODAY, now=NOW)
    page = client.post(reverse("draft_discard", args=[Draft.objects.get().pk]), follow=True).content.decode()
    assert "Discarded" in page
    assert "Written." in page
    assert AuditEvent.objects.filter(name="draft_discarded").count() == 1
    decisions.submit_version(by=cast.pat, version=drafted, today=TODAY, now=NOW)


def test_typed_while_somebody_else_handed_it_in_it_can_still_be_read(cast: Cast, drafted: PlanVersion, sign_in) -> None:
    where = address("plan_matter", cast.amira, "health")
    typing(sign_in(cast.wes), where, cast.amira, revision="1", needs="TYPED")
    decisions.submit_version(by=cast.pat, version=drafted, today=TODAY, now=NOW)
    page = sign_in(cast.wes).get(where).content.decode()
    assert "What you typed is not saved" in page
    assert "TYPED" in page
    assert sign_in(cast.pat).get(where).status_code == 302


def test_what_was_being_typed_at_the_decision_comes_back_in_the_next_version(
    cast: Cast, handed_in: PlanVersion, scene, sign_in
) -> None:
    with scene():
        matter = handed_in.matters.get(code="health")
        Draft.objects.create(
            user=cast.wes,
            person=cast.amira,
            kind="plan",
            page=address("plan_matter", cast.amira, "health"),
            submission_id=matter.pk,
            data={"revision": ["1"], "needs": ["TYPED"]},
            saved_at=NOW,
        )
    authorise(cast, handed_in)
    actions.start_version(by=cast.pat, person=cast.amira, today=TODAY)
    answer = sign_in(cast.wes).get(address("plan_matter", cast.amira, "health"))
    assert "TYPED" in answer.content.decode()
    assert "Written." in [box.text for box in answer.context["form"].other_texts]


def test_a_completed_assessment_shows_what_was_typed_and_not_saved(
    cast: Cast, scene, assessment: NeedsAssessment, sign_in
) -> None:
    where = address("assessment_write", cast.amira, assessment.pk)
    typing(sign_in(cast.wes), where, cast.amira, revision="1", conclusion="TYPED")
    with scene():
        known = dict.fromkeys(assessment.needs, "Known")
        NeedsAssessment.objects.update(needs=known, views={"carer": "Ready"}, own_words="Yes", conclusion="A plan")
    complete_assessment(by=cast.pat, assessment=assessment, today=TODAY)
    page = sign_in(cast.wes).get(where).content.decode()
    assert "This assessment was completed on 23 November 2026" in page
    assert "TYPED" in page


def test_a_review_without_a_plan_has_nothing_to_keep(cast: Cast, sign_in) -> None:
    assert "data-autosave" not in sign_in(cast.pat).get(address("review_add", cast.amira)).content.decode()
