"""What an elected member sees: the latest quarter, small numbers hidden, and no way to anybody's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from reporting.models import FrozenFigure, FrozenPeriod
from reporting.queries.published import figures_to_publish, published_tables
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("_on_the_day")
PAGE = "/reporting/published/"


@pytest.fixture
def quarter(cast: Cast, scene: Callable) -> FrozenPeriod:
    """EET: North 12 of 24, South 19 of 30. In touch: all but 2 of 54, so that those 2 are hidden."""
    counted = {
        "EET": ((None, 31, 54), (cast.service, 31, 54), (cast.north, 12, 24), (cast.south, 19, 30)),
        "IN_TOUCH_8W": ((None, 52, 54), (cast.service, 52, 54), (cast.north, 24, 24), (cast.south, 28, 30)),
    }
    with scene():
        found = FrozenPeriod.objects.create(ends_on=date(2026, 9, 30))
        for measure, rows in counted.items():
            for team, n, d in rows:
                FrozenFigure.objects.create(
                    period=found, measure=measure, measure_version=1, cohort="18-25", team=team, n=n, d=d, target=70
                )
    return found


def test_a_figure_says_no_more_than_the_table_that_is_published(quarter: FrozenPeriod) -> None:
    """Seen to fail: with n and d of the frozen figure, where "c" is published."""
    figures = {each.measure.code: each for each in figures_to_publish(quarter)}
    for table in published_tables(quarter):
        met, _, everybody = table.rows[-1][1]
        figure = figures[table.measure.code]
        assert (figure.n, figure.d) == (met, everybody)
        assert bool(figure.percent) == bool(figure.likely) == ("c" not in (met, everybody))
    assert (figures["EET"].n, figures["EET"].d, figures["EET"].percent) == (31, 54, "57.4")
    assert "c" in (figures["IN_TOUCH_8W"].n, figures["IN_TOUCH_8W"].d)


def test_a_member_begins_there_and_finds_no_way_to_a_name(cast: Cast, quarter: FrozenPeriod, sign_in, scene) -> None:
    """Seen to fail: with the way back from the table to the quarter, which members may not open, and with the paper
    that the service writes."""
    paper = reverse("reporting:paper", args=[quarter.pk])
    assert "(52 of 54)" in sign_in(cast.vera).get(paper).content.decode()
    client = sign_in(cast.cora)
    assert client.get("/").headers["Location"] == PAGE
    shown = client.get(PAGE).content.decode()
    assert "31 of 54" in shown
    links = {link for link in LINKS if f'href="{link}"' in shown}
    assert links == LINKS
    for page in (reverse(f"reporting:{name}", args=[quarter.pk]) for name in ("quarter_public", "paper")):
        assert f'href="{page}"' in shown
        opened = client.get(page).content.decode()
        assert f'href="{PAGE}"' in opened
        assert reverse("reporting:period", args=[quarter.pk]) + '"' not in opened
    pdf = client.get(reverse("reporting:paper_file", args=[quarter.pk, "pdf"])).content
    for text in (
        client.get(paper).content.decode(),
        "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages),
    ):
        words = " ".join(text.split())
        assert "(31 of 54)" in words
        assert "52 of 54" not in words
        assert words.count("This figure is not said") == 1  # and nothing of those that were not frozen
    for name in ("dashboard", "quarters", "by_team", "data_quality", "by_group", "missing", "annex_a"):
        assert client.get(reverse(f"reporting:{name}")).status_code == 403
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    with scene():
        FrozenPeriod.objects.bulk_create(FrozenPeriod(ends_on=date(year, 3, 31)) for year in range(2000, 2026))
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)


LINKS = {"/reporting/improvement/", "/local-offer/you-said/"}


def test_without_a_quarter_the_page_says_when_there_will_be_one(cast: Cast, sign_in) -> None:
    assert "No quarter is published yet" in sign_in(cast.cora).get(PAGE).content.decode()
