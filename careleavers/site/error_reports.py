"""Errors sent to a Sentry-compatible service, where SENTRY_DSN names one: what failed and where, and of nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from careleavers.site import log_context
from careleavers.site.log_format import words_of

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

# Everything else that the library gathers (addresses, headers, forms, cookies, variables, the machine) stays here.
KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "transaction", "sdk")
KEPT_OF_A_FRAME = ("filename", "function", "module", "lineno", "in_app")
WORDS_LEFT_OUT = "(left out)"


def start(dsn: str, *, release: str, environment: str) -> None:
    """Nothing is sent, and nothing is changed, without a DSN."""
    if dsn:
        import sentry_sdk  # a twentieth of what every process takes to start, and most deployments send nothing

        sentry_sdk.init(
            dsn=dsn,
            release=release,
            environment=environment,
            include_local_variables=False,
            include_source_context=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
            before_send=without_the_record,
        )


def without_the_record(event: Event, hint: Hint) -> Event:
    """The event with what may be told, and nothing else: so a new version of the library cannot tell more."""
    found: dict[str, Any] = {key: value for key, value in event.items() if key in KEPT}
    found["tags"] = {name: value for name, value in log_context.current().items() if name != "user_id"}
    if user_id := log_context.current().get("user_id"):
        found["user"] = {"id": user_id}
    error = (hint.get("exc_info") or (None, None, None))[1]
    values = (event.get("exception") or {}).get("values") or []
    found["exception"] = {"values": [_told(each, error if each is values[-1] else None) for each in values]}
    if not values:  # an error that was only logged: the words of the code, without what was put into them
        found["message"] = str((event.get("logentry") or {}).get("message") or "")
    return cast("Event", found)


def _told(value: dict[str, Any], error: BaseException | None) -> dict[str, Any]:
    trace = (value.get("stacktrace") or {}).get("frames") or []
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "value": (error and words_of(error)) or WORDS_LEFT_OUT,
        "stacktrace": {"frames": [{key: each.get(key) for key in KEPT_OF_A_FRAME} for each in trace]},
    }
