"""Logging a contact in tests: by the action, or by the form."""

import uuid
from datetime import date, timedelta

from careleavers.actions import contacts as actions
from careleavers.models import Contact
from tests.cast import TODAY, Cast

SPOKE = {"method": "phone", "result": "spoke", "happened_on": TODAY.isoformat(), "note": "She is well."}


def days(number: int) -> date:
    return TODAY - timedelta(days=number)


def log(cast: Cast, **given) -> Contact:
    facts = {"method": "phone", "result": "spoke", "happened_on": TODAY, "submission_id": uuid.uuid4()} | given
    return actions.log_contact(**{"by": cast.pat, "person": cast.amira, "today": TODAY} | facts)
