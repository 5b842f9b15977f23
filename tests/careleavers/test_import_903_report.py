"""What an import of a return says: to whoever starts it, and on the pages of those it concerns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils.html import escape

from careleavers.actions.people import record_death
from careleavers.models import (
    YoungPerson,
)
from tests.careleavers.returns import AMY, BOB, BOBS_CARE, CARE, load, run, write_return
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def _today() -> Any:
    with time_machine.travel(date(2026, 11, 23), tick=False):
        yield


def test_progress_goes_to_standard_error_and_one_json_object_to_standard_output(tmp_path: Path) -> None:
    progress = StringIO()
    out = run(write_return(tmp_path, Header=[AMY, BOB]), 2019, "--json", progress=progress)
    assert (out.count("\n"), out[0]) == (1, "{")
    assert progress.getvalue() == "1 tables read, 2 rows\n2 of 2 children\n"


def test_the_report_reads_like_this(tmp_path: Path) -> None:
    other = CARE.replace("01/06/2015", "01/07/2015")
    folder = write_return(
        tmp_path,
        Header=[AMY, BOB],
        Episodes=[CARE, other, BOBS_CARE],
        OC3=["B2,01/02/2003,YES,F2,Q9", "A1,10/05/2001,YES,F2,Q9"],
        Reviews="A1,10/05/2001,01/07/2018,PN1",
    )
    assert run(folder, 2019).replace(str(tmp_path), "FOLDER") == (Path(__file__).parent / "import_903.txt").read_text()


@pytest.mark.parametrize(
    ("folder", "year", "said"),
    [
        ("nowhere", "2019", "cannot be read (No such file or directory)"),
        ("", "soon", "'soon' is no year"),
        ("", "19", "'19' is no year"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(tmp_path: Path, folder: str, year: str, said: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("import_903", str(tmp_path / folder), f"--year={year}")
    assert said in str(refused.value)


def test_what_is_to_mend_stands_on_the_page_until_it_is_mended(
    tmp_path: Path, cast: Cast, sign_in: Callable[..., Any]
) -> None:
    load(write_return(tmp_path, Header=AMY.replace("WBRI", "MARS"), OC3="A1,10/05/2001,DIED,0,0"), 2019)
    amy = YoungPerson.objects.get(ssda903_id="A1")
    client, page = sign_in(cast.vera), f"/people/{amy.pk}/details/"
    shown = client.get(page).content.decode()
    for message in amy.data_quality_issues.values_list("message", flat=True):
        assert escape(message) in shown
    record_death(by=cast.vera, person=amy, died_on=date(2018, 12, 1), today=cast.today)
    assert "not when" not in client.get(page).content.decode()
