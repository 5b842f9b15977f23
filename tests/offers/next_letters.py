"""What the pages say of the next letter, compared for many people."""

from __future__ import annotations

from datetime import timedelta

from careleavers.models import PolicyValue, User, YoungPerson
from careleavers.site.extensions import today_panels
from offers.actions.planning import plan_letters
from offers.models import Letter
from offers.queries.letter_lists import TABS, letters_for
from offers.queries.next_letters import LETTERS_OF, next_letter
from offers.rules.letter_states import TO_GO_STATES
from tests.cast import TODAY

PLANNED_BY_HAND = 8  # of the people, how many letters are planned on their day to see


def assert_next_letters_agree(people: list[YoungPerson], manager: User) -> None:
    """The record names the letter that the lists of letters and Today show, and the one that will be planned."""
    policies = PolicyValue.objects.in_force(TODAY)
    living = [person for person in people if not person.died_on]
    named = {person.pk: next_letter(person, LETTERS_OF.objects(person.pk), TODAY, policies) for person in living}
    listed = letters_for(manager).filter(status__in=[state for tab in TABS for state in tab.states])
    waiting = [letter for letter in listed.order_by("-occurrence_on") if _is_next(letter)]
    first_of = {letter.person_id: letter.pk for letter in waiting if letter.person_id in named}
    assert {pk: found.letter.pk for pk, found in named.items() if found.letter} == first_of
    panels = [panel for panel in today_panels(people, manager, TODAY, policies) if panel.title == "Letters"]
    soon = [letter for panel in panels for letter in panel.context["soon"] if letter.marks_birthday]
    assert all(first_of[letter.person_id] == letter.pk for letter in soon)
    to_come = [(pk, found.occasion) for pk, found in named.items() if found.occasion]
    assert len(to_come) > PLANNED_BY_HAND
    for pk, occasion in to_come[:PLANNED_BY_HAND]:
        of_them = Letter.objects.filter(person=pk, occasion=occasion.code)
        planned_on = occasion.falls_on - timedelta(days=policies["letter_lead_days"])
        plan_letters(by=None, today=planned_on - timedelta(days=1), people=[pk])
        assert not of_them.exists()
        plan_letters(by=None, today=planned_on, people=[pk])
        assert of_them.exists()


def _is_next(letter: Letter) -> bool:
    return letter.marks_birthday and letter.status in TO_GO_STATES
