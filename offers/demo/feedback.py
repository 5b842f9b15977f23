"""What people said about the demo council's offer: two wait, one late, and one was answered."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from careleavers.models import User
from careleavers.permissions import Role
from offers.actions.offer_feedback import close_feedback, receive_feedback

SAID = (
    ("The page says ask your adviser about a driving lesson. Mine did not know.", "07700 900461", 24, "Rang back: six"),
    ("What can I get if I moved here from another council?", "", 17, ""),
    ("The dentist part is really clear, thank you.", "", 2, ""),
)


def feedback_on_the_offer(*, today: date, quarters: int) -> None:
    officer = User.objects.with_role(Role.PARTICIPATION_OFFICER, today=today).earliest("pk").on(today)
    for number, (text, reply_to, ago, answer) in enumerate(SAID, start=1):
        on = today - timedelta(days=ago)
        said = {"page": "/local-offer/", "text": text, "reply_to": reply_to}
        row = receive_feedback(by=None, feedback_id=UUID(int=number), today=on, **said)
        if answer:
            note = f"{answer} lessons are paid for; their adviser asks for them."
            close_feedback(by=officer, feedback=row, outcome="answered", note=note, today=today - timedelta(days=12))
