"""Brings a program that only tests need, by Debian's package manager."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(package: str, *, says: str) -> None:
    """Where this is root on a Debian; elsewhere nothing happens. A failure is left for the tests to report."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"{says}: installing {package} with apt-get", flush=True)
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        done = subprocess.run(
            ["apt-get", "-qq", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if done.returncode:
            print(f"{says}: apt-get {arguments[0]} failed: {done.stdout.strip()[-300:]}", flush=True)
            return
