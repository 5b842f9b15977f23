"""Readers of the environment where it names machines: sites, databases, queues, mail servers, and where to listen."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from psycopg2 import ProgrammingError
from psycopg2.extensions import make_dsn

from careleavers.environment import comma_separated, stop, text

HOST_NAME = re.compile(
    r"\.?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-f:]+\]"
)
ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")
# Of a machine of the council's own, where names may hold an underscore.
SERVER_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*")
SENDER = re.compile(r"""(?:"[^"<>]*"|[^"<>@,]*)\s*<([^<>\s]+)>|([^<>\s]+)""")
MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([^@]+)")
SSL_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}
# Of a connection to Postgres: what the product sets itself, and would set over what is said here.
OWN_DATABASE_OPTIONS = {"options", "connect_timeout"}
# What both Celery and the cache understand after the question mark, by scheme, and the form of its value.
REDIS_OPTIONS: dict[str, dict[str, str]] = {
    "redis": {},
    "rediss": {
        "ssl_cert_reqs": "required|optional|none",
        "ssl_check_hostname": "true|false",
        "ssl_ca_certs": "/.+",
        "ssl_certfile": "/.+",
        "ssl_keyfile": "/.+",
    },
    "unix": {"db": "[0-9]{1,4}"},
}


def hosts(name: str, default: str | None) -> list[str]:
    """Host names; a leading dot stands for every name below. Not *, which would believe any name a stranger sends."""
    example = "leaving-care.council.gov.uk"
    names = comma_separated(name, default, example=example)
    for host in names:
        if not _is_host(host):
            raise stop(
                name, f"holds {host!r}, which is no host name: write names alone, without https:// or a port", example
            )
    return names


def origins(name: str) -> list[str]:
    example = "https://leaving-care.council.gov.uk"
    found = comma_separated(name, example=example)
    for origin in found:
        host = (_address(name, origin, example).hostname or "").removeprefix("*.")
        if not ORIGIN.fullmatch(origin) or not _is_host(host):
            raise stop(name, f"holds {origin!r}: write https:// and the host, without a path", example)
    return found


def _is_host(name: str) -> bool:
    """A name, with or without a leading dot, or an address (of version 6 in square brackets)."""
    return bool(HOST_NAME.fullmatch(name)) and (not re.fullmatch(r"\[.*|[0-9.]+", name) or _is_ip(name.strip("[]")))


def _is_server(name: str) -> bool:
    """One machine that can be connected to."""
    if not SERVER_NAME.fullmatch(name) or re.fullmatch(r"[0-9.]+", name):
        return _is_ip(name)
    return len(name) <= 253 and max(map(len, name.split("."))) <= 63


def _is_ip(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def database_url(name: str, default: str | None) -> str:
    """The address of a Postgres database."""
    example = "postgres://careleavers:password@database.council.gov.uk:5432/careleavers"
    value = text(name, default, example=example)
    if value == default:
        return value
    parts = _address(name, value, example)
    if parts.scheme not in ("postgres", "postgresql"):
        raise stop(name, f"begins with {parts.scheme or 'nothing'}: only Postgres is supported (postgres://)", example)
    if not parts.path.strip("/") or "://" not in value:
        raise stop(name, "names no database after the last slash", example)
    if "/" in parts.path[1:]:
        fault = "names a database with a slash; write special characters of a password as %xx"
        raise stop(name, fault, example)
    if not unquote(value).isprintable():
        raise stop(name, "holds a character that cannot be seen", example)
    for host in unquote(parts.hostname or "").split(","):  # none and a folder: the socket of this machine
        if host and not host.startswith("/") and not _is_server(host):
            raise stop(name, f"names {host!r}, which is no host", example)
    _check_database_options(name, dict(parse_qsl(parts.query, keep_blank_values=True)), f"{example}?sslmode=require")
    return value


def _check_database_options(name: str, options: dict[str, str], example: str) -> None:
    """Refuse what comes after the question mark, as Postgres' own library would judge it at the first connection."""
    if own := OWN_DATABASE_OPTIONS & set(options):
        raise stop(name, f"sets {min(own)}, which the product sets itself", example)
    if options.get("sslmode", "require") not in SSL_MODES:
        raise stop(name, f"has an sslmode that is none of {', '.join(sorted(SSL_MODES))}", example)
    try:
        make_dsn(**options)
    except (ProgrammingError, TypeError):  # whose words may hold a part of the password
        fault = "has an option after the question mark that Postgres does not know; write ? in a password as %3F"
        raise stop(name, fault, example) from None


