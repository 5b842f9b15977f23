"""GOV.UK Notify, by its own client: sends a letter or a text, finds one that it has, and says what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from offers.queries.letter_channels import service_is_connected
from offers.rules.posting import Postage
from offers.rules.printing_service import SECONDS_TO_WAIT, ServiceRefusal, refusal_of


class ServiceRefused(Exception):
    """The service did not do what it was asked, or its answer cannot be read: then nobody knows whether it did.

    The text is for the log and the row: a status code and the service's own words, without anything that was sent.
    """

    def __init__(self, refusal: ServiceRefusal, text: str) -> None:
        super().__init__(text)
        self.refusal = refusal


@dataclass(frozen=True)
class KnownLetter:
    """A letter that the service has. `posted_on`: the day on which it says that it went; None while it has not said."""

    id: UUID
    status: str = ""
    handed_in_at: datetime | None = None
    posted_on: date | None = None


class PrintingService:
    """One client for one run: it is not to be shared between threads."""

    def __init__(self, key: str, address: str, seconds: float = SECONDS_TO_WAIT) -> None:
        self._client = NotificationsAPIClient(key, base_url=address, timeout=seconds)

    def close(self) -> None:
        self._client.request_session.close()

    def send(self, reference: UUID, pdf: bytes, postage: Postage) -> KnownLetter:
        """Hand a letter in. The service takes two under one reference: `find` before."""
        with _answers():
            answer = self._client.send_precompiled_letter_notification(str(reference), BytesIO(pdf), postage.value)
            return KnownLetter(UUID(answer["id"]))

    def send_text(self, reference: UUID, number: str, words: str) -> KnownLetter:
        """Have these words sent to a mobile. The service takes two under one reference: `find` before."""
        template = settings.NOTIFY_TEXT_TEMPLATE
        if not template:
            raise ServiceRefused(ServiceRefusal.LETTER, "no template for texts is named")
        with _answers():
            answer = self._client.send_sms_notification(number, template, {"words": words}, str(reference))
            return KnownLetter(UUID(answer["id"]))

    def find(self, reference: UUID, *, is_text: bool = False) -> list[KnownLetter]:
        """The letters, or the texts, that it has under our reference."""
        kind = "sms" if is_text else "letter"
        with _answers():
            answer = self._client.get_all_notifications(template_type=kind, reference=str(reference))
            return [_known(each) for each in answer["notifications"]]

    def look(self, notify_id: UUID) -> KnownLetter | None:
        """The letter of this id; None where it knows none."""
        try:
            with _answers():
                return _known(self._client.get_notification_by_id(str(notify_id)))
        except ServiceRefused as refused:
            if isinstance(refused.__cause__, APIError) and refused.__cause__.status_code == 404:
                return None
            raise


@contextmanager
def connected_service() -> Iterator[PrintingService | None]:
    """The service, as the environment names it; None where nobody has given a key."""
    if not service_is_connected():
        yield None
        return
    service = PrintingService(settings.NOTIFY_API_KEY, settings.NOTIFY_URL)
    try:
        yield service
    finally:
        service.close()


@contextmanager
def _answers() -> Iterator[None]:
    """Whatever the client raises, and whatever an answer lacks, as ServiceRefused."""
    try:
        yield
    except APIError as error:
        name, text = _said(error)
        raise ServiceRefused(refusal_of(error.status_code, name), text) from error
    except (KeyError, TypeError, ValueError) as error:
        raise ServiceRefused(ServiceRefusal.UNCLEAR, f"its answer cannot be read ({type(error).__name__})") from error


def _said(error: APIError) -> tuple[str, str]:
    """The name of the error, and status and words for people. Where nothing answered, the client calls it 503."""
    if error.response is None:
        return "", "it did not answer"
    try:
        first = error.response.json()["errors"][0]
        name, message = str(first["error"]), str(first["message"])
    except (KeyError, TypeError, ValueError, IndexError):
        name, message = "", ""
    return name, f"{error.status_code} {message or name}".strip()[:200]


def _known(notification: dict[str, Any]) -> KnownLetter:
    status = notification["status"]
    if not isinstance(status, str):
        raise TypeError("A status is text.")
    posted = _moment(notification.get("completed_at")) or _moment(notification.get("sent_at"))
    return KnownLetter(
        UUID(notification["id"]),
        status[:30],
        _moment(notification.get("created_at")),
        timezone.localdate(posted) if posted else None,
    )


def _moment(text: Any) -> datetime | None:
    """A moment with its time zone; None for whatever else may stand there."""
    try:
        moment = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None
