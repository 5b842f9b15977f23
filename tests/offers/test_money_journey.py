"""From what nobody had explained to the bed that was paid, in a real browser, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from offers.models import EntitlementEvent, MoneyPayment
from tests.browser import follow, open_as, press, see
from tests.cast import TODAY, Cast
from tests.factories import ContactFactory, give_status

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]
DAY = TODAY.isoformat()


def test_told_claimed_granted_and_paid(cast: Cast, scene: Callable, visit: Callable, faults: Callable) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        contact = ContactFactory.create(person=cast.amira, worker=cast.pat, happened_on=TODAY - timedelta(days=1))
    phone, desk = visit("phone"), visit("desktop")
    page = open_as(phone, cast.pat, reverse("contact", args=[cast.amira.pk, contact.pk]))
    follow(page, "Did you explain what is theirs?")
    page.get_by_role("checkbox", name="Setting up home allowance").check()
    page.get_by_role("checkbox", name="Emergency payments").check()
    press(page, "What I ticked was explained")
    see(page, "Saved: 2 things are explained.")
    follow(page, "Setting up home allowance")
    follow(page, "Ask for money for it")
    page.locator("#id_category").select_option("setting_up_home")
    page.locator("#id_what_for").fill("a bed")
    page.locator("#id_amount").fill("£389.50")
    page.locator("#id_payee").fill("Wend Beds")
    page.get_by_text("To a shop or supplier").click()
    press(page, "Ask")
    see(page, "Asked for. To decide on it is on Today of Mo.")
    see(page, "You asked for this yourself")
    found = {"phone, waiting": faults(page)}

    page = open_as(desk, cast.mo, reverse("home"))
    follow(page, "Decide on £389.50 for a bed")
    follow(page, "Approve")
    press(page, "Approve")
    see(page, "Approved. To pay it is on Today of Pat.")
    found["desk, approved"] = faults(page)

    page = open_as(phone, cast.pat, reverse("offers:ledger", args=[cast.amira.pk]))
    follow(page, "Write down a payment")
    page.locator("#id_paid_on").fill(DAY)
    press(page, "Save")
    see(page, "£2,610.50")
    found["phone, paid"] = faults(page)
    for window, width in ((phone, "phone"), (desk, "desk")):
        for user, name, args in (
            (cast.pat, "offers:passport", [cast.amira.pk]),
            (cast.mo, "offers:take_up", []),
            (cast.mo, "offers:money", []),
        ):
            found[f"{width}, {name}"] = faults(open_as(window, user, reverse(name, args=args)))
    assert not {where: wrong for where, wrong in found.items() if wrong}
    assert [*phone.complaints, *desk.complaints] == []
    kinds = EntitlementEvent.objects.filter(item="setting_up_home_allowance").order_by("recorded_at")
    assert list(kinds.values_list("kind", flat=True)) == ["told", "claimed", "granted"]
    assert MoneyPayment.objects.get().amount == kinds.get(kind="granted").amount
