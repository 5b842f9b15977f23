"""Names in the database: compared without case and accents, and in the order in which people expect them."""

from __future__ import annotations

from django.db.models import F, Func, GeneratedField, TextField, Value
from django.db.models.functions import Concat, Replace, Trim


def fold(text: F | Func | Value) -> Func:
    """Lower case without accents and vowel signs, by an immutable function of the migrations, so that it can be
    indexed.

    Not a class of its own: migrations would import it.
    """
    return Func(text, function="fold", output_field=TextField())


def sort_name_of(*fields: str, sensitivity: str) -> GeneratedField:
    """A column that lists are ordered by: the fields, whatever their case, accents and apostrophes.

    It gives the same order under any collation. `careleavers.rules.names.sort_key` orders like it in memory.
    """
    first, *rest = fields
    whole: F | Concat = F(first)
    for field in rest:
        whole = Concat(whole, Value(" "), F(field))
    without_apostrophes = Replace(
        fold(whole),
        Value("'", output_field=TextField()),
        Value("", output_field=TextField()),
        output_field=TextField(),
    )
    return GeneratedField(
        expression=Trim(without_apostrophes), output_field=TextField(), db_persist=True, db_comment=sensitivity
    )
