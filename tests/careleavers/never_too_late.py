"""Other pages of the record with the id of a row: why nobody can come too late."""

OTHERS = {
    "contact": "only read",
    "document": "only read",
    "home_about": "only read",
    "provider": "only read",
    "flat": "only read",
    "complaint": "only read",
    "pathways:risk": "only read, and a signature on what was signed already is refused: test_touch.py",
    "key_document": "each kind of paper has one row: one that was taken out is written down again",
    "key_document_remove": "taken out twice, it is out",
    "skill_progress": "each skill has one row, and none is taken out",
    "skill_tap": "each skill has one row; what somebody else wrote says so: test_skills.py",
    "contact_comment": "a row of its own: test_contact_comments.py",
    "contact_decide": "what was decided says so: test_contact_comments.py",
    "contact_read": "read twice, it is read",
    "contact_void": "what was undone or made void says so: test_contact_comments.py",
    "contact_new": "a row of its own: test_contacts.py",
    "contact_amend": "what was undone or amended says so: test_contacts_undo.py",
    "contact_undo": "what was undone or amended says so: test_contacts_undo.py",
    "restricted_reader_end": "ended twice, it is ended",
}
