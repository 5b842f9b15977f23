"""The examples of a deployment name programs and settings that exist."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
EXAMPLES = CHECKOUT / "docs" / "examples"
UNITS, OF_PRACTICE = sorted(EXAMPLES.glob("careleavers-*")), sorted(EXAMPLES.glob("practice-*"))
SERVICES = [unit for unit in (*UNITS, *OF_PRACTICE) if unit.suffix == ".service"]


def section(unit: Path, name: str) -> dict[str, str]:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(unit)
    return dict(parser[name])


def test_every_program_has_a_unit() -> None:
    names = [unit.name.removeprefix("careleavers-") for unit in UNITS]
    assert names == ["backup.service", "backup.timer", "beat.service", "web.service", "web.socket", "worker.service"]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_starts_what_is_there_as_nobody_special(unit: Path) -> None:
    service = section(unit, "Service")
    program, *words = service["ExecStart"].split()
    installed = CHECKOUT / ".venv" / "bin" / Path(program).name
    assert installed.exists()
    assert service["User"] == unit.name.partition("-")[0]
    assert service["EnvironmentFile"] == f"/etc/{service['User']}.env"
    assert service["NoNewPrivileges"] == "yes"
    if words[0] == "manage.py":
        assert (CHECKOUT / f"careleavers/management/commands/{words[1]}.py").exists()


def test_the_proxy_passes_on_what_the_settings_trust() -> None:
    """Seen to fail: with `Host $host`, behind which every form was refused at a port of its own."""
    text = (EXAMPLES / "nginx.conf").read_text()
    headers = dict(re.findall(r"proxy_set_header (\S+) ([^;]+);", text))
    assert headers == {
        "Host": "$http_host",
        "X-Request-ID": "$request_id",
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-For": "$proxy_add_x_forwarded_for",
    }
    listens = section(EXAMPLES / "careleavers-web.socket", "Socket")["ListenStream"]
    assert f"proxy_pass http://{listens};" in text


def test_the_proxy_logs_nobody_who_was_searched_for() -> None:
    """Seen to fail in a real nginx, whose own form of a line has the whole address, and that of the page before."""
    text = (EXAMPLES / "nginx.conf").read_text()
    [line] = re.findall(r"^log_format careleavers '(.+)';$", text, re.MULTILINE)
    named = set(re.findall(r"\$(\w+)", line))
    assert "uri" in named
    assert not named & {"request", "request_uri", "args", "query_string", "http_referer", "http_cookie"}
    assert re.findall(r"access_log (\S+) ?(\w*);", text) == [
        ("off", ""),
        ("/var/log/nginx/careleavers.log", "careleavers"),
    ]
    assert "careleavers-error.log crit;" in text  # its messages of errors have it too


def test_every_variable_of_the_table_is_read_somewhere() -> None:
    table = (CHECKOUT / "docs" / "deployment.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([A-Z][A-Z_]+)`", " ".join(re.findall(r"^\| (.*?) \|", table, re.MULTILINE))))
    sources = [CHECKOUT / "gunicorn.conf.py", *(CHECKOUT / "careleavers").rglob("*.py")]
    read = "\n".join(path.read_text() for path in sources)
    assert len(named) > 30
    assert not {name for name in named if f'"{name}"' not in read}


def test_systemd_can_read_the_units(tmp_path: Path) -> None:
    """Where systemd is installed: programs that this machine has elsewhere are its only complaint."""
    verify = shutil.which("systemd-analyze")
    if verify is None:
        return  # the tests above read them, too
    units_of_practice(tmp_path)
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text())
    for unit in tmp_path.iterdir():
        unit.write_text(unit.read_text().replace("/srv/careleavers", str(CHECKOUT)))
    said = subprocess.run([verify, "verify", *tmp_path.iterdir()], capture_output=True, text=True)
    of_ours = [line for line in said.stderr.splitlines() if re.search(r"(careleavers|practice)-", line)]
    assert not [line for line in of_ours if "is not executable" not in line]


def units_of_practice(folder: Path) -> None:
    """What the block of the page writes, into this folder."""
    page = (CHECKOUT / "docs" / "deployment.md").read_text()
    block = page.partition("```sh practice: the units\n")[2].partition("```")[0]
    commands = block.partition("systemctl")[0].replace("/etc/systemd/system", str(folder))
    subprocess.run(["bash", "-e", "-u", "-c", commands], cwd=CHECKOUT, check=True)


def test_the_units_of_a_practice_council_share_nothing_with_the_real_ones(tmp_path: Path) -> None:
    """Account, settings, folders and port. Seen to fail: with the port left out of the block."""
    units_of_practice(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    kinds = ("again.service", "again.timer", "beat.service", "web.service", "web.socket", "worker.service")
    assert names == [f"practice-{kind}" for kind in kinds]
    for path in tmp_path.iterdir():
        text = path.read_text()
        assert not re.search(r"careleavers-|careleavers\.env|User=careleavers|127\.0\.0\.1:8000", text), path.name
