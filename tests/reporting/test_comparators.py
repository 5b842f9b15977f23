"""What DfE publishes stands beside ours: read from its own files, hidden numbers in words, bad files in a sentence."""

from __future__ import annotations

import csv
import tracemalloc
from collections.abc import Callable
from datetime import date
from io import SEEK_CUR, StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from careleavers.models import PolicyValue, YoungPerson
from careleavers.rules.uploads import MEGABYTE, MOST_BYTES_TOGETHER
from reporting.actions.comparators import load_published
from reporting.models import PublishedFigure, PublishedFile
from reporting.queries.comparators import comparisons
from reporting.rules.comparators import COLUMNS, PublishedNumber, UnreadableFile, read_published
from tests.cast import Cast
from tests.factories import PolicyValueFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")
# DfE, Children looked after in England 2025: care leavers aged 19 to 21, activity and suitability.
ENGLAND = {"geographic_level": "National"}
EAST = {"geographic_level": "Regional", "region_code": "E12000004", "region_name": "East Midlands"}


def area(code: str, name: str) -> dict[str, str]:
    return {"geographic_level": "Local authority", "new_la_code": code, "la_name": name}


def line(
    where: dict[str, str], percent: str, *, count: str = "100", year: str = "2025", **cells: str
) -> dict[str, str]:
    about = {"time_period": year, "care_leaver_age": "19 to 21 years", "care_leaver_percent": percent}
    about |= {"breakdown": "Total in education, employment or training", "care_leaver_count": count}
    return dict.fromkeys(COLUMNS, "") | about | where | cells


def file_of(*lines: dict[str, str], encoding: str = "utf-8", columns: tuple[str, ...] = COLUMNS) -> bytes:
    out = StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_whatever_encoding_it_comes(encoding: str) -> None:
    [row] = read_published(file_of(line(area("E10000018", "Leicestershire – county"), "61"), encoding=encoding))
    assert (row.year, row.measure, row.ages, row.area) == (2025, "EET", "19-21", "Leicestershire – county")
    assert row.percent == PublishedNumber(61)


@pytest.mark.parametrize("symbol", ["c", "z", "x", "k", "u"])
def test_what_is_hidden_is_no_zero(symbol: str) -> None:
    [row] = read_published(file_of(line(ENGLAND, symbol, count=symbol)))
    assert (row.percent, row.count) == (PublishedNumber(None, symbol), PublishedNumber(None, symbol))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (file_of(line(ENGLAND, "54"), columns=COLUMNS[:-1]), "no column “care_leaver_percent”"),
        (b"PK\x03\x04\x00\x00\x00\x00", "This file is no text"),
        (b"", "no column “time_period”"),
        (file_of(line(ENGLAND, "54", breakdown="Something else")), "nothing in this file that is compared"),
        (file_of(line(ENGLAND, "about half")), "Line 2 has “about half” where a number"),
        (file_of(line(ENGLAND, "54", year="25")), "Line 2 has no year of four digits"),
        (b'time_period\n"' + b"x" * 200_000, "no column “geographic_level”"),
        (file_of(line(ENGLAND, "54")) + b'"' + b"x" * 200_000, "This file is no CSV"),
    ],
    ids=[
        "wrong-columns",
        "a-workbook",
        "empty",
        "another-table",
        "words",
        "a-short-year",
        "one-column",
        "one-endless-cell",
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        read_published(content)


def test_beside_the_tile_from_the_last_year_that_is_over(cast: Cast, amira: YoungPerson, scene, sign_in) -> None:
    with scene():
        for key, value in (
            ("published_region", "E12000004"),
            ("published_area", "E10000018"),
            ("published_neighbours", "E1, E2 E3"),
        ):
            PolicyValueFactory.create(key=key, value=value, from_on=date(2026, 1, 1))
    lines = [line(ENGLAND, "54"), line(EAST, "53"), line(area("E10000018", "Ours"), "c", count="c")]
    lines += [line(area("E1", "One"), "50"), line(area("E2", "Two"), "61"), line(area("E3", "Three"), "c")]
    client = sign_in(cast.ana)
    url = reverse("reporting:comparators")
    sent = SimpleUploadedFile("la_activity.csv", file_of(*lines, line(ENGLAND, "52", year="2024")))
    page = client.post(url, {"file": sent}, follow=True).content.decode()
    assert "Loaded: 7 numbers of 2024, 2025." in page
    board = client.get(reverse("reporting:dashboard"), {"cohort": "19-21"}).content.decode()
    assert (
        "England 54 %, East Midlands 53 %, ours as published too few to be published, average of 2 like ours 56 %"
        in board
    )
    policies = PolicyValue.objects.in_force(date(2025, 3, 31))
    assert comparisons(policies, "19-21", date(2025, 3, 31))["EET"].lines[0].says == "52 %"
    assert "England" not in client.get(reverse("reporting:dashboard"), {"cohort": "18-25"}).content.decode()


def test_a_later_file_replaces_its_years_and_a_bad_one_changes_nothing(cast: Cast, sign_in: Callable) -> None:
    client, url = sign_in(cast.ana), reverse("reporting:comparators")
    load_published(by=cast.ana, name="a.csv", content=file_of(line(ENGLAND, "54"), line(EAST, "53")))
    load_published(by=cast.ana, name="b.csv", content=file_of(line(ENGLAND, "55")))
    assert list(PublishedFigure.objects.values_list("percent", flat=True)) == [55]
    for content, says in [(b"\x00", "is no text"), (file_of(line(ENGLAND, "1"), line(ENGLAND, "2")), "a number twice")]:
        page = client.post(url, {"file": SimpleUploadedFile("c.csv", content)}).content.decode()
        assert says in page
    assert "Choose the file that you downloaded" in client.post(url, {}).content.decode()
    assert list(PublishedFigure.objects.values_list("percent", flat=True)) == [55]
    policies = {"published_area": "", "published_region": "", "published_neighbours": ""}
    assert comparisons(policies, "19-21", date(2026, 11, 23))["EET"].year == 2025


def test_a_file_of_50_mb_is_answered_with_a_sentence_in_bounded_memory(
    cast: Cast, sign_in: Callable, tmp_path: Path
) -> None:
    """Read from a disk as a web server hands it over."""
    head = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="every-area.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n"
    )
    body = tmp_path / "body"
    with body.open("wb") as file:
        file.write(head)
        file.seek(50 * MEGABYTE, SEEK_CUR)
        file.write(b"\r\n--edge--\r\n")
    client = sign_in(cast.ana)
    client.get(reverse("reporting:comparators"))
    with body.open("rb") as sent:
        tracemalloc.start()
        try:
            response = client.request(
                **{
                    "PATH_INFO": reverse("reporting:comparators"),
                    "REQUEST_METHOD": "POST",
                    "CONTENT_TYPE": "multipart/form-data; boundary=edge",
                    "CONTENT_LENGTH": str(body.stat().st_size),
                    "wsgi.input": sent,
                }
            )
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    page = response.content.decode()
    assert "“every-area.csv” is too large: the most is 15 MB" in page
    assert peak < MOST_BYTES_TOGETHER + 8 * MEGABYTE
    assert not PublishedFile.objects.exists()
