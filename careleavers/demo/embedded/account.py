"""Which account runs the embedded servers, and what it can reach. Postgres refuses to run as root."""

import os
import pwd
import stat
from pathlib import Path
from typing import Any

# Accounts that machines have already, best first: nothing is ever added to the machine's list of users.
UNPRIVILEGED = ("postgres", "_postgres", "nobody")


class CannotStart(Exception):
    """The servers cannot start; the message says what to do."""


def server_account() -> pwd.struct_passwd | None:
    """The account to run servers as when we are root; None when they simply run as we do."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStart(
        "Postgres does not run as root and this machine has no account 'nobody': run this as another user."
    )


def owner_ids() -> tuple[int, int]:
    """User and group that own the servers' data."""
    account = server_account()
    return (account.pw_uid, account.pw_gid) if account else (os.geteuid(), os.getegid())


def as_server_account() -> dict[str, Any]:
    """The arguments of `subprocess` that run a server as its account."""
    account = server_account()
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def is_reachable(folder: Path) -> bool:
    """Whether the servers' account may enter this folder through all its parents."""
    account = server_account()
    if account is None:
        return True
    return all(
        _may_enter(each.stat(), account.pw_uid, account.pw_gid) for each in (folder, *folder.parents) if each.exists()
    )


def _may_enter(status: os.stat_result, user: int, group: int) -> bool:
    if status.st_uid == user:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == group:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def make_state_folder(folder: Path) -> None:
    """Ours to write in, the servers' account's to pass through when it is another, closed to everybody else."""
    _make(folder, os.geteuid(), owner_ids()[1], 0o710 if server_account() else 0o700)


def make_server_folder(folder: Path) -> None:
    """The servers' own: closed to everybody else."""
    _make(folder, *owner_ids(), 0o700)


def _make(folder: Path, user: int, group: int, mode: int) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (user, os.geteuid()):
        raise CannotStart(
            f"{folder} is not ours (somebody else made it): remove it, or ask its owner to, then try again."
        )
    if (found.st_uid, found.st_gid) != (user, group):
        os.chown(folder, user, group)
    if stat.S_IMODE(found.st_mode) != mode:
        folder.chmod(mode)
