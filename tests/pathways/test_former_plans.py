"""Plans of the system before: brought over as they were agreed there, counted from, read, and never changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from careleavers.models import AuditEvent, ImportedRow, YoungPerson
from careleavers.queries.story import StorySection
from pathways.actions.plans import start_version
from pathways.models import FormerPlan
from pathways.queries.plan_statuses import plan_status_on
from pathways.queries.story import plans_told
from pathways.rules.plan_status import PlanState
from reporting.queries.evidence import plans
from tests.careleavers import other_system
from tests.careleavers.other_system import contact, load, person, reasons, write_export
from tests.cast import TODAY, Cast
from tests.factories import FormerPlanFactory, give_status
from tests.pathways.plan_pages import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]


def plan(**more: str) -> dict[str, str]:
    said = {"matter_accommodation": "A flat near college.\nBy the spring.", "own_words": "My own place."}
    return other_system.plan(**said | more)


def former_relevant(folder: Path, scene) -> YoungPerson:
    """Noor of `person`, brought over, and owed a plan."""
    load(write_export(folder, people=[person()]))
    noor = YoungPerson.objects.get(local_id="P1")
    with scene():
        noor.status_periods.all().delete()
        give_status(noor, "former_relevant")
    return noor


def test_a_plan_comes_as_it_was_agreed_and_is_counted_from(cast: Cast, tmp_path: Path, sign_in, scene) -> None:
    """From the file to the plan's page; twice is once. Seen to fail: without the rows of `_rows_of_planning`."""
    noor = former_relevant(tmp_path, scene)
    folder = write_export(
        tmp_path,
        people=[person()],
        contacts=[contact(result="about", note="The signed plan, scanned.")],
        plans=[plan(contact_id="C1"), plan(plan_id="PL0", agreed_on="01/02/2026", reviewed_on="20/07/2026")],
    )
    report = load(folder)
    assert report["failed"] == report["file_faults"] == report["notes"] == []
    assert report["tables"]["plans"]["created"] == 2
    latest, _ = noor.former_plans.all()
    assert (latest.agreed_on, latest.system, latest.matters) == (
        date(2026, 8, 1),
        "Mosaic",
        {"accommodation": "A flat near college.\nBy the spring."},
    )
    assert load(folder)["tables"]["plans"] == {"read": 2, "created": 0, "changed": 0, "unchanged": 2, "failed": 0}

    status = plan_status_on(noor, TODAY)
    assert (status.state, status.due_on, status.last_on) == (PlanState.IN_DATE, date(2027, 1, 20), date(2026, 8, 1))
    assert plans([noor.pk], TODAY) == {noor.pk: "Agreed in the former system on 1 August 2026"}
    client = sign_in(cast.vera)
    page = client.get(address("plan", noor)).content.decode()
    assert "What is due is counted from the plan that was agreed in Mosaic on 1 August 2026" in page
    assert "None is authorised here yet." in page
    page = client.get(address("former_plan", noor, latest.pk)).content.decode()
    for words in ("was not authorised here", "A flat near college.", "Somewhere to live", "My own place.", "Jo Ellis"):
        assert words in page
    assert f"/contacts/{noor.contacts.get().pk}/" in page
    assert "Plan agreed in Mosaic" in client.get(f"/people/{noor.pk}/timeline/").content.decode()
    told = [entry.heading for entry in plans_told(noor, TODAY) if entry.section is StorySection.PLANS]
    assert told == [
        "Pathway plan, agreed in Mosaic on 1 August 2026",
        "Pathway plan, agreed in Mosaic on 1 February 2026",
    ]


def test_rows_that_cannot_be_taken_say_why(cast: Cast, tmp_path: Path) -> None:
    report = load(
        write_export(
            tmp_path,
            people=[person()],
            plans=[
                plan(plan_id="A", agreed_on="01/12/2026"),
                plan(plan_id="B", reviewed_on="31/07/2026"),
                plan(plan_id="C", contact_id="C9"),
                plan(plan_id="D", person_id="P9"),
                plan(plan_id="E", agreed_on="01/01/2000"),
            ],
        )
    )
    said = reasons(report)
    for their_id, words in {
        "A": "1 December 2026 is still to come",
        "B": "It cannot have been reviewed before it was agreed",
        "C": "No contact of theirs with this ID was brought over",
        "D": "Nobody with this ID was brought over from Mosaic",
        "E": "before Noor was born",
    }.items():
        assert words in said[their_id]
    assert not FormerPlan.objects.exists()


def test_its_words_never_change_and_a_mistake_is_taken_out_for_good(cast: Cast, tmp_path: Path, sign_in, scene) -> None:
    noor = former_relevant(tmp_path, scene)
    folder = write_export(tmp_path, plans=[plan()])
    load(folder)
    former = FormerPlan.objects.get()
    with scene(), pytest.raises(DatabaseError, match="is read here, and not changed"), transaction.atomic():
        FormerPlan.objects.update(own_words="Something else")
    write_export(tmp_path, plans=[plan(own_words="Changed there.")])
    assert load(folder)["notes"] == ["Plan PL1 (line 2 of plans.csv) was changed there: what is here was kept."]
    assert load(folder)["notes"] == []
    assert plan_status_on(noor, TODAY).state is PlanState.IN_DATE
    assert sign_in(cast.pat).post(address("former_plan_remove", noor, former.pk)).status_code == 403
    assert sign_in(cast.vera).post(address("former_plan_remove", noor, former.pk)).status_code == 302
    assert plan_status_on(noor, TODAY).state is PlanState.NO_PLAN
    assert AuditEvent.objects.filter(name="former_plan_taken_out", person_id=noor.pk).exists()
    load(folder)
    assert not FormerPlan.objects.exists()
    assert ImportedRow.objects.filter(kind="plans").exists()


def test_nothing_of_it_is_a_plan_of_ours(cast: Cast, scene, sign_in) -> None:
    """The first version that is begun here is the first; a referral and a copy need one of ours."""
    with scene():
        give_status(cast.amira, "former_relevant")
        FormerPlanFactory.create(person=cast.amira)
    page = sign_in(cast.pat).get(address("plan", cast.amira)).content.decode()
    assert "Begin the plan" in page
    assert "Refer from the plan" not in page
    assert "Record a review" not in page
    assert start_version(by=cast.pat, person=cast.amira, today=TODAY).number == 1
