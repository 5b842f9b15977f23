"""Where the embedded servers of a checkout keep their data and their sockets. Reads and starts nothing."""

from pathlib import Path
from urllib.parse import quote


def state_folder(checkout: Path) -> Path:
    return checkout / ".run"


def database_url(checkout: Path) -> str:
    return f"postgres://postgres@{quote(str(state_folder(checkout)), safe='')}/careleavers"


def redis_url(checkout: Path) -> str:
    return "redis://127.0.0.1:6390/0"
