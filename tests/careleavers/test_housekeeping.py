"""At night what nobody needs any more goes, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from careleavers.actions.housekeeping import delete_expired
from careleavers.models import BackupDrill, OutgoingMail

NOW = datetime(2026, 11, 23, 3, 45, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("age", "left"), [(timedelta(0), 1), (A_SECOND, 0), (timedelta(days=30), 0), (-timedelta(hours=1), 1)], ids=str
)
def test_a_session_goes_when_it_has_ended(db, scene, age: timedelta, left: int) -> None:
    Session.objects.create(pk="x", session_data="", expire_date=NOW - age)
    delete_expired(now=NOW)
    assert Session.objects.count() == left


@pytest.mark.parametrize("ended", ["sent_at", "given_up_at"])
@pytest.mark.parametrize(("days", "left"), [(90, 1), (91, 0)])
def test_mail_goes_ninety_days_after_it_was_sent_or_given_up(db, scene, ended: str, days: int, left: int) -> None:
    with scene():
        then = NOW - timedelta(days=days)
        OutgoingMail.objects.create(to="pat@council.example", subject="x", body="", created_at=then, **{ended: then})
    delete_expired(now=NOW)
    assert OutgoingMail.objects.count() == left


def test_mail_goes_after_as_many_days_as_the_setting_says(db, scene, settings) -> None:
    settings.MAIL_KEPT_DAYS = 7
    with scene():
        then = NOW - timedelta(days=8)
        OutgoingMail.objects.create(to="pat@council.example", subject="x", body="", created_at=then, sent_at=then)
    delete_expired(now=NOW)
    assert not OutgoingMail.objects.exists()


def test_mail_that_waits_stays(db, scene) -> None:
    with scene():
        long_ago = NOW - timedelta(days=400)
        OutgoingMail.objects.create(to="pat@council.example", subject="x", body="b", created_at=long_ago)
    delete_expired(now=NOW)
    assert OutgoingMail.objects.exists()


@pytest.mark.parametrize(("days", "left"), [(730, 1), (731, 0)])
def test_drills_stay_for_two_years(db, scene, days: int, left: int) -> None:
    with scene():
        BackupDrill.objects.create(drilled_at=NOW - timedelta(days=days))
    delete_expired(now=NOW)
    assert BackupDrill.objects.count() == left
