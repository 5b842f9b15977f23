"""Adding and changing a young person: duplicates, slips in numbers, two people writing at once, a death."""

import html
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from careleavers.actions import people
from careleavers.actions.revisions import EditConflict
from careleavers.models import (
    Alert,
    AlertRecipient,
    AuditEvent,
    CareEpisode,
    DataQualityIssue,
    Involvement,
    StatusFact,
    YoungPerson,
)
from careleavers.queries.duplicates import near_days
from tests.cast import TODAY, Cast, days_ago
from tests.factories import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

NEW = {
    "first_name": "Dina",
    "last_name": "Osei",
    "date_of_birth_day": "4",
    "date_of_birth_month": "3",
    "date_of_birth_year": "2008",
    "gender": "F",
    "ethnicity": "BAFR",
    "local_id": "L900",
    "opened_on": "2026-11-02",
    "revision": "1",
}


def new(cast: Cast, **changes: str) -> dict[str, str]:
    return NEW | {"team": str(cast.north.pk)} | changes


def add(client: Client, cast: Cast, **changes: str):
    return client.post(reverse("person_new"), new(cast, **changes))


def test_adding_opens_a_record_and_the_involvement(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    response = add(client, cast, nhs_number="943 476 5919", preferred_name="Dee")
    dina = YoungPerson.objects.get(local_id="L900")
    leads_to = f'<a href="{reverse("care_history", args=[dina.pk])}">their care history</a>'
    assert leads_to in client.get(response.headers["Location"]).content.decode()
    assert response.headers["Location"] == reverse("person", args=[dina.pk])
    assert (dina.known_as, dina.team, dina.nhs_number, dina.recorded_by) == (
        "Dee Osei",
        cast.north,
        "9434765919",
        cast.pat,
    )
    assert Involvement.objects.get(person=dina).starts_on == date(2026, 11, 2)
    assert AuditEvent.objects.filter(name="person_added", person_id=dina.pk, by_id=cast.pat.pk).exists()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("nhs_number", "9434765918", "does not fit the rest"),
        ("upn", "A801200001001", "does not fit the rest"),
        ("ni_number", "AB123456E", "ends in A, B, C or D"),
        ("ssda903_id", "no/way", "letters and digits only"),
        ("local_id", "", "Fill in “Local ID”"),
        ("local_id", "T00001", "This local ID is in use"),
        ("date_of_birth_month", "13", "number from 1 to 12"),
        ("date_of_birth_year", "2027", "cannot be after"),
    ],
)
def test_a_slip_is_refused_with_a_sentence(cast: Cast, sign_in, field: str, typed: str, sentence: str) -> None:
    response = add(sign_in(cast.pat), cast, **{field: typed})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not YoungPerson.objects.filter(local_id="L900").exists()


def test_a_worker_adds_to_a_team_of_theirs_alone(cast: Cast, sign_in) -> None:
    assert add(sign_in(cast.pat), cast, team=str(cast.south.pk)).status_code == 200
    assert not YoungPerson.objects.filter(local_id="L900").exists()


@pytest.mark.parametrize(("who", "status"), [("pat", 200), ("vera", 200), ("ana", 403), ("aud", 403), ("bus", 403)])
def test_who_may_add(cast: Cast, sign_in, who: str, status: int) -> None:
    assert sign_in(getattr(cast, who)).get(reverse("person_new")).status_code == status


# Amira Khan, born 1 May 2007.
@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ({"first_name": "Amira", "last_name": "Khan", "day": 1, "month": 5, "year": 2007}, True),
        ({"first_name": "Amirah", "last_name": "Kahn", "day": 1, "month": 5, "year": 2007}, True),
        ({"first_name": "Amira", "last_name": "Khan", "day": 5, "month": 1, "year": 2007}, True),
        ({"first_name": "Amira", "last_name": "Khan", "day": 1, "month": 5, "year": 2006}, True),
        ({"first_name": "Amira", "last_name": "Khan", "day": 2, "month": 6, "year": 2009}, False),
        ({"first_name": "Oscar", "last_name": "Price", "day": 1, "month": 5, "year": 2007}, False),
    ],
)
def test_a_record_like_it_is_shown_before_another_is_made(cast: Cast, sign_in, typed: dict, alike: bool) -> None:
    parts = {f"date_of_birth_{part}": str(typed[part]) for part in ("day", "month", "year")}
    fields = {"first_name": typed["first_name"], "last_name": typed["last_name"]} | parts
    response = add(sign_in(cast.pat), cast, **fields)
    assert (response.status_code == 200) is alike
    if alike:
        assert reverse("person", args=[cast.amira.pk]) in response.content.decode()
        assert add(sign_in(cast.pat), cast, is_new="1", **fields).status_code == 302
    assert YoungPerson.objects.filter(local_id="L900").exists()


