"""Offences: days and outcomes, for those who work with somebody and their managers"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from careleavers.models import Offence
from careleavers.permissions import Permission, Role
from tests.cast import Cast
from tests.factories import OffenceFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

OFFENCE = {"happened_on": "2026-10-01"}
CHARGED = OFFENCE | {"charged_on": "2026-11-10", "may_lead_to_custody": "on"}


def test_those_who_work_with_somebody_and_their_managers_see_offences() -> None:
    """Criminal-offence data (UK GDPR art 10): nobody who only counts, posts, inspects or administers."""
    see = {role for role in Role if Permission.VIEW_OFFENCES in role.permissions}
    assert see == {Role.PERSONAL_ADVISER, Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER}


@pytest.mark.parametrize("who", ["ana", "aud"])
def test_nothing_leads_anybody_else_there(cast: Cast, sign_in: Callable, scene, who: str) -> None:
    with scene():
        OffenceFactory.create(person=cast.amira)
    client = sign_in(getattr(cast, who))
    for name in ("person", "details", "timeline"):
        page = client.get(reverse(name, args=[cast.amira.pk])).content.decode()
        assert "ffence" not in page
    for address in (reverse("justice", args=[cast.amira.pk]), reverse("offence_add", args=[cast.amira.pk])):
        assert client.get(address).status_code == 403


def test_the_audit_says_only_to_those_who_may_see_offences_that_there_is_one(cast: Cast, sign_in: Callable) -> None:
    """Seen to fail: an auditor could list, and export, everybody with an offence."""
    sign_in(cast.pat).post(reverse("offence_add", args=[cast.amira.pk]), CHARGED)
    offences, everything = {"kind": "offence_written"}, reverse("audit_list")
    assert "Offence written" in sign_in(cast.sue).get(everything, offences).content.decode()
    auditor = sign_in(cast.aud)
    assert "ffence" not in auditor.get(everything).content.decode()
    page = auditor.get(everything, offences).content.decode()
    assert page.count("Record changed") == 1
    assert "Offence written" not in page
    exported = auditor.post(reverse("audit_export"), {"purpose": "A question of the family court"})
    assert b"ffence" not in b"".join(exported)


def test_an_offence_from_the_charge_to_the_outcome(cast: Cast, sign_in: Callable) -> None:
    client, page = sign_in(cast.pat), reverse("justice", args=[cast.amira.pk])
    client.post(reverse("offence_add", args=[cast.amira.pk]), CHARGED)
    assert "May lead to custody" in client.get(page).content.decode()
    assert "1 not decided" in client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    row = Offence.objects.get()
    decided = CHARGED | {"outcome": "community", "decided_on": "2026-11-20", "revision": row.revision}
    client.post(reverse("offence_edit", args=[cast.amira.pk, row.pk]), decided)
    shown = client.get(page).content.decode()
    assert "Community or youth rehabilitation order" in shown
    assert "May lead to custody" not in shown
    assert "not decided" not in client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    row.refresh_from_db()
    client.post(reverse("offence_remove", args=[cast.amira.pk, row.pk]), {"revision": row.revision})
    assert "No offence is written down" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"charged_on": "2026-09-30"}, "before the offence"),
        ({"outcome": "fine"}, "Give the day of the outcome"),
        ({"decided_on": "2026-11-20"}, "Choose the outcome"),
        ({"outcome": "fine", "decided_on": "2026-09-30"}, "before the offence or the charge"),
        (
            {"charged_on": "2026-11-10", "outcome": "fine", "decided_on": "2026-11-09"},
            "before the offence or the charge",
        ),
        ({"may_lead_to_custody": "on"}, "Give the day of the charge"),
        ({"happened_on": "2026-11-24"}, "cannot be after 23 November 2026"),
        ({"happened_on": "1999-01-01"}, "born"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_the_field(
    cast: Cast, sign_in: Callable, sent: dict, sentence: str
) -> None:
    page = sign_in(cast.pat).post(reverse("offence_add", args=[cast.amira.pk]), OFFENCE | sent).content.decode()
    assert sentence in page
    assert not Offence.objects.exists()
