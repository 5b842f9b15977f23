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

from careleavers.site import log_settings

DEVELOPMENT, PRODUCTION = "development", "production"
# Known to everybody who has read this file: good for a demo on one machine, and for nothing else.
DEVELOPMENT_KEY = "development-only-" + "k" * 50
SHORTEST_KEY = 50  # characters, as Django's own deployment check asks
SHORTEST_TOKEN = 20  # characters
FEWEST_DIFFERENT = 8  # characters of a key: random ones, even of digits alone, have more
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# Programs that serve people or do the service's work: they may not guess whether this is a council's own machine.
NEEDS_A_MODE = {"gunicorn", "celery"}
BEARER_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")
AGE_PUBLIC_KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")
UUID_FORM = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
NOTIFY_TEMPLATE = re.compile(UUID_FORM, re.ASCII)
NOTIFY_KEY = re.compile(rf"[\w-]+-{UUID_FORM}-{UUID_FORM}", re.ASCII)
BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,62}")


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


def text(name: str, default: str | None = None, *, example: str = "") -> str:
    """The variable as it stands, without blanks at its ends. Without a default it must be set and not empty.

    Refused is what nobody means: characters that cannot be seen, and quotes that whatever read the file kept.
    """
    value = os.environ.get(name, "").strip()
    example = example or default or "…"
    if not value.isprintable():
        raise stop(name, "holds a line break or another character that cannot be seen", example)
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        raise stop(name, "is in quotes, which would be a part of it: leave them out", example)
    if not value and default is None:
        raise stop(name, "is not set: this deployment needs it", example)
    return value or default or ""


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
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
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


def comma_separated(name: str, default: str | None = "", *, example: str = "") -> list[str]:
    """A list written with commas. Without a default (None) it must be set; what is set names something."""
    value = text(name, default, example=example)
    words = [word.strip() for word in value.split(",") if word.strip()]
    if value and not words:
        raise stop(name, "names nothing", example or "…")
    return words


def words_from(name: str, known: set[str]) -> frozenset[str]:
    """A list written with commas, each a word of `known`."""
    words = comma_separated(name, example=min(known))
    for word in words:
        if word not in known:
            raise stop(name, f"holds {word!r}: write any of {', '.join(sorted(known))}", min(known))
    return frozenset(words)


def secret_key(name: str, *, production: bool) -> str:
    """The key that signs sessions and links. In production it must be long and not the published one."""
    value = text(name, None if production else DEVELOPMENT_KEY, example=_random(60))
    if production:
        _refuse_known_key(name, value)
    return value


def former_keys(name: str, *, production: bool) -> list[str]:
    """Keys that still open what they signed or encrypted. One that others know would let them sign in as anybody."""
    keys = comma_separated(name, example=_random(60))
    if production:
        for key in keys:
            _refuse_known_key(name, key)
    return keys


def second_step_keys(otherwise: list[str], *, production: bool) -> list[str]:
    """The keys of second steps, the one that encrypts first: SECOND_STEP_KEY, its former ones, then those `otherwise`
    used, so that setting it later locks nobody out."""
    own = [secret_key("SECOND_STEP_KEY", production=production)] if text("SECOND_STEP_KEY", "") else []
    return [*own, *former_keys("SECOND_STEP_KEY_FALLBACKS", production=production), *otherwise]


def token(name: str) -> str:
    """A secret that a machine sends with each request; empty when unset."""
    value = text(name, "", example=_random(30))
    if value and (len(value) < SHORTEST_TOKEN or _is_pattern(value)):
        raise stop(name, f"is too easy to guess: use {SHORTEST_TOKEN} random characters or more", _random(30))
    if value and not BEARER_TOKEN.fullmatch(value):
        raise stop(name, "holds what no header can carry: use letters and digits", _random(30))
    return value


def _random(length: int) -> str:
    return f"the output of: python3 -c 'import secrets; print(secrets.token_urlsafe({length}))'"


def _refuse_known_key(name: str, value: str) -> None:
    if value.lower().startswith("development-only-"):
        raise stop(name, "is the key that this project publishes for its demo, which anybody can read", _random(60))
    if len(value) < SHORTEST_KEY or _is_pattern(value):
        raise stop(name, f"is too easy to guess: use {SHORTEST_KEY} random characters or more", _random(60))


def _is_pattern(secret: str) -> bool:
    """Whether it has few different characters, or is one piece said again and again."""
    return len(set(secret)) < FEWEST_DIFFERENT or secret in (secret + secret)[1:-1]


def folder(name: str, default: str = "") -> str:
    """The whole path of a folder that is there or may be made; empty when unset."""
    value = text(name, default, example=default or "/var/lib/careleavers")
    if value and (not value.startswith("/") or not value.strip("/")):
        raise stop(name, f"is {value!r}: write the whole path of a folder", default or "/var/lib/careleavers")
    if os.path.exists(value) and not os.path.isdir(value):
        raise stop(name, f"is {value!r}, which is a file: name a folder", default or "/var/lib/careleavers")
    return value


def key_file(name: str) -> str:
    """The path of a file that holds a key; empty when unset. It need not be there yet."""
    value = text(name, "")
    if value and (not value.startswith("/") or os.path.isdir(value)):  # not repeated: it may be the key itself
        raise stop(name, "is no whole path of a file", "/run/secrets/backup-private-key")
    return value


def matching(name: str, pattern: re.Pattern[str], fault: str, *, example: str) -> str:
    """Text of this form; empty when unset."""
    value = text(name, "", example=example)
    if value and not pattern.fullmatch(value):
        raise stop(name, fault, example)
    return value


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