AMIRA = {
    "first_name": "Amira",
    "last_name": "Khan",
    "date_of_birth_day": "1",
    "date_of_birth_month": "5",
    "date_of_birth_year": "2007",
}


def test_a_number_already_known_is_a_duplicate_whatever_the_name(cast: Cast, sign_in, scene) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(nhs_number="9434765919")
    page = add(sign_in(cast.pat), cast, nhs_number="9434765919").content.decode()
    assert "Is it one of these?" in page


def test_of_a_record_elsewhere_only_the_manager_is_named(cast: Cast, sign_in) -> None:
    page = add(sign_in(cast.sam), cast, **AMIRA, team=str(cast.south.pk)).content.decode()
    assert "A similar record exists: ask Mo." in page
    assert str(cast.amira.pk) not in page
    assert cast.amira.local_id not in page


def test_of_a_restricted_record_nothing_is_told_and_its_manager_hears(cast: Cast, sign_in, scene) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(is_restricted=True)
    response = add(sign_in(cast.pat), cast, **AMIRA)
    assert response.status_code == 302, "nothing is asked, and the record is made"
    alert = Alert.objects.get(person=cast.amira)
    assert "Pat" in alert.text
    assert [(told.user, told.recipient_role) for told in AlertRecipient.objects.all()] == [(cast.mo, "manager")]


@pytest.mark.parametrize("number", ["local_id", "ssda903_id"])
@pytest.mark.parametrize("page", ["new", "edit"])
@pytest.mark.parametrize("is_restricted", [True, False])
def test_who_learns_that_a_restricted_record_has_a_number_is_named_to_its_manager(
    cast: Cast, sign_in, scene, number: str, page: str, is_restricted: bool
) -> None:
    """The database allows each number once, so it must be refused. Seen to fail: nobody heard of it."""
    with scene():
        YoungPerson.objects.filter(pk=cast.ben.pk).update(is_restricted=is_restricted, ssda903_id="4567")
    taken = {"local_id": cast.ben.local_id, "ssda903_id": "4567"}[number]
    if page == "new":
        response = add(sign_in(cast.pat), cast, **{number: taken})
    else:
        sent = details_of(cast.amira) | {number: taken}
        response = sign_in(cast.pat).post(reverse("person_edit", args=[cast.amira.pk]), sent)
    said = response.context["form"].errors
    assert "is in use. Check it, or ask your manager whose it is" in str(said)
    assert [alert.person for alert in Alert.objects.filter(text__startswith="Pat is adding")] == (
        [cast.ben] if is_restricted else []
    )


@given(st.dates(date(1995, 1, 1), date(2012, 12, 31)))
def test_near_days_share_two_parts_or_exchange_day_and_month(born: date) -> None:
    near = near_days(born)
    assert born not in near
    assert len(near) == len(set(near))
    for day in near:
        same = (day.year == born.year) + (day.month == born.month) + (day.day == born.day)
        exchanged = (day.year, day.month, day.day) == (born.year, born.day, born.month)
        assert same == 2 or exchanged


def details_of(person: YoungPerson, **changes: str) -> dict[str, str]:
    born = person.date_of_birth
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "preferred_name": person.preferred_name,
        "pronouns": person.pronouns,
        "date_of_birth_day": str(born.day),
        "date_of_birth_month": str(born.month),
        "date_of_birth_year": str(born.year),
        "gender": person.gender,
        "ethnicity": person.ethnicity,
        "disability": person.disability,
        "local_id": person.local_id,
        "nhs_number": person.nhs_number,
        "upn": person.upn,
        "language": person.language,
        "revision": str(person.revision),
    } | changes