def redis_url(name: str, default: str | None) -> str:
    """The address of a Valkey or Redis server, with the number of a database."""
    example = "redis://:password@queue.council.gov.uk:6379/0"
    value = text(name, default, example=example)
    if value == default:
        return value
    parts = _address(name, value, example)
    if not value.startswith(tuple(f"{scheme}://" for scheme in REDIS_OPTIONS)):
        raise stop(name, f"begins with {parts.scheme or 'nothing'}: write redis://, or rediss:// for TLS", example)
    if parts.scheme == "unix":
        if parts.netloc or not parts.path.strip("/"):
            raise stop(name, "names no socket: write its path after three slashes", "unix:///run/valkey.sock?db=0")
    else:
        if not parts.hostname:
            raise stop(name, "names no host", example)
        if not _is_server(parts.hostname):
            raise stop(name, f"names {parts.hostname!r}, which is no host", example)
        if not re.fullmatch(r"/?|/[0-9]{1,4}", parts.path):
            raise stop(name, f"ends in {parts.path!r}: the database is a number", example)
    for option, value_of_it in parse_qsl(parts.query, keep_blank_values=True):
        if not re.fullmatch(REDIS_OPTIONS[parts.scheme].get(option, "(?!)"), value_of_it):
            known = ", ".join(REDIS_OPTIONS[parts.scheme]) or "nothing: the database is the number after the last slash"
            raise stop(name, f"says after the question mark what is not understood there; known is {known}", example)
    return value


def _address(name: str, value: str, example: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        if parts.port == 0:  # raises where it is no number, or too large
            raise ValueError
    except ValueError:  # whose words may hold a part of the password
        fault = "is no address: a port is a number up to 65535; write special characters of a password as %xx"
        raise stop(name, fault, example) from None
    return parts


def web_address(name: str) -> str:
    """Of a service that is asked by http; empty when unset."""
    example = "https://storage.council.gov.uk"
    value = text(name, "", example=example)
    parts = _address(name, value, example)
    if value and not (parts.scheme in ("http", "https") and _is_server(parts.hostname or "")):
        raise stop(name, "is no address of a service: write https:// and its host", example)
    return value


def server(name: str, default: str) -> str:
    """The name or address of one machine, without a port."""
    value = text(name, default)
    if not _is_server(value):
        raise stop(name, f"is {value!r}: write the name of one machine, without its port", "mail.council.gov.uk")
    return value


def scanner_address(name: str) -> str:
    """Where ClamAV's daemon listens: its socket as "unix:/path", or "host:port"; empty when unset."""
    example = "unix:/run/clamav/clamd.ctl"
    value = text(name, "", example=example)
    if value.startswith("/"):
        value = f"unix:{value}"
    if not value or re.fullmatch(r"unix:/.+", value):
        return value
    host, _, port = value.rpartition(":")
    if (not _is_server(host.strip("[]")) and not _is_host(host)) or not port.isascii() or not port.isdigit():
        raise stop(name, f"is {value!r}: write the path of its socket, or a host and a port", example)
    if not 0 < int(port) < 65_536:
        raise stop(name, f"names port {port}, which there is not", "clamd.council.gov.uk:3310")
    return value


def bind(name: str, default: str) -> str:
    """Where gunicorn listens: an address and a port, the path of a socket, or the number of an open one."""
    value = text(name, default)
    host, _, port = value.rpartition(":")
    of_version_6 = host.startswith("[")
    inner = host[1:-1] if of_version_6 and host.endswith("]") else host
    listens = _is_server(inner) and of_version_6 == (":" in inner) and re.fullmatch(r"[0-9]{1,5}", port)
    if not (listens and 0 < int(port) <= 65_535) and not re.fullmatch(r"unix:/.+|fd://[0-9]+", value):
        raise stop(name, f"is {value!r}: write an address, a colon and a port", default)
    return value


def sender(name: str, default: str) -> str:
    """The address that mail comes from, alone or as Name <address>."""
    value = text(name, default)
    written = SENDER.fullmatch(value)
    address = MAIL_ADDRESS.fullmatch(written[1] or written[2]) if written else None
    if not address or not _is_server(address[1]):
        raise stop(name, f"is {value!r}: write one address", "leaving-care@council.gov.uk")
    return value


def mail_login() -> tuple[str, str]:
    """What the mail server is told: both empty, or both set."""
    user, password = text("EMAIL_HOST_USER", ""), text("EMAIL_HOST_PASSWORD", "")
    for name, value, other in (("EMAIL_HOST_USER", user, password), ("EMAIL_HOST_PASSWORD", password, user)):
        if other and not value:
            raise stop(name, "is not set, but the other of EMAIL_HOST_USER and EMAIL_HOST_PASSWORD is", "leaving-care")
        if not value.isascii():
            raise stop(name, "holds letters that no mail server is asked with: use ASCII alone", "leaving-care")
    return user, password


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
