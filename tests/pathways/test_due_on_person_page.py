"""What a young person's page says is due, and why."""

import re

import pytest
from django.urls import reverse

from tests.cast import Cast, days_ago
from tests.pathways.today_pages import due, in_days, timeline_page

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_a_persons_page_says_all_that_is_due_and_why(cast: Cast, sign_in, scene) -> None:
    with scene():
        due(cast.amira, days_ago(6), "Contact", "contact")
        due(cast.amira, in_days(14), "Visit after the move", "visit")
        due(cast.amira, in_days(40), "Plan review", "plan_review", "The last review was held on 1 June 2026.")
        due(cast.amira, days_ago(9), "Leave bed and breakfast", "home")
        due(cast.ben, days_ago(3), "Ben's")
    page = timeline_page(sign_in(cast.pat), reverse("person", args=[cast.amira.pk]))
    part = page[page.index("What is due") : page.index("Where things are")]
    assert re.findall(r"<li><span>([^<]+)", part) == [
        "Leave bed and breakfast",
        "Contact",
        "Visit after the move",
        "Plan review",
    ]
    assert "6 days overdue" in part
    assert '<p>The last review was held on 1 June 2026. <span class="quiet">(CLR reg 7(2)(c))</span></p>' in part
    assert reverse("home_add", args=[cast.amira.pk]) in part
    assert f"{reverse('contact_begin', args=[cast.amira.pk])}?purpose=visit" in part
    assert "Ben" not in part


def test_who_only_reads_a_person_is_led_to_no_action(cast: Cast, sign_in, scene) -> None:
    with scene():
        due(cast.amira, days_ago(6), "Leave bed and breakfast", "home")
    page = timeline_page(sign_in(cast.aud), reverse("person", args=[cast.amira.pk]))
    assert "Leave bed and breakfast" in page
    assert reverse("home_add", args=[cast.amira.pk]) not in page


def test_nothing_due_has_no_heading(cast: Cast, sign_in) -> None:
    assert "What is due" not in timeline_page(sign_in(cast.pat), reverse("person", args=[cast.amira.pk]))
