"""Days are written by `careleavers.rules.words` alone."""

from __future__ import annotations

import re

from tests.guards.source import files, named

# Names of months and weekdays that follow the process's locale. Reading typed days is another matter.
LOCALE = re.compile(r"%[aAbB]")
READS_TYPED_DAYS = ("careleavers/forms/fields.py", "careleavers/queries/search.py")


def test_no_name_of_a_month_follows_the_locale_of_the_process() -> None:
    """Seen to fail: `{day:%B %Y}` in offers/rules/letter_text.py."""
    wrong = [
        f"{named(path)}:{number}"
        for path in files()
        if named(path) not in READS_TYPED_DAYS
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if LOCALE.search(line)
    ]
    assert not wrong
