"""Whether it is safe to write to an address or to use a number is said by somebody each time, and never presumed."""

from __future__ import annotations

import re
import uuid
from datetime import date

import pytest
from django.apps import apps
from django.db.models import NOT_PROVIDED
from django.forms import BooleanField
from django.urls import reverse

from careleavers.models import ContactDetail, CorrespondenceAddress, Home
from tests.cast import Cast
from tests.factories.careleavers import HomeFactory
from tests.guards.forms import own_forms

MOVE = {"kind": "U", "is_suitable": "True", "starts_on": "2026-11-20"}
PLACE = {"address": "1 Mill Lane\nLeicester", "postcode": "LE1 1AA"}
TALK = {"happened_on": "2026-11-23", "method": "phone", "result": "spoke", "note": "She moved."}

# Where it is asked: the page, what is sent beside the answer, the name of the answer, and the rows that come of it.
ASKED = {
    "a move": ("home_add", MOVE | PLACE, "safe_to_use", Home),
    "a move with a postcode alone": ("home_add", MOVE | {"postcode": "LE1 1AA"}, "safe_to_use", Home),
    "an address for letters": (
        "correspondence_new",
        PLACE | {"starts_on": "2026-11-20"},
        "safe_to_use",
        CorrespondenceAddress,
    ),
    "a number": (
        "contact_detail_new",
        {"kind": "mobile", "value": "07700 900123", "starts_on": "2026-11-20"},
        "safe_to_use",
        ContactDetail,
    ),
    "a move told in a contact": (
        "contact_new",
        TALK | {f"home_{name}": value for name, value in (MOVE | PLACE).items()},
        "home_safe_to_use",
        Home,
    ),
    "a number told in a contact": (
        "contact_new",
        TALK | {"detail_kind": "mobile", "detail_value": "07700 900123"},
        "detail_safe_to_use",
        ContactDetail,
    ),
}


def chosen(page: str, name: str) -> list[str]:
    """The values of the radios of that name which are chosen on the page, and None of none."""
    radios = [each for each in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in each and 'type="radio"' in each]
    assert len(radios) == 2, f"{name} is asked as yes or no"
    return [re.findall(r'value="(\w+)"', each)[0] for each in radios if "checked" in each]


@pytest.mark.parametrize("where", ASKED)
@pytest.mark.parametrize("said", [True, False])
def test_nothing_is_chosen_beforehand_and_what_was_said_is_kept(cast: Cast, sign_in, where: str, said: bool) -> None:
    page, sent, name, model = ASKED[where]
    address = reverse(page, args=[cast.amira.pk, *([uuid.uuid4()] if page == "contact_new" else [])])
    client = sign_in(cast.pat)
    assert chosen(client.get(address).content.decode(), name) == []
    refused = client.post(address, sent).content.decode()
    assert re.search("Say whether it is safe|Choose an answer to “Is it safe", refused)
    assert not model.objects.exists(), "what was not said is not stored as safe"
    assert client.post(address, sent | {name: str(said)}).status_code in (302, 303)
    assert model.objects.get().safe_to_use is said


def test_where_no_address_was_written_nothing_is_said_of_it(cast: Cast, sign_in) -> None:
    """An answer sent without an address would be found as the answer about the address that comes later."""
    client = sign_in(cast.pat)
    assert client.post(reverse("home_add", args=[cast.amira.pk]), MOVE | {"safe_to_use": "True"}).status_code == 302
    home = Home.objects.get()
    assert home.safe_to_use is None
    address = reverse("home_edit", args=[cast.amira.pk, home.pk])
    told = MOVE | PLACE | {"revision": str(home.revision)}
    assert "Say whether it is safe" in client.post(address, told).content.decode()


# What is corrected of 1 Mill Lane, LE1 1AA, where it was said that it is safe: whether that is asked again.
CORRECTED = {
    "nothing": ({}, False),
    "capitals and spaces": ({"address": "1  MILL LANE\r\nLeicester ", "postcode": "le11aa"}, False),
    "commas for lines": ({"address": "1 Mill Lane, Leicester"}, False),
    "another fact": ({"provider": "Hope Homes"}, False),
    "a digit": ({"address": "11 Mill Lane\nLeicester"}, True),
    "a flat": ({"address": "Flat 2\n1 Mill Lane\nLeicester"}, True),
    "the postcode": ({"postcode": "LE1 1AB"}, True),
    "the postcode is taken out": ({"postcode": ""}, True),
    "in Arabic": ({"address": "بيت الشباب\nLeicester"}, True),
    "the answer as well": ({"address": "2 Mill Lane", "safe_to_use": "False"}, False),
    "it is taken out": ({"address": "", "postcode": ""}, False),
}


