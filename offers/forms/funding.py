"""Who else pays for what was approved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from careleavers.forms.fields import PoundsField
from careleavers.forms.revisions import RevisedForm
from offers.rules.funding import OTHERS, FundingSource


class FundingForm(RevisedForm):
    """Pounds for each source other than the council; empty is nothing."""

    mark_optional = False  # any of them may be empty

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = {each.source: each.amount for each in self.row.shares.all()}
        for source in OTHERS:
            self.fields[source.value] = PoundsField(
                label=source.label, required=False, max_digits=8, initial=given.get(source.value)
            )

    @property
    def shares(self) -> dict[FundingSource, Decimal]:
        return {source: self.cleaned_data[source.value] for source in OTHERS if self.cleaned_data.get(source.value)}
