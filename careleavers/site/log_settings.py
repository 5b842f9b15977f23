"""Where log lines go and what they look like: the same for Django, gunicorn and Celery."""

from __future__ import annotations

from typing import Any

JSON, PLAIN = "json", "plain"
FORMATTERS = {
    JSON: {"()": "careleavers.site.log_format.JsonFormatter"},
    PLAIN: {
        "()": "careleavers.site.log_format.PlainFormatter",
        "format": "{asctime} {levelname} {name} {message}",
        "style": "{",
    },
}
# Each has handlers of its own unless told otherwise.
THROUGH_OURS = {"handlers": [], "propagate": True}
# They say in more words what the line of a request or a job says.
QUIET = ("django.server", "gunicorn.access", "celery.worker.strategy", "celery.app.trace")
# For a log that is kept, to be read after a restore: nobody reads them at a terminal.
ONLY_IN_JSON = ("careleavers.events",)


def log_settings(form: str, level: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`. `form` is JSON or PLAIN; `level` as logging names it."""
    quiet_ones = QUIET if form == JSON else (*QUIET, *ONLY_IN_JSON)
    quiet = {name: THROUGH_OURS | {"level": "WARNING"} for name in quiet_ones}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": FORMATTERS[form]},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Never DEBUG: Django would log each statement with its values.
            "django": THROUGH_OURS | {"level": "INFO" if level == "DEBUG" else level},
            "gunicorn.error": THROUGH_OURS | {"level": level},
            "celery": THROUGH_OURS | {"level": level},
            **quiet,
        },
    }
