"""The virus scanner: ClamAV's daemon, asked over its socket whether something is in a file (`man clamd`, INSTREAM).

Nothing is written to a disk. Whatever is not plainly "OK" is not clean.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress

CHUNK = 64 * 1024  # bytes that are sent at once
CONNECT_WITHIN, ANSWER_WITHIN = 5.0, 120.0  # seconds
LONGEST_ANSWER = 4096  # bytes
ASK = b"zINSTREAM\0"
CLEAN = "stream: OK"
FOUND, BEFORE_FOUND = " FOUND", "stream: "
UNIX = "unix:"


class ScannerDown(Exception):
    """The scanner was not reached, or did not answer: nothing is known of any file. The message says what happened."""


class CannotScan(Exception):
    """The scanner answered and did not look at this file, such as one that is too large for it."""


def find_virus(content: bytes, address: str) -> str | None:
    """The name of what the scanner finds in the file, or None where it finds nothing.

    `address` is "unix:/path/of/the/socket" or "host:port", as `careleavers.machines.scanner_address` reads it.
    ScannerDown, CannotScan.
    """
    try:
        with _connected(address) as connection:
            connection.settimeout(ANSWER_WITHIN)
            # It ends the connection in the midst of a file that is too large, and has said why before.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(connection, content)
            answer = _answer(connection)
    except OSError as error:
        raise ScannerDown(f"{address} cannot be reached: {error.strerror or error or type(error).__name__}") from None
    if answer == CLEAN:
        return None
    if answer.startswith(BEFORE_FOUND) and answer.endswith(FOUND):
        return answer[len(BEFORE_FOUND) : -len(FOUND)]
    if not answer:
        raise ScannerDown(f"{address} ended the connection without an answer")
    raise CannotScan(answer.removeprefix(BEFORE_FOUND).removesuffix(" ERROR"))


def _connected(address: str) -> socket.socket:
    if not address.startswith(UNIX):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), CONNECT_WITHIN)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(CONNECT_WITHIN)
    try:
        connection.connect(address.removeprefix(UNIX))
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: socket.socket, content: bytes) -> None:
    connection.sendall(ASK)
    for first in range(0, len(content), CHUNK):
        part = content[first : first + CHUNK]
        connection.sendall(struct.pack(">I", len(part)) + part)
    connection.sendall(struct.pack(">I", 0))


def _answer(connection: socket.socket) -> str:
    """What it says, up to the null byte."""
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER and (more := connection.recv(LONGEST_ANSWER)):
        said += more
    return said.partition(b"\0")[0].decode(errors="replace").strip()
