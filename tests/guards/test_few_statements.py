"""However much stands on Today and on a person's page, and whoever opens them, they ask a handful of statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.guards.records import Council, store_session

# Session, user, roles and policies, and a statement for each step of what the page asks, or two where it is long.
TODAY_ASKS = 7  # a service manager: what is late below, and their own day, made one step long
PERSON_ASKS = 8
ON_TODAY = {
    "pat": {"Duty desk", "Requests for records", "You said, we did", "For the service"},
    "mo": {"Duty desk", "Requests for records", "Panels and meetings", "Letters", "For the service"},
    "vera": {"Duty desk", "Panels and meetings", "Requests for records", "You said, we did", "Letters"}
    | {"Words of letters"},
}
ON_A_RECORD = {"What is due", "Pathway plan", "Letters and what is theirs", "Also kept"}


@pytest.mark.parametrize("who", ON_TODAY)
def test_today_and_a_persons_page_ask_few_statements_of_a_council_that_has_everything(
    who: str, council: Council, client: Client, db: None
) -> None:
    """Seen to fail: a panel that asks by itself."""
    store_session(client, getattr(council, who))
    record = reverse("person", args=[council.amira.pk])
    for url, most, panels in (
        ("/", TODAY_ASKS, ON_TODAY[who]),
        ("/?whose=mine", TODAY_ASKS, ON_TODAY[who]),
        (record, PERSON_ASKS, ON_A_RECORD),
    ):
        client.get(url)  # what a process asks for the first time, it asks alone
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        assert {panel.title for panel in page.context["panels"]} >= panels
        assert len(queries) <= most, "\n".join(query["sql"][:200] for query in queries.captured_queries)
