"""Letters by email, and texts that say that there is one: as they prefer, never where it is not safe, once each."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.actions import mail as outbox
from careleavers.actions.base import Refused
from careleavers.actions.details import change_contact_detail, end_contact_detail
from careleavers.actions.housekeeping import end_all_access
from careleavers.actions.people import record_death
from careleavers.models import Alert, ContactDetail, OutgoingMail, YoungPerson
from careleavers.rules.code_sets import HomeKind
from careleavers.rules.phones import normal_form
from offers.actions import letters as actions
from offers.actions.letter_channels import print_here
from offers.actions.mailing import mail_due_letters
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.actions.service_answers import ask_about_letters
from offers.models import Letter
from offers.queries.support_offered import letters_that_offered
from offers.rules.addresses import LetterChannel
from offers.rules.letter_points import BulletPoint
from offers.rules.letter_templates import paragraph
from offers.rules.letter_text import LetterText, Sender
from offers.rules.messages import MOST_OF_A_TEXT, as_plain_text, mobile_to_text
from offers.rules.posting import Postage, last_day_to_go, message_goes_from
from tests.cast import TODAY, Cast
from tests.factories import ContactDetailFactory, PolicyValueFactory, YoungPersonFactory, set_sender
from tests.notify import FakeNotify, Fault
from tests.offers.by_service import hand_over
from tests.offers.letter_steps import now
from tests.smtp import MailServer, mail_server

BIRTHDAY, SENT_ON = date(2026, 12, 7), date(2026, 12, 4)
NUMBER, ADDRESS = "07700 900123", "sam@elsewhere.example"
TEMPLATE = "99999999-aaaa-bbbb-cccc-dddddddddddd"


@pytest.mark.parametrize(
    ("number", "texted"),
    [
        ("07700 900123", "07700900123"),
        ("+44 7700 900123", "07700900123"),
        ("0044 (0)7700 900123", "07700900123"),
        ("0116 496 0000", ""),
        ("070 1234 5678", ""),
        ("07624 900123", ""),
        ("07700 90012", ""),
        ("+33 6 12 34 56 78", ""),
        ("ring his gran", ""),
    ],
)
def test_which_numbers_are_texted(number: str, texted: str) -> None:
    """Ofcom's national numbering plan: 070 is personal numbering, 076 pagers (07624 is the Isle of Man)."""
    assert mobile_to_text(number) == texted


@pytest.mark.parametrize(("lead", "first"), [(0, "2026-12-07"), (3, "2026-12-04"), (28, "2026-11-09")])
def test_a_message_goes_so_many_days_ahead_and_may_go_on_its_day(lead: int, first: str) -> None:
    assert message_goes_from(BIRTHDAY, lead) == date.fromisoformat(first)
    assert last_day_to_go(BIRTHDAY, Postage.SECOND, LetterChannel.EMAIL) == BIRTHDAY
    assert last_day_to_go(BIRTHDAY, Postage.SECOND, LetterChannel.TEXT) == BIRTHDAY


def detail_of(person: YoungPerson, kind: str = "email", **given: object) -> ContactDetail:
    value = given.pop("value", ADDRESS if kind == "email" else NUMBER)
    facts = {"safe_to_use": True, "is_preferred": True, "how_to_use": "", "starts_on": date(2026, 1, 1)} | given
    return ContactDetailFactory.create(
        person=person, kind=kind, value=value, search_value=normal_form(kind, str(value)), **facts
    )


@pytest.fixture
def _as_they_prefer(scene: Callable, settings) -> None:
    settings.NOTIFY_TEXT_TEMPLATE = TEMPLATE
    with scene():
        set_sender()
        PolicyValueFactory.create(key="letters_as_preferred", value="yes")
        PolicyValueFactory.create(key="authority_website", value="wendmere.example")


@pytest.fixture
def sam(cast: Cast, scene: Callable) -> YoungPerson:
    with scene():
        person: YoungPerson = YoungPersonFactory.create(
            nearly_19=True, first_name="Sam", last_name="Okoro", team=cast.north, worker=cast.pat
        )
    return person


def approved(cast: Cast) -> Letter:
    """Sam's letter, as far as a program brings it once somebody has approved it."""
    plan_letters(by=None, today=TODAY)
    ids = list(Letter.objects.values_list("pk", flat=True))
    actions.approve_letters(by=cast.mo, letters=ids, addresses_checked=ids, today=TODAY)
    render_due(today=TODAY)
    return Letter.objects.select_related("person").get()


def tasks_of(letter: Letter) -> list[str]:
    rows = Alert.objects.filter(person=letter.person_id, code__startswith="letter_", closed_on=None)
    return list(rows.values_list("text", flat=True))


