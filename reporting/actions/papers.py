"""Writing to the figures of a quarter."""

from __future__ import annotations

from careleavers.actions.base import action, record_event
from careleavers.actions.revisions import change
from careleavers.models import User
from reporting.models import FrozenPeriod, PaperText


@action
def write_paper_text(*, by: User, quarter: FrozenPeriod, section: str, revision: int | None, text: str) -> PaperText:
    """Put these words under a section. EditConflict where somebody else wrote others meanwhile.

    `revision` is that of the text the form was opened on; where there was none yet, that of the first, empty one.
    """
    row, _ = PaperText.objects.get_or_create(quarter=quarter, section=section, defaults={"recorded_by": by})
    change(row, revision, {"text": text})
    record_event("paper_text_written", by=by, on=row, section=section)
    return row
