"""Mail: written as rows in the transaction of whatever sends it, and sent from there by a worker.

A claim is committed before the mail server is asked, and lasts as long as the lease: what a worker that died had
claimed is taken up by another. A message may then go twice, under the same Message-ID, so that mail servers can drop
the second; it is never lost. What another app wrote and follows (`follow_mail`) it may keep from going twice: that is
given up where nobody knows whether it went. None of this is an event of the audit: it says nothing about the record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from careleavers.actions.base import action
from careleavers.models import OutgoingMail, User

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)  # doubled with each failure
GIVE_UP_AFTER = timedelta(days=3)  # as long as a link to choose a password works
# What the mail server says: after these it is certain that it has not taken the message.
REFUSALS = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError)
NOT_SENT_IN_TIME = "It could not be sent within three days."


class MailFollower(Protocol):
    """What an app does about messages that it wrote, inside the action that changes the row; nothing about others."""

    def why_not(self, *, mail: OutgoingMail, may_have_gone: bool, now: datetime) -> str:
        """Why a message that is claimed must not be sent, as a sentence; "" where it may."""

    def settled(self, *, mail: OutgoingMail, now: datetime) -> None:
        """The mail server has taken it, or it was given up: the row says which."""


_followers: list[MailFollower] = []


def follow_mail(follower: MailFollower) -> None:
    """Ask this one before a message goes, and tell it what became of it."""
    _followers.append(follower)


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
            record_mail_failure(
                mail=mail,
                error=_in_words(wrong),
                for_good=isinstance(wrong, ValueError) or _refused_for_good(wrong),
                may_have_gone=isinstance(wrong, OSError) and not isinstance(wrong, REFUSALS),
                now=timezone.now(),
            )
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
    """Claim the oldest message that is due and that no other worker has; None when there is none.

    One that must not go is given up. Where a claim has run out, whoever had it may have sent the message.
    """
    queue = OutgoingMail.objects.due(now).select_for_update(skip_locked=True).order_by("created_at", "pk")
    while mail := queue.first():
        if reason := _why_not(mail, now, may_have_gone=mail.claimed_until is not None):
            _give_up(mail, reason, now)
            continue
        mail.tries += 1
        mail.claimed_until = now + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        mail.save(update_fields=["tries", "claimed_until"])
        return mail
    return None


def _why_not(mail: OutgoingMail, now: datetime, *, may_have_gone: bool) -> str:
    reasons = (each.why_not(mail=mail, may_have_gone=may_have_gone, now=now) for each in _followers)
    return next((reason for reason in reasons if reason), "")


def _give_up(mail: OutgoingMail, reason: str, now: datetime) -> None:
    row = OutgoingMail.objects.waiting().filter(pk=mail.pk)
    mail.given_up_at, mail.failed_because = now, reason[:300]
    given_up = {"given_up_at": now, "body": "", "claimed_until": None, "next_try_at": None}
    if not row.update(failed_because=mail.failed_because, **given_up):
        return
    for each in _followers:
        each.settled(mail=mail, now=now)


@action
def record_mail_sent(*, by: None = None, mail: OutgoingMail, now: datetime) -> None:
    """The mail server has taken it. What it said is forgotten here."""
    OutgoingMail.objects.filter(pk=mail.pk).update(
        sent_at=now, given_up_at=None, body="", claimed_until=None, next_try_at=None, failed_because=""
    )
    mail.sent_at, mail.given_up_at = now, None
    for each in _followers:
        each.settled(mail=mail, now=now)


@action
def record_mail_failure(
    *,
    by: None = None,
    mail: OutgoingMail,
    error: str,
    for_good: bool = False,
    may_have_gone: bool = False,
    now: datetime,
) -> None:
    """It did not go: it is tried again after a pause, unless that is no use (`for_good`), or it may have gone all the
    same and is one that must not go twice."""
    row = OutgoingMail.objects.waiting().filter(pk=mail.pk)
    reason = error if for_good else ""
    if may_have_gone and not for_good:
        reason = _why_not(mail, now, may_have_gone=True)
    if reason:
        _give_up(mail, reason, now)
        return
    pause = min(FIRST_PAUSE * 2 ** min(mail.tries - 1, 10), LONGEST_PAUSE)
    row.update(claimed_until=None, next_try_at=now + pause, failed_because=error[:300])


@action
def give_up_old_mail(*, by: None = None, now: datetime) -> int:
    """Give up what waits for longer than three days; returns how many."""
    old = OutgoingMail.objects.waiting().filter(created_at__lt=now - GIVE_UP_AFTER)
    given_up = 0
    for mail in old.select_for_update(skip_locked=True):
        reason = _why_not(mail, now, may_have_gone=True) if mail.claimed_until else ""
        _give_up(mail, reason or mail.failed_because or NOT_SENT_IN_TIME, now)
        given_up += 1
    return given_up


@action
def try_mail_again(*, by: User) -> int:
    """An administrator has mended something: what failed is due at once; returns how many messages wait."""
    return OutgoingMail.objects.failing().update(next_try_at=None)
