"""Frozen quarters on the pages of figures: the trend, and who was behind a figure then."""

import re
from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse

from careleavers.actions.policies import set_policy
from careleavers.models import Home, PolicyValue, Team, YoungPerson
from careleavers.rules.team_scopes import AUTHORITY
from pathways.actions.reconcile import reconcile_alerts
from reporting.actions.periods import freeze_past_periods, freeze_period
from reporting.models import FrozenFigure, FrozenPeriod
from reporting.queries.measures import MEASURES
from reporting.rules.periods import last_ends
from tests.cast import TODAY, Cast, days_ago
from tests.reporting.figure_pages import DASHBOARD, text_of

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_frozen_quarters_make_a_trend_and_keep_their_people(amira: YoungPerson, cast: Cast, sign_in, scene) -> None:
    reconcile_alerts(today=TODAY)  # whether plans are in date is stored by the clocks
    freeze_past_periods(today=TODAY, many=4)
    client = sign_in(cast.vera)
    page = text_of(client, DASHBOARD)
    assert page.count('class="trend"') == len(MEASURES)
    assert "Quarter 2, 2026-27" in text_of(client, reverse("reporting:quarters"))
    last = FrozenPeriod.objects.get(ends_on=last_ends(TODAY, 1)[0])
    with scene():
        Home.objects.create(person=amira, kind="U", is_suitable=True, starts_on=days_ago(300))
    freeze_period(by=None, ends_on=last.ends_on, today=TODAY)
    assert "revision 2" in text_of(client, reverse("reporting:period", args=[last.pk]))
    figures = FrozenFigure.objects.filter(
        period=last, measure="ACCOM_SUITABLE", cohort="19-21", team=None, in_no_caseload=False
    )
    pages = [text_of(client, reverse("reporting:members", args=[each.pk])) for each in figures.order_by("revision")]
    assert ['data-label="Why">No home recorded' in page for page in pages] == [True, False]
    assert all("Amira Khan" in page for page in pages)


def test_frozen_quarters_stand_with_the_latest_first(amira: YoungPerson, cast: Cast, sign_in) -> None:
    freeze_past_periods(today=TODAY, many=5)
    page = text_of(sign_in(cast.vera), reverse("reporting:quarters"))
    shown = re.findall(r"Quarter \d, \d{4}-\d\d", page)[:5]
    assert shown == [
        "Quarter 2, 2026-27",
        "Quarter 1, 2026-27",
        "Quarter 4, 2025-26",
        "Quarter 3, 2025-26",
        "Quarter 2, 2025-26",
    ]


def test_months_are_listed_under_their_quarter_and_are_in_no_trend_paper_or_publication(
    amira: YoungPerson, cast: Cast, sign_in
) -> None:
    freeze_past_periods(today=TODAY, many=2, months=5)
    client = sign_in(cast.vera)
    page = text_of(client, reverse("reporting:quarters"))
    assert re.findall(r">((?:Quarter \d|June|July|August|September|October)[^<]*)<", page) == [
        *("Quarter 3, 2026-27", "October 2026"),
        *("Quarter 2, 2026-27", "August 2026", "July 2026"),
        "Quarter 1, 2026-27",
    ]
    assert "not frozen yet, ends on 31 December 2026" in page
    october = FrozenPeriod.objects.get(ends_on=date(2026, 10, 31))
    page = text_of(client, reverse("reporting:period", args=[october.pk]))
    assert "October 2026 is a part of quarter 3, 2026-27." in page
    assert "Committee paper</a>" not in page
    figure = FrozenFigure.objects.of(AUTHORITY).get(period=october, measure="EET", cohort="19-21")
    assert "Amira Khan" in text_of(client, reverse("reporting:members", args=[figure.pk]))
    for name in ("paper", "quarter_public", "board_pack", "health_needs"):
        assert client.get(reverse(f"reporting:{name}", args=[october.pk])).status_code == 404
    trend = re.findall(r"<td>(\d+ \w+ 2026): ", text_of(client, DASHBOARD))
    assert set(trend) == {"30 June 2026", "30 September 2026"}
    assert "October 2026" not in text_of(client, reverse("reporting:published"))
    quarter = FrozenPeriod.objects.get(ends_on=date(2026, 9, 30))
    assert "the figures of September 2026 too" in text_of(client, reverse("reporting:period", args=[quarter.pk]))


def test_the_people_of_a_frozen_figure_stand_by_name_under_what_is_so_of_them(council: Cast, sign_in) -> None:
    freeze_period(by=None, ends_on=last_ends(TODAY, 1)[0], today=TODAY)
    figure = FrozenFigure.objects.of(AUTHORITY).get(measure="ACCOM_SUITABLE", cohort="18-25")
    page = text_of(sign_in(council.vera), reverse("reporting:members", args=[figure.pk]))
    out, so, _ = re.findall(r"<h2>(.*?)</h2>", page)
    assert out == f"{figure.d - figure.n} people not known to be in a suitable home"
    assert so == f"{figure.n} people in suitable homes"
    _, *tables = page.split("<h2>")
    for table in tables:
        ids = re.findall(r"/people/([0-9a-f-]{36})/", table)
        people_there = YoungPerson.objects.in_bulk(ids)
        assert ids == sorted(ids, key=lambda pk: (lambda one: (one.last_name, one.first_name))(people_there[UUID(pk)]))


