"""A practice council: a second instance of the same program, apart from the real one in everything that it keeps.

No code path knows both. What keeps them apart is that nothing of the one is believed by the other: keys, names of
cookies, database and broker.
"""

from __future__ import annotations

from careleavers.environment import Misconfigured
from careleavers.environment import stop as refuse_to_start

FOLDER = ".run-practice"  # of `make practice`, beside that of `make demo`
HOST_PREFIX = "__Host-"
INVENTED_DOMAIN = "@wendmere.example"  # of everybody who comes with the invented council


def own_key(key: str, *, is_practice: bool) -> str:
    """The key itself, or of a practice council another one that follows from it."""
    return f"practice-{key}" if is_practice else key


def own_cookie(name: str) -> str:
    """The name of a cookie as a practice council has it."""
    prefix = HOST_PREFIX if name.startswith(HOST_PREFIX) else ""
    return f"{prefix}practice-{name.removeprefix(HOST_PREFIX)}"


def stop(name: str, what: str) -> Misconfigured:
    """For a setting by which something would leave."""
    return refuse_to_start(name, f"is set in a practice council, which {what} leaves: leave it empty", "")
