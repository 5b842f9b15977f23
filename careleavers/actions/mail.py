"""Mail: written as rows in the transaction of whatever sends it, and sent from there by a worker.

A claim is committed before the mail server is asked, and lasts as long as the lease: what a worker that died had
claimed is taken up by another. A message may then go twice, under the same Message-ID, so that mail servers can drop
the second; it is never lost. None of this is an event of the audit: it says nothing about the record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from careleavers.actions.base import action
from careleavers.models import OutgoingMail, User

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)  # doubled with each failure
GIVE_UP_AFTER = timedelta(days=3)  # as long as a link to choose a password works
NOT_SENT_IN_TIME = "It could not be sent within three days."


class MailAsRows(BaseEmailBackend):
    """Django's way of sending mail, for whoever uses it: writes rows, and asks no other machine."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        messages = list(email_messages)
        queue_mail(messages=messages, now=timezone.now())
        return len(messages)


@action
def queue_mail(*, by: None = None, messages: list[EmailMessage], now: datetime) -> None:
    """Write one row for each address. Only plain text: an attachment or HTML is refused with ValueError."""
    if any(message.attachments or getattr(message, "alternatives", None) for message in messages):
        raise ValueError("Outgoing mail is plain text without attachments.")
    OutgoingMail.objects.bulk_create(
        OutgoingMail(to=address, subject=message.subject[:200], body=str(message.body), created_at=now)
        for message in messages
        for address in message.recipients()
    )


def send_due_mail() -> tuple[int, int]:
    """Send what is due; returns how many messages went and how many did not.

    When the mail server itself cannot be reached, the run ends after the first message: the others wait unharmed.
    """
    give_up_old_mail(now=timezone.now())
    sent = failed = 0
    connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    while mail := claim_mail(now=timezone.now()):
        try:
            connection.open()
        except (OSError, SMTPException) as wrong:
            record_mail_failure(mail=mail, error=_in_words(wrong), now=timezone.now())
            return sent, failed + 1
        try:
            _message(mail, connection).send()
        except (OSError, SMTPException, ValueError) as wrong:
            for_good = isinstance(wrong, ValueError) or _refused_for_good(wrong)
            record_mail_failure(mail=mail, error=_in_words(wrong), for_good=for_good, now=timezone.now())
            connection.close()
            failed += 1
        else:
            record_mail_sent(mail=mail, now=timezone.now())
            sent += 1
    connection.close()
    return sent, failed


def _message(mail: OutgoingMail, connection: BaseEmailBackend) -> EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{mail.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(mail.subject, mail.body, to=[mail.to], connection=connection, headers=headers)


def _refused_for_good(error: Exception) -> bool:
    """The mail server knows no such address: asking again would get the same reply."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _ in error.recipients.values())


def _in_words(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return f"The mail server refused the address: {code} {text.decode(errors='replace')}"
    return f"{type(error).__name__}: {error}"


@action
def claim_mail(*, by: None = None, now: datetime) -> OutgoingMail | None:
    """Claim the oldest message that is due and that no other worker has; None when there is none."""
    mail = OutgoingMail.objects.due(now).select_for_update(skip_locked=True).order_by("created_at", "pk").first()
    if mail:
        mail.tries += 1
        mail.claimed_until = now + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        mail.save(update_fields=["tries", "claimed_until"])
    return mail


@action
def record_mail_sent(*, by: None = None, mail: OutgoingMail, now: datetime) -> None:
    """The mail server has taken it. What it said is forgotten here."""
    OutgoingMail.objects.filter(pk=mail.pk).update(
        sent_at=now, given_up_at=None, body="", claimed_until=None, next_try_at=None, failed_because=""
    )


@action
def record_mail_failure(
    *, by: None = None, mail: OutgoingMail, error: str, for_good: bool = False, now: datetime
) -> None:
    """It did not go: it is tried again after a pause, unless that is no use (`for_good`)."""
    row = OutgoingMail.objects.waiting().filter(pk=mail.pk)
    if for_good:
        row.update(given_up_at=now, body="", claimed_until=None, next_try_at=None, failed_because=error[:300])
        return
    pause = min(FIRST_PAUSE * 2 ** min(mail.tries - 1, 10), LONGEST_PAUSE)
    row.update(claimed_until=None, next_try_at=now + pause, failed_because=error[:300])


@action
def give_up_old_mail(*, by: None = None, now: datetime) -> int:
    """Give up what waits for longer than three days; returns how many."""
    old = OutgoingMail.objects.waiting().filter(created_at__lt=now - GIVE_UP_AFTER)
    given_up = 0
    for mail in old.select_for_update(skip_locked=True):
        mail.given_up_at, mail.body = now, ""
        mail.failed_because = mail.failed_because or NOT_SENT_IN_TIME
        mail.save(update_fields=["given_up_at", "body", "failed_because"])
        given_up += 1
    return given_up


@action
def try_mail_again(*, by: User) -> int:
    """An administrator has mended something: what failed is due at once; returns how many messages wait."""
    return OutgoingMail.objects.failing().update(next_try_at=None)
