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