def save(client: Client, person: YoungPerson, **changes: str):
    return client.post(reverse("person_edit", args=[person.pk]), details_of(person, **changes))


def test_changing_details_is_kept_and_told(cast: Cast, sign_in) -> None:
    assert save(sign_in(cast.pat), cast.amira, pronouns="she/her").status_code == 302
    amira = YoungPerson.objects.get(pk=cast.amira.pk)
    assert (amira.pronouns, amira.revision) == ("she/her", 2)
    assert AuditEvent.objects.get(name="person_changed").details["fields"] == ["pronouns"]
    assert [event.pronouns for event in amira.events.all()] == [""]


def test_saving_what_stands_changes_nothing(cast: Cast, sign_in) -> None:
    assert save(sign_in(cast.pat), cast.amira).status_code == 302
    assert YoungPerson.objects.get(pk=cast.amira.pk).revision == 1
    assert not AuditEvent.objects.filter(name="person_changed").exists()


@pytest.mark.parametrize(("who", "status"), [("wes", 200), ("sam", 404), ("ana", 403), ("aud", 403)])
def test_who_may_change(cast: Cast, sign_in, who: str, status: int) -> None:
    assert sign_in(getattr(cast, who)).get(reverse("person_edit", args=[cast.amira.pk])).status_code == status


def test_two_who_write_at_once_see_both_and_lose_nothing(cast: Cast, sign_in) -> None:
    stale = YoungPerson.objects.get(pk=cast.amira.pk)
    save(sign_in(cast.wes), stale, preferred_name="Mira", language="Urdu")
    response = save(sign_in(cast.pat), stale, preferred_name="Ami", pronouns="she/her")
    page = response.content.decode()
    assert response.status_code == 200
    for words in ("Wes saved this at ", "while you were writing", "Name they use", "Somebody else wrote “Mira”"):
        assert words in page, words
    for words in ('value="Ami"', 'value="she/her"', 'value="Urdu"', 'name="revision" value="2"'):
        assert words in page, words
    assert YoungPerson.objects.get(pk=stale.pk).preferred_name == "Mira", "nothing is saved over theirs unasked"

    stale.revision, stale.language = 2, "Urdu"
    assert save(sign_in(cast.pat), stale, preferred_name="Ami", pronouns="she/her").status_code == 302
    amira = YoungPerson.objects.get(pk=stale.pk)
    assert (amira.preferred_name, amira.pronouns, amira.language, amira.revision) == ("Ami", "she/her", "Urdu", 3)


def test_what_only_the_other_changed_is_taken_over_and_said(cast: Cast, sign_in) -> None:
    """Pat's page was opened before Wes saved, and Pat changes nothing that Wes did."""
    stale = YoungPerson.objects.get(pk=cast.amira.pk)
    save(sign_in(cast.wes), stale, language="Urdu")
    client = sign_in(cast.pat)
    assert save(client, stale, pronouns="she/her").status_code == 302
    page = client.get(reverse("details", args=[cast.amira.pk])).content.decode()
    assert "Wes changed “First language” while you were writing: theirs and yours are saved." in page
    now = YoungPerson.objects.get(pk=cast.amira.pk)
    assert (now.pronouns, now.language) == ("she/her", "Urdu")


def doubtful(cast: Cast) -> None:
    YoungPerson.objects.filter(pk=cast.amira.pk).update(upn="A801200001001")
    DataQualityIssue.objects.create(
        person=cast.amira, field="upn", value="A801200001001", message="The first letter does not fit.", source="903"
    )
    cast.amira.refresh_from_db()


def test_an_imported_doubt_is_shown_and_does_not_stop_other_changes(cast: Cast, sign_in, scene) -> None:
    with scene():
        doubtful(cast)
    client = sign_in(cast.pat)
    overview = client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    assert "1 imported detail needs checking" in overview
    assert "The first letter does not fit." in client.get(reverse("details", args=[cast.amira.pk])).content.decode()
    assert "The first letter" in client.get(reverse("person_edit", args=[cast.amira.pk])).content.decode()
    assert save(client, cast.amira, pronouns="she/her").status_code == 302
    assert DataQualityIssue.objects.get().resolved_at is None


