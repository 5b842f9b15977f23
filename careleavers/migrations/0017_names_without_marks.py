"""Vowel signs, and letters that are written in two parts, are left out where names are compared."""

from django.db import migrations

# Names in Arabic and Hebrew are written with vowel signs or without; a letter with its accent as one character or two.
FOLD = r"""
CREATE OR REPLACE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, regexp_replace(
    normalize($1),
    '[\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670]', '', 'g'
))) $$
"""
BEFORE = """
CREATE OR REPLACE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$
"""


class Migration(migrations.Migration):
    dependencies = [("careleavers", "0016_closed_records")]
    operations = [migrations.RunSQL(FOLD, reverse_sql=BEFORE)]
