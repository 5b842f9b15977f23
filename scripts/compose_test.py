"""Starts docker-compose.yml as it is, by podman-compose: what docs/deployment.md says under "Start".

    make compose-test

The image is built here, as `make image-test` does. Debian's own Postgres and Valkey stand in for the images of a hub
under their names, so the file is changed in nothing. Podman does not wait for a service to be healthy, so each is
started when the health checks of those that it depends on pass. Needs buildah, podman with names for its containers
(Debian 12: golang-github-containernetworking-plugin-dnsname) and podman-compose (PyPI's), and says so where one is
missing. Not part of `make test`: some minutes.
"""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import yaml

from scripts import image_test
from scripts.image_test import IMAGE, LOW_LIMITS, ON_OLD_MACHINES, SERVERS, empty, failure, say, wait_for
from scripts.locks import CHECKOUT

NEEDED = ("buildah", "podman", "podman-compose")
PROJECT = "careleavers-compose-test"
SITE = "leaving-care.example.gov.uk"
ADMINISTRATOR = "ada@council.example"
# What the image of the hub does before it starts Postgres, in so far as docker-compose.yml asks for it.
ENTRYPOINT = """#!/bin/sh
set -e
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    printf %s "$POSTGRES_PASSWORD" > /tmp/password
    initdb -D "$PGDATA" -U postgres -A scram-sha-256 --pwfile /tmp/password --locale C.UTF-8 -E UTF8
    echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
    echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
    echo "unix_socket_directories = '/run/postgresql'" >> "$PGDATA/postgresql.conf"
    pg_ctl -D "$PGDATA" -w -o "-c listen_addresses=" start
    export PGPASSWORD="$POSTGRES_PASSWORD"
    createdb -U postgres "$POSTGRES_DB"
    for each in /docker-entrypoint-initdb.d/*.sql; do psql -U postgres -d "$POSTGRES_DB" -f "$each"; done
    pg_ctl -D "$PGDATA" -w stop
fi
exec "$@"
"""
POSTGRES = """
FROM {servers}
COPY entrypoint /usr/local/bin/
RUN chmod 755 /usr/local/bin/entrypoint && install -d -o postgres -g postgres /var/lib/postgresql/data
RUN chmod 3777 /run/postgresql
ENV PGDATA=/var/lib/postgresql/data PATH=/usr/lib/postgresql/17/bin:/usr/local/bin:/usr/bin:/bin
ENTRYPOINT ["/usr/local/bin/entrypoint"]
"""
VALKEY = """
FROM {servers}
RUN install -d -o valkey -g valkey /data
"""
STAND_INS = {"postgres": POSTGRES, "valkey": VALKEY}
CONNECTED = "SELECT string_agg(DISTINCT usename, ' ') FROM pg_stat_activity WHERE datname = 'careleavers'"
ROLES = "SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname ~ '^careleavers' AND NOT rolsuper"


def main() -> None:
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        print(f"The compose file was not started: {' and '.join(missing)} not found. See scripts/compose_test.py.")
        return
    image_test.build(image_test.base())
    with ExitStack() as stack:
        found = []
        for name, wrong in checks(Compose(stack)):
            found.append(wrong)
            print(f"{'FAILED' if wrong else 'ok':7} {name}{': ' + wrong if wrong else ''}", flush=True)
    failed = sum(map(bool, found))
    print(f"{len(found) - failed} passed, {failed} failed")
    sys.exit(bool(failed))


