"""Skills for living independently: the list that a team keeps, and how far each young person is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.actions.policies import set_policy
from careleavers.models import AuditEvent, Skill, SkillProgress
from careleavers.queries.skills import skills_of
from careleavers.rules.skills import USUAL_SKILLS, count_skills
from tests.cast import TODAY, Cast, days_ago
from tests.factories import SkillFactory, SkillProgressFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def meals(scene) -> Skill:
    with scene():
        return SkillFactory.create(name="Cook seven meals", position=1)


@pytest.fixture
def budget(scene) -> Skill:
    with scene():
        return SkillFactory.create(name="Keep to a budget", group="money", position=2)


def read(client: Client, page: str, cast: Cast) -> str:
    return client.get(reverse(page, args=[cast.amira.pk])).content.decode()


def tap(client: Client, cast: Cast, skill: Skill, state: str, **sent: Any) -> str:
    row = SkillProgress.objects.filter(skill=skill).first()
    given = {"state": state} | ({"revision": row.revision} if row else {}) | sent
    return client.post(reverse("skill_tap", args=[cast.amira.pk, skill.pk]), given, follow=True).content.decode()


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], "0 of 0"),
        (["", ""], "0 of 2"),
        (["can", "", "learning", "not_yet"], "1 of 4"),
        (["can", "can"], "2 of 2"),
    ],
    ids=["no-list", "nothing-written-down", "only-what-they-can-do", "all"],
)
def test_how_many_they_can_do(states: list[str], expected: str) -> None:
    assert str(count_skills(states)) == expected


def test_page_summary_and_brief_give_one_answer(cast: Cast, sign_in, scene, meals: Skill, budget: Skill) -> None:
    """Seen to fail with retired skills counted in the summary."""
    with scene():
        SkillProgressFactory.create(person=cast.amira, skill=meals, state="can", shown_by="seen")
        SkillProgressFactory.create(person=cast.amira, skill=budget, note="With the app")
        SkillProgressFactory.create(person=cast.ben, skill=budget, state="can")
        old = SkillFactory.create(name="Write a cheque", retired_on=days_ago(9))
        SkillProgressFactory.create(person=cast.amira, skill=old, state="can", note="Once")
        SkillFactory.create(name="Send a telegram", retired_on=days_ago(9))
        SkillFactory.create(name="Moving On: being healthy", group="asdan", position=3)
    client = sign_in(cast.pat)
    page = read(client, "skills", cast)
    assert str(skills_of(cast.amira).count) == "1 of 3"
    assert "Amira can do 1 of 3." in page
    assert re.findall("<h2>(.*?)</h2>", page)[-4:] == ["Cooking", "Money", "ASDAN units", "No longer on the list"]
    assert page.index("No longer on the list") < page.index("Write a cheque")
    assert "Send a telegram" not in page
    assert "Can do it since 24 October 2026: a worker or carer has seen it" in page
    link = rf'{reverse("skills", args=[cast.amira.pk])}">Independence skills</a> <span class="quiet">\(1 of 3\)'
    assert re.search(link, read(client, "person", cast))
    brief = read(client, "visit_brief", cast)
    assert "Can do 1 of 3." in brief
    assert 'Learning now: Keep to a budget <span class="quiet">(With the app)</span>. ' in brief
    timeline = read(client, "timeline", cast)
    assert "Cook seven meals, can do it" in timeline
    assert "Write a cheque, can do it" in timeline


def test_one_tap_says_how_far_they_are_from_today(cast: Cast, sign_in, meals: Skill) -> None:
    client = sign_in(cast.pat)
    assert "Learning since 23 November 2026" in tap(client, cast, meals, "learning")
    address = reverse("skill_progress", args=[cast.amira.pk, meals.pk])
    told = {"state": "can", "since": "2026-11-20", "shown_by": "seen", "note": "Made us lunch", "revision": "1"}
    assert "Made us lunch" in client.post(address, told, follow=True).content.decode()
    tap(client, cast, meals, "can")
    row = SkillProgress.objects.get()
    assert (row.since, row.shown_by) == (days_ago(3), "seen"), "tapped again, nothing changes"
    page = tap(client, cast, meals, "not_yet")
    row.refresh_from_db()
    assert (row.state, row.since, row.shown_by, row.note) == ("not_yet", TODAY, "", "Made us lunch")
    assert page.count('aria-pressed="true"') == 1
    assert "Cook seven meals" not in read(client, "timeline", cast)
    assert AuditEvent.objects.filter(name="skill_progress_written").count() == 3


def test_a_tap_over_what_somebody_else_wrote_meanwhile_changes_nothing(
    cast: Cast, sign_in, scene, meals: Skill, budget: Skill
) -> None:
    with scene():
        for skill in (meals, budget):
            SkillProgressFactory.create(person=cast.amira, skill=skill, note="Theirs")
    client = sign_in(cast.pat)
    for skill, revision in ((meals, ""), (budget, "7")):
        assert "Somebody else changed this since you opened the page" in tap(
            client, cast, skill, "can", revision=revision
        )
    form = {"state": "can", "since": "2026-11-20", "note": "Mine"}
    page = client.post(reverse("skill_progress", args=[cast.amira.pk, meals.pk]), form).content.decode()
    assert "Somebody else wrote “Theirs”" in page
    assert 'value="Mine"' in page
    assert set(SkillProgress.objects.values_list("state", "note")) == {("learning", "Theirs")}


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"state": ""}, "Choose an answer to “How far are they?”"),
        ({"state": "perfect"}, "Choose one of the answers"),
        ({"since": "2026-11-24"}, "cannot be after 23 November 2026"),
        ({"since": "1999-05-05", "since_sure": "1999-05-05"}, "before Amira was born"),
        ({"shown_by": "nobody"}, "Choose one of the answers"),
        ({"note": "س" * 5000}, "300"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(
    cast: Cast, sign_in, meals: Skill, sent: dict[str, str], sentence: str
) -> None:
    given = {"state": "can", "since": "2026-11-20", "shown_by": "said", "note": "وجبة"} | sent
    client, address = sign_in(cast.pat), reverse("skill_progress", args=[cast.amira.pk, meals.pk])
    page = client.post(address, given).content.decode()
    assert sentence in page
    assert given["note"] in page
    assert "nothing was changed" in tap(client, cast, meals, "perfect")
    assert not SkillProgress.objects.exists()


def test_a_retired_skill_is_read_and_not_written(cast: Cast, sign_in, scene, meals: Skill) -> None:
    with scene():
        SkillProgressFactory.create(person=cast.amira, skill=meals)
        Skill.objects.update(retired_on=days_ago(1))
    client = sign_in(cast.pat)
    assert "is no longer on the list of skills" in tap(client, cast, meals, "can")
    page = read(client, "skills", cast)
    assert "There are no skills on the list yet." in page
    assert "Learning since 24 October 2026" in page
    assert "Learning now" not in read(client, "visit_brief", cast)


def test_after_a_death_all_is_read_and_nothing_needs_anybody(cast: Cast, sign_in, scene, meals: Skill) -> None:
    with scene():
        SkillProgressFactory.create(person=cast.amira, skill=meals)
        type(cast.amira).objects.filter(pk=cast.amira.pk).update(died_on=days_ago(2))
    client = sign_in(cast.pat)
    assert "died on 21 November 2026" in tap(client, cast, meals, "can")
    assert SkillProgress.objects.get().state == "learning"
    page = read(client, "skills", cast)
    assert "Learning since 24 October 2026" in page
    assert "aria-pressed" not in page
    assert "(0 of 1)" not in read(client, "person", cast)
    assert "Learning now" not in read(client, "visit_brief", cast)


def test_a_council_that_does_not_use_the_page_is_led_nowhere(cast: Cast, sign_in, scene, meals: Skill) -> None:
    with scene():
        SkillProgressFactory.create(person=cast.amira, skill=meals)
    set_policy(by=None, key="page_skills", value="no", from_on=TODAY)
    client, link = sign_in(cast.pat), reverse("skills", args=[cast.amira.pk])
    for name in ("person", "visit_brief"):
        assert link not in read(client, name, cast)
    page = read(client, "skills", cast)
    assert "does not use this page any more" in page
    assert "Learning since" in page
    assert "aria-pressed" not in page
    for name in ("skill_tap", "skill_progress"):
        assert client.post(reverse(name, args=[cast.amira.pk, meals.pk]), {"state": "can"}).status_code == 409
    assert SkillProgress.objects.get().state == "learning"
    assert sign_in(cast.ana).get(link).status_code == 403


def test_an_administrator_begins_the_list_changes_and_retires_a_skill(cast: Cast, sign_in) -> None:
    assert "There are no skills on the list yet." in read(sign_in(cast.pat), "skills", cast)
    client = sign_in(cast.sys)
    assert reverse("skill_list") in client.get(reverse("policy_list")).content.decode()
    assert "Begin with the usual skills" in client.get(reverse("skill_list")).content.decode()
    page = client.post(reverse("skill_begin"), follow=True).content.decode()
    assert Skill.objects.in_use().count() == len(USUAL_SKILLS)
    assert "Register with a GP" in page
    assert "There are skills on the list already" in client.post(reverse("skill_begin"), follow=True).content.decode()
    typed = {"name": "COOK seven meals", "group": "cooking", "position": "3"}
    assert "Another skill has this name" in client.post(reverse("skill_add"), typed).content.decode()
    assert "Fill in “Skill”" in client.post(reverse("skill_add"), typed | {"name": " "}).content.decode()
    client.post(reverse("skill_add"), typed | {"name": "Bake bread"})
    bread = Skill.objects.get(name="Bake bread")
    change = typed | {"name": "Bake flat bread", "is_retired": "on", "revision": "1"}
    client.post(reverse("skill", args=[bread.pk]), change)
    bread.refresh_from_db()
    assert (bread.name, bread.retired_on) == ("Bake flat bread", TODAY)
