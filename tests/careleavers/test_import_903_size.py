"""The size of a return: read in pieces, kept on disk, given back child by child."""

from __future__ import annotations

import tracemalloc
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from careleavers.ssda903.files import ReturnFiles, decoding, read_folder
from careleavers.ssda903.importing.children import ReturnReader
from careleavers.ssda903.importing.spool import SpooledReturn
from tests.careleavers.returns import write_return

TODAY = date(2026, 11, 28)


def large_return(folder: Path, children: int) -> Path:
    """Each child's rows lie far apart."""
    numbers = range(1, children + 1)
    return write_return(
        folder,
        Header=[f"{number},M,{1 + number % 28:02}/05/2006,WBRI,UN3,," for number in numbers],
        Episodes=[
            f"{number},01/06/{year},S,V4,N1,U4,PR1,05/06/{year},E4A,,,," for year in (2019, 2020) for number in numbers
        ],
        OC3=[f"{number},{1 + number % 28:02}/05/2006,YES,F2,U1" for number in numbers],
    )


def most_memory(folder: Path) -> int:
    """Bytes held at most while a return is read and every child is seen, some at a time."""
    tracemalloc.start()
    try:
        files = read_folder(folder, SpooledReturn())
        assert isinstance(files, SpooledReturn)
        seen = sum(len(batch) for batch in ReturnReader(files, 2026, TODAY).children(together=10))
        assert seen == files.count_children() > 0
        files.close()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_ten_times_the_return_takes_no_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail: with every child in memory."""
    monkeypatch.setattr(decoding, "PIECE", 1 << 10)
    most_memory(large_return(tmp_path / "first", 5))  # what is made once is made now
    small = most_memory(large_return(tmp_path / "small", 60))
    assert most_memory(large_return(tmp_path / "large", 600)) < 1.25 * small


@pytest.mark.parametrize("quoted", [False, True])
def test_a_file_in_pieces_is_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quoted: bool) -> None:
    """Lines are counted through, a quoted cell may hold line ends, and a fault of a line stays its own."""
    rows = [f"K{number},01/01/2006,YES,F2,U1" for number in range(300)]
    rows[7], rows[9] = ",01/01/2006,YES,F2,U1", "K9,41/01/2006,YES,F2,U1"
    if quoted:
        rows[3] = 'K3,01/01/2006,"Y\nES",F2,U1'
    folder = write_return(tmp_path, OC3=rows)
    whole = read_folder(folder)
    monkeypatch.setattr(decoding, "PIECE", 50)
    pieces = read_folder(folder, ReturnFiles())
    assert list(pieces.rows("OC3")) == list(whole.rows("OC3"))
    with closing(SpooledReturn()) as on_disk:
        spooled = read_folder(folder, on_disk)
        assert list(spooled.rows("OC3")) == list(whole.rows("OC3"))
    assert len(whole.tables["OC3"]) == len(spooled.tables["OC3"]) == 299
    assert [(problem.line, problem.column) for problem in whole.problems] == [
        (9 + quoted, "CHILD"),
        (11 + quoted, "DOB"),
    ]
    assert sorted(map(str, pieces.problems)) == sorted(map(str, whole.problems))
