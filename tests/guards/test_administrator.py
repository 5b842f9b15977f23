"""System administrators and elected members are shown no young person's name, whatever page they open."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client

from careleavers.actions.reads import note_search
from careleavers.models import User, YoungPerson
from careleavers.permissions import READS_RECORDS, Role
from tests.cast import STAFF
from tests.guards.gated_pages import is_open
from tests.guards.records import Council, address, pages, store_session, undone
from tests.guards.test_pages import is_refused

# Words that stand nowhere else.
NAMES = {
    "first_name": "Zyxfirst",
    "other_names": "Zyxother",
    "last_name": "Zyxlast",
    "preferred_name": "Zyxpreferred",
    "local_id": "ZYX-77",
}


# What opens to an elected member, beside what is open to whoever signs in: nothing that lists or exports people.
OF_MEMBERS = {
    f"reporting:{page}"
    for page in (
        *("published", "quarter_public", "paper", "paper_file"),
        *("board_pack", "board_file", "health_needs", "health_needs_file", "report_mail"),
    )
}
WHO = {
    "sys": {"audit_list", "staff_list", "mail", "policy_list"},
    "cora": {*OF_MEMBERS, "reporting:improvement"},
}


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("who", WHO)
def test_whoever_reads_no_records_is_shown_no_young_person(council: Council, client: Client, scene, who: str) -> None:
    """Seen to fail: with `visible_to` reaching everybody for every role of the whole authority, with search words
    shown to whoever reads the audit, and with the pages of figures open to members."""
    with undone(), scene():
        for person in (council.amira, council.ben):
            YoungPerson.objects.filter(pk=person.pk).update(**NAMES | {"local_id": f"ZYX-{person.first_name}"})
        note_search(by=council.pat, page="people_search", detail="Zyxfirst Zyxlast", people_shown=1)
        store_session(client, getattr(council, who))
        opened, told = set(), []
        for name, pattern in pages().items():
            if is_open(name):
                continue
            url = address(name, pattern, council.about_amira)
            if is_refused(pattern, getattr(council, who), "get", url):
                continue
            for query in ({}, {"show": "views"}, {"show": "sign_ins"}, {"q": "first"}):
                with undone():
                    page = client.get(url, query, follow=True)
                if page.status_code in (403, 405):
                    break  # whatever is asked of it
                if page.status_code == 200:
                    opened.add(name)
                    text = b"".join(page) if page.streaming else page.content
                    told += [(name, word) for word in ("Zyx", "ZYX") if word.encode() in text]
        assert not told
        assert WHO[who] <= opened
        asking = {name for name in opened if getattr(pages()[name].callback, "permissions", ())}
        assert who != "cora" or asking == OF_MEMBERS


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("role", [role for role, _ in STAFF.values() if role and not role.permissions & READS_RECORDS])
def test_no_record_is_visible_to_whoever_reads_none(council: Council, role: Role) -> None:
    """A nurse and their like open no record either, but parts of some (`careleavers.queries.works`)."""
    user: User = next(each for each in map(partial(getattr, council), STAFF) if role in each.access.roles)
    assert not YoungPerson.objects.visible_to(user).exists()
