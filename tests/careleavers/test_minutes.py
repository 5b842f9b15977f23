"""Minutes: versions whose words never change, read and printed as far as the reader may see, and agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pypdf
import pypdfium2 as pdfium
import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.actions.meeting_items import decide_item, give_action
from careleavers.actions.meetings import write_attendance
from careleavers.actions.minutes import agree_minutes, make_minutes
from careleavers.actions.restricted import restrict_record
from careleavers.models import Meeting, Minutes, ReadEvent
from tests.cast import TODAY, Cast, days_ago
from tests.factories import BodyFactory, BodyMemberFactory, MeetingFactory, MeetingItemFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def held(cast: Cast, scene: Callable) -> Meeting:
    """A panel of a week ago that talked about amira, ben and the rents."""
    with scene():
        panel = BodyFactory.create(began_on=days_ago(90))
        BodyMemberFactory.create(body=panel, user=cast.mo, role="chair")
        police = BodyMemberFactory.create(body=panel)
        meeting = MeetingFactory.create(body=panel, planned_on=days_ago(7))
        items = [MeetingItemFactory.create(meeting=meeting, person=who) for who in (cast.amira, cast.ben, None)]
    facts = {"also_there": "Łukasz Żak, college", "notes": "#panic(1) *not bold*"}
    write_attendance(by=cast.mo, meeting=meeting, revision=None, today=TODAY, who={police.pk: "apologies"}, **facts)
    for item, decision in zip(items, ("Ring every Friday", "A place at college", "Ask housing"), strict=True):
        said = {"said": "Talked it through.", "decision": decision}
        decide_item(by=cast.vera, item=item, revision=None, outcome="decided", today=TODAY, **said)
    to_do = {"text": "Ring", "due_on": TODAY, "assigned_to": cast.pat, "partner": None}
    give_action(by=cast.vera, item=items[0], action_id=uuid4(), today=TODAY, **to_do)
    return meeting


def words_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_from_the_meeting_to_the_minutes_that_the_next_one_agrees(cast: Cast, held: Meeting, sign_in, scene) -> None:
    chair = sign_in(cast.mo)
    made = chair.post(reverse("minutes_make", args=[held.pk]), follow=True).content.decode()
    assert "Amira Khan: Pressure from older friends" in made
    assert "Ring (Pat, by 23 November 2026)" in made
    assert "An item about a young person" in made
    assert "A place at college" not in made, "ben is of another team"
    assert (
        "Nothing has changed since version 1"
        in chair.post(reverse("minutes_make", args=[held.pk]), follow=True).content.decode()
    )
    pdf = chair.post(reverse("minutes_pdf", args=[held.pk, 1]), {"purpose": "For the file"})
    text = words_of(pdf.content)
    for expected in ("Version 1, not agreed yet", "Łukasz Żak", "#panic(1) *not bold*", "Ring every Friday"):
        assert expected in text, expected
    assert "Ben" not in text
    assert pypdf.PdfReader(BytesIO(pdf.content)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    seen = ReadEvent.objects.filter(user_id=cast.mo.pk, page="minutes").values_list("person_id", flat=True)
    assert set(seen) == {cast.amira.pk}, "of whom they read, and of nobody else"
    assert ReadEvent.objects.get(kind="exported").people_shown == 1

    item = held.items.get(person=cast.amira)
    decide_item(by=cast.mo, item=item, revision=None, outcome="decided", said="", decision="Ring daily", today=TODAY)
    chair.post(reverse("minutes_make", args=[held.pk]))
    assert "There is a later one" in chair.get(reverse("minutes", args=[held.pk, 1])).content.decode()
    with scene():
        later = MeetingFactory.create(body=held.body, planned_on=TODAY, state="held")
    page = chair.get(reverse("minutes", args=[held.pk, 2])).content.decode()
    assert "The meeting of 23 November 2026 agreed them" in page
    chair.post(reverse("minutes_agree", args=[held.pk, 2]))
    assert Minutes.objects.get(agreed_at=later).number == 2
    first, second = (sign_in(cast.vera).get(reverse("minutes", args=[held.pk, n])).content.decode() for n in (1, 2))
    assert ("Ring every Friday" in first, "Ring daily" in second, "A place at college" in second) == (True, True, True)


def test_what_is_written_is_hidden_once_the_record_is(cast: Cast, held: Meeting, sign_in) -> None:
    make_minutes(by=cast.vera, meeting=held)
    restrict_record(by=cast.vera, person=cast.amira, readers=[], reason="A witness", today=TODAY)
    page = sign_in(cast.mo).get(reverse("minutes", args=[held.pk, 1])).content.decode()
    assert "Amira" not in page
    assert "Ring" not in page
    assert (
        "An item about a young person" in sign_in(cast.bus).get(reverse("minutes", args=[held.pk, 1])).content.decode()
    )


def test_the_words_never_change_and_only_a_later_meeting_agrees(cast: Cast, held: Meeting, scene) -> None:
    made = make_minutes(by=cast.vera, meeting=held)
    for changed in ({"content": {}}, {"number": 9}):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic(), scene():
            Minutes.objects.filter(pk=made.pk).update(**changed)
    with scene():
        coming = MeetingFactory.create(body=held.body, planned_on=TODAY + timedelta(days=50))
        elsewhere = MeetingFactory.create(planned_on=TODAY, state="held")
    for at in (held, coming, elsewhere):
        with pytest.raises(Refused, match="Only a later meeting"):
            agree_minutes(by=cast.vera, minutes=made, at=at)
    with pytest.raises(Refused, match="who came"):
        make_minutes(by=cast.vera, meeting=coming)
