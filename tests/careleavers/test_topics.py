"""What contacts are about: ticked in the form, kept as a list by an administrator, shown by topic and under a plan."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.contacts import amend_contact
from careleavers.actions.voiding import void_contact
from careleavers.models import Contact, Topic
from careleavers.queries.topics import contacts_about
from tests.careleavers import contacts
from tests.cast import TODAY, Cast, days_ago
from tests.factories import PlanVersionFactory, TopicFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")
SPOKE = contacts.SPOKE | {"happened_on": TODAY.isoformat()}


@pytest.fixture
def money(cast: Cast, scene) -> Topic:
    with scene():
        return TopicFactory.create(name="Rent", prompt="Is it paid?", position=1)


@pytest.fixture
def health(cast: Cast, scene) -> Topic:
    with scene():
        return TopicFactory.create(name="Sleep", matter="health", position=2)


def log(cast: Cast, *topics: Topic, **given) -> Contact:
    return contacts.log(cast, **{"today": TODAY, "happened_on": TODAY, "topics": topics} | given)


def test_without_topics_the_form_asks_about_none(cast: Cast, sign_in) -> None:
    page = sign_in(cast.pat).get(reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])).content.decode()
    assert "What it was about" not in page


def test_several_are_ticked_and_named_on_the_contact(cast: Cast, sign_in, money: Topic, health: Topic) -> None:
    client, where = sign_in(cast.pat), reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()])
    page = client.get(where).content.decode()
    assert page.index("Rent: Is it paid?") < page.index("Sleep")
    client.post(where, SPOKE | {"topics": [str(money.pk), str(health.pk)]})
    contact = Contact.objects.get()
    assert "Rent and Sleep" in client.get(reverse("contact", args=[cast.amira.pk, contact.pk])).content.decode()
    undone = client.post(reverse("contact_undo", args=[cast.amira.pk, contact.pk]))
    assert set(client.get(undone.headers["Location"]).context["form"]["topics"].value()) == {
        str(money.pk),
        str(health.pk),
    }


def test_the_timeline_shows_one_topic_alone(cast: Cast, sign_in, money: Topic, health: Topic) -> None:
    log(cast, money, note="About the rent.")
    log(cast, health, note="About her nights.")
    where = reverse("timeline", args=[cast.amira.pk])
    page = sign_in(cast.pat).get(f"{where}?topic={money.pk}").content.decode()
    assert "About the rent." in page
    assert "About her nights." not in page
    assert "case holder" not in page


def test_an_amended_contact_is_about_the_same_and_a_void_one_about_nothing(cast: Cast, money: Topic) -> None:
    contact = amend_contact(
        by=cast.pat,
        contact=log(cast, money),
        today=TODAY,
        now=timezone.now(),
        reason="Wrong",
        happened_on=days_ago(1),
        method="phone",
        result="spoke",
    )
    assert contacts_about(cast.amira, None, TODAY) == {"money": [contact]}
    void_contact(by=cast.pat, contact=contact, reason="Wrong person", today=TODAY, now=timezone.now())
    assert contacts_about(cast.amira, None, TODAY) == {}


def test_a_matter_of_the_plan_lists_the_contacts_about_it_since_the_last_plan(
    cast: Cast, sign_in, scene, money: Topic, health: Topic
) -> None:
    with scene():
        last = PlanVersionFactory.create(
            person=cast.amira, written_by=cast.pat, number=1, authorised=True, authorised_by=cast.vera
        )
        PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, number=2)
    log(cast, money, happened_on=last.authorised_on, note="Rent on the day.")
    log(cast, money, happened_on=last.authorised_on - timedelta(days=1), note="Rent before.")
    log(cast, health, note="Sleeps badly.")
    page = sign_in(cast.pat).get(reverse("pathways:plan_matter", args=[cast.amira.pk, "money"])).content.decode()
    assert "1 contact about this since the last plan" in page
    assert "Rent on the day." in page
    assert "Rent before." not in page
    assert "Sleeps badly." not in page


# The list


def test_an_administrator_adds_changes_and_retires_a_topic(cast: Cast, sign_in, money: Topic) -> None:
    client = sign_in(cast.sys)
    assert reverse("topic_list") in client.get(reverse("policy_list")).content.decode()
    typed = {"name": "Work", "prompt": "How was the week?", "matter": "education", "position": "3"}
    client.post(reverse("topic_add"), typed)
    assert Topic.objects.get(name="Work").matter == "education"
    again = client.post(reverse("topic_add"), typed | {"name": "WORK"}).content.decode()
    assert "Another topic has this name" in again
    change = {"name": "Rent", "prompt": "", "matter": "", "position": "1", "is_retired": "on", "revision": "1"}
    client.post(reverse("topic", args=[money.pk]), change)
    money.refresh_from_db()
    assert money.retired_on == TODAY
    assert [topic.name for topic in Topic.objects.offered()] == ["Work"]
    form = sign_in(cast.pat).get(reverse("timeline", args=[cast.amira.pk])).context["form"]
    assert [label for _, label in form.fields["topic"].choices] == ["Every topic", "Rent", "Work"]
