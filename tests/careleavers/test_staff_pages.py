"""Administrators manage accounts, roles, teams and settings; a change of role ends the session at once."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import redis
from django.conf import settings
from django.urls import reverse

from careleavers.actions import policies, restricted, staff
from careleavers.actions.allocations import allocate
from careleavers.actions.base import Refused
from careleavers.models import (
    AuditEvent,
    PolicyValue,
    ReadEvent,
    RestrictedAccess,
    RoleAssignment,
    User,
    YoungPerson,
)
from careleavers.permissions import Role
from tests.cast import TODAY, Cast
from tests.factories import PASSWORD, TeamFactory

ADMIN_PAGES = ["staff_list", "staff_add", "team_list", "team_add", "policy_list", "audit_list"]


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_an_administrator_opens_every_page(cast: Cast, sign_in, page: str) -> None:
    assert sign_in(cast.sys).get(reverse(page)).status_code == 200


@pytest.mark.parametrize(
    ("page", "asked"), [("staff_list", "q"), ("audit_list", "who"), ("audit_list", "show=views&who")]
)
def test_a_search_box_takes_any_character(cast: Cast, sign_in, page: str, asked: str) -> None:
    for typed in ("%00", "a%00b", "%", "%5C", "x" * 5000):
        assert sign_in(cast.sys).get(f"{reverse(page)}?{asked}={typed}").status_code == 200


def test_a_setting_says_what_its_0_means(cast: Cast, sign_in) -> None:
    client = sign_in(cast.sys)
    for page in (reverse("policy_list"), reverse("policy_edit", args=["lost_touch_weeks"])):
        assert "0: as soon as a contact is overdue" in client.get(page).content.decode()


@pytest.mark.parametrize("page", ["staff_list", "team_list", "policy_list"])
def test_a_personal_adviser_opens_none(cast: Cast, sign_in, page: str) -> None:
    response = sign_in(cast.pat).get(reverse(page))
    assert response.status_code == 403


def test_make_an_account_give_a_role_and_sign_in(cast: Cast, sign_in, client) -> None:
    sign_in(cast.sys)
    added = client.post(reverse("staff_add"), {"name": "Jo Ellis", "email": "Jo.Ellis@Council.example"})
    jo = User.objects.get(email="jo.ellis@council.example")
    assert added.headers["Location"] == reverse("staff_member", args=[jo.pk])
    page = client.get(added.headers["Location"]).content.decode()
    assert "password/reset/key" not in page
    assert reverse("staff_link", args=[jo.pk]) in page
    given = client.post(
        reverse("role_add", args=[jo.pk]),
        {"role": "personal_adviser", "team": str(cast.north.pk), "starts_on": TODAY.isoformat()},
    )
    assert given.status_code == 302
    assert jo.assignments.get().team == cast.north
    assert list(AuditEvent.objects.filter(object_id=str(jo.pk)).order_by("id").values_list("name", flat=True)) == [
        "user_added",
        "role_given",
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "", "email": "a@council.example"}, "Fill in “Name”"),
        ({"name": "Jo", "email": "nonsense"}, "Write an email address, such as name@council.gov.uk"),
        ({"name": "Jo", "email": "PAT@council.example"}, "Somebody already signs in with this address"),
    ],
)
def test_what_is_wrong_with_an_account_is_said(cast: Cast, sign_in, typed: dict, sentence: str) -> None:
    response = sign_in(cast.sys).post(reverse("staff_add"), typed)
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("role", "in_team", "sentence"),
    [
        (Role.PERSONAL_ADVISER, False, "Choose the team in which they are personal adviser"),
        (Role.DIRECTOR, True, "Director is no role of a team"),
    ],
)
def test_a_role_is_given_where_it_reaches(cast: Cast, role: Role, in_team: bool, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        staff.give_role(
            by=cast.sys, user=cast.nobody, role=role, team=cast.north if in_team else None, starts_on=TODAY, today=TODAY
        )


def test_a_role_is_not_given_twice(cast: Cast) -> None:
    with pytest.raises(Refused, match="already holds this role"):
        staff.give_role(
            by=cast.sys, user=cast.pat, role=Role.PERSONAL_ADVISER, team=cast.north, starts_on=TODAY, today=TODAY
        )


def end_role_of_pat(cast: Cast) -> None:
    """Once the caseload has passed on."""
    allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY)
    staff.end_role(by=cast.sys, assignment=RoleAssignment.objects.get(user=cast.pat), today=TODAY)


@pytest.mark.parametrize(
    "change",
    [
        lambda cast: staff.disable_user(by=cast.sys, user=cast.pat, today=TODAY),
        lambda cast: staff.end_sessions(by=cast.sys, user=cast.pat),
        end_role_of_pat,
    ],
    ids=["disabled", "sessions ended", "role ended"],
)
def test_a_session_ends_on_the_next_request(cast: Cast, client, change) -> None:
    client.login(email="pat@council.example", password=PASSWORD)
    assert client.get(reverse("preferences")).status_code == 200
    change(cast)
    after = client.get(reverse("preferences"))
    assert after.status_code == 302
    assert reverse("account_login") in after.headers["Location"]


def test_nobody_locks_out_themselves(cast: Cast) -> None:
    with pytest.raises(Refused, match="your own account"):
        staff.disable_user(by=cast.sys, user=cast.sys, today=TODAY)
    with pytest.raises(Refused, match="your own role"):
        staff.end_role(by=cast.sys, assignment=RoleAssignment.objects.get(user=cast.sys), today=TODAY)


def test_a_team_is_never_above_itself(cast: Cast) -> None:
    with pytest.raises(Refused, match="choose a team above"):
        staff.save_team(by=cast.sys, team=cast.service, name="Service", parent=cast.north, phone="", today=TODAY)


def test_a_team_with_people_or_teams_below_it_stays_open(cast: Cast, scene) -> None:
    with pytest.raises(Refused, match="must pass them on to another team first"):
        staff.close_team(by=cast.sys, team=cast.north, today=TODAY)
    with pytest.raises(Refused, match="Teams are part of it"):
        staff.close_team(by=cast.sys, team=cast.service, today=TODAY)
    with scene():
        empty = TeamFactory.create(name="West", parent=cast.service)
    staff.close_team(by=cast.sys, team=empty, today=TODAY)
    assert empty.closed_on == TODAY


def test_a_team_that_was_closed_by_mistake_is_opened_again(cast: Cast, sign_in, scene) -> None:
    with scene():
        empty = TeamFactory.create(name="West", parent=cast.service)
    client, address = sign_in(cast.sys), reverse("team_close", args=[empty.pk])
    assert "Close West?" in client.get(address).content.decode()
    assert "West is closed." in client.post(address, follow=True).content.decode()
    page = client.post(address, {"open": "yes"}, follow=True).content.decode()
    assert "West is open again." in page
    assert "Open again" not in page
    empty.refresh_from_db()
    assert empty.closed_on is None


def test_an_authority_is_never_without_a_name(cast: Cast, sign_in) -> None:
    page = sign_in(cast.sys).post(reverse("policy_edit", args=["authority_name"]), {"from_on": TODAY.isoformat()})
    assert "Fill in “Value”" in page.content.decode()


@pytest.mark.parametrize(("asked", "said"), [("Pat", "1 person"), ("council.example", "19 people")])
def test_a_list_says_how_many_in_words(cast: Cast, sign_in, asked: str, said: str) -> None:
    page = sign_in(cast.sys).get(reverse("staff_list"), {"q": asked}).content.decode()
    assert f'<p class="quiet">{said}</p>' in page


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("keep_in_touch_weeks", "0", "Write a whole number from 1 to 52"),
        ("authority_colour", "#ffff00", "choose a darker one"),
        ("authority_colour", "teal", "Write a colour as #"),
        ("letter_ages", "18, twenty", "Write ages from 16 to 25"),
        ("letter_ages", "15", "Write ages from 16 to 25"),
        ("return_address", "A\n" * 251, "Write at most 7 lines: there are 251"),
        ("return_address", "A\n" * 8, "Write at most 7 lines: there are 8"),
        ("return_address", "A" * 61, "Shorten each line to 60 characters"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(cast: Cast, sign_in, key: str, typed: str, sentence: str) -> None:
    response = sign_in(cast.sys).post(reverse("policy_edit", args=[key]), {"value": typed, "from_on": "2026-11-23"})
    assert sentence in response.content.decode()
    assert not PolicyValue.objects.exists()


@pytest.mark.parametrize(
    ("key", "value", "from_on", "said", "bells"),
    [
        (
            "count_days",
            "inclusive",
            "2026-11-23",
            "saved. Everybody’s legal status and alerts are being worked out again now",
            ["careleavers.tasks.rebuild_statuses"],
        ),
        (
            "leap_day",
            "28 February",
            "2026-11-24",
            "saved. Everybody’s legal status and alerts will be worked out again in the night to 24 November 2026.",
            [],
        ),
        (
            "keep_in_touch_weeks",
            "6",
            "2026-11-01",
            "saved. Everybody’s alerts are being worked out again now",
            ["pathways.tasks.reconcile_alerts"],
        ),
        ("director_name", "Mary Okafor", "2026-11-23", "Director&#x27;s name: saved.</", []),
    ],
)
@pytest.mark.usefixtures("_on_the_day")
def test_a_setting_that_reaches_everybody_is_worked_out_at_once(
    cast: Cast, sign_in, queue, django_capture_on_commit_callbacks, key, value, from_on, said, bells
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = sign_in(cast.sys).post(
            reverse("policy_edit", args=[key]), {"value": value, "from_on": from_on}, follow=True
        )
    assert said in page.content.decode()
    assert queue() == bells


@pytest.fixture
def queue() -> Iterator[Callable[[], list[str]]]:
    """An empty queue of the broker's own; answers the tasks that wait in it."""
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.delete("celery")
        yield lambda: [json.loads(message)["headers"]["task"] for message in broker.lrange("celery", 0, -1)]
        broker.delete("celery")


