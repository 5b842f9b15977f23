"""What a merge does to those who had the record that went: links, what they were to answer, and words half written; and
what a merge and taking it back refuse and leave as it is."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from careleavers.actions.merging import merge_records, say_different, undo_merge
from careleavers.models import DifferentPeople, RecordMerge, YoungPerson
from offers.actions.passport_links import make_passport_link
from offers.queries.passport_links import open_links
from tests.cast import TODAY, Cast, days_ago
from tests.factories import DutyMessageFactory, RecordRequestFactory, RestrictedAccessFactory, YoungPersonFactory
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def twin(cast: Cast, scene: Any) -> YoungPerson:
    """Amira again."""
    with scene():
        return YoungPersonFactory.create(
            first_name="Ameera", last_name="Khan", team=cast.north, nhs_number="4505577104", involvement=None
        )


def merge(cast: Cast, kept: YoungPerson, merged: YoungPerson) -> RecordMerge:
    return merge_records(by=cast.mo, kept=kept, merged=merged, reason="One passport", today=TODAY)


@pytest.mark.parametrize("restricted_stays", [True, False])
def test_a_merge_into_a_restricted_record_hides_what_was_open_to_all(
    cast: Cast, twin: YoungPerson, scene: Any, restricted_stays: bool
) -> None:
    """As restricting does: links are ended, and who may not see it answers nothing of it any more.

    Seen to fail: without `end_links_about` and `hand_back_unseen`, which stood in `restrict_record` alone.
    """
    with scene():
        RestrictedAccessFactory.create(person=twin, user=cast.mo, kind="named")
        YoungPerson.objects.filter(pk=twin.pk).update(is_restricted=True)
        asked = RecordRequestFactory.create(person=cast.amira, owner=cast.vera)
        call = DutyMessageFactory.create(person=cast.amira, held_by=cast.wes)
    make_passport_link(by=cast.pat, person=cast.amira, now=timezone.now())
    twin.refresh_from_db()
    kept, merged = (twin, cast.amira) if restricted_stays else (cast.amira, twin)
    merge(cast, kept, merged)
    for row in (kept, asked, call):
        row.refresh_from_db()
    assert kept.is_restricted
    assert (asked.person, asked.owner, call.person, call.held_by) == (kept, None, kept, None)
    assert not open_links(timezone.now()).exists()


def test_whoever_wrote_in_the_other_record_meanwhile_keeps_their_words(cast: Cast, twin: YoungPerson, sign_in) -> None:
    """Seen to fail: a page of the record that went was 404."""
    page = reverse("contact_new", args=[twin.pk, uuid4()])
    merge(cast, cast.amira, twin)
    said = sign_in(cast.pat).post(page, {"note": "She rang about the flat."})
    text = said.content.decode()
    assert said.status_code == 409
    assert "was merged with another one" in text
    assert "She rang about the flat." in text
    assert reverse("person", args=[cast.amira.pk]) in text
    assert sign_in(cast.sam).post(page, {"note": "x"}).status_code == 404, "who may see neither"


def test_a_merge_that_was_taken_back_names_no_restricted_record(
    cast: Cast, twin: YoungPerson, scene: Any, sign_in
) -> None:
    """Seen to fail: the list went on naming it to whoever may see the other one."""
    with scene():
        RestrictedAccessFactory.create(person=twin, user=cast.mo, kind="named")
        YoungPerson.objects.filter(pk=twin.pk).update(is_restricted=True)
    twin.refresh_from_db()
    merge(cast, cast.amira, twin)
    undo_merge(by=cast.mo, merge=RecordMerge.objects.get(), today=TODAY)
    named = [
        who for who in (cast.mo, cast.vera) if "Ameera" in sign_in(who).get(reverse("merge_list")).content.decode()
    ]
    assert named == [cast.mo]


# What is taken over, and what cannot be done


def test_of_two_records_that_say_the_same_nothing_is_filled_in(cast: Cast, scene: Any) -> None:
    """Nor is there anything to take back but the record itself."""
    with scene():
        same = YoungPersonFactory.create(
            first_name=cast.amira.first_name,
            last_name=cast.amira.last_name,
            date_of_birth=cast.amira.date_of_birth,
            team=cast.north,
            involvement=None,
        )
    before = YoungPerson.objects.values().get(pk=cast.amira.pk)
    done = merge(cast, cast.amira, same)
    assert done.filled == {}
    assert YoungPerson.objects.values().get(pk=cast.amira.pk) == before
    undo_merge(by=cast.mo, merge=done, today=TODAY)
    assert YoungPerson.objects.values().get(pk=cast.amira.pk) == before
    assert YoungPerson.objects.filter(pk=same.pk).exists()


def test_what_was_changed_since_stays_when_a_merge_is_taken_back(cast: Cast, twin: YoungPerson, scene: Any) -> None:
    done = merge(cast, cast.amira, twin)
    own = {"nhs_number": "9434765919", "other_names": "Ami"}
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(**own)
    undo_merge(by=cast.mo, merge=done, today=TODAY)
    assert YoungPerson.objects.values(*own).get(pk=cast.amira.pk) == own


def test_a_merge_is_for_managers_of_both_and_for_no_record_that_is_closed(
    cast: Cast, twin: YoungPerson, scene: Any
) -> None:
    """Said to be two people is said once. What cannot be done changes neither record."""
    kinds = (YoungPerson, RecordMerge, DifferentPeople)
    for act in (say_different, partial(merge_records, reason="One passport", today=TODAY)):
        names = ("first", "second") if act is say_different else ("kept", "merged")
        with refused("Merging records is for managers.", *kinds):
            act(by=cast.pat, **dict(zip(names, (cast.amira, twin), strict=True)))
    with refused("One of the two records is not there any more", *kinds):
        merge(cast, twin, twin)
    for first, second in ((cast.amira, twin), (twin, cast.amira)):
        say_different(by=cast.mo, first=first, second=second)
    assert DifferentPeople.objects.count() == 1
    done = merge(cast, cast.amira, twin)
    with refused("Merging records is for managers.", *kinds):
        undo_merge(by=cast.pat, merge=done, today=TODAY)
    with refused("You may not see the record any more.", *kinds):
        undo_merge(by=cast.sue, merge=done, today=TODAY)
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(died_on=days_ago(3))
    with refused("They have died, and the record is closed.", *kinds):
        undo_merge(by=cast.mo, merge=done, today=TODAY)
