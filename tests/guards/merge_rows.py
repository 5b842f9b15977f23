"""Two records of one person and a merge of long ago, as rows for the guards."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from careleavers.models import RecordMerge, User, YoungPerson
from tests.factories import YoungPersonFactory


def merge_ids(person: YoungPerson, manager: User) -> dict[str, Any]:
    """By the names that addresses have for them: the record, another one, and a merge that cannot be taken back."""
    second = YoungPersonFactory.create(first_name="Second", last_name="Record", team=person.team).pk
    merge = RecordMerge.objects.create(
        kept=person,
        merged_id=uuid4(),
        recorded_by=manager,
        merged_on=date(2026, 1, 5),
        forgotten_on=date(2026, 2, 5),
    )
    return {
        "first_id": person.pk,
        "kept_id": person.pk,
        "second_id": second,
        "merged_id": second,
        "merge_id": merge.pk,
    }
