"""What a field says about somebody. Each field of each model declares it where it is defined, as `db_comment`.

The words end up in Postgres as comments on the columns, so that whoever reads the database or copies from it sees them
too. They serve the record of processing activities, exports and redaction.
"""

# It identifies or describes a person.
PERSONAL = "personal data"

# Special category or criminal-offence data (UK GDPR arts 9 and 10), or as harmful if it became known: care history,
# safety, free text.
SENSITIVE = "sensitive personal data"

# How the record is kept.
RECORD_KEEPING = "record-keeping"

DECLARED = frozenset({PERSONAL, SENSITIVE, RECORD_KEEPING})