UNSAFE_TWIN = {"safe_to_use": False, "is_preferred": False}
ROUTES = {
    "email": ({"kind": "email"}, "email", ADDRESS),
    "mobile": ({"kind": "mobile"}, "text", "07700900123"),
    "not-preferred": ({"kind": "email", "is_preferred": False}, "own_printer", ""),
    "not-safe": ({"kind": "mobile", "safe_to_use": False, "is_preferred": False}, "own_printer", ""),
    "with-care": ({"kind": "mobile", "how_to_use": "Never after six: his father reads it"}, "own_printer", ""),
    "ended": ({"kind": "email", "ends_on": TODAY}, "own_printer", ""),
    "to-come": ({"kind": "email", "starts_on": TODAY + timedelta(days=1)}, "own_printer", ""),
    "landline": ({"kind": "phone", "value": "0116 496 0000"}, "own_printer", ""),
    "abroad": ({"kind": "mobile", "value": "+33 6 12 34 56 78"}, "own_printer", ""),
}


@pytest.mark.usefixtures("_as_they_prefer", "server")
@pytest.mark.parametrize("case", [*ROUTES, "unsafe-twin", "in-custody", "no-template", "paper-chosen"])
def test_by_which_way_a_letter_goes(case: str, cast: Cast, sam: YoungPerson, scene: Callable, settings) -> None:
    given, channel, sent_to = ROUTES.get(case, ({"kind": "mobile"}, "own_printer", ""))
    with scene():
        detail_of(sam, **given)
        if case == "unsafe-twin":
            detail_of(sam, kind="mobile", value="+44 7700 900123", safe_to_use=False, is_preferred=False)
        if case == "in-custody":
            sam.homes.update(kind=HomeKind.CUSTODY, is_suitable=False)
        if case == "paper-chosen":
            PolicyValueFactory.create(key="letters_as_preferred", value="no", from_on=TODAY)
    if case == "no-template":
        settings.NOTIFY_TEXT_TEMPLATE = ""
    letter = approved(cast)
    assert (letter.channel, letter.sent_to) == (channel, sent_to)
    assert letter.status == "rendered"


@pytest.mark.usefixtures("_as_they_prefer", "server", "_on_the_day")
def test_nobody_needs_an_address_for_a_message_and_the_approver_sees_the_way(
    cast: Cast, sam: YoungPerson, scene: Callable, client: Client
) -> None:
    with scene():
        sam.homes.update(kind="Z", address="", postcode="", safe_to_use=None)
        detail = detail_of(sam, kind="mobile", starts_on=TODAY - timedelta(days=2))
    plan_letters(by=None, today=TODAY)
    letter = Letter.objects.get()
    assert letter.status == "planned", "no fixed abode holds no text"
    client.force_login(cast.mo)
    page = client.post(reverse("offers:letters_approve"), {"letter": [letter.pk]}).content.decode()
    assert "07700900123<br>a text says that it is there, as they prefer" in page
    assert "“Exampleshire County Council: there is a letter for you." in page, "what the text says"
    assert "I checked this new address" in page, "the number is two days old"
    client.post(reverse("offers:letters_approve"), {"letter": [letter.pk], "checked": [letter.pk], "confirm": "yes"})
    letter.refresh_from_db()
    assert (letter.status, letter.channel) == ("approved", "text")
    client.force_login(cast.bus)
    assert client.get(reverse("offers:letter", args=[letter.pk])).status_code == 404, "who only posts paper"
    change_contact_detail(by=cast.pat, detail=detail, today=TODAY, safe_to_use=False, how_to_use="", is_preferred=False)
    letter.refresh_from_db()
    assert (letter.status, letter.content, letter.sent_to) == ("on_hold", None, ""), "stopped in the same moment"


# By text


@pytest.fixture
def text(_as_they_prefer: None, server: FakeNotify, cast: Cast, sam: YoungPerson, scene: Callable, clock) -> Letter:
    with scene():
        detail_of(sam, kind="mobile")
    letter = approved(cast)
    assert hand_over(server).handed_over == 0, "three days before the day, and not sooner"
    clock.move_to("2026-12-04T09:00:00+00:00")
    return letter


def ask(server: FakeNotify) -> None:
    service = server.client()
    ask_about_letters(service=service, today=timezone.localdate())
    service.close()


