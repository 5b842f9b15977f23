"""Mail is a row until a worker has sent it, and a mail server that is down tells nobody who has an account."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from threading import Thread

import pytest
import time_machine
from django.core.cache import cache
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from careleavers import tasks
from careleavers.actions.mail import claim_mail, give_up_old_mail, queue_mail, record_mail_failure, send_due_mail
from careleavers.models import OutgoingMail
from careleavers.queries.mail import mail_state
from tests.cast import Cast
from tests.smtp import MailServer, mail_server

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
UNKNOWN = "nobody.of.ours@elsewhere.example"


@pytest.fixture(autouse=True)
def _mail_as_in_production(settings) -> None:
    settings.EMAIL_BACKEND = "careleavers.actions.mail.MailAsRows"
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 3
    settings.EMAIL_HOST = "127.0.0.1"
    settings.DEFAULT_FROM_EMAIL = "Leaving care <leaving-care@council.example>"
    cache.clear()


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        yield server


@pytest.fixture
def nobody_listens(settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]


def queued(to: str = "pat@council.example", *, at: datetime = NOW) -> OutgoingMail:
    queue_mail(messages=[EmailMessage("a new password", "https://link", to=[to])], now=at)
    return OutgoingMail.objects.get(to=to, created_at=at)


def ask_for_password(email: str) -> tuple[int, str]:
    answer = Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
    return answer.status_code, re.sub(r'value="[^"]{64}"', "", answer.content.decode()).replace(email, "")


@pytest.mark.usefixtures("nobody_listens")
def test_with_the_mail_server_down_known_and_unknown_addresses_get_the_same_page(cast: Cast) -> None:
    """A known one was a 500. Seen to fail: with the smtp backend as EMAIL_BACKEND."""
    assert ask_for_password(cast.pat.email) == ask_for_password(UNKNOWN)
    assert [mail.to for mail in OutgoingMail.objects.all()] == [cast.pat.email]


def test_a_mail_server_that_hangs_keeps_nobody_waiting(cast: Cast, settings) -> None:
    """It would be ten seconds, for known addresses alone."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        times = []
        for email in (cast.sam.email, UNKNOWN, cast.pat.email, "another@elsewhere.example"):
            began = time.monotonic()
            assert ask_for_password(email)[0] == 200
            times.append(time.monotonic() - began)
    assert max(times) < 2


