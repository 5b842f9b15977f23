"""The first plan in a real browser: from the needs assessment to the copy in their hands, with the young person on a
phone in between."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from careleavers.models import YoungPerson
from pathways.actions import plans as actions
from pathways.models import NeedsAssessment, PlanAnswer, PlanCopy, PlanVersion
from tests.browser import Visit, open_as, press, see
from tests.cast import Cast
from tests.factories import give_status
from tests.pathways.plan_pages import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def type_birthday(page: Page, person: YoungPerson) -> None:
    born = person.date_of_birth
    for part, number in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        page.get_by_label(part).fill(str(number))
    press(page, "Open")


def assess(page: Page) -> None:
    """Every box of the assessment, and completed."""
    press(page, "Begin an assessment")
    for box in page.locator("form.form textarea").all():
        box.fill("Asked and written down.")
    press(page, "Save and complete it today")
    see(page, "Assessment completed.")


def draft(page: Page, desk: Visit, cast: Cast) -> None:
    """Their words and one matter with what we promise for it; the other matters by the action that the pages call."""
    press(page, "Begin the plan")
    desk.open(address("plan_words", cast.amira))
    page.get_by_label("What they want, in their own words").fill("I want my own place.")
    press(page, "Save", exact=True)
    see(page, re.compile(r"^Saved\.$"))
    desk.open(address("plan_matter", cast.amira, "health"))
    page.get_by_label("What they need").fill("A dentist.")
    page.get_by_label("How it will be met").fill("We look for one who is kind.")
    press(page, "Save", exact=True)
    see(page, "Saved: Health and wellbeing.")
    desk.open(address("promise_add", cast.amira, "health"))
    page.get_by_label("What will be done?").fill("Ring three dentists")
    page.get_by_label("By when?").fill((timezone.localdate() + timedelta(days=14)).isoformat())
    press(page, "Save", exact=True)
    see(page, "Ring three dentists")
    version = PlanVersion.objects.get()
    for matter in version.matters.exclude(code="health"):
        said = {"needs": "Looked at together.", "how_met": "As it is now.", "own_words": ""}
        actions.write_matter(by=cast.pat, matter=matter, revision=matter.revision, **said)


def test_the_first_plan_from_assessment_to_signature_with_the_young_person_on_a_phone(
    cast: Cast, scene: Callable, visit: Callable, faults_at_each_width: Callable
) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
    desk, phone = visit("desktop"), visit("phone")
    page, theirs = desk.page, phone.page
    found: dict[str, list[str]] = {}

    open_as(desk, cast.pat, address("assessment", cast.amira))
    assess(page)
    draft(page, desk, cast)
    desk.open(address("plan_write", cast.amira))
    see(page, "Everything is there.")
    found["what there is to write"] = faults_at_each_width(page)
    desk.open(address("plan_share", cast.amira, 1))
    press(page, "Make a link")
    see(page, "This is shown once.")

    theirs.goto(page.get_by_label("The link").input_value())
    type_birthday(theirs, cast.amira)
    see(theirs, "I want my own place.")
    found["the draft on their phone"] = faults_at_each_width(theirs)
    theirs.locator("label").get_by_text("With some of it", exact=True).click()
    theirs.get_by_label("What do you want to say about it?").fill("I would rather have a woman as my dentist.")
    press(theirs, "Send")
    see(theirs, "Thank you")
    found["thanks"] = faults_at_each_width(theirs)

    desk.open(address("plan", cast.amira))
    see(page, "I would rather have a woman as my dentist.")
    desk.open(address("plan_write", cast.amira))
    press(page, "Hand it in")
    see(page, "waits to be authorised")
    open_as(desk, cast.mo, address("plan_version", cast.amira, 1))
    page.locator("section", has_text="Health and wellbeing").get_by_text("Something to be changed about this?").click()
    page.get_by_label("What is to be changed about this: Health and wellbeing").fill("She asks for a woman.")
    page.locator("label").get_by_text("Return it with a comment", exact=True).click()
    found["the decision"] = faults_at_each_width(page)
    press(page, "Save the decision")
    see(page, "Returned with your comment.")
    open_as(desk, cast.pat, address("plan_matter", cast.amira, "health"))
    see(page, re.compile("asks: She asks for a woman."))
    page.get_by_label("How it will be met").fill("Dr Amin on Mill Road.")
    press(page, "Save", exact=True)
    see(page, "Saved: Health and wellbeing.")
    desk.open(address("plan_write", cast.amira))
    press(page, "Hand it in")
    see(page, "waits to be authorised")

    open_as(desk, cast.mo, address("plan_version", cast.amira, 1))
    page.locator("label").get_by_text("Authorise it", exact=True).click()
    press(page, "Save the decision")
    see(page, "The plan is authorised and holds from today.")
    open_as(desk, cast.pat, address("copy_add", cast.amira, 1))
    press(page, "Today")
    page.get_by_role("group", name="Did somebody go through it").get_by_text("Yes", exact=True).click()
    found["the copy"] = faults_at_each_width(page)
    press(page, "Save", exact=True)
    see(page, "was given a copy")
    assert found == {name: [] for name in found}
    version, answer = PlanVersion.objects.get(), PlanAnswer.objects.get()
    assert (version.state, version.authorised_by, version.submitted_by) == ("authorised", cast.mo, cast.pat)
    assert (answer.agrees, answer.link.version) == ("partly", version)
    assert NeedsAssessment.objects.get().completed_on == timezone.localdate()
    assert PlanCopy.objects.get(version=version).was_explained
