"""Strategies, policies and protocols: approved, screened, signed, and looked at again by a named person in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.actions.staff import disable_user
from reporting.models import ServiceDocument
from reporting.queries.service_documents import documents
from reporting.queries.service_tasks import tasks_of
from tests.cast import TODAY, Cast, days_ago
from tests.factories import ServiceDocumentFactory, SignatoryFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


def post(client: Client, page: str, *args: Any, **data: Any) -> str:
    return client.post(reverse(f"reporting:{page}", args=args), data, follow=True).content.decode()


def test_from_a_draft_to_the_last_signature(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.vera)
    sent = {"kind": "protocol", "title": "Housing", "owner": cast.mo.pk, "look_on": "2026-12-10"}
    for changes, sentence in [
        ({"look_on": "2026-11-23"}, "Choose a day to come"),
        ({"approved_on": "2026-11-20"}, "Say which body approved it"),
        ({"approved_by": "Cabinet"}, "Enter the day on which they approved it"),
        ({"equality": "screened"}, "Enter the day on which the screening was done"),
        ({"equality_on": "2026-11-20"}, "Say what the screening came to"),
        ({"approved_on": "2026-11-24", "approved_by": "Cabinet"}, "cannot be after 23 November 2026"),
    ]:
        assert sentence in post(client, "service_document_add", **sent | changes)
    assert "not yet: it is a draft" in post(client, "service_document_add", **sent)
    row = ServiceDocument.objects.get()
    owner = sign_in(cast.mo)
    asked = {"organisation": "Melford District", "asked_on": "2026-11-02"}
    assert "Melford District" in post(owner, "signatory_add", row.pk, **asked)
    assert "on the list already" in post(owner, "signatory_add", row.pk, **asked | {"organisation": "melford district"})
    [waits] = documents("drafts", TODAY)
    assert (waits.asked, waits.to_sign) == (1, 1)
    signatory = row.signatories.get()
    signed = {"revision": signatory.revision}
    address = ("signatory_signed", row.pk, signatory.pk)
    assert "They were asked later than that" in post(owner, *address, signed_on="2026-11-01", **signed)
    assert "Melford District has signed" in post(owner, *address, signed_on="2026-11-20", **signed)
    assert "They have signed already" in post(owner, *address, signed_on="2026-11-21", **signed)
    assert not documents("use", TODAY).get().to_sign


def test_its_owner_looks_at_it_again_and_whoever_keeps_the_plan_when_they_have_left(
    cast: Cast, sign_in: Callable, scene: Callable
) -> None:
    with scene():
        late = ServiceDocumentFactory.create(owner=cast.wes, look_on=days_ago(2))
        ServiceDocumentFactory.create(owner=cast.wes, look_on=days_ago(2), withdrawn_on=days_ago(1))
        ServiceDocumentFactory.create(owner=cast.wes, look_on=TODAY + timedelta(days=29))
    until = TODAY + timedelta(days=28)
    assert [task.pk for task in tasks_of(cast.wes, until)] == [late.pk]
    assert [row.pk for row in documents("late", TODAY)] == [late.pk]
    today = sign_in(cast.wes).get(reverse("home")).content.decode()
    assert reverse("reporting:service_document", args=[late.pk]) in today
    disable_user(by=cast.sys, user=cast.wes, today=TODAY)
    assert [task.pk for task in tasks_of(cast.vera, until)] == [late.pk]


@pytest.mark.parametrize(
    ("who", "keeps"), [("vera", True), ("mo", True), ("sue", False), ("pat", False), ("bus", False)]
)
def test_everybody_reads_and_its_owner_keeps_it(
    cast: Cast, sign_in: Callable, scene: Callable, who: str, keeps: bool
) -> None:
    with scene():
        row = ServiceDocumentFactory.create(owner=cast.mo)
        other = SignatoryFactory.create(document=ServiceDocumentFactory.create(owner=cast.mo))
    client = sign_in(getattr(cast, who))
    assert client.get(reverse("reporting:service_document", args=[row.pk])).status_code == 200
    pages = ["service_document_edit", "signatory_add"]
    assert [client.get(reverse(f"reporting:{page}", args=[row.pk])).status_code == 200 for page in pages] == [keeps] * 2
    elsewhere = client.get(reverse("reporting:signatory_signed", args=[row.pk, other.pk])).status_code
    assert elsewhere == (404 if keeps else 403), "a signatory of another document"