@pytest.mark.parametrize("what", CORRECTED)
def test_what_was_said_of_an_address_is_no_answer_about_another_one(cast: Cast, sign_in, scene, what: str) -> None:
    """Seen to fail when a corrected address kept the answer that had been given about the former one."""
    changed, is_asked = CORRECTED[what]
    with scene():
        home = HomeFactory.create(person=cast.amira, kind="U", starts_on=date(2026, 11, 20), safe_to_use=True, **PLACE)
    client, address = sign_in(cast.pat), reverse("home_edit", args=[cast.amira.pk, home.pk])
    sent = MOVE | PLACE | {"revision": str(home.revision), "safe_to_use": "True"} | changed
    answer = client.post(address, sent)
    assert (answer.status_code == 200) is is_asked
    home.refresh_from_db()
    if not is_asked:
        said = {"": None, "True": True, "False": False}[sent["safe_to_use"] if sent["address"] else ""]
        assert home.safe_to_use is said
        return
    page = answer.content.decode()
    assert "The address is another one now: say again whether it is safe to write to them there" in page
    assert chosen(page, "safe_to_use") == []
    assert home.address == PLACE["address"], "nothing is saved before it is said"
    [about] = re.findall(r'name="asked_about" value="([^"]*)"', page)
    again = sent | {"asked_about": about}
    assert "Say whether it is safe" in client.post(address, again | {"safe_to_use": ""}).content.decode()
    moved_on = client.post(address, again | {"address": "9 Hill Road"}).content.decode()
    assert "say again whether it is safe" in moved_on, "yet another address"
    assert client.post(address, again).status_code == 302
    home.refresh_from_db()
    assert (home.safe_to_use, home.postcode) == (True, again["postcode"])


def test_an_address_that_somebody_else_corrected_meanwhile_is_not_taken_for_ones_own_change(
    cast: Cast, sign_in, scene
) -> None:
    with scene():
        home = HomeFactory.create(person=cast.amira, kind="U", starts_on=date(2026, 11, 20), safe_to_use=True, **PLACE)
    opened = MOVE | PLACE | {"revision": str(home.revision), "safe_to_use": "True"}
    address = reverse("home_edit", args=[cast.amira.pk, home.pk])
    assert sign_in(cast.mo).post(address, opened | {"address": "A refuge", "safe_to_use": "False"}).status_code == 302
    assert sign_in(cast.pat).post(address, opened | {"provider": "Hope Homes"}).status_code == 302
    home.refresh_from_db()
    assert (home.address, home.provider, home.safe_to_use) == ("A refuge", "Hope Homes", False)


def test_an_address_of_which_nobody_said_it_is_marked_wherever_it_stands(cast: Cast, sign_in, scene) -> None:
    with scene():
        HomeFactory.create(person=cast.amira, safe_to_use=None, starts_on=date(2026, 11, 1))
    client = sign_in(cast.pat)
    for page in ("home_list", "visit_brief"):
        assert "Nobody has said whether it is safe" in client.get(reverse(page, args=[cast.amira.pk])).content.decode()


def test_no_form_and_no_table_of_the_product_presumes_that_something_is_safe() -> None:
    """Seen to fail with a form that ticks it beforehand and with a column that is True where nothing was said."""
    fields = [(form, *each) for form in own_forms() for each in getattr(form, "base_fields", {}).items()]
    asked = [each for each in fields if "safe_to" in each[1]]
    assert len({form for form, *_ in asked}) >= len({page for page, *_ in ASKED.values()})
    for form, name, field in asked:
        assert field.initial is None, f"{form.__name__}.{name}"
        assert not isinstance(field, BooleanField), f"{form.__name__}.{name}"
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if "safe_to" in field.name:
                assert field.default is NOT_PROVIDED, f"{model.__name__}.{field.name}"
