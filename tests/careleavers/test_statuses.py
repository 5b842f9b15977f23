"""The stored timelines are what the law engine computes, whatever is done to a history."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from careleavers.actions import statuses
from careleavers.actions.base import Refused
from careleavers.actions.policies import set_policy
from careleavers.models import CareEpisode, StatusFact, StatusPeriod
from tests.cast import TODAY, Cast

BORN = date(2010, 3, 10)


def rebuild(cast: Cast) -> int:
    return statuses.rebuild_statuses(by=None, people=[cast.amira.pk], today=TODAY)


def spans(cast: Cast) -> list[tuple[str, str, date]]:
    return list(cast.amira.status_periods.values_list("status", "band", "starts_on"))


@pytest.fixture
def in_care(cast: Cast, scene) -> CareEpisode:
    with scene():
        cast.amira.date_of_birth = BORN
        cast.amira.save()
        return CareEpisode.objects.create(person=cast.amira, legal_status="C2", starts_on=date(2020, 6, 1))


def test_a_life_in_care_is_stored_past_and_future(cast: Cast, in_care: CareEpisode) -> None:
    assert rebuild(cast) == 1
    assert spans(cast) == [
        ("none", "", BORN),
        ("looked_after", "", date(2020, 6, 1)),
        ("eligible_child", "", date(2026, 3, 10)),
        ("former_relevant_child", "18-20", date(2028, 3, 10)),
        ("former_relevant_child", "21-24", date(2031, 3, 10)),
        ("none", "", date(2035, 3, 10)),
    ]
    assert "Sch 2 para 19B" in str(cast.amira.status_periods.get(status="eligible_child").because)


def test_computing_twice_changes_nothing(cast: Cast, in_care: CareEpisode) -> None:
    rebuild(cast)
    ids = set(StatusPeriod.objects.values_list("pk", flat=True))
    assert rebuild(cast) == 0
    assert set(StatusPeriod.objects.values_list("pk", flat=True)) == ids


def test_facts_besides_the_episodes_count(cast: Cast, scene, in_care: CareEpisode) -> None:
    with scene():
        in_care.ends_on, in_care.reason_ended = date(2026, 9, 1), "E4A"
        in_care.save()
        StatusFact.objects.create(person=cast.amira, kind="at_home", starts_on=date(2026, 9, 1))
    rebuild(cast)
    assert ("person_qualifying", "16-20", date(2027, 3, 1)) in spans(cast)  # reg 3(5): six months at home
    assert cast.amira.status_periods.get(starts_on=date(2027, 3, 1)).returned_home


def test_the_command_finds_a_row_that_was_tampered_with(cast: Cast, scene, in_care: CareEpisode) -> None:
    rebuild(cast)
    statuses.rebuild_statuses(by=None, people=[cast.ben.pk], today=TODAY)
    said = StringIO()
    call_command("check_statuses", stdout=said)
    assert "2 people compared, 0 differ." in said.getvalue()
    with scene():
        StatusPeriod.objects.filter(status="eligible_child").update(starts_on=date(2026, 3, 11))
    with pytest.raises(SystemExit):
        call_command("check_statuses", stdout=said)
    call_command("check_statuses", "--mend", stdout=said)
    call_command("check_statuses", stdout=said)


def test_a_policy_changes_the_day_counted(cast: Cast, scene) -> None:
    with scene():
        cast.amira.date_of_birth = BORN
        cast.amira.save()
        CareEpisode.objects.create(person=cast.amira, legal_status="V2", starts_on=date(2026, 5, 1))
    rebuild(cast)
    assert ("eligible_child", "", date(2026, 7, 31)) in spans(cast)
    set_policy(by=cast.sys, key="count_days", value="inclusive", from_on=TODAY)
    rebuild(cast)
    assert ("eligible_child", "", date(2026, 7, 30)) in spans(cast)


def test_a_history_that_cannot_be_is_refused_with_a_sentence(cast: Cast, scene, in_care: CareEpisode) -> None:
    with scene():
        CareEpisode.objects.filter(pk=in_care.pk).update(starts_on=date(2009, 1, 1))
    with pytest.raises(Refused, match="before the date of birth"):
        rebuild(cast)
