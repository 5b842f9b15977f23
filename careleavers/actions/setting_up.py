"""Setting a council up: what is said or proved of a step, and settings that are confirmed as they are."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.crypto import constant_time_compare, salted_hmac

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.policies import set_policy
from careleavers.models import PolicyValue, SetupNote, User
from careleavers.queries.setting_up import to_confirm

CODE_DIGITS = 6


@action
def leave_out_step(*, by: User, step: str, reason: str) -> SetupNote:
    """The step is not needed here, and why. Said again, the last reason counts."""
    return _note(by=by, step=step, state=SetupNote.NOT_NEEDED, reason=reason)


@action
def take_up_step(*, by: User, step: str) -> None:
    """It is needed after all."""
    SetupNote.objects.filter(step=step, state=SetupNote.NOT_NEEDED).delete()
    record_event("setup_step_taken_up", by=by, step=step)


@action
def prove_step(*, by: User, step: str, proof: str = "") -> SetupNote:
    """The step was proved, of what has this digest."""
    return _note(by=by, step=step, state=SetupNote.PROVED, proof=proof)


def _note(*, by: User, step: str, state: str, reason: str = "", proof: str = "") -> SetupNote:
    SetupNote.objects.filter(step=step).delete()  # so that it says who, and when
    note = SetupNote.objects.create(step=step, state=state, reason=reason, proof=proof, recorded_by=by)
    record_event("setup_step_noted", by=by, on=note, step=step, state=state)
    return note


@action
def confirm_settings(*, by: User, group: str, confirmed_with: str, today: date) -> list[PolicyValue]:
    """The settings of a group that nobody has chosen yet are chosen as they are, from today, with who confirmed them.

    Nothing is worked out again: no value changes. Refused where none is left.
    """
    left = to_confirm(group, today)
    if not left:
        raise Refused("All of them are chosen or confirmed already.")
    in_force = PolicyValue.objects.in_force(today)
    reason = f"Confirmed as it was: {confirmed_with}"
    return [
        set_policy(by=by, key=policy.key, value=in_force[policy.key], from_on=today, reason=reason) for policy in left
    ]


@action
def send_test_message(*, by: User, today: date) -> None:
    """A message to whoever asks for it, with a code that proves that it arrived."""
    said = f"mail from the leaving care system arrives. Type this code on its set-up page: {code_of(by, today)}"
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}does this arrive?"
    EmailMessage(subject, f"Hello,\n\n{said}\n", to=[by.email]).send()
    record_event("test_message_sent", by=by)


@action
def prove_mail(*, by: User, code: str, today: date) -> SetupNote:
    """Refused unless the code is that of a message of today to the same person."""
    if not constant_time_compare(code.strip(), code_of(by, today)):
        raise Refused("That is not the code of a message of today. Send yourself another one.", field="code")
    return prove_step(by=by, step="mail")


def code_of(user: User, today: date) -> str:
    """Six digits that only a message of the day tells its reader."""
    digest = salted_hmac("careleavers.setting_up.mail", f"{user.pk} {today}").hexdigest()
    return str(int(digest, 16))[-CODE_DIGITS:]