def test_frozen_figures_of_another_team_are_not_shown(amira: YoungPerson, cast: Cast, sign_in) -> None:
    freeze_period(by=None, ends_on=last_ends(TODAY, 1)[0], today=TODAY)
    client = sign_in(cast.sue)
    quarter = FrozenPeriod.objects.get()
    page = text_of(client, reverse("reporting:period", args=[quarter.pk]))
    assert "South, aged" in page
    assert "North" not in page
    figure = FrozenFigure.objects.filter(team=cast.north).first()
    assert figure is not None
    assert client.get(reverse("reporting:members", args=[figure.pk])).status_code == 404


def test_the_quarters_of_a_closed_team_are_shown(amira: YoungPerson, cast: Cast, sign_in, scene) -> None:
    freeze_period(by=None, ends_on=last_ends(TODAY, 1)[0], today=TODAY)
    with scene():
        Team.objects.filter(pk=cast.north.pk).update(closed_on=days_ago(1))
    figure = FrozenFigure.objects.get(measure="EET", cohort="19-21", team=cast.north)
    client = sign_in(cast.vera)
    assert "North, aged 19 to 21" in text_of(client, reverse("reporting:period", args=[figure.period_id]))
    assert "Amira Khan" in text_of(client, reverse("reporting:members", args=[figure.pk]))


def test_a_person_restricted_since_is_counted_in_a_frozen_figure_and_not_named(
    amira: YoungPerson, cast: Cast, sign_in, scene
) -> None:
    """Seen to fail: without `visible_to` in views.periods.members."""
    freeze_period(by=None, ends_on=last_ends(TODAY, 1)[0], today=TODAY)
    with scene():
        YoungPerson.objects.filter(pk=amira.pk).update(is_restricted=True)
    figure = FrozenFigure.objects.of(AUTHORITY).get(measure="EET", cohort="19-21")
    page = text_of(sign_in(cast.vera), reverse("reporting:members", args=[figure.pk]))
    assert "Amira" not in page
    assert "1 person you may not see" in page


def test_a_stretch_target_stands_beside_the_target_with_who_set_it(
    amira: YoungPerson, cast: Cast, sign_in, scene
) -> None:
    """On the tile, the figure's page, the frozen quarter, the paper, the Board's pack and what is published."""
    before, last = last_ends(TODAY, 2)
    client = sign_in(cast.vera)
    page = text_of(client, DASHBOARD)
    assert "Target 70 %, as this system came: nobody has set another." in page
    assert "stretch" not in page.lower()
    set_policy(by=cast.vera, key="target_eet", value=60, from_on=date(2020, 4, 1))
    set_policy(by=cast.ana, key="stretch_target_eet", value=75, from_on=date(2026, 7, 1))
    freeze_past_periods(today=TODAY, many=2)
    page = text_of(client, DASHBOARD)
    assert "30 June 2026: 0.0 % (0 of 1), target 60 %<" in page
    assert "30 September 2026: 0.0 % (0 of 1), target 60 %, stretch target 75 %<" in page
    assert page.count('class="trend__level trend__stretch"') == 1
    set_by = (
        f"Target 60 %, set by {cast.vera.name}, from 1 April 2020. "
        f"Stretch target 75 %, set by {cast.ana.name}, from 1 July 2026."
    )
    assert set_by in page
    assert set_by in text_of(client, reverse("reporting:people", args=["EET"]))
    frozen = {figure.period.ends_on: figure.stretch for figure in FrozenFigure.objects.filter(measure="EET")}
    assert frozen == {before: None, last: 75}
    period = FrozenPeriod.objects.get(ends_on=last)
    assert "60 %, stretch 75 %" in text_of(client, reverse("reporting:period", args=[period.pk]))
    assert text_of(client, reverse("reporting:paper", args=[period.pk])).count("trend__stretch") == 1


def test_the_trend_keeps_each_quarters_target_and_marks_other_weeks(
    amira: YoungPerson, cast: Cast, sign_in, scene
) -> None:
    _, second = last_ends(TODAY, 2)
    with scene():
        PolicyValue.objects.create(key="keep_in_touch_weeks", value=6, from_on=second)
        PolicyValue.objects.create(key="target_eet", value=55, from_on=date(2020, 1, 1))
        PolicyValue.objects.create(key="target_eet", value=60, from_on=second)
    freeze_past_periods(today=TODAY, many=2)
    page = text_of(sign_in(cast.vera), DASHBOARD)
    assert "30 June 2026: 0.0 % (0 of 1), target 55 %" in page
    assert "30 September 2026: 0.0 % (0 of 1), target 60 %" in page
    assert page.count("counted differently from 30 September 2026: in the last 6 weeks</title>") == 1
    assert '<p class="quiet">in the last 6 weeks</p>' in page
