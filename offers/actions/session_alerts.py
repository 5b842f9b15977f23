"""The tasks that come of sessions: to tell somebody that a place came free, or that a session is changed or cancelled.
Part of actions.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from careleavers.actions.alerts import AlertKey, open_and_close_alerts
from careleavers.models import Alert, YoungPerson
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import and_more
from offers.models import SignUp
from offers.rules.sessions import TO_TELL_WORDS, ToTell, tell_by

TO_TELL = "session_to_tell"
MOST_TEXT = 200


def update_session_alerts(*, person: YoungPerson, today: date) -> None:
    """Make the open tasks about this person's sessions what they are still to be told. Those of one day are one."""
    rows: dict[AlertKey, list[SignUp]] = defaultdict(list)
    for row in person.session_sign_ups.exclude(to_tell="").select_related("session"):
        assert row.to_tell_since is not None
        rows[AlertKey(person.pk, TO_TELL, row.to_tell_since)].append(row)
    wanted = {}
    for key, each in ({} if person.died_on else rows).items():
        first = min(each, key=lambda row: (row.session.held_on, row.pk))
        wanted[key] = Alert(
            person_id=person.pk,
            code=TO_TELL,
            cycle_started_on=key.cycle_started_on,
            due_on=tell_by(key.cycle_started_on, first.session.held_on),
            text=and_more(_words(first), len(each) - 1)[:MOST_TEXT],
            because="They signed up for it, and do not know this yet.",
            closed_by_kind=ClosedBy.SESSION,
            opened_on=today,
        )
    open_and_close_alerts(person=person, codes=(TO_TELL,), wanted=wanted, today=today)


def _words(row: SignUp) -> str:
    return TO_TELL_WORDS[ToTell(row.to_tell)].format(session=f"{row.session}, {row.session.when}")
