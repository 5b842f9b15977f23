"""Mail about accounts: to their owners, and to those who answer for who reads records. It names no young person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage

from careleavers.models import User
from careleavers.rules.words import amount, day


def tell_of_link(*, account: User, by: User) -> None:
    """Somebody else holds a link that opens this account: its owner is told."""
    _send(
        "a link to choose your password was made",
        f"{by.name} made a link with which a password for your account can be chosen, to hand over to you. It works "
        "once, for three days.\n\nIf you did not ask for it, tell your manager at once: whoever has the link can sign "
        "in as you.",
        [account.email],
    )


def tell_of_invitation(*, account: User, link: str, by: User, ends_on: date) -> None:
    """Somebody new learns that they have an account, and how they get in."""
    if settings.DIRECTORY:
        how = f"Sign in with {settings.DIRECTORY.name}: {link}"
    else:
        how = (
            f"Choose a password: {link}\n\nThe address works once, until {day(ends_on)}. After that, choose “I have "
            "forgotten my password” on the sign-in page."
        )
    _send(
        "you have an account",
        f"{by.name} made an account for you, to work with care leavers. {how}\n\nWhat you see there follows from the "
        "role that you are given.",
        [account.email],
    )


def tell_of_new_address(*, account: User, former: str, by: User) -> None:
    """At the address that the account had until now: the new one may be somebody else's."""
    _send(
        "you sign in with another address from now on",
        f"{by.name} changed the address of your account. This one no longer belongs to it.\n\nIf that is not right, "
        "tell your manager at once: whoever reads mail at the new address can sign in as you.",
        [former],
    )


def tell_of_role(*, account: User, role: str, by: User, to: Iterable[User], again: bool = False) -> None:
    """Those who answer for who reads records learn that somebody may from now on, one message each. `again`: their
    account had been closed."""
    did = f"opened {account.name}'s account again, with" if again else f"gave {account.name}"
    for each in to:
        _send(
            "somebody was given a role that reads records",
            f"{by.name} {did} the role “{role}”, which lets them read young people's records.\n\n"
            "If you do not know why, ask. Audit shows each role that was given, by whom and when.",
            [each.email],
        )


def tell_of_called_off(*, worker: User, people: int, starts_on: date, to: User) -> None:
    """A manager who counts on somebody to take over learns that they do not."""
    many = amount(people, "young person", "young people")
    _send(
        "somebody takes over no longer",
        f"{worker.name} was to begin to work with {many} on {day(starts_on)}. Their account is closed, so that is "
        "called off: whoever works with them now goes on doing so.\n\nIf somebody is to leave by then, plan it again: "
        "“What is late, by worker” passes a whole caseload on.",
        [to.email],
    )


def _send(subject: str, body: str, to: list[str]) -> None:
    EmailMessage(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", f"Hello,\n\n{body}\n", to=to).send()