class Compose:
    """podman-compose with docker-compose.yml and a filled-in copy of .env.example."""

    def __init__(self, stack: ExitStack) -> None:
        self.services = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        [self.port] = image_test.free_ports(1)
        self.environment_file = folder / ".env"
        self.environment_file.write_text(filled_in((CHECKOUT / ".env.example").read_text(), self.port))
        self.podman: tuple[str, ...] = ("podman",)
        limits: tuple[str, ...] = ()
        if subprocess.run(["podman", "run", "--rm", IMAGE, "true"], capture_output=True).returncode:
            self.podman, limits = ("podman", *ON_OLD_MACHINES), LOW_LIMITS
        program = folder / "podman"
        program.write_text(f'#!/bin/sh\nexec {" ".join(self.podman)} "$@"\n')
        program.chmod(0o755)
        # Podman would mount folders of its own over a read-only root.
        options = " ".join([*limits, "--read-only-tmpfs=false"])
        self.command = ["podman-compose", "--podman-path", str(program), f"--podman-run-args={options}"]
        self.command += ["--project-name", PROJECT, "--env-file", str(self.environment_file)]
        say("podman", "tag", IMAGE, "localhost/careleavers")
        for service, text in STAND_INS.items():
            self._stand_in(self.services[service]["image"], text, folder, stack)
        stack.callback(self.clear)
        self.clear()

    def _stand_in(self, image: str, text: str, folder: Path, stack: ExitStack) -> None:
        """Until this run ends, and only where the machine has no image of that name."""
        image = re.sub(r"^\${\w+:-(.+)}$", r"\1", image)  # unless the environment names another
        name = f"docker.io/{image if image.count('/') else f'library/{image}'}"
        if image_test.has_image(name):
            return
        stack.callback(self.do, "rmi", name)
        (folder / "entrypoint").write_text(ENTRYPOINT)
        (folder / "Containerfile").write_text(text.format(servers=SERVERS))
        options = ["--quiet", "--isolation", "chroot", "--tag", name]
        say("buildah", "bud", *options, "--file", str(folder / "Containerfile"), str(folder))

    def clear(self) -> None:
        """Nothing of an earlier run stays, its volumes least of all."""
        for service in reversed(self.services):
            self.do("rm", "--force", "--time=5", self.container(service))
        self.do("pod", "rm", "--force", f"pod_{PROJECT}")
        for volume in ("postgres", "valkey", "backups"):
            self.do("volume", "rm", "--force", f"{PROJECT}_{volume}")
        self.do("network", "rm", "--force", f"{PROJECT}_default")

    def container(self, service: str) -> str:
        return f"{PROJECT}_{service}_1"

    def do(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*self.podman, *arguments], capture_output=True, text=True)

    def compose(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*self.command, *arguments], cwd=CHECKOUT, capture_output=True, text=True)

    def start(self, service: str) -> str:
        """What is wrong: its own health check decides."""
        self.compose("up", "--detach", "--no-build", "--no-deps", service)
        checked = ("healthcheck", "run", self.container(service))
        if wait_for(lambda: self.do(*checked).returncode == 0):
            return ""
        return (self.do("logs", "--tail=5", self.container(service)).stderr or "it is not healthy")[-600:]

    def psql(self, user: str, statement: str) -> subprocess.CompletedProcess[str]:
        """By TCP, with the password that docker-compose.yml gives the container of Postgres."""
        password = {"postgres": "$POSTGRES_PASSWORD", "careleavers": "$APPLICATION_PASSWORD"}[user]
        query = f'PGPASSWORD="{password}" psql -h 127.0.0.1 -U {user} -d careleavers -Atc "$1"'
        return self.do("exec", self.container("postgres"), "sh", "-c", query, "sh", statement)


def filled_in(example: str, port: int) -> str:
    """.env.example as its comments say."""
    values: dict[str, Any] = {name: secrets.token_hex(20) for name in ("POSTGRES_PASSWORD", "VALKEY_PASSWORD")}
    values |= {name: secrets.token_hex(20) for name in ("DATABASE_OWNER_PASSWORD", "DATABASE_PASSWORD")}
    values |= {"SECRET_KEY": secrets.token_urlsafe(60), "ALLOWED_HOSTS": SITE, "PORT": port}
    lines = (line.partition("=") for line in example.splitlines())
    return "".join(f"{name}{sign}{values.get(name, value)}\n" for name, sign, value in lines)


def checks(compose: Compose) -> Iterator[tuple[str, str]]:
    """The name of each check, and what is wrong."""
    yield "the file is read, with every variable", failure(compose.compose("config"))
    for service in ("postgres", "valkey"):
        yield f"{service} is healthy", compose.start(service)
    compose.compose("up", "--no-build", "--no-deps", "migrate")
    ended = compose.do("inspect", "--format", "{{.State.ExitCode}}", compose.container("migrate")).stdout.strip()
    yield "migrate ends well", "" if ended == "0" else f"it ended with {ended}"
    for service in ("web", "worker", "beat"):
        yield f"{service} is healthy", compose.start(service)
    roles = compose.psql("postgres", ROLES).stdout.strip()
    yield "two roles, neither a superuser", "" if roles == "careleavers careleavers_owner" else roles
    connected = compose.psql("postgres", CONNECTED).stdout.strip().replace("postgres", "").split()
    yield "nobody is connected as the owner", empty([each for each in connected if each != "careleavers"])
    refused = compose.psql("careleavers", "DELETE FROM careleavers_auditevent").stderr
    yield "the audit cannot be changed", "" if "permission denied" in refused else refused
    password = secrets.token_urlsafe(12)
    add = ("python", "manage.py", "add_administrator", ADMINISTRATOR, "Ada Byron")
    given = ("exec", f"--env=ADMINISTRATOR_PASSWORD={password}", compose.container("web"))
    yield "the first account is made", failure(compose.do(*given, *add))
    yield "the administrator signs in", signed_in(compose.port, password)


class NotFollowed(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer."""

    def redirect_request(self, *_: Any) -> None:
        return None


def signed_in(port: int, password: str) -> str:
    """As through the proxy, which has taken the TLS off."""
    opener = urllib.request.build_opener(NotFollowed)
    address = f"http://127.0.0.1:{port}/accounts/login/"
    headers = {
        "Host": SITE,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "192.0.2.7",
        "Referer": f"https://{SITE}/",
    }
    page = urllib.request.urlopen(urllib.request.Request(address, headers=headers))
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    token = page.read().decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    answers = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "login": ADMINISTRATOR, "password": password})
    try:
        opener.open(urllib.request.Request(address, answers.encode(), headers | {"Cookie": cookie}))
    except urllib.error.HTTPError as answer:
        return "" if answer.code == 302 else f"it answered {answer.code}"
    return "the form came back"


if __name__ == "__main__":
    main()