IMPOSSIBLE = [  # what is recorded; how its refusal names it, once they are said to be born on 1 July 2016
    (
        lambda person: CareEpisode.objects.create(person=person, starts_on=date(2015, 6, 1), legal_status="C2"),
        "the first day of an episode of care is 1 June 2015, before the date of birth 1 July 2016.",
    ),
    (
        lambda person: StatusFact.objects.create(person=person, kind="adopted_on", starts_on=date(2015, 6, 1)),
        "“Adopted” is 1 June 2015, before the date of birth 1 July 2016.",
    ),
    (
        lambda person: StatusFact.objects.create(person=person, kind="education", starts_on=date(2015, 6, 1)),
        "the first day of “Pursuing education or training” is 1 June 2015, before the date of birth 1 July 2016.",
    ),
]


@pytest.mark.parametrize(("recorded", "words"), IMPOSSIBLE, ids=["episode", "day", "period"])
def test_a_birthday_that_care_goes_before_is_refused_in_words(
    cast: Cast, sign_in, scene, recorded: Callable, words: str
) -> None:
    with scene():
        recorded(cast.amira)
    born = {"date_of_birth_day": "1", "date_of_birth_month": "7", "date_of_birth_year": "2016"}
    page = html.unescape(save(sign_in(cast.pat), cast.amira, **born).content.decode())
    assert f"The dates do not fit the care history: {words}" in page
    assert YoungPerson.objects.get(pk=cast.amira.pk).date_of_birth == cast.amira.date_of_birth


@pytest.mark.parametrize("mended", ["H801200001001", ""])
def test_a_doubt_is_mended_once_its_value_is_changed(cast: Cast, sign_in, scene, mended: str) -> None:
    with scene():
        doubtful(cast)
    assert save(sign_in(cast.pat), cast.amira, upn="B801200001001").status_code == 200, "no other doubtful one"
    assert save(sign_in(cast.pat), cast.amira, upn=mended).status_code == 302
    assert DataQualityIssue.objects.get().resolved_at is not None


def test_a_death_ends_all_that_is_due(cast: Cast, sign_in, scene) -> None:
    with scene():
        alert = Alert.objects.create(
            person=cast.amira, code="plan_review", cycle_started_on=days_ago(99), text="Review", opened_on=days_ago(9)
        )
        AlertRecipient.objects.create(alert=alert, user=cast.pat, recipient_role="case_holder")
    died = {"died_on_day": "20", "died_on_month": "11", "died_on_year": "2026"}
    client = sign_in(cast.pat)
    assert client.post(reverse("person_death", args=[cast.amira.pk]), died).status_code == 302
    alert.refresh_from_db()
    assert (alert.closed_on, alert.closed_because) == (TODAY, "They have died")
    assert AlertRecipient.objects.get().ended_on == TODAY
    assert "died 20 November 2026" in client.get(reverse("person", args=[cast.amira.pk])).content.decode()

    client.post(reverse("person_death", args=[cast.amira.pk]), {"mistake": "1"})
    assert YoungPerson.objects.get(pk=cast.amira.pk).died_on is None
    assert AuditEvent.objects.filter(name="death_corrected").exists()


@pytest.mark.parametrize("died", [date(2026, 11, 24), date(2007, 4, 30)])
def test_nobody_dies_tomorrow_or_before_they_were_born(cast: Cast, sign_in, died: date) -> None:
    parts = {"died_on_day": str(died.day), "died_on_month": str(died.month), "died_on_year": str(died.year)}
    assert sign_in(cast.pat).post(reverse("person_death", args=[cast.amira.pk]), parts).status_code == 200


def test_an_action_with_an_old_version_is_refused(cast: Cast, scene) -> None:
    with scene():
        ben = YoungPersonFactory.create(first_name="Eli", last_name="Marsh", team=cast.north)
        YoungPerson.objects.filter(pk=ben.pk).update(first_name="Elias")
    with pytest.raises(EditConflict):
        people.change_person(by=cast.pat, person=ben, revision=1, details={"first_name": "Eliot"}, today=TODAY)
