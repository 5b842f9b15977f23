"""The pages of figures in a browser: no complaint of the content policy, and nothing that breaks WCAG 2.2 AA."""

import pytest
from django.test import Client

from careleavers.models import Home, YoungPerson
from reporting.actions.quarters import freeze_past_quarters
from reporting.models import FrozenQuarter
from tests.cast import Cast, days_ago
from tests.factories import StatusPeriodFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_figures_can_be_read_by_everybody(cast: Cast, scene, visit, faults_at_each_width, client: Client) -> None:
    with scene():
        for person in YoungPerson.objects.all():
            StatusPeriodFactory.create(
                person=person, status="former_relevant_child", starts_on=days_ago(400), band="18-20"
            )
    freeze_past_quarters(today=cast.today, many=3)
    client.force_login(cast.vera)
    window = visit()
    window.page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": window.address}]
    )
    recount = f"/reporting/quarters/recount/?quarter={FrozenQuarter.objects.latest('ends_on').ends_on}"
    with scene():
        Home.objects.create(person=cast.amira, kind="U", is_suitable=True, starts_on=days_ago(300))
    for path in (
        "/reporting/",
        "/reporting/teams/",
        "/reporting/figures/ACCOM_SUITABLE/?by=holder",
        "/reporting/figures/ACCOM_SUITABLE/export/",
        "/reporting/published/",
        "/reporting/quarters/",
        "/reporting/quarters/recount/",
        recount,
        "/people/points-of-law/",
    ):
        page = window.open(path)
        assert not faults_at_each_width(page), path
    assert not window.complaints
