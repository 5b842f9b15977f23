"""One contact with several young people, and text that is marked while it is written."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careleavers.actions.contact_groups import joined, parted
from careleavers.actions.people import record_death
from careleavers.forms.contact_groups import named_in
from careleavers.models import Alert, Contact, Draft, YoungPerson
from tests.careleavers import contacts
from tests.cast import TODAY, Cast
from tests.factories import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")
SPOKE = contacts.SPOKE | {"happened_on": TODAY.isoformat(), "note": "We cooked at the hub.", "place": "The hub"}


@pytest.fixture
def dee(cast: Cast, scene) -> YoungPerson:
    with scene():
        return YoungPersonFactory.create(first_name="Dee", last_name="Owen", team=cast.north, worker=cast.pat)


@pytest.fixture
def cy(cast: Cast, scene) -> YoungPerson:
    with scene():
        return YoungPersonFactory.create(first_name="Cy", last_name="Bell", team=cast.north, worker=cast.pat)


def address(cast: Cast) -> str:
    return reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])


def note_of(person: YoungPerson) -> str:
    return person.contacts.live().get().note


def test_each_record_gets_what_all_share_and_its_own_words_alone(
    cast: Cast, sign_in, dee: YoungPerson, cy: YoungPerson
) -> None:
    client, where = sign_in(cast.pat), address(cast)
    typed = {
        "own_note": "She burnt the rice.",
        "also_1": str(dee.pk),
        "also_1_note": "A new job.",
        "also_2": str(cy.pk),
    }
    for _ in range(2):  # sent twice it is still one contact each
        assert client.post(where, SPOKE | typed).status_code == 303
    assert note_of(cast.amira) == "We cooked at the hub.\n\nShe burnt the rice."
    assert note_of(dee) == "We cooked at the hub.\n\nA new job."
    assert note_of(cy) == "We cooked at the hub."
    rows = Contact.objects.all()
    assert {(row.place, row.result, row.worker) for row in rows} == {("The hub", "spoke", cast.pat)}
    assert len({row.group_id for row in rows}) == 1
    for page in ("timeline", "person"):
        shown = client.get(reverse(page, args=[dee.pk])).content.decode()
        assert "A new job." in shown
        assert "Amira" not in shown
        assert "She burnt" not in shown
    contact = client.get(reverse("contact", args=[dee.pk, dee.contacts.get().pk])).content.decode()
    assert "Written down together for 3 young people" in contact
    assert "Amira" not in contact


def test_a_concern_and_what_was_seen_and_marked_stay_with_their_own_record(
    cast: Cast, sign_in, dee: YoungPerson
) -> None:
    typed = {"is_safeguarding": "on", "saw_home": "on", "about_others": "Her aunt drinks.", "also_1": str(dee.pk)}
    sign_in(cast.pat).post(address(cast), SPOKE | typed)
    other = dee.contacts.get()
    assert (other.is_safeguarding, other.saw_home, other.about_others) == (False, False, "")
    assert Alert.objects.get(code__startswith="safeguarding").person == cast.amira


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"note": "Dee was late."}, "This goes into 2 records and names Dee."),
        ({"note": "AMIRA told a story."}, "This goes into 2 records and names Amira."),
        ({"note": "We met.", "participants": "Ms Owen"}, "This goes into 2 records and names Dee."),
        ({"own_note": "She and Dee fell out."}, "This goes into Amira’s record: take out the name of Dee"),
        ({"also_1_note": "With Amira on the bus."}, "This goes into Dee’s record: take out the name of Amira"),
    ],
)
def test_a_name_that_would_stand_in_another_record_is_asked_about(
    cast: Cast, sign_in, dee: YoungPerson, typed: dict, sentence: str
) -> None:
    client, where = sign_in(cast.pat), address(cast)
    given = SPOKE | {"also_1": str(dee.pk)} | typed
    page = client.post(where, given).content.decode()
    assert sentence in page
    assert not Contact.objects.exists()
    assert all(text in page for text in typed.values())
    client.post(where, given | {"names_meant": "on"})
    assert Contact.objects.count() == 2


def test_alone_in_a_contact_every_name_may_be_written(cast: Cast, sign_in, dee: YoungPerson) -> None:
    assert sign_in(cast.pat).post(address(cast), SPOKE | {"note": "Amira saw Dee."}).status_code == 303


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Dee came.", ["Dee"]),
        ("deed and indeed", []),
        ("owen’s flat", ["Dee"]),
        ("", []),
    ],
)
def test_a_name_is_a_word_of_its_own(cast: Cast, dee: YoungPerson, text: str, named: list[str]) -> None:
    assert named_in(text, [dee]) == named


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"also_1_note": "A new job."}, "Choose whom this is about"),
        ({"also_1": "dee", "also_2": "dee"}, "Choose each young person once"),
        ({"also_1": "ben"}, "Choose one of the answers"),
    ],
)
def test_what_is_wrong_about_the_others_is_said(
    cast: Cast, sign_in, dee: YoungPerson, typed: dict, sentence: str
) -> None:
    ids = {"dee": str(dee.pk), "ben": str(cast.ben.pk)}
    page = sign_in(cast.pat).post(address(cast), SPOKE | {name: ids.get(text, text) for name, text in typed.items()})
    assert sentence in page.content.decode()
    assert not Contact.objects.exists()


def test_somebody_who_died_is_not_offered(cast: Cast, sign_in, dee: YoungPerson, cy: YoungPerson) -> None:
    record_death(by=cast.mo, person=dee, died_on=TODAY, today=TODAY)
    form = sign_in(cast.pat).get(address(cast)).context["form"]
    assert [label for _, label in form.fields["also_1"].choices] == ["Nobody else", "Cy Bell"]


def test_undo_takes_back_all_of_them_and_gives_the_words_back(cast: Cast, sign_in, dee: YoungPerson) -> None:
    client = sign_in(cast.pat)
    typed = {"own_note": "She burnt the rice.", "also_1": str(dee.pk), "also_1_note": "A new job."}
    client.post(address(cast), SPOKE | typed)
    client.post(reverse("contact_undo", args=[cast.amira.pk, cast.amira.contacts.get().pk]))
    assert not Contact.objects.live().exists()
    kept = Draft.objects.get().data
    assert {name: kept[name] for name in (*typed, "note")} == {name: [text] for name, text in typed.items()} | {
        "note": ["We cooked at the hub."]
    }


def test_undo_of_one_of_the_others_takes_back_that_one(cast: Cast, sign_in, dee: YoungPerson) -> None:
    client = sign_in(cast.pat)
    client.post(address(cast), SPOKE | {"also_1": str(dee.pk)})
    client.post(reverse("contact_undo", args=[dee.pk, dee.contacts.get().pk]))
    assert [row.person for row in Contact.objects.live()] == [cast.amira]


@pytest.mark.parametrize(
    ("shared", "own"),
    [
        ("We cooked.", ["", "A job."]),
        ("We cooked.\n\nThen we ate.", ["She left.", "He stayed."]),
        ("", ["One.", "Two."]),
        ("We cooked.", ["", ""]),
    ],
)
def test_notes_are_parted_as_they_were_joined(shared: str, own: list[str]) -> None:
    assert parted([joined(shared, text) for text in own]) == (shared, own)


def test_saving_asks_the_database_no_more_for_what_is_not_used(cast: Cast, sign_in, dee: YoungPerson) -> None:
    """An ordinary contact, and how much each further young person adds."""
    client, counts = sign_in(cast.pat), []
    for typed in ({}, {}, {"also_1": str(dee.pk)}):
        with CaptureQueriesContext(connection) as caught:
            client.post(address(cast), SPOKE | typed)
        counts.append(len(caught))
    assert counts[1] <= ORDINARY
    assert counts[2] - counts[1] <= FOR_ANOTHER


ORDINARY = 40
FOR_ANOTHER = 12


# Marked text


def test_what_is_about_others_or_from_agencies_is_marked_wherever_it_is_read(cast: Cast, sign_in) -> None:
    client = sign_in(cast.pat)
    marked = {"about_others": "Her brother is in debt.", "from_agencies": "PC Lane: no charge."}
    client.post(address(cast), SPOKE | marked)
    contact = Contact.objects.get()
    assert contact.note == "We cooked at the hub."
    page = client.get(reverse("contact", args=[cast.amira.pk, contact.pk])).content.decode()
    assert page.index("About somebody else") < page.index("Her brother is in debt.")
    assert page.index("From another agency") < page.index("PC Lane: no charge.")
    timeline = client.get(reverse("timeline", args=[cast.amira.pk]) + "?words=brother").content.decode()
    assert "About somebody else: Her brother is in debt." in timeline
    reader = sign_in(cast.ana).get(reverse("timeline", args=[cast.amira.pk])).content.decode()
    assert "brother" not in reader
    amend = sign_in(cast.pat).get(reverse("contact_amend", args=[cast.amira.pk, contact.pk])).context["form"]
    assert amend["from_agencies"].value() == "PC Lane: no charge."
