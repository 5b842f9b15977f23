"""A bare Debian with its own systemd, network and processes: a root of debootstrap that podman starts."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path

from scripts.image_test import LOW_LIMITS, ON_OLD_MACHINES, say
from scripts.locks import CHECKOUT

NEEDED = ("debootstrap", "podman")
# What Debian's own installer leaves on a server, and debootstrap's smallest root does not.
PACKAGES = "systemd,systemd-sysv,dbus,ca-certificates"
NAME = "careleavers-bare-machine"
CERTIFICATES = "/usr/local/share/host-certificates.crt"
REPOSITORY = "/root/repository.git"
END = "@@ this block has ended well"
LIMIT = 1200  # seconds for one block
# Debian 13's Redis asks for users of its own, which cannot be had inside a container; the rest of its shutting in can.
FOR_EVERY_SERVICE = "etc/systemd/system/service.d/no-user-namespaces.conf", "[Service]\nPrivateUsers=no\n"
LAST_WORDS = ("journalctl", "--no-pager", "--output=cat", "--lines=15", "--unit=careleavers-*")  # of our own units
NO_QUESTIONS = {"DEBIAN_FRONTEND": "noninteractive"}


class Failed(Exception):
    """A block did not end well; the message is the end of what it said."""


class Machine:
    """One shell of root in it stays open from the first block to the last, as on somebody's screen."""

    def __init__(self, suite: str, site: str, variables: dict[str, str], stack: ExitStack) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="careleavers-bare-", dir="/var/tmp"))
        stack.callback(shutil.rmtree, self.root, ignore_errors=True)
        lay_root(suite, self.root)
        self.podman: tuple[str, ...] = ("podman",)
        stack.callback(self._podman, "rm", "--force", "--time=5", NAME)
        start = ["--detach", f"--name={NAME}", f"--hostname={NAME}", "--systemd=always", f"--add-host={site}:127.0.0.1"]
        start += ["--cap-add=SYS_ADMIN"]  # as on a machine of its own: without it systemd shuts no unit in
        if self._podman("run", *start, "--rootfs", str(self.root), "/sbin/init").returncode:
            self.podman = ("podman", *ON_OLD_MACHINES)
            self._podman("rm", "--force", NAME)
            say(*self.podman, "run", *start, *LOW_LIMITS, "--rootfs", str(self.root), "/sbin/init")
        say(*self.podman, "exec", NAME, "sh", "-c", "systemctl is-system-running --wait || true")
        self.variables = as_this_machine_fetches() | NO_QUESTIONS | variables
        self.shell = self._open_shell()
        stack.callback(self.shell.kill)

    def _podman(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*self.podman, *arguments], capture_output=True, text=True)

    def _open_shell(self) -> subprocess.Popen[str]:
        given = [f"--env={name}={value}" for name, value in self.variables.items()]
        command = [*self.podman, "exec", "--interactive", *given, NAME, "bash"]
        shell = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
        )
        assert shell.stdin
        shell.stdin.write("set -o pipefail; cd /root\n")
        return shell

    def follow(self, commands: str) -> str:
        """Run them in the open shell, as somebody who pastes them and stops at the first that fails. What they said."""
        (self.root / "root" / "block.sh").write_text(commands)
        assert self.shell.stdin
        assert self.shell.stdout
        self.shell.stdin.write(f"set -e; . /root/block.sh </dev/null; set +e; printf '\\n{END}\\n'\n")
        said: list[str] = []
        for line in self.shell.stdout:
            if line.startswith(END):
                return "".join(said)
            said.append(line)  # an empty one at the end, should the last command have left its line open
        raise Failed("".join(said[-15:]) + self._podman("exec", NAME, *LAST_WORDS).stdout)

    def run_python(self, program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A program of the standard library alone, by the machine's own Python."""
        command = [*self.podman, "exec", "--interactive", NAME, "python3", "-", *arguments]
        return subprocess.run(command, input=program.read_text(), capture_output=True, text=True, timeout=LIMIT)


def lay_root(suite: str, root: Path) -> None:
    """A Debian without anything, kept packed for the next run, and this repository as it is committed."""
    packed = CHECKOUT / ".run" / "bare-machine" / f"{suite}.tar"
    if not packed.exists():
        packed.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            say("debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, f"{folder}/root")
            say("tar", "--create", "--directory", f"{folder}/root", "--file", f"{packed}.part", ".")
        Path(f"{packed}.part").rename(packed)
    say("tar", "--extract", "--directory", str(root), "--file", str(packed))
    root.chmod(0o755)
    name, text = FOR_EVERY_SERVICE
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)
    say("git", "clone", "--quiet", "--bare", "--no-local", str(CHECKOUT), str(root / REPOSITORY.lstrip("/")))
    if certificates := os.environ.get("PIP_CERT"):
        shutil.copy(certificates, root / CERTIFICATES.lstrip("/"))


def as_this_machine_fetches() -> dict[str, str]:
    """The mirror and the certificates that this machine's pip and npm use."""
    found = {name: os.environ[name] for name in ("PIP_INDEX_URL", "NPM_CONFIG_REGISTRY") if os.environ.get(name)}
    if os.environ.get("PIP_CERT"):
        found |= {"PIP_CERT": CERTIFICATES, "NODE_EXTRA_CA_CERTS": CERTIFICATES}
    return found
