"""A nurse, the virtual school and a rights officer: each sees one part of some records, and nothing else of anybody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from careleavers.models import Complaint, HealthMatter, Occupation, ReadEvent, YoungPerson
from careleavers.permissions import WORKS, Permission, Role
from careleavers.queries.works import health_lines, people_of_work
from careleavers.rules.health import HEALTH_WORDS, HealthKind
from tests.cast import TODAY, Cast
from tests.factories import (
    ComplaintFactory,
    HealthMatterFactory,
    OccupationFactory,
    OccupationStepFactory,
    RestrictedAccessFactory,
    RoleAssignmentFactory,
    WarningNoteFactory,
)

pytestmark = pytest.mark.usefixtures("_on_the_day")
HEALTH, EDUCATION, ADVOCACY = Permission.HEALTH_WORK, Permission.EDUCATION_WORK, Permission.ADVOCACY_WORK
# The page of each kind of work in somebody's record, and where the work begins.
WORK = {
    "nan": (HEALTH, "health_page", "/work/health/"),
    "vic": (EDUCATION, "occupation_list", "/work/education/"),
    "rae": (ADVOCACY, "complaints", "/work/advocacy/"),
}


def where(page: str, person: YoungPerson, *ids: object) -> str:
    return reverse(page, args=[person.pk, *ids])


ASKED = {"advocate_answer": "accepted", "advocate_offered_on": TODAY}
WARNINGS = {"visits": "Visit in pairs", "address": "Tell nobody the address", "harm": "Cuts herself"}
BAR = 'aria-label="Amira Khan’s record"'


def ended(days: int) -> dict[str, object]:
    return {"outcome": "settled", "closed_on": TODAY - timedelta(days=days)}


@pytest.mark.parametrize(
    ("who", "facts", "complaint", "seen"),
    [
        pytest.param("nan", {}, None, True, id="a nurse: whoever is open to the service"),
        pytest.param("nan", {"died_on": TODAY}, None, False, id="nobody who has died"),
        pytest.param("nan", {"closed": True}, None, False, id="nobody whom the service has closed"),
        pytest.param("nan", {"is_restricted": True}, None, False, id="a restricted record: not unless named"),
        pytest.param("nan", {"is_restricted": True, "named": True}, None, True, id="a restricted record: named on it"),
        pytest.param("vic", {"date_of_birth": date(2010, 11, 23)}, None, True, id="the school: on the 16th birthday"),
        pytest.param("vic", {"date_of_birth": date(2010, 11, 24)}, None, False, id="and not the day before it"),
        pytest.param("vic", {"is_restricted": True}, None, False, id="nor in a restricted record"),
        pytest.param("rae", {}, None, False, id="a rights officer: nobody who said nothing"),
        pytest.param("rae", {}, {"advocate_answer": "thinking"}, False, id="nobody who is thinking about it"),
        pytest.param("rae", {}, {"advocate_answer": "declined"}, False, id="nobody who wants no advocate"),
        pytest.param("rae", {}, ASKED, True, id="SI 2006/1738: whoever wants one"),
        pytest.param("rae", {}, ASKED | ended(91), True, id="ended 91 days ago"),
        pytest.param("rae", {}, ASKED | ended(92), False, id="ended 92 days ago"),
        pytest.param("rae", {"died_on": TODAY}, ASKED, True, id="their complaint goes on to its answer after a death"),
        pytest.param("rae", {"is_restricted": True}, ASKED, False, id="nor does asking open a restricted record"),
    ],
)  # fmt: skip
def test_whom_a_kind_of_work_is_about(cast: Cast, scene, sign_in, who, facts, complaint, seen) -> None:
    """In the query, on the page of the work, and in the list. Seen to fail: the restriction left out."""
    facts = dict(facts)
    user = getattr(cast, who)
    work, page, home = WORK[who]
    with scene():
        if facts.pop("closed", False):
            cast.amira.involvements.update(ends_on=TODAY)
        if facts.pop("named", False):
            RestrictedAccessFactory.create(person=cast.amira, user=user)
        YoungPerson.objects.filter(pk=cast.amira.pk).update(**facts)
        if complaint:
            ComplaintFactory.create(person=cast.amira, made_on=date(2026, 1, 1), **complaint)
    assert people_of_work(user, work).filter(pk=cast.amira.pk).exists() is seen
    for other in WORKS - {work}:
        assert not people_of_work(user, other).exists()
    client = sign_in(user)
    assert client.get(where(page, cast.amira)).status_code == (200 if seen else 404)
    listed = client.get(f"{home}?which=").content.decode()
    assert ("Amira Khan" in listed) is seen


def test_nobody_else_does_work_of_one_kind(cast: Cast) -> None:
    have = {role: role.permissions & WORKS for role in Role}
    assert {role: works for role, works in have.items() if works} == {
        Role.LEAVING_CARE_NURSE: {HEALTH},
        Role.VIRTUAL_SCHOOL: {EDUCATION},
        Role.RIGHTS_OFFICER: {ADVOCACY},
    }
    assert not people_of_work(cast.vera, HEALTH).exists()


@pytest.mark.parametrize("who", WORK)
def test_of_the_rest_of_the_record_they_see_nothing(cast: Cast, scene, sign_in, who: str) -> None:
    """What must be minded before a visit they do see, and how to reach them; and that they opened it is noted."""
    with scene():
        for kind, text in WARNINGS.items():
            WarningNoteFactory.create(person=cast.amira, kind=kind, text=text)
        ComplaintFactory.create(person=cast.amira, **ASKED)
        ComplaintFactory.create(person=cast.amira, advocate_answer="declined", text="Kept to herself.")
    client, page = sign_in(getattr(cast, who)), WORK[who][1]
    assert client.get("/").headers["Location"] == WORK[who][2]
    shown = client.get(where(page, cast.amira)).content.decode()
    assert "Visit in pairs" in shown
    for words in ("Tell nobody", "Cuts herself", "former relevant", "Kept to herself", BAR):
        assert words not in shown
    assert ReadEvent.objects.filter(user_id=getattr(cast, who).pk, person_id=cast.amira.pk).count() == 1
    others = {each[1] for each in WORK.values()} - {page}
    for name in (*others, "person", "details", "timeline", "home_list", "money", "justice", "network", "pathways:plan"):
        assert client.get(where(name, cast.amira)).status_code == 403, name
    assert client.get("/people/").status_code == client.get("/people/search/?q=Amira").status_code == 403


def test_a_nurse_writes_down_what_health_needs(cast: Cast, sign_in) -> None:
    client = sign_in(cast.nan)
    assert "GP, dentist, optician and their health history" in client.get("/work/health/").content.decode()
    sent = {"kind": "history", "state": "there", "since": "2026-11-23", "how": "Talked through, and on paper"}
    step = {"step_text": "Find a dentist", "step_by": "2026-11-30", "step_who": cast.pat.pk}
    assert client.post(where("health_matter_add", cast.amira), sent | step).status_code == 302
    assert HealthMatter.objects.get().recorded_by == cast.nan
    page = client.get("/work/health/").content.decode()
    assert "Find a dentist" in page
    assert "Pat, due in 7 days" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Amira Khan" in client.get("/work/health/?name=khan+ami").content.decode()
    assert "Nobody in your work is called that" in client.get("/work/health/?name=Zed").content.decode()
    assert client.post(where("occupation_add", cast.amira), {"code": "F2"}).status_code == 403


def test_the_list_of_health_says_what_the_rule_says(cast: Cast, scene) -> None:
    """Each list of one thing to see to has those of whom it is missing by `missing_health`."""
    with scene():
        YoungPerson.objects.filter(pk=cast.ben.pk).update(date_of_birth=date(2009, 1, 1))
        for kind, state in (("gp", "there"), ("dentist", "declined"), ("optician", "asked")):
            HealthMatterFactory.create(person=cast.amira, kind=kind, state=state)
    people = people_of_work(cast.nan, HEALTH)
    missing = {line.person.first_name: line.missing for line in health_lines(people, TODAY, "1 March", "")}
    assert missing["Ben"] == ["GP", "dentist", "optician"], "at 17 nobody is asked for the history yet"
    assert missing["Amira"] == ["optician", "their health history"]
    for kind in (HealthKind.GP, HealthKind.HISTORY):
        of_kind = {line.person.first_name for line in health_lines(people, TODAY, "1 March", kind)}
        assert of_kind == {
            name for name, words in missing.items() if HEALTH_WORDS[kind].lower() in "; ".join(words).lower()
        }


def test_the_virtual_school_begins_with_those_in_neither_education_nor_work(cast: Cast, scene, sign_in) -> None:
    with scene():
        OccupationFactory.create(person=cast.amira, code="G5", reason="confidence", starts_on=date(2026, 6, 1))
        OccupationFactory.create(person=cast.ben, code="F2")
        OccupationStepFactory.create(person=cast.amira, kind="interview", happened_on=TODAY)
    client = sign_in(cast.vic)
    page = client.get("/work/education/").content.decode()
    for words in ("Amira Khan", "In the way: not ready yet", "Interview"):
        assert words in page
    assert "Ben Ward" not in page
    assert "Ben Ward" in client.get("/work/education/?which=").content.decode()
    sent = {"code": "F4", "detail": "Plumbing", "starts_on": "2026-11-23"}
    assert client.post(where("occupation_add", cast.amira), sent).status_code == 302
    assert Occupation.objects.get(person=cast.amira, ends_on=None).code == "F4"
    assert "Plumbing" in client.get(where("occupation_list", cast.amira)).content.decode()
    assert "Amira Khan" not in client.get("/work/education/").content.decode()


def test_a_rights_officer_writes_who_helps_and_not_how_it_is_answered(cast: Cast, scene, sign_in) -> None:
    with scene():
        complaint = ComplaintFactory.create(person=cast.amira, **ASKED)
        other = ComplaintFactory.create(person=cast.amira, advocate_answer="declined")
    client = sign_in(cast.rae)
    assert "Nobody helps yet" in client.get("/work/advocacy/").content.decode()
    assert client.get(where("complaint", cast.amira, other.pk)).status_code == 404
    page = client.get(where("complaint", cast.amira, complaint.pk)).content.decode()
    assert "Nobody rang me back" in page
    assert "Write down the outcome" not in page
    form = where("complaint_advocate", cast.amira, complaint.pk)
    sent = {"revision": complaint.revision, "advocate_offered_on": "2026-11-23", "advocate_answer": "accepted"}
    assert client.post(form, sent | {"advocate_name": "Rae", "advocate_from": "2026-11-23"}).status_code == 302
    assert "Nobody helps yet" not in client.get("/work/advocacy/").content.decode()
    for name in ("complaint_edit", "complaint_close", "complaint_remove"):
        assert client.post(where(name, cast.amira, complaint.pk)).status_code == 403
    complaint.refresh_from_db()
    changed_mind = sent | {"revision": complaint.revision, "advocate_answer": "declined", "advocate_name": ""}
    assert client.post(form, changed_mind).headers["Location"] == "/work/advocacy/", "it is not theirs to read any more"
    assert Complaint.objects.get(pk=complaint.pk).advocate_answer == "declined"


def test_two_roles_together_open_no_more_than_each_alone(cast: Cast, scene, sign_in) -> None:
    """Sam advises in South and is a nurse too: of Amira, in North, that is her health and nothing else.

    Seen to fail: without `narrow_to` her warning notes and the button of a contact were there.
    """
    with scene():
        RoleAssignmentFactory.create(user=cast.sam, role="leaving_care_nurse", team=None, starts_on=date(2026, 1, 1))
        WarningNoteFactory.create(person=cast.amira, kind="harm", text="Cuts herself")
        WarningNoteFactory.create(person=cast.ben, kind="harm", text="Cuts himself")
    client = sign_in(cast.sam)
    hers = client.get(where("health_page", cast.amira)).content.decode()
    assert "Cuts herself" not in hers
    assert "Log contact" not in hers
    assert 'href="/people/"' in hers, "the way to his own people stays"
    assert client.get(where("person", cast.amira)).status_code == 404
    his = client.get(where("health_page", cast.ben)).content.decode()
    assert "Cuts himself" in his
    assert "Log contact" in his
