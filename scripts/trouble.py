"""Set-up's failures, each told in a sentence that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

NO_DISK = ("No space left on device", "ENOSPC", "Disk quota exceeded")
WRONG_HASH = ("DO NOT MATCH THE HASHES", "EINTEGRITY")
NO_TRUST = ("CERTIFICATE_VERIFY_FAILED", "SELF_SIGNED_CERT", "UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_VERIFY_LEAF")
NO_REGISTRY = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "nodename nor servname",
    "NewConnectionError",
    "ConnectTimeoutError",
    "Max retries exceeded",
    "Network is unreachable",
    "No matching distribution found",
    "ProxyError",
    "ReadTimeoutError",
    "ENOTFOUND",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "ENETUNREACH",
)


class Trouble(Exception):
    """Set-up cannot go on; the message is a sentence for whoever runs it."""


def explain(doing: str, output: str) -> str:
    """The sentence for a tool that failed while `doing`, judged by what it printed."""
    if any(sign in output for sign in NO_DISK):
        return f"Could not {doing}: the disk is full. Free 2 GB, then run this again."
    if any(sign in output for sign in WRONG_HASH):
        return (
            f"Could not {doing}: a fetched file is not the one the lock names. "
            "Do not use it, and find out what stands between this machine and the registry."
        )
    if any(sign in output for sign in NO_TRUST):
        return (
            f"Could not {doing}: this machine does not trust the registry's certificate. Behind a proxy that reads "
            "TLS, set PIP_CERT and NODE_EXTRA_CA_CERTS to the file of its certificate authority, then run this again."
        )
    if any(sign in output for sign in NO_REGISTRY):
        return (
            f"Could not {doing}: the package registry cannot be reached. Check the network and the proxy or mirror "
            "that pip and npm are set to use, then run this again."
        )
    tail = "\n".join(output.strip().splitlines()[-15:])
    return f"Could not {doing}. It said:\n{tail}"


def run(command: Sequence[str], cwd: Path, doing: str) -> str:
    """What the command printed; Trouble when it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # npm trusts the authorities that this machine trusts: councils' proxies often have one of their own.
        env={**os.environ, "NODE_USE_SYSTEM_CA": "1"},
    )
    if done.returncode:
        raise Trouble(explain(doing, done.stdout))
    return done.stdout


def exit_code(work: Callable[[], object], stopped: str = "Stopped.") -> int:
    """Of a script that does `work`: 0, or 1 after a sentence that says what went wrong."""
    try:
        work()
    except Trouble as trouble:
        print(f"\n{stopped} {trouble}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\n{stopped} {explain('write the files', str(error))}", file=sys.stderr)
        return 1
    return 0
