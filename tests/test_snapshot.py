"""The snapshot that the tests' databases are copied from: made once for a change, never half, used by many at once."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from tests import snapshot


def making(data: Path, made: list[Path]) -> Callable[[], None]:
    def make() -> None:
        data.mkdir()
        (data / "PG_VERSION").write_text("any")
        made.append(data)

    return make


@pytest.mark.django_db
def test_every_migration_has_run_in_the_copy() -> None:
    """Seen to fail: with a migration added while the key left migrations out."""
    call_command("migrate", check_unapplied=True, verbosity=0)


@pytest.mark.parametrize(
    "path", ["offers/migrations/0002_more.py", "careleavers/settings.py", "tests/snapshot.py", "tests/servers.py"]
)
def test_the_key_changes_with_what_shapes_the_schema(tmp_path: Path, path: str) -> None:
    shaping = tmp_path / path
    shaping.parent.mkdir(parents=True)
    keys = {snapshot.key(tmp_path)}
    shaping.write_text("one = 1\n")
    keys.add(snapshot.key(tmp_path))
    shaping.write_text("one = 2\n")
    keys.add(snapshot.key(tmp_path))
    assert len(keys) == 3


def test_the_key_does_not_change_with_a_test_or_a_view(tmp_path: Path) -> None:
    before = snapshot.key(tmp_path)
    for path in ("offers/views.py", "tests/test_journeys.py"):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text("one = 1\n")
    assert snapshot.key(tmp_path) == before


def test_runs_that_start_together_make_it_once_and_each_gets_a_copy(tmp_path: Path) -> None:
    """Seen to fail: without the lock."""
    made: list[Path] = []
    copies = [tmp_path / f"run{number}" for number in range(4)]
    runs = [
        threading.Thread(target=snapshot.take, args=(tmp_path / "kept", "abc", data, making(data, made)))
        for data in copies
    ]
    for each in runs:
        each.start()
    for each in runs:
        each.join()
    assert len(made) == 1
    assert [(each / "PG_VERSION").read_text() for each in copies] == ["any"] * 4


def test_what_could_not_be_made_is_not_kept(tmp_path: Path) -> None:
    def fail() -> None:
        raise ValueError("a migration failed")

    with pytest.raises(ValueError, match="a migration failed"):
        snapshot.take(tmp_path / "kept", "abc", tmp_path / "run", fail)
    made: list[Path] = []
    snapshot.take(tmp_path / "kept", "abc", tmp_path / "run", making(tmp_path / "run", made))
    assert made


def test_the_last_used_are_kept_and_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / f"{snapshot.UNFINISHED}x").mkdir()
    for age in range(snapshot.KEPT + 2):
        (tmp_path / f"aged{age}").mkdir()
        os.utime(tmp_path / f"aged{age}", (1_000_000 - age, 1_000_000 - age))
    snapshot.remove_old(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == [f"aged{age}" for age in range(snapshot.KEPT)]
