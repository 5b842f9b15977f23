"""Which letters each reader's lists hold, and what the lists are called."""

import re

import pytest
from django.urls import reverse

from tests.cast import Cast, days_ago
from tests.factories import LetterFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_whoever_only_posts_letters_reads_of_those_posted_and_not_of_those_given(cast: Cast, sign_in, scene) -> None:
    """Both lists were called *Sent*, and had two numbers. Seen to fail."""
    with scene():
        LetterFactory.create(person=cast.amira, status="posted", posted_on=days_ago(3))
        LetterFactory.create(person=cast.ben, status="given", given_on=days_ago(3))
    tabs = {
        who.name: re.findall(
            r"\?tab=sent\"[^>]*>(\w+) <span class=\"quiet\">(\d+)",
            sign_in(who).get(reverse("offers:letters") + "?tab=sent").content.decode(),
        )
        for who in (cast.bus, cast.vera)
    }
    assert tabs == {cast.bus.name: [("Posted", "1")], cast.vera.name: [("Sent", "2")]}
