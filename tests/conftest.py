from contextlib import ExitStack

import pytest

from tests import servers

running = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # xdist's workers use the servers of their controller
        config.stash[running] = servers.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if running in config.stash:
        config.stash[running].close()
