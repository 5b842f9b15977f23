"""The cache, which holds nothing but how often somebody tried to sign in: lost or away, nobody is kept out by it."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

import redis
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

PATIENCE = 0.5  # seconds for an answer
ASK_AGAIN_AFTER = 30.0  # seconds


class JSONSerializer:
    """Nothing that is read from the cache may become code, as what is pickled could."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


OPTIONS = {
    "serializer": JSONSerializer,
    "socket_connect_timeout": PATIENCE,
    "socket_timeout": PATIENCE,
    "retry": Retry(NoBackoff(), 0),
}


class LimitsCache(RedisCache):
    """While Valkey is away each web process counts by itself, in its memory: limits are then as many times as wide as
    there are processes, and start from nothing. It is asked again every half minute."""

    away_until = 0.0  # by the monotonic clock; of the process, as the memory is

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.here = LocMemCache("limits", {})

    def _ask(self, what: str, *given: Any, **named: Any) -> Any:
        if time.monotonic() >= LimitsCache.away_until:
            try:
                return getattr(super(), what)(*given, **named)
            except redis.RedisError:
                LimitsCache.away_until = time.monotonic() + ASK_AGAIN_AFTER
                logging.getLogger(__name__).warning("Valkey is away: each process counts tries to sign in by itself.")
        return getattr(self.here, what)(*given, **named)

    def add(self, *given: Any, **named: Any) -> Any:
        return self._ask("add", *given, **named)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What is there that we did not write, as another release or program may have, is not there."""
        try:
            return self._ask("get", key, default, version)
        except ValueError:
            return default

    def set(self, *given: Any, **named: Any) -> Any:
        return self._ask("set", *given, **named)

    def touch(self, *given: Any, **named: Any) -> Any:
        return self._ask("touch", *given, **named)

    def delete(self, *given: Any, **named: Any) -> Any:
        return self._ask("delete", *given, **named)

    def has_key(self, *given: Any, **named: Any) -> Any:
        return self._ask("has_key", *given, **named)

    def incr(self, *given: Any, **named: Any) -> Any:
        return self._ask("incr", *given, **named)

    def clear(self) -> Any:
        self.here.clear()
        return self._ask("clear")
