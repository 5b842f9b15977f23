"""Our own programs, as the demo runs them."""

import http.client
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.management.commands.collectstatic import Command as CollectStatic
from django.core.management import call_command

from careleavers.demo.embedded.places import Places
from careleavers.demo.embedded.servers import Program
from careleavers.site.staticfiles import ManifestStorage

HOST = "127.0.0.1"


class Web(Program):
    """Serves static files as production does: collected, compressed, with a hash in their names."""

    def __init__(self, places: Places, checkout: Path, port: int) -> None:
        arguments = ["gunicorn", "careleavers.wsgi", "--bind", f"{HOST}:{port}", "--error-logfile"]
        super().__init__(places, checkout, "the web server", "web", arguments)
        self.port = port

    def prepare(self) -> None:
        collect_static_files(self.places.static_files)

    def extra(self) -> dict[str, Any]:
        arguments = super().extra()
        return {**arguments, "env": {**arguments["env"], "STATIC_ROOT": str(self.places.static_files)}}

    def is_ready(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/ping")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()


def collect_static_files(folder: Path) -> None:
    """What `manage.py collectstatic` does in production, in a tenth of a second; what lay there before goes."""
    command = CollectStatic()
    command.storage = ManifestStorage(str(folder), settings.STATIC_URL)
    call_command(command, interactive=False, verbosity=0, clear=True)


def worker(places: Places, checkout: Path) -> Program:
    arguments = ["celery", "-A", "careleavers", "worker", "--concurrency", "2", "--loglevel", "INFO", "--logfile"]
    return Program(places, checkout, "the worker", "worker", arguments)


def beat(places: Places, checkout: Path) -> Program:
    """Without a pid file, which would keep it from starting again after a crash."""
    arguments = ["celery", "-A", "careleavers", "beat", "--schedule", str(places.state / "beat-schedule")]
    return Program(places, checkout, "the beat", "beat", [*arguments, "--pidfile=", "--logfile"])
