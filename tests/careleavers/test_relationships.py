"""Who is in a young person's life, who matters to them, and who must not be told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from careleavers.actions.policies import set_policy
from careleavers.models import Relationship, YoungPerson
from careleavers.rules.relationships import RELATION_WORDS, SEEN_FROM_THERE, Relation
from tests.cast import TODAY, Cast, days_ago
from tests.factories import RelationshipFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def robin(cast: Cast, scene) -> YoungPerson:
    """Another of those with whom Pat works."""
    with scene():
        return YoungPersonFactory.create(first_name="Robin", last_name="Reed", team=cast.north, worker=cast.pat)


SISTER = {"name": "Ben", "relation": "sibling", "matters": "on", "how_to_reach": "07700 900321"}
STEPFATHER = {"name": "Carl Reed", "relation": "parent", "must_not_know": "Where she lives"}


def test_every_relation_has_words_and_the_same_seen_from_there_and_back() -> None:
    assert set(RELATION_WORDS) == set(Relation)
    for relation, there in SEEN_FROM_THERE.items():
        back = SEEN_FROM_THERE[there]
        assert back == relation or {back, relation} <= {Relation.MOTHER, Relation.FATHER, Relation.PARENT}


def test_somebody_who_must_not_be_told_stands_first_and_in_red_before_a_visit(cast: Cast, sign_in) -> None:
    client, amira = sign_in(cast.pat), cast.amira
    empty = client.get(reverse("network", args=[amira.pk])).content.decode()
    assert "Nobody is written down yet" in empty
    for given in (SISTER, STEPFATHER):
        assert client.post(reverse("relationship_add", args=[amira.pk]), given).status_code == 302
    brief = client.get(reverse("visit_brief", args=[amira.pk])).content.decode()
    caution = '<strong class="caution">Must not be told: Where she lives</strong>'
    assert brief.index("Carl Reed") < brief.index(caution) < brief.index("07700 900321")
    assert "(1 not to be told)" in client.get(reverse("person", args=[amira.pk])).content.decode()
    row = Relationship.objects.get(name="Carl Reed")
    over = STEPFATHER | {"revision": "1", "ended_on": TODAY.isoformat()}
    client.post(reverse("relationship_edit", args=[amira.pk, row.pk]), over)
    assert "Carl Reed" not in client.get(reverse("visit_brief", args=[amira.pk])).content.decode()
    page = client.get(reverse("network", args=[amira.pk])).content.decode()
    assert page.index("<h2>Before</h2>") < page.index("Carl Reed")


@pytest.mark.parametrize(("relation", "from_there"), [("sibling", "Brother or sister"), ("mother", "Son or daughter")])
def test_a_young_person_of_ours_stands_in_both_records(
    cast: Cast, sign_in, robin: YoungPerson, relation: str, from_there: str
) -> None:
    client, amira = sign_in(cast.pat), cast.amira
    given = {"name": "Robin", "relation": relation, "other": str(robin.pk), "must_not_know": "Our talk"}
    assert client.post(reverse("relationship_add", args=[amira.pk]), given).status_code == 302
    there = client.get(reverse("network", args=[robin.pk])).content.decode()
    assert reverse("person", args=[amira.pk]) in there
    assert from_there in there
    assert "Our talk" not in there, "what is said in one record stays there"
    assert reverse("person", args=[robin.pk]) in client.get(reverse("network", args=[amira.pk])).content.decode()


def test_a_record_that_one_may_not_see_is_named_by_no_other(cast: Cast, sign_in, scene) -> None:
    """Seen to fail with the lines of all records, and with links to all of them."""
    with scene():
        RelationshipFactory.create(person=cast.amira, other=cast.ben, name="Ben")
        RelationshipFactory.create(person=cast.ben, other=cast.amira, name="Amira")
        Relationship.objects.filter(person=cast.ben).update(other=None)
        cast.ben.is_restricted = True
        cast.ben.save()
    page = sign_in(cast.pat).get(reverse("network", args=[cast.amira.pk])).content.decode()
    assert reverse("person", args=[cast.ben.pk]) not in page
    with scene():
        Relationship.objects.filter(person=cast.amira).delete()
        Relationship.objects.filter(person=cast.ben).update(other=cast.amira)
    page = sign_in(cast.pat).get(reverse("network", args=[cast.amira.pk])).content.decode()
    assert "Nobody is written down yet" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Fill in “Name”"),
        ({"relation": ""}, "What are they to them?"),
        ({"relation": "solicitor"}, "Choose family, a partner or a friend"),
        ({"name": "x" * 121}, "120"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, sign_in, robin: YoungPerson, changes: dict, said: str
) -> None:
    given = {"name": "Ben", "relation": "sibling", "other": str(robin.pk), "note": "Rings on Sundays."}
    page = sign_in(cast.pat).post(reverse("relationship_add", args=[cast.amira.pk]), given | changes).content.decode()
    assert said in page
    assert "Rings on Sundays." in page
    assert not Relationship.objects.exists()


def test_the_same_young_person_is_written_down_once(cast: Cast, sign_in, robin: YoungPerson) -> None:
    client, given = sign_in(cast.pat), {"name": "Ben", "relation": "sibling", "other": str(robin.pk)}
    client.post(reverse("relationship_add", args=[cast.amira.pk]), given)
    page = client.post(reverse("relationship_add", args=[cast.amira.pk]), given).content.decode()
    assert "They are written down already" in page


def test_after_a_death_nobody_is_told_what_to_be_careful_of(cast: Cast, sign_in, scene) -> None:
    """Seen to fail with a panel that does not ask."""
    with scene():
        RelationshipFactory.create(person=cast.amira, must_not_know="The address")
        type(cast.amira).objects.filter(pk=cast.amira.pk).update(died_on=days_ago(2))
    client = sign_in(cast.pat)
    assert "Adam Khan" not in client.get(reverse("visit_brief", args=[cast.amira.pk])).content.decode()
    assert "not to be told" not in client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    assert "Adam Khan" in client.get(reverse("network", args=[cast.amira.pk])).content.decode()


def test_a_council_that_does_not_use_the_page_is_led_nowhere(cast: Cast, sign_in, scene) -> None:
    with scene():
        RelationshipFactory.create(person=cast.amira, must_not_know="The address", recorded_at=days_ago(3))
    client, link = sign_in(cast.pat), reverse("network", args=[cast.amira.pk])
    assert link in client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    set_policy(by=None, key="page_network", value="no", from_on=TODAY)
    for name in ("person", "visit_brief"):
        page = client.get(reverse(name, args=[cast.amira.pk])).content.decode()
        assert link not in page
        assert "Adam Khan" not in page
    assert "Adam Khan" in client.get(link).content.decode()
    assert client.get(reverse("relationship_add", args=[cast.amira.pk])).status_code == 409
