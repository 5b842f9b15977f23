"""What is asked before a link without an account opens anything."""

from __future__ import annotations

from careleavers.forms.base import Form
from careleavers.forms.fields import DateField


class BirthdayForm(Form):
    """What only the young person is asked."""

    date_of_birth = DateField(
        label="When were you born?", called="your date of birth", help_text="For example, 27 3 2007."
    )
