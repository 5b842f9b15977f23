"""Care history, what else the law asks about, and when somebody is open to the service."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from careleavers.actions import involvements
from careleavers.actions.base import Refused
from careleavers.models import Alert, Allocation, AuditEvent, CareEpisode, Involvement, StatusFact
from tests.cast import TODAY, Cast, days_ago
from tests.factories import RecordOpeningFactory, StatusFactFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


def day_parts(name: str, day: date | None) -> dict[str, str]:
    if day is None:
        return {}
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def episode(start: date, end: date | None = None, **changes: str) -> dict[str, str]:
    sent = {"reason_started": "S", "legal_status": "C2", "placement": "U4"}
    sent |= day_parts("starts_on", start) | day_parts("ends_on", end)
    return sent | ({"reason_ended": "E8"} if end else {}) | changes


def add(client, person, *args, **changes):
    return client.post(reverse("episode_add", args=[person.pk]), episode(*args, **changes))


def test_an_episode_is_added_corrected_and_taken_out(cast: Cast, sign_in) -> None:
    client, amira = sign_in(cast.pat), cast.amira
    assert add(client, amira, date(2020, 6, 1)).status_code == 302
    row = CareEpisode.objects.get()
    page = client.get(reverse("care_history", args=[amira.pk])).content.decode()
    for words in ("1 June 2020", "still open", "Full care order", "long term fostering"):
        assert words in page, words
    url = reverse("episode", args=[amira.pk, row.pk])
    assert "long term fostering" in client.get(url).content.decode()
    assert client.post(url, episode(date(2020, 6, 1), date(2024, 1, 5))).status_code == 302
    row.refresh_from_db()
    assert (row.ends_on, row.reason_ended) == (date(2024, 1, 5), "E8")
    client.post(reverse("episode_remove", args=[amira.pk, row.pk]))
    assert not CareEpisode.objects.exists()
    assert [event.name for event in AuditEvent.objects.order_by("id")] == [
        "episode_added",
        "episode_changed",
        "episode_removed",
    ]


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        (date(2019, 1, 1), date(2020, 6, 1), False),
        (date(2019, 1, 1), date(2020, 6, 2), True),
        (date(2021, 1, 1), date(2021, 2, 1), True),
        (date(2022, 8, 31), None, True),
        (date(2022, 9, 1), None, False),
        (date(2019, 1, 1), None, True),
    ],
)
def test_two_episodes_never_share_a_day_and_the_sentence_names_the_other(
    cast: Cast, sign_in, start: date, end: date | None, overlaps: bool
) -> None:
    client = sign_in(cast.pat)
    add(client, cast.amira, date(2020, 6, 1), date(2022, 9, 1))
    response = add(client, cast.amira, start, end)
    assert (response.status_code == 200) is overlaps
    if overlaps:
        named = "overlap the episode from 1 June 2020 to 1 September 2022 (C2: Full care order)"
        assert named in response.content.decode()
    assert CareEpisode.objects.count() == 1 + (not overlaps)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (episode(date(2007, 4, 30)), "cannot be before 1 May 2007"),
        (episode(date(2026, 11, 24)), "cannot be after 23 November 2026"),
        (episode(date(2020, 6, 1), date(2020, 5, 1)), "cannot have ended before it began"),
        (episode(date(2020, 6, 1), date(2020, 7, 1), reason_ended=""), "Choose why it ended"),
        (episode(date(2020, 6, 1), reason_ended="E8"), "Enter the day it ended"),
        (episode(date(2025, 6, 1), placement="P2"), "DfE did not take P2"),
        (episode(date(2020, 6, 1), legal_status="ZZ"), "Choose one of the answers"),
        (episode(date(2020, 6, 1), placement_postcode="LE1"), "not a full UK postcode"),
    ],
)
def test_an_episode_that_cannot_be_is_refused(cast: Cast, sign_in, sent: dict, sentence: str) -> None:
    page = sign_in(cast.pat).post(reverse("episode_add", args=[cast.amira.pk]), sent).content.decode()
    assert sentence in page
    assert not CareEpisode.objects.exists()


def test_an_old_code_stands_in_its_own_years(cast: Cast, sign_in) -> None:
    assert add(sign_in(cast.pat), cast.amira, date(2023, 6, 1), date(2023, 9, 1), placement="P2").status_code == 302


@pytest.mark.parametrize(("who", "status"), [("wes", 200), ("vera", 200), ("sam", 404), ("ana", 403), ("aud", 403)])
def test_who_may_change_the_history(cast: Cast, sign_in, who: str, status: int) -> None:
    client = sign_in(getattr(cast, who))
    for name in ("episode_add", "status_fact_add", "involvement_close"):
        assert client.get(reverse(name, args=[cast.amira.pk])).status_code == status
    read = {403: 200}.get(status, status)
    assert client.get(reverse("care_history", args=[cast.amira.pk])).status_code == read


def fact(kind: str, start: date, end: date | None = None) -> dict[str, str]:
    return {"kind": kind} | day_parts("starts_on", start) | day_parts("ends_on", end)


def test_what_else_the_law_asks_about_is_added_ended_and_taken_out(cast: Cast, sign_in) -> None:
    client, amira = sign_in(cast.pat), cast.amira
    url = reverse("status_fact_add", args=[amira.pk])
    assert client.post(url, fact("at_home", date(2025, 2, 1))).status_code == 302
    refused = client.post(url, fact("at_home", date(2025, 6, 1), date(2025, 7, 1))).content.decode()
    assert "recorded already, from 1 February 2025" in refused
    row = StatusFact.objects.get()
    client.post(reverse("status_fact_end", args=[amira.pk, row.pk]), {"ends_on": "2025-05-01"})
    row.refresh_from_db()
    assert row.ends_on == date(2025, 5, 1)
    assert client.post(url, fact("at_home", date(2025, 5, 1))).status_code == 302, "from the day the other ended"
    client.post(reverse("status_fact_remove", args=[amira.pk, row.pk]))
    assert StatusFact.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (fact("adopted_on", date(2024, 2, 1), date(2024, 3, 1)), "This happened on one day"),
        (fact("education", date(2025, 2, 1), date(2025, 2, 1)), "Give a day after it began"),
        (fact("education", date(2027, 2, 1)), "cannot be after"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(cast: Cast, sign_in, sent: dict, sentence: str) -> None:
    page = sign_in(cast.pat).post(reverse("status_fact_add", args=[cast.amira.pk]), sent).content.decode()
    assert sentence in page


def test_only_a_period_that_lasts_offers_to_be_ended(cast: Cast, sign_in, scene) -> None:
    with scene():
        day = StatusFactFactory.create(person=cast.amira, kind="adopted_on")
        lasting = StatusFactFactory.create(person=cast.amira, kind="education")
    page = sign_in(cast.pat).get(reverse("care_history", args=[cast.amira.pk])).content.decode()
    links = [reverse("status_fact_end", args=[cast.amira.pk, fact.pk]) in page for fact in (day, lasting)]
    assert links == [False, True]


def test_a_day_cannot_be_ended(cast: Cast, sign_in, scene) -> None:
    with scene():
        day = StatusFact.objects.create(person=cast.amira, kind="adopted_on", starts_on=date(2020, 1, 1))
    assert sign_in(cast.pat).get(reverse("status_fact_end", args=[cast.amira.pk, day.pk])).status_code == 404


def test_closing_ends_all_that_is_due_and_who_works_with_them(cast: Cast, sign_in, scene) -> None:
    amira = cast.amira
    with scene():
        alert = Alert.objects.create(
            person=amira, code="plan_review", cycle_started_on=days_ago(99), text="Review", opened_on=days_ago(9)
        )
    client = sign_in(cast.pat)
    closed = {"ends_on": "2026-11-20", "reason": "Moved to Wales"}
    assert client.post(reverse("involvement_close", args=[amira.pk]), closed).status_code == 302
    assert (Involvement.objects.get(person=amira).ends_on, Allocation.objects.get(person=amira).ends_on) == (
        date(2026, 11, 20),
        date(2026, 11, 20),
    )
    alert.refresh_from_db()
    assert alert.closed_on == TODAY
    again = client.post(reverse("involvement_close", args=[amira.pk]), closed).content.decode()
    assert "Amira is not open to the service." in again

    opened = {"starts_on": "2026-11-23", "reason": "Came back"}
    assert client.post(reverse("involvement_open", args=[amira.pk]), opened).status_code == 302
    assert (
        "open to the service already"
        in client.post(reverse("involvement_open", args=[amira.pk]), opened).content.decode()
    )


def test_closing_before_it_was_opened_is_refused(cast: Cast, sign_in) -> None:
    sent = {"ends_on": "2023-12-31", "reason": "Mistake"}
    page = sign_in(cast.pat).post(reverse("involvement_close", args=[cast.amira.pk]), sent).content.decode()
    assert "They were opened on 1 January 2024" in page


def test_closing_ends_what_was_to_end_later_and_what_was_to_begin(cast: Cast, scene) -> None:
    later = TODAY + timedelta(days=20)
    with scene():
        cast.amira.allocations.update(ends_on=later)
        Allocation.objects.create(
            person=cast.amira, worker=cast.wes, team=cast.north, role="co_worker", starts_on=later
        )
    involvements.close_involvement(by=cast.mo, person=cast.amira, ends_on=TODAY, reason="Moved", today=TODAY)
    ends = cast.amira.allocations.order_by("starts_on").values_list("starts_on", "ends_on")
    assert list(ends) == [(date(2024, 1, 1), TODAY)]


@pytest.mark.parametrize(
    ("closed_on", "died_on", "starts_on", "sentence"),
    [
        (None, None, TODAY, "Amira is open to the service already, since 1 January 2024."),
        (
            date(2026, 6, 1),
            None,
            date(2026, 5, 31),
            "Amira was open to the service from 1 January 2024 to 1 June 2026: give that last day or a later one.",
        ),
        (date(2026, 6, 1), date(2026, 7, 1), date(2026, 7, 1), "Amira died on 1 July 2026: give an earlier day."),
    ],
    ids=["open", "closed later", "died"],
)
def test_opening_when_it_cannot_be_is_refused(cast: Cast, scene, closed_on, died_on, starts_on, sentence: str) -> None:
    with scene():
        cast.amira.involvements.update(ends_on=closed_on)
        cast.amira.died_on = died_on
        RecordOpeningFactory.create(person=cast.amira)
    with pytest.raises(Refused, match=sentence):
        involvements.open_involvement(by=cast.mo, person=cast.amira, starts_on=starts_on, reason="Back", today=TODAY)


def test_opened_again_on_the_day_it_was_closed(cast: Cast) -> None:
    involvements.close_involvement(by=cast.mo, person=cast.amira, ends_on=TODAY, reason="Moved", today=TODAY)
    involvements.open_involvement(by=cast.mo, person=cast.amira, starts_on=TODAY, reason="Back", today=TODAY)
    assert list(cast.amira.involvements.values_list("starts_on", "ends_on")) == [
        (date(2024, 1, 1), TODAY),
        (TODAY, None),
    ]
