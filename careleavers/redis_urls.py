"""One REDIS_URL, as Celery and the cache each want it written."""

from urllib.parse import parse_qs, urlsplit, urlunsplit


def for_celery(url: str) -> str:
    """Celery writes a unix socket's scheme and database in its own way, and believes any certificate unless told."""
    parts = urlsplit(url)
    if parts.scheme == "rediss" and "ssl_cert_reqs" not in parse_qs(parts.query):
        return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, "ssl_cert_reqs=required"]))))
    if parts.scheme != "unix":
        return url
    return f"redis+socket://{parts.path}?virtual_host={_database(url)}"


def next_database(url: str) -> str:
    """The same server, the database after the one that the URL names (0 when it names none)."""
    parts, number = urlsplit(url), _database(url) + 1
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def is_same(one: str, other: str) -> bool:
    """Whether both name the same database of the same server."""
    first, second = urlsplit(one), urlsplit(other)
    where = [(each.hostname, each.port or 6379, each.path if each.scheme == "unix" else "") for each in (first, second)]
    return where[0] == where[1] and _database(one) == _database(other)


def _database(url: str) -> int:
    parts = urlsplit(url)
    named = parse_qs(parts.query).get("db", ["0"])[0] if parts.scheme == "unix" else parts.path.strip("/")
    return int(named or 0)
