"""ClamAV's daemon for tests, with one signature of our own: the pattern that EICAR publishes to try scanners with.

tests/conftest.py makes the fixture known. A test that uses it is marked `clamd`.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import clamd as program

SIGNATURES = Path(__file__).parent / "data" / "clamd"
# Put together here, so that no scanner takes this file itself for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FOUND = "Eicar.Test.Pattern.UNOFFICIAL"  # as the scanner calls it
LARGEST = 100_000  # bytes that it takes
STARTS_WITHIN = 60.0  # seconds
SETTINGS = """\
Foreground yes
DatabaseDirectory {signatures}
TemporaryDirectory {folder}
LocalSocket {folder}/s
TCPSocket {port}
TCPAddr 127.0.0.1
StreamMaxLength {largest}
MaxThreads 2
ExitOnOOM yes
"""


class Clamd:
    """A scanner of this run's own. `address` is its socket, `by_network` its port; it can be stopped and started."""

    def __init__(self, path: str, folder: Path) -> None:
        self.path, self.folder = path, folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address, self.by_network = f"unix:{folder}/s", f"127.0.0.1:{port}"
        (folder / "settings").write_text(
            SETTINGS.format(signatures=SIGNATURES, folder=folder, port=port, largest=LARGEST)
        )
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.process:
            return
        arguments = [self.path, "--config-file", str(self.folder / "settings")]
        self.process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            assert self.process.poll() is None, "clamd ended"
            assert time.monotonic() < until, "clamd does not start"
            time.sleep(0.02)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
            (self.folder / "s").unlink(missing_ok=True)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as asking:
            try:
                asking.connect(str(self.folder / "s"))
            except OSError:
                return False
            asking.sendall(b"zPING\0")
            return asking.recv(10) == b"PONG\0"


@pytest.fixture(scope="session")
def _one_clamd() -> Iterator[Clamd]:
    found = program.find()
    if found is None:
        pytest.skip(f"clamd was not found: {program.HOW_TO_GET_IT}")
    folder = Path(tempfile.mkdtemp(prefix="careleavers-clamd-", dir="/tmp"))
    scanner = Clamd(found, folder)
    yield scanner
    scanner.stop()
    shutil.rmtree(folder)


@pytest.fixture
def clamd(_one_clamd: Clamd, settings: pytest.FixtureRequest) -> Clamd:
    """It answers, and the product asks it."""
    _one_clamd.start()
    settings.CLAMD_ADDRESS = _one_clamd.address  # type: ignore[attr-defined]
    return _one_clamd
