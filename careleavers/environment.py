"""Readers of the environment.

A variable that is missing or cannot be read stops the start with one sentence and no traceback: its name, what is wrong
with its value, and an example.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from careleavers.site import log_settings

DEVELOPMENT, PRODUCTION = "development", "production"
# Known to everybody who has read this file: good for a demo on one machine, and for nothing else.
DEVELOPMENT_KEY = "development-only-" + "k" * 50
SHORTEST_KEY = 50  # characters, as Django's own deployment check asks
SHORTEST_TOKEN = 20  # characters
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# Programs that serve people or do the service's work: they may not guess whether this is a council's own machine.
NEEDS_A_MODE = {"gunicorn", "celery"}
HOST_NAME = re.compile(
    r"\.?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-f:]+\]"
)
ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")


class Misconfigured(SystemExit):
    """Ends the process with the sentence on standard error and exit status 1, whichever program it is."""


def stop(name: str, fault: str, example: str) -> Misconfigured:
    return Misconfigured(f"{name} {fault}. For example: {name}={example}")


def program() -> str:
    """What this process is: "web", "worker" (Celery's worker and beat), "migrate", or another "command"."""
    names = {Path(part).stem for part in Path(sys.argv[0]).parts[-2:]}
    if "gunicorn" in names or "runserver" in sys.argv[1:2]:
        return "web"
    if "celery" in names:
        return "worker"
    return "migrate" if sys.argv[1:2] == ["migrate"] else "command"


def text(name: str, default: str | None = None, *, example: str = "…") -> str:
    """The variable as it stands, without blanks at its ends. Without a default it must be set and not empty."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise stop(name, "is not set: this deployment needs it", example)
    return value


def mode(*, required: bool = False) -> str:
    """`production` or `development`. Unset means development, but not for a program that serves people."""
    value = os.environ.get("CARELEAVERS_MODE")
    if value is None:
        if required or NEEDS_A_MODE & {Path(part).stem for part in Path(sys.argv[0]).parts[-2:]}:
            raise stop("CARELEAVERS_MODE", f"is not set: say {PRODUCTION} or {DEVELOPMENT}", PRODUCTION)
        return DEVELOPMENT
    if value not in (PRODUCTION, DEVELOPMENT):
        raise stop("CARELEAVERS_MODE", f"is {value!r}: write exactly {PRODUCTION} or {DEVELOPMENT}", PRODUCTION)
    return value


def boolean(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise stop(name, f"is {value!r}: write yes or no", "yes")


def integer(name: str, default: int, *, least: int = 0, most: int = 1_000_000_000) -> int:
    """A whole number from `least` to `most`, both included."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not re.fullmatch(r"[0-9]{1,10}", value) or not least <= int(value) <= most:
        raise stop(name, f"is {value!r}: write a whole number from {least:,} to {most:,}", str(default))
    return int(value)


def comma_separated(name: str, default: str | None = "", *, example: str = "…") -> list[str]:
    """A list written with commas. Without a default (None) it must be set and name something."""
    words = [word.strip() for word in text(name, default, example=example).split(",") if word.strip()]
    if default is None and not words:
        raise stop(name, "names nothing", example)
    return words


def words_from(name: str, known: set[str]) -> frozenset[str]:
    """A list written with commas, each a word of `known`."""
    words = comma_separated(name)
    for word in words:
        if word not in known:
            raise stop(name, f"holds {word!r}: write any of {', '.join(sorted(known))}", min(known))
    return frozenset(words)


def secret_key(name: str, *, production: bool) -> str:
    """The key that signs sessions and links. In production it must be long and not the published one."""
    example = "the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(60))'"
    value = text(name, None if production else DEVELOPMENT_KEY, example=example)
    if not production:
        return value
    if value.startswith("development-only-"):
        raise stop(name, "is the key that this project publishes for its demo, which anybody can read", example)
    if len(value) < SHORTEST_KEY or len(set(value)) < 5:
        raise stop(name, f"is too easy to guess: use {SHORTEST_KEY} random characters or more", example)
    return value


def second_step_keys(otherwise: list[str], *, production: bool) -> list[str]:
    """The keys of second steps, the one that encrypts first: SECOND_STEP_KEY, its former ones, then those `otherwise`
    used, so that setting it later locks nobody out."""
    own = [secret_key("SECOND_STEP_KEY", production=production)] if text("SECOND_STEP_KEY", "") else []
    return [*own, *comma_separated("SECOND_STEP_KEY_FALLBACKS"), *otherwise]


def token(name: str) -> str:
    """A secret that a machine sends with each request; empty when unset."""
    value = text(name, "")
    if value and len(value) < SHORTEST_TOKEN:
        example = "the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(30))'"
        raise stop(name, f"is too easy to guess: use {SHORTEST_TOKEN} random characters or more", example)
    return value


def sentry_dsn(name: str) -> str:
    """Where errors are sent; empty when unset."""
    example = "https://key@errors.council.gov.uk/1"
    value = text(name, "")
    if not value:
        return value
    parts = _address(name, value, example)
    if parts.scheme not in ("http", "https") or not (parts.username and parts.hostname):
        raise stop(name, "is no DSN: copy it as the service shows it", example)
    if not re.fullmatch(r"(/[^/]+)*/[0-9]+", parts.path):
        raise stop(name, "names no project: it ends in a number", example)
    return value


def hosts(name: str, default: str | None) -> list[str]:
    """Host names; a leading dot stands for every name below. Not *, which would believe any name a stranger sends."""
    example = "leaving-care.council.gov.uk"
    names = comma_separated(name, default, example=example)
    for host in names:
        if not HOST_NAME.fullmatch(host):
            raise stop(
                name, f"holds {host!r}, which is no host name: write names alone, without https:// or a port", example
            )
    return names


def origins(name: str) -> list[str]:
    found = comma_separated(name)
    for origin in found:
        if not ORIGIN.fullmatch(origin):
            fault = f"holds {origin!r}: write https:// and the host, without a path"
            raise stop(name, fault, "https://leaving-care.council.gov.uk")
    return found


def database_url(name: str, default: str | None) -> str:
    """The address of a Postgres database."""
    example = "postgres://careleavers:password@database.council.gov.uk:5432/careleavers"
    value = text(name, default, example=example)
    if value == default:
        return value
    parts = _address(name, value, example)
    if parts.scheme not in ("postgres", "postgresql"):
        raise stop(name, f"begins with {parts.scheme or 'nothing'}: only Postgres is supported (postgres://)", example)
    if not parts.path.strip("/"):
        raise stop(name, "names no database after the last slash", example)
    return value


def redis_url(name: str, default: str | None) -> str:
    """The address of a Valkey or Redis server, with the number of a database."""
    example = "redis://:password@queue.council.gov.uk:6379/0"
    value = text(name, default, example=example)
    if value == default:
        return value
    parts = _address(name, value, example)
    if parts.scheme not in ("redis", "rediss", "unix"):
        raise stop(name, f"begins with {parts.scheme or 'nothing'}: write redis://, or rediss:// for TLS", example)
    if parts.scheme != "unix":
        if not parts.hostname:
            raise stop(name, "names no host", example)
        if not re.fullmatch(r"/?|/[0-9]{1,4}", parts.path):
            raise stop(name, f"ends in {parts.path!r}: the database is a number", example)
    return value


def _address(name: str, value: str, example: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  raises where it is no number
    except ValueError:  # whose words may hold a part of the password
        raise stop(name, "is no address; write special characters of a password as %xx", example) from None
    return parts


def one_of(name: str, default: str, known: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in known:
        raise stop(name, f"is {value!r}: write one of {', '.join(known)}", default)
    return value


def log_form(*, production: bool) -> str:
    """One JSON object a line, or plain text for people; which of the two LOG_FORMAT says."""
    return one_of("LOG_FORMAT", log_settings.JSON if production else log_settings.PLAIN, tuple(log_settings.FORMATTERS))


def log_level(name: str, default: str) -> str:
    value = text(name, default).upper()
    if value not in LOG_LEVELS:
        raise stop(name, f"is {os.environ.get(name)!r}: write one of {', '.join(LOG_LEVELS)}", default)
    assert isinstance(logging.getLevelName(value), int)
    return value
