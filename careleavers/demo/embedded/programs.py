"""Our own programs, as the demo runs them."""

import http.client
from pathlib import Path

from careleavers.demo.embedded.places import Places
from careleavers.demo.embedded.servers import Program

HOST = "127.0.0.1"


class Web(Program):
    def __init__(self, places: Places, checkout: Path, port: int) -> None:
        arguments = ["gunicorn", "careleavers.wsgi", "--bind", f"{HOST}:{port}", "--error-logfile"]
        super().__init__(places, checkout, "the web server", "web", arguments)
        self.port = port

    def is_ready(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/ping")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()


def worker(places: Places, checkout: Path) -> Program:
    arguments = ["celery", "-A", "careleavers", "worker", "--concurrency", "2", "--loglevel", "INFO", "--logfile"]
    return Program(places, checkout, "the worker", "worker", arguments)


def beat(places: Places, checkout: Path) -> Program:
    """Without a pid file, which would keep it from starting again after a crash."""
    arguments = ["celery", "-A", "careleavers", "beat", "--schedule", str(places.state / "beat-schedule")]
    return Program(places, checkout, "the beat", "beat", [*arguments, "--pidfile=", "--logfile"])
