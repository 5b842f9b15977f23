"""How long each of our programs waits for the database, so that one locked row never stops the whole site."""

from __future__ import annotations

from typing import NamedTuple


class Patience(NamedTuple):
    """Seconds; 0 waits for ever. `idle`: how long a transaction may be open with nothing to do."""

    lock: float
    statement: float
    idle: float


# A page gives way soon and offers what was typed again; a job may take long; a migration as long as it takes, but it
# gives up a lock that it does not get at once and tries later, since every page would wait behind it. Sooner, too, than
# Postgres looks for deadlocks (after a second): a migration of two tables and a page may each hold what the other
# wants, and Postgres ends whoever waited first, which is the page.
PATIENCE = {
    "web": Patience(lock=5, statement=30, idle=60),
    "worker": Patience(lock=60, statement=540, idle=300),
    "migrate": Patience(lock=0.8, statement=0, idle=0),
    "command": Patience(lock=60, statement=0, idle=0),
}
CONNECT_SECONDS = 5


def database_options(program: str, *, pooled: bool = False) -> dict[str, object]:
    """Options of psycopg2 for a program of ours: "web", "worker", "migrate" or "command".

    A pooler refuses the limits, and sets them itself.
    """
    patience = PATIENCE[program]
    limits = {
        "lock_timeout": patience.lock,
        "statement_timeout": patience.statement,
        "idle_in_transaction_session_timeout": patience.idle,
    }
    found: dict[str, object] = {"connect_timeout": CONNECT_SECONDS}
    if pooled:
        return found
    return found | {
        "options": " ".join(f"-c {name}={round(1000 * seconds)}" for name, seconds in limits.items()),
    }