def test_a_text_goes_once_says_nothing_of_them_and_is_watched_until_it_is_there(
    text: Letter, server: FakeNotify, cast: Cast
) -> None:
    assert hand_over(server).handed_over == 1
    assert hand_over(server).handed_over == 0
    [sent] = server.letters
    number, template, words = sent.pdf.decode().split(" ", 2)
    assert (number, template, sent.kind, sent.reference) == ("07700900123", TEMPLATE, "sms", str(text.reference))
    assert words.startswith("Exampleshire County Council: there is a letter for you. To have it sent, or read")
    assert len(words) <= MOST_OF_A_TEXT
    assert not {"sam", "okoro", "care", "birthday", "19"} & set(words.lower().replace(",", " ").split())
    assert now(text).status == "with_service"
    ask(server)
    assert now(text).status == "with_service", "created is not delivered"
    sent.status, sent.completed_at = "delivered", timezone.now()
    ask(server)
    assert (now(text).status, now(text).posted_on) == ("posted", SENT_ON)
    assert letters_that_offered([text.person_id], date(2027, 1, 1)) == {}
    assert tasks_of(text) == []


@pytest.mark.parametrize("status", ["permanent-failure", "temporary-failure", "technical-failure", "validation-failed"])
def test_a_text_that_does_not_arrive_is_somebodys_task_with_the_remedy(
    status: str, text: Letter, server: FakeNotify, cast: Cast, sam: YoungPerson, scene: Callable
) -> None:
    hand_over(server)
    server.letters[0].status = status
    ask(server)
    assert now(text).status == "needs_attention"
    [task] = tasks_of(text)
    assert "Put the number right, send the letter by post, or give it by hand." in task
    print_here(by=cast.mo, letter=now(text), today=SENT_ON)
    plan_letters(by=None, today=SENT_ON)
    assert (now(text).status, now(text).by_post, now(text).sent_to) == ("planned", True, "")
    day = SENT_ON
    actions.approve_letters(by=cast.mo, letters=[text.pk], addresses_checked=[text.pk], today=day)
    assert now(text).channel == "own_printer", "paper this time, whatever they prefer"


def test_a_number_put_right_after_a_failure_is_approved_again(
    text: Letter, server: FakeNotify, cast: Cast, sam: YoungPerson
) -> None:
    hand_over(server)
    server.letters[0].status = "permanent-failure"
    ask(server)
    before, day = now(text).reference, SENT_ON
    end_contact_detail(by=cast.pat, detail=ContactDetail.objects.get(), ends_on=day, today=day)
    assert now(text).status == "planned"
    actions.approve_letters(by=cast.mo, letters=[text.pk], addresses_checked=[text.pk], today=day)
    assert now(text).reference != before, "another letter to the service"


def test_what_stops_it_stops_it_before_it_leaves_and_is_told_of_after(
    text: Letter, server: FakeNotify, cast: Cast, sam: YoungPerson
) -> None:
    server.posts.append(Fault.TAKEN_RESET)
    hand_over(server)
    assert now(text).is_unclear
    sam.refresh_from_db()
    record_death(by=cast.mo, person=sam, died_on=SENT_ON, today=SENT_ON)
    assert (now(text).status, len(now(text).hold_reasons)) == ("sending", 1)
    with pytest.raises(Refused):
        actions.cancel_letter(by=cast.mo, letter=now(text), reason="x", today=SENT_ON)


# By email


@pytest.fixture
def mail(settings) -> Iterator[MailServer]:
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "letters@wendmere.example"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 3
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        yield server


@pytest.fixture
def letter(_as_they_prefer: None, cast: Cast, sam: YoungPerson, scene: Callable, clock) -> Letter:
    with scene():
        detail_of(sam)
    found = approved(cast)
    assert mail_due_letters(now=timezone.now(), today=timezone.localdate()) == 0, "three days ahead, and not sooner"
    clock.move_to("2026-12-04T09:00:00+00:00")
    return found


def mail_them() -> int:
    number = mail_due_letters(now=timezone.now(), today=timezone.localdate())
    outbox.send_due_mail()
    return number


def test_a_letter_by_email_goes_once_and_its_subject_says_nothing_of_them(
    letter: Letter, mail: MailServer, cast: Cast
) -> None:
    assert mail_them() == 1
    assert mail_them() == 0
    [taken] = mail.taken
    body = taken.get_payload(decode=True).decode().replace("\r\n", "\n")
    assert (taken["To"], taken["Subject"]) == (ADDRESS, "A letter for you from Exampleshire County Council")
    assert body.startswith("Happy 19th birthday, Sam\n\nDear Sam,")
    assert "\n- " in body, "what is theirs, as a list"
    assert "To answer, or to have this in another language or read to you, phone" in body
    assert "What care leavers can have is on wendmere.example" in body
    assert (now(letter).status, now(letter).posted_on) == ("posted", SENT_ON)
    assert OutgoingMail.objects.get().body == "", "nothing of it is kept in the outbox"
    assert tasks_of(letter) == []