@pytest.mark.parametrize("known", [True, False])
def test_a_worker_is_asked_whether_or_not_there_is_an_account(
    cast: Cast, monkeypatch, django_capture_on_commit_callbacks, known: bool
) -> None:
    """Else the time that this takes would tell them apart."""
    asked: list[str] = []
    monkeypatch.setattr("careleavers.forms.accounts.run_soon", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_password(cast.pat.email if known else UNKNOWN)
    assert asked == ["careleavers.tasks.send_mail"]


def test_the_worker_sends_it_once_and_forgets_what_it_said(cast: Cast, server: MailServer, client: Client) -> None:
    ask_for_password(cast.pat.email)
    tasks.send_mail.apply(throw=True)
    tasks.send_mail.apply(throw=True)
    [message] = server.taken
    [row] = OutgoingMail.objects.all()
    assert (message["To"], message["From"]) == (cast.pat.email, "Leaving care <leaving-care@council.example>")
    assert message["Message-ID"] == f"<{row.pk}@council.example>"
    assert row.sent_at
    assert row.body == ""
    [link] = re.findall(r"http\S+", message.get_payload())
    assert client.get(link, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("tries", "pause"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (80, 60)], ids=lambda value: str(value)
)
def test_after_a_failure_it_waits_twice_as_long_up_to_an_hour(db, scene, tries: int, pause: int) -> None:
    mail = queued()
    mail.tries = tries
    record_mail_failure(mail=mail, error="no", now=NOW)
    assert OutgoingMail.objects.get().next_try_at == NOW + timedelta(minutes=pause)
    assert claim_mail(now=NOW + timedelta(minutes=pause, seconds=-1)) is None
    assert claim_mail(now=NOW + timedelta(minutes=pause)) == mail


@pytest.mark.usefixtures("nobody_listens")
def test_a_server_that_is_down_fails_one_message_and_leaves_the_others_alone(db) -> None:
    first, second = (
        queued(at=datetime.now(UTC) - timedelta(hours=1)),
        queued("sam@council.example", at=datetime.now(UTC)),
    )
    assert send_due_mail() == (0, 1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert "ConnectionRefusedError" in first.failed_because
    assert (first.tries, first.body, second.tries) == (1, "https://link", 0)


def test_when_the_server_is_back_everything_goes(db, settings, nobody_listens) -> None:
    queued(at=datetime.now(UTC))
    assert send_due_mail() == (0, 1)
    with mail_server() as server, time_machine.travel(datetime.now(UTC) + timedelta(minutes=2)):
        settings.EMAIL_PORT = server.port
        assert send_due_mail() == (1, 0)
        assert len(server.taken) == 1


def test_an_address_that_the_server_does_not_know_is_given_up_at_once(db, server: MailServer) -> None:
    server.reply_to_recipient = b"550 no such mailbox"
    queued(at=datetime.now(UTC))
    assert send_due_mail() == (0, 1)
    row = OutgoingMail.objects.get()
    assert row.given_up_at
    assert row.body == ""
    assert row.failed_because == "The mail server refused the address: 550 no such mailbox"


def test_an_address_that_the_server_refuses_for_now_is_tried_again(db, server: MailServer) -> None:
    server.reply_to_recipient = b"451 greylisted"
    queued(at=datetime.now(UTC))
    assert send_due_mail() == (0, 1)
    assert OutgoingMail.objects.waiting().get().next_try_at


def test_after_three_days_it_is_given_up_and_its_link_is_gone(db) -> None:
    old, young = queued(at=NOW), queued("sam@council.example", at=NOW + timedelta(seconds=1))
    assert give_up_old_mail(now=NOW + timedelta(days=3, seconds=1)) == 1
    old.refresh_from_db()
    assert (old.body, old.failed_because) == ("", "It could not be sent within three days.")
    assert OutgoingMail.objects.waiting().get() == young


def test_what_a_worker_that_died_had_claimed_is_taken_up_when_the_lease_is_over(db) -> None:
    mail = queued()
    assert claim_mail(now=NOW) == mail
    assert claim_mail(now=NOW + timedelta(minutes=5, seconds=-1)) is None
    assert claim_mail(now=NOW + timedelta(minutes=5)) == mail


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_message(server: MailServer) -> None:
    for number in range(20):
        queued(f"colleague{number}@council.example", at=datetime.now(UTC))

    def work() -> None:
        send_due_mail()
        connection.close()

    workers = [Thread(target=work) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert sorted(message["To"] for message in server.taken) == sorted(
        f"colleague{number}@council.example" for number in range(20)
    )


def test_a_message_that_breaks_the_conversation_stops_no_other(db, server: MailServer, monkeypatch) -> None:
    queued(at=datetime.now(UTC) - timedelta(hours=1))
    queued("sam@council.example", at=datetime.now(UTC))
    real = EmailMessage.send

    def send(message: EmailMessage, fail_silently: bool = False) -> int:
        if message.to == ["pat@council.example"]:
            raise SMTPServerDisconnected("Connection unexpectedly closed")
        return real(message, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", send)
    assert send_due_mail() == (1, 1)


def test_mail_of_an_action_that_is_undone_is_not_sent(db) -> None:
    @transaction.atomic
    def begun_and_undone() -> None:
        send_mail("a subject", "a body", None, ["pat@council.example"])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        begun_and_undone()
    assert not OutgoingMail.objects.exists()


def test_html_and_attachments_are_refused(db) -> None:
    message = EmailMultiAlternatives("subject", "text", to=["pat@council.example"])
    message.attach_alternative("<p>text</p>", "text/html")
    with pytest.raises(ValueError, match="plain text"):
        queue_mail(messages=[message], now=NOW)


@pytest.mark.parametrize(
    ("minutes", "failed", "goes_out"),
    [(15, False, True), (16, False, False), (1, True, False)],
    ids=["waits a quarter of an hour", "nobody sends it", "the last try failed"],
)
def test_when_mail_does_not_go_out_it_is_said(db, minutes: int, failed: bool, goes_out: bool) -> None:
    mail = queued(at=NOW - timedelta(minutes=minutes))
    if failed:
        record_mail_failure(mail=mail, error="ConnectionRefusedError", now=NOW)
    assert mail_state(NOW).goes_out(NOW) is goes_out


def test_administrators_see_that_mail_fails_and_try_again(cast: Cast, sign_in, nobody_listens) -> None:
    ask_for_password(cast.pat.email)
    send_due_mail()
    browser = sign_in(cast.sys)
    assert "Mail does not go out" in browser.get(reverse("staff_list")).content.decode()
    page = browser.get(reverse("mail")).content.decode()
    assert "ConnectionRefusedError" in page
    assert reverse("staff_member", args=[cast.pat.pk]) in page
    assert "accounts/password/reset/key" not in page
    assert browser.post(reverse("mail_again")).status_code == 302
    assert OutgoingMail.objects.get().next_try_at is None


def test_with_nothing_wrong_nothing_is_said(cast: Cast, sign_in) -> None:
    browser = sign_in(cast.sys)
    assert "Mail does not go out" not in browser.get(reverse("staff_list")).content.decode()
    assert "Mail goes out." in browser.get(reverse("mail")).content.decode()