def test_without_a_broker_what_was_to_be_worked_out_waits_for_the_night() -> None:
    """In a process of its own, as Celery keeps its connections."""
    program = (
        "import django; django.setup(); from careleavers.celery import run_soon; run_soon('careleavers.tasks.tick')"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "careleavers.settings", "REDIS_URL": "redis://127.0.0.1:1/0"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "The broker cannot be reached: careleavers.tasks.tick wait for the beat." in done.stderr


def test_a_setting_holds_from_its_day(cast: Cast, sign_in) -> None:
    client = sign_in(cast.sys)
    client.post(reverse("policy_edit", args=["letter_ages"]), {"value": "21, 18", "from_on": "2026-12-01"})
    assert PolicyValue.objects.in_force(date(2026, 11, 30))["letter_ages"] == [18, 19, 20, 21, 22, 23, 24]
    assert PolicyValue.objects.in_force(date(2026, 12, 1))["letter_ages"] == [18, 21]
    policies.set_policy(by=cast.sys, key="letter_ages", value=[18], from_on=date(2026, 12, 1))
    assert PolicyValue.objects.get().value == [18]


def test_opening_a_restricted_record_needs_a_reason_and_tells_the_manager(cast: Cast, scene, sign_in) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(is_restricted=True)
    client = sign_in(cast.sam)
    address = reverse("restricted_open")
    short = client.post(address, {"number": cast.amira.local_id, "reason": "x"})
    assert "Say in a sentence why you need to open it" in short.content.decode()
    wrong = client.post(address, {"number": cast.ben.local_id, "reason": "Her phone call to the duty desk"})
    assert "No restricted record has this number" in wrong.content.decode()
    opened = client.post(address, {"number": cast.amira.local_id, "reason": "Her phone call to the duty desk"})
    assert opened.headers["Location"] == reverse("person", args=[cast.amira.pk])
    assert client.get(opened.headers["Location"]).status_code == 200
    assert RestrictedAccess.objects.get().kind == "break_glass"
    assert ReadEvent.objects.filter(kind="broke_glass", person_id=cast.amira.pk).exists()
    told = cast.amira.alerts.get().recipients.get()
    assert (told.user, told.recipient_role) == (cast.mo, "manager")


def test_the_last_reader_who_can_sign_in_stays_named(cast: Cast) -> None:
    restricted.restrict_record(by=cast.mo, person=cast.amira, readers=[cast.wes], reason="Related", today=TODAY)
    staff.disable_user(by=cast.sys, user=cast.wes, today=TODAY)
    with pytest.raises(Refused, match="Name somebody else first"):
        restricted.end_reader(by=cast.mo, person=cast.amira, reader=cast.mo, today=TODAY)


@pytest.mark.parametrize(("days_later", "opens"), [(0, True), (1, True), (2, False)])
def test_breaking_the_glass_lasts_until_the_end_of_tomorrow(cast: Cast, days_later: int, opens: bool) -> None:
    restricted.restrict_record(by=cast.mo, person=cast.amira, readers=[], reason="Related", today=TODAY)
    for _ in range(2):  # twice is as once
        restricted.break_glass(by=cast.sam, person=cast.amira, reason="Rang the duty desk", today=TODAY)
    then = cast.sam.on(TODAY + timedelta(days=days_later))
    assert YoungPerson.objects.visible_to(then).filter(pk=cast.amira.pk).exists() is opens
    assert cast.amira.alerts.count() == 1


def test_who_looked_is_shown_and_out_of_reach_is_404(cast: Cast, sign_in) -> None:
    client = sign_in(cast.mo)
    page = client.get(reverse("record_views", args=[cast.amira.pk]))
    assert "Mo" in page.content.decode()
    assert client.get(reverse("record_views", args=[cast.ben.pk])).status_code == 404


@pytest.mark.parametrize("show", ["changes", "views"])
def test_the_audit_names_no_record_out_of_reach(cast: Cast, scene, sign_in, show: str) -> None:
    with scene():
        AuditEvent.objects.create(name="contact_logged", by_name="Sam", person_id=cast.ben.pk)
        ReadEvent.objects.create(kind="viewed", user_id=cast.sam.pk, user_name="Sam", person_id=cast.ben.pk, page="x")
    page = sign_in(cast.mo).get(reverse("audit_list"), {"show": show}).content.decode()
    assert "a record you may not see" in page
    assert "Ben Ward" not in page


@pytest.mark.usefixtures("_on_the_day")
def test_a_role_ends_on_a_day_that_is_asked_for_and_one_to_come_is_called_that(cast: Cast, sign_in) -> None:
    client, wes = sign_in(cast.sys), cast.wes
    where = reverse("role_end", args=[wes.pk, wes.assignments.get().pk])
    assert "End the role</button>" in client.get(where).content.decode()
    assert "cannot be before 23 November 2026" in client.post(where, {"ends_on": "2026-11-01"}).content.decode()
    page = client.post(where, {"ends_on": "2026-12-24"}, follow=True).content.decode()
    assert "Wes has the role until 24 December 2026." in page
    given = {"role": "team_manager", "team": cast.south.pk, "starts_on": "2027-01-04"}
    page = client.post(reverse("role_add", args=[wes.pk]), given, follow=True).content.decode()
    assert "Wes will be Team manager, South from 4 January 2027." in page


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("authority_email", "not an email", "Write an email address"),
        ("authority_website", "javascript:alert(1)", "Write a web address"),
        ("authority_website", "//evil", "Write a web address"),
        ("return_address", "\n".join(f"Line {n}" for n in range(12)), "Write at most 7 lines: there are 12"),
        ("return_address", "x" * 80, "Shorten each line"),
        (
            "return_address",
            "Wend House\nPriory Street \N{WAVING HAND SIGN}",
            "Our fonts cannot print \N{WAVING HAND SIGN}",
        ),
        ("director_name", "Dana \uc655", "Our fonts cannot print \uc655: write it in other letters"),
        ("director_title", "D" * 61, "at most 60 characters, so that it fits"),
        ("authority_name", "Wendmere\nCouncil", "fits on one line of a letter"),
        ("authority_phone", "ask for Dana", "Write the whole phone number"),
        ("authority_phone", "0" * 40, "Write the whole phone number"),
        ("authority_email", "a" * 200 + "@b.example", "Write at most 200 characters"),
    ],
)
def test_what_cannot_stand_on_a_letter_is_not_a_setting(cast: Cast, key: str, value: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        policies.set_policy(by=cast.sys, key=key, value=value, from_on=TODAY)


@pytest.mark.parametrize(
    ("page", "typed", "sentence"),
    [
        ("staff_add", {"name": "Karim \N{ROSE}", "email": "k@wendmere.example"}, "Our fonts cannot print \N{ROSE}"),
        ("staff_add", {"name": "K", "email": "k@wendmere.example", "phone": "ask at the desk"}, "whole phone number"),
        ("team_add", {"name": "Team \uc655"}, "Our fonts cannot print \uc655"),
        ("team_add", {"name": "East", "phone": "the duty desk"}, "whole phone number"),
        ("preferences", {"phone": "ring me", "shortcuts_on": "True"}, "whole phone number"),
    ],
)
def test_what_letters_say_of_a_worker_or_a_team_can_be_printed(cast, sign_in, page, typed, sentence) -> None:
    answer = sign_in(cast.sys).post(reverse(page), typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    "site", ["www.wendmere.example/care-leavers", "https://wendmere.gov.uk", "", "wendmere.gov.uk:8080/a?b=c"]
)
def test_web_addresses_as_councils_write_them_are(cast: Cast, site: str) -> None:
    policies.set_policy(by=cast.sys, key="authority_website", value=site, from_on=TODAY)


@pytest.mark.usefixtures("_on_the_day")
def test_a_value_to_come_is_hinted_at_and_can_be_taken_back(cast: Cast, sign_in) -> None:
    client = sign_in(cast.sys)
    later = policies.set_policy(by=cast.sys, key="caseload_target", value=20, from_on=date(2027, 4, 1))
    now = policies.set_policy(by=cast.sys, key="caseload_target", value=24, from_on=TODAY)
    assert "(20 from 1 April 2027)" in client.get(reverse("policy_list")).content.decode()
    page = client.get(reverse("policy_edit", args=["caseload_target"])).content.decode()
    where = reverse("policy_call_off", args=["caseload_target", "2027-04-01"])
    assert where in page
    client.post(where)
    assert not PolicyValue.objects.filter(pk=later.pk).exists()
    page = client.post(reverse("policy_call_off", args=["caseload_target", TODAY.isoformat()]), follow=True)
    assert "in force already" in page.content.decode()
    assert PolicyValue.objects.filter(pk=now.pk).exists()


@pytest.mark.usefixtures("_on_the_day")
def test_restricting_a_record_asks_about_the_case_holder_who_would_be_shut_out(cast: Cast, sign_in) -> None:
    client, where = sign_in(cast.mo), reverse("restriction", args=[cast.amira.pk])
    assert f'value="{cast.pat.pk}" checked' in " ".join(client.get(where).content.decode().split())
    asked = client.post(where, {"reason": "A relative works here"})
    assert "Pat works with them and could not open the record any more." in asked.content.decode()
    assert not RestrictedAccess.objects.exists()
    client.post(where, {"reason": "A relative works here", "without_case_holder": "yes"})
    assert set(RestrictedAccess.objects.values_list("user__name", flat=True)) == {"Mo"}