def test_a_refused_address_is_somebodys_task_and_a_bounce_is_noted_by_them(
    letter: Letter, mail: MailServer, cast: Cast, client: Client
) -> None:
    mail.reply_to_recipient = b"550 no such user"
    mail_them()
    assert now(letter).status == "needs_attention"
    [task] = tasks_of(letter)
    assert "About their birthday letter: The email did not go (The mail server refused the address: 550" in task
    actions.write_again(by=cast.mo, letter=now(letter), today=SENT_ON)
    actions.approve_letters(by=cast.mo, letters=[letter.pk], addresses_checked=[letter.pk], today=SENT_ON)
    render_due(today=SENT_ON)
    mail.reply_to_recipient = b"250 ok"
    mail_them()
    client.force_login(cast.mo)
    assert "It came back" in client.get(reverse("offers:letter", args=[letter.pk])).content.decode()
    actions.mark_returned(by=cast.mo, letter=now(letter), returned_on=SENT_ON, reason="Bounced", today=SENT_ON)
    assert tasks_of(letter) == ["Their birthday letter came back: ask where letters are safe"]


@pytest.mark.parametrize("how", ["disconnected", "worker-died", "restored"])
def test_of_an_email_that_may_have_gone_none_goes_a_second_time(
    how: str, letter: Letter, mail: MailServer, cast: Cast, clock, monkeypatch
) -> None:
    """Whoever comes after asks a person, and does not send it again."""
    mail_due_letters(now=timezone.now(), today=timezone.localdate())
    if how == "disconnected":
        with monkeypatch.context() as cut:
            cut.setattr("smtplib.SMTP.sendmail", _taken_and_cut)
            outbox.send_due_mail()
    elif how == "worker-died":
        assert outbox.claim_mail(now=timezone.now())
        clock.shift(timedelta(minutes=6))
        outbox.send_due_mail()
    else:
        end_all_access(by=None)
        mail_due_letters(now=timezone.now(), today=timezone.localdate())
    outbox.send_due_mail()
    assert mail.taken == []
    assert (now(letter).status, now(letter).is_unclear) == ("needs_attention", True)
    [task] = tasks_of(letter)
    assert "It is not known whether the email has gone. Ask them whether they have it" in task
    with pytest.raises(Refused, match="not known"):
        actions.write_again(by=cast.mo, letter=now(letter), today=SENT_ON)
    actions.mark_already_posted(by=cast.mo, letter=now(letter), posted_on=SENT_ON, today=SENT_ON)
    assert (now(letter).status, tasks_of(letter)) == ("posted", [])


def _taken_and_cut(*args: object, **kwargs: object) -> None:
    raise SMTPServerDisconnected("Connection unexpectedly closed")


def test_a_mail_server_that_is_away_is_tried_again_and_late_ones_go_once(
    letter: Letter, mail: MailServer, clock, settings
) -> None:
    port = settings.EMAIL_PORT
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    mail_them()
    assert (now(letter).status, mail.taken) == ("sending", [])
    settings.EMAIL_PORT = port
    clock.shift(timedelta(minutes=5))
    outbox.send_due_mail()
    assert (now(letter).status, len(mail.taken)) == ("posted", 1)


def test_a_death_while_it_waits_in_the_outbox_stops_it(
    letter: Letter, mail: MailServer, cast: Cast, sam: YoungPerson
) -> None:
    mail_due_letters(now=timezone.now(), today=timezone.localdate())
    sam.refresh_from_db()
    record_death(by=cast.mo, person=sam, died_on=SENT_ON, today=SENT_ON)
    outbox.send_due_mail()
    assert (mail.taken, now(letter).status, now(letter).content) == ([], "on_hold", None)
    assert OutgoingMail.objects.get().body == ""


def test_a_letter_without_points_is_a_message_without_them() -> None:
    sender = Sender(
        authority="Wendmere Council",
        service="Leaving Care",
        address=(),
        phone="0300 123",
        email="",
        website="",
        colour="",
        signed_by="Mary Okafor",
        title="Director",
    )
    said = LetterText(
        written_on="1 December 2026",
        address=(),
        heading="Hello, Cai",
        greeting="Dear Cai,",
        opening=(paragraph("We are here."),),
        points_intro="What is yours:",
        points=(),
        after=(),
        ending="Yours,",
        signed_by="Mary Okafor",
        title="Director",
        enclosed="",
        sender=sender,
    )
    written = as_plain_text(said)
    assert "What is yours" not in written
    assert written.startswith("Hello, Cai\n\nDear Cai,\n\nWe are here.\n\nYours,\nMary Okafor\nDirector\n\nTo answer")
    point = BulletPoint("A bus pass", "Free.")
    assert "What is yours:\n- A bus pass. Free.\n" in as_plain_text(replace(said, points=(point,)))
