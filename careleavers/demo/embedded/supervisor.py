"""Starts services in order, starts one again that died, stops them in the opposite order."""

import fcntl
import os
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from careleavers.demo.embedded.account import CannotStart
from careleavers.demo.embedded.places import Places
from careleavers.demo.embedded.servers import Service

WATCH_EVERY = 0.5  # seconds
MOST_RESTARTS, RESTART_WINDOW = 3, 60.0  # times in that many seconds; past them something is wrong for good


@contextmanager
def sole_supervisor(places: Places) -> Iterator[None]:
    """Refuses while another supervisor of these places lives. The system takes the lock from one that is killed."""
    handle = os.open(places.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode().strip()
            raise CannotStart(
                f"It is already running here, as process {holder}: stop that one first (Ctrl-C, or kill {holder})."
            )
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)


class Supervisor:
    """`say` prints a sentence; `step` wraps what takes a while and prints its beginning and end."""

    def __init__(self, print_line: Callable[[str], None], step: Callable[[str], AbstractContextManager[None]]) -> None:
        self.print_line = print_line
        self.step = step
        self.services: list[Service] = []
        self.restarts: dict[Service, deque[float]] = defaultdict(lambda: deque(maxlen=MOST_RESTARTS))

    def start(self, services: Sequence[Service]) -> None:
        """One after the other, each ready before the next."""
        for service in services:
            self.services.append(service)
            with self.step(f"Starting {service.title}"):
                service.start()

    def watch(self, is_over: Callable[[], bool] = lambda: False) -> None:
        """Keep everything running until `is_over`."""
        while not is_over():
            for service in self.services:
                if not service.is_running():
                    self.restart(service)
            time.sleep(WATCH_EVERY)

    def restart(self, service: Service) -> None:
        recent, now = self.restarts[service], time.monotonic()
        if len(recent) == MOST_RESTARTS and now - recent[0] < RESTART_WINDOW:
            raise CannotStart(f"{service.title.capitalize()} keeps stopping. {service.log_tail()}")
        recent.append(now)
        with self.step(f"{service.title.capitalize()} stopped by itself, starting it again"):
            service.stop()
            service.start()

    def stop(self) -> None:
        while self.services:
            service = self.services.pop()
            with self.step(f"Stopping {service.title}"):
                service.stop()
