"""The same at the same moment, by several connections."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(threads: int, act: Callable[[], Any]) -> None:
    """So many do it when the last of them is ready; fails when one of them raises."""
    barrier, errors = Barrier(threads), list[Exception]()

    def run() -> None:
        try:
            barrier.wait()
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    running = [Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert not errors
