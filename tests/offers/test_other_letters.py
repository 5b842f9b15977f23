"""Letters that mark no birthday: for council tax, and about a new adviser. Once each, watched like any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from careleavers.actions.allocations import allocate, call_off_allocation
from careleavers.actions.base import Refused
from careleavers.models import Alert, Allocation, StatusPeriod, User, YoungPerson
from offers.actions import letters
from offers.actions.other_letters import ask_for_council_tax_letter
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.documents.letter_content import from_content
from offers.documents.pdf_check import check_letter
from offers.models import Letter, LetterFile
from offers.queries.letter_occasions import care_leaver_since
from offers.queries.support_offered import support_offered
from offers.rules.letter_kinds import LetterKind
from offers.rules.letter_text import NOT_CONFIRMED
from offers.rules.other_letters import says_otherwise
from tests.cast import TODAY, Cast
from tests.factories import PolicyValueFactory, StatusPeriodFactory, YoungPersonFactory, set_sender
from tests.offers.letter_steps import FACTS, now

pytestmark = pytest.mark.usefixtures("_on_the_day")
IN_TWO_WEEKS = TODAY + timedelta(days=14)
FORMER, QUALIFYING, IN_CARE = "former_relevant_child", "person_qualifying", "eligible_child"


class Facts:
    """What the rule asks about the statuses of one person: (status, first day, day after the last)."""

    def __init__(self, *rows: tuple[str, date, date | None]) -> None:
        self.today = TODAY
        self.statuses = {
            None: [StatusPeriod(status=status, starts_on=start, ends_on=end) for status, start, end in rows]
        }


@pytest.mark.parametrize(
    ("rows", "since"),
    [
        ([], None),
        ([(IN_CARE, date(2022, 1, 1), None)], None),
        ([(FORMER, date(2025, 12, 7), None)], date(2025, 12, 7)),
        ([(IN_CARE, date(2022, 1, 1), date(2025, 12, 7)), (FORMER, date(2025, 12, 7), None)], date(2025, 12, 7)),
        ([(QUALIFYING, date(2024, 1, 1), date(2025, 1, 1)), (FORMER, date(2025, 1, 1), None)], date(2024, 1, 1)),
        ([(FORMER, date(2024, 1, 1), date(2025, 1, 1)), (FORMER, date(2025, 6, 1), None)], date(2025, 6, 1)),
        ([(FORMER, date(2024, 1, 1), TODAY)], None),
        ([(FORMER, date(2024, 1, 1), TODAY + timedelta(days=1))], date(2024, 1, 1)),
        ([(FORMER, TODAY + timedelta(days=1), None)], None),
    ],
    ids=["none", "in-care", "one", "after-care", "two-in-a-row", "a-break", "over-today", "last-day", "to-come"],
)
def test_since_when_they_are_a_care_leaver_without_a_break(rows: list[Any], since: date | None) -> None:
    assert care_leaver_since(Facts(*rows), Letter()) == since  # type: ignore[arg-type]


@pytest.fixture
def cai(cast: Cast, scene: Callable) -> YoungPerson:
    with scene():
        set_sender()
        person: YoungPerson = YoungPersonFactory.create(nearly_19=True, team=cast.north, worker=cast.pat)
        User.objects.filter(pk=cast.pat.pk).update(phone="07700 900111")
        User.objects.filter(pk=cast.wes.pk).update(phone="07700 900222")
    return person


def ask(cast: Cast, person: YoungPerson) -> Letter:
    return ask_for_council_tax_letter(by=cast.pat, person=person, today=TODAY)


def approve(cast: Cast, *rows: Letter) -> None:
    ids = [row.pk for row in rows]
    letters.approve_letters(by=cast.mo, letters=ids, addresses_checked=ids, today=TODAY)


def approved_words(letter: Letter) -> str:
    said = from_content(now(letter).approved_content)
    blocks = [block.text for block in (*said.opening, *said.after)]
    return " ".join([said.greeting, *blocks, *(f"{lead}: {text}" for lead, text in said.points)])


def printed(cast: Cast, letter: Letter) -> Letter:
    approve(cast, letter)
    assert render_due(today=TODAY)[1] == 0
    letters.print_batch(by=cast.bus, letters=[letter.pk], today=TODAY)
    return now(letter)


def test_an_adviser_asks_for_it_and_it_goes_once(cast: Cast, cai: YoungPerson, client: Client) -> None:
    client.force_login(cast.pat)
    page = reverse("offers:council_tax_letter", args=[cai.pk])
    assert page in client.get(reverse("offers:passport_item", args=[cai.pk, "council_tax"])).content.decode()
    before = client.get(page).content.decode()
    assert "A former relevant child (section 23C of the Children Act 1989), since 7 December 2025." in before
    said = client.post(page, follow=True).content.decode()
    assert "Asked for. Somebody who approves letters reads it" in said
    assert "Letter for council tax" in said
    letter = Letter.objects.get(kind=LetterKind.COUNCIL_TAX)
    assert (letter.status, letter.occurrence_on) == ("planned", IN_TWO_WEEKS)
    assert "There is one for this home" in client.get(page).content.decode()
    assert "There is a letter for this home" in client.post(page, follow=True).content.decode()

    client.force_login(cast.mo)
    assert "council tax, by Monday 7 December" in client.get(reverse("offers:letters")).content.decode()
    confirm = client.post(reverse("offers:letters_approve"), {"letter": [letter.pk]}).content.decode()
    assert "Confirmation for council tax" in confirm
    letter = printed(cast, letter)
    words = approved_words(letter)
    assert "To the council tax office: we write about Cai Owen, born on 7 December 2007," in words
    assert "Until: 25 years old on 7 December 2032." in words
    checked = check_letter(bytes(LetterFile.objects.get(letter=letter).pdf), strict=True)
    assert (checked.problems, checked.pages) == ((), 1)
    letters.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY, today=TODAY)
    assert "Letter for council tax, posted" in client.get(reverse("timeline", args=[cai.pk])).content.decode()
    assert support_offered([cai.pk], TODAY + timedelta(days=400)) == {}, "it offers nobody support"
    assert client.get(reverse("offers:letter", args=[letter.pk])).status_code == 200
    plan_letters(by=None, today=TODAY)
    assert Letter.objects.filter(kind=LetterKind.COUNCIL_TAX).count() == 1


@pytest.mark.parametrize(
    ("change", "unprinted"),
    [("dies", "on_hold"), ("refuses", "not_wanted"), ("restricted", "on_hold"), ("moves", "on_hold")],
)
def test_what_stops_a_birthday_letter_stops_it_until_it_is_posted(
    cast: Cast, cai: YoungPerson, scene: Callable, change: str, unprinted: str
) -> None:
    with scene():
        other = YoungPersonFactory.create(nearly_19=True, first_name="Dee", team=cast.north, worker=cast.pat)
    waiting, paper = ask(cast, cai), ask(cast, other)
    approve(cast, waiting)
    printed(cast, paper)
    for person in (cai, other):
        FACTS[change](cast, YoungPerson.objects.get(pk=person.pk))
    assert (now(waiting).status, now(paper).status) == (unprinted, "withdrawn")
    if change == "moves":
        assert NOT_CONFIRMED in now(waiting).hold_reasons, "it is about a home that they have left"
    told = Alert.objects.filter(person=other, closed_on=None, code="letter_to_take_out").values_list("text", flat=True)
    assert list(told) == ["Take their printed letter for council tax out of the pile: it must not be posted"]


def test_cancelled_it_can_be_asked_for_again_and_is_the_same_row(cast: Cast, cai: YoungPerson) -> None:
    first = ask(cast, cai)
    with pytest.raises(Refused, match="There is a letter for this home: it is “to approve”"):
        ask(cast, cai)
    letters.cancel_letter(by=cast.mo, letter=first, reason="Not needed", today=TODAY)
    again = ask(cast, cai)
    assert (again.pk, now(again).status, now(again).cancelled_reason) == (first.pk, "planned", "")


def test_one_that_lapsed_can_be_asked_for_again_and_has_lapsed_no_more(cast: Cast, cai: YoungPerson) -> None:
    first, late = ask(cast, cai), TODAY + timedelta(days=60)
    plan_letters(by=None, today=late)
    assert (now(first).status, now(first).lapsed) == ("cancelled", True)
    again = ask_for_council_tax_letter(by=cast.pat, person=cai, today=late)
    assert (again.pk, now(again).status, now(again).lapsed) == (first.pk, "planned", False)


def test_there_is_none_for_somebody_whom_the_record_does_not_confirm(cast: Cast, scene: Callable) -> None:
    with scene():
        set_sender()
        nobody = YoungPersonFactory.create(team=cast.north, worker=cast.pat)
        older = YoungPersonFactory.create(nearly_19=True, date_of_birth=date(2001, 11, 23), team=cast.north)
        StatusPeriod.objects.filter(person=older).delete()
        StatusPeriodFactory.create(person=older, status=FORMER, starts_on=date(2019, 11, 23), ends_on=None)
        in_care = YoungPersonFactory.create(nearly_19=True, team=cast.north)
        StatusPeriod.objects.filter(person=in_care).update(status=IN_CARE)
    with pytest.raises(Refused, match="Nobody has written down the address where they live"):
        ask(cast, nobody)
    with pytest.raises(Refused, match="They are no care leaver by law today"):
        ask(cast, in_care)
    with pytest.raises(Refused, match="They are 25 or older"):
        ask(cast, older)


# About a new adviser


def hand_over(cast: Cast, person: YoungPerson, on: date = IN_TWO_WEEKS) -> Allocation:
    return allocate(by=cast.mo, person=person, worker=cast.wes, role=Allocation.CASE_HOLDER, starts_on=on, today=TODAY)


@pytest.fixture
def _written(scene: Callable) -> None:
    with scene():
        PolicyValueFactory.create(key="hand_over_letters", value="yes")


def about_hand_over() -> list[Letter]:
    return list(Letter.objects.filter(kind=LetterKind.HAND_OVER).select_related("person"))


def test_none_is_planned_until_the_authority_chooses_so(cast: Cast, cai: YoungPerson) -> None:
    hand_over(cast, cai)
    plan_letters(by=None, today=TODAY)
    assert about_hand_over() == []


@pytest.mark.usefixtures("_written")
def test_a_hand_over_is_told_by_both_names_and_planned_once(cast: Cast, cai: YoungPerson) -> None:
    hand_over(cast, cai)
    plan_letters(by=None, today=TODAY)
    plan_letters(by=None, today=TODAY)
    [letter] = about_hand_over()
    assert (letter.status, letter.occurrence_on) == ("planned", IN_TWO_WEEKS)
    letter = printed(cast, letter)
    words = approved_words(letter)
    assert f"{cast.pat.name} has been your personal adviser." in words
    assert f"From Monday 7 December 2026 it will be {cast.wes.name}." in words
    assert f"Until then: Phone {cast.pat.name} on 07700 900111" in words
    assert f"Phone {cast.wes.name} on 07700 900222." in words
    assert check_letter(bytes(LetterFile.objects.get(letter=letter).pdf), strict=True).problems == ()


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize(
    ("how_far", "then"), [("planned", "cancelled"), ("approved", "cancelled"), ("printed", "withdrawn")]
)
def test_called_off_it_does_not_go(cast: Cast, cai: YoungPerson, how_far: str, then: str) -> None:
    planned = hand_over(cast, cai)
    [letter] = about_hand_over()
    {"planned": lambda: None, "approved": partial(approve, cast, letter), "printed": partial(printed, cast, letter)}[
        how_far
    ]()
    call_off_allocation(by=cast.mo, allocation=planned, today=TODAY)
    assert now(letter).status == then
    if then == "withdrawn":
        letters.take_out(by=cast.bus, letter=now(letter), today=TODAY)
    assert (now(letter).status, now(letter).cancelled_reason) == (
        "cancelled",
        "The hand-over that it is about was called off.",
    )
    hand_over(cast, cai)
    assert sorted(each.status for each in about_hand_over()) == ["cancelled", "planned"], "a new one has its own"


@pytest.mark.usefixtures("_written")
def test_one_that_says_what_is_so_no_more_waits_for_approval_again(
    cast: Cast, cai: YoungPerson, scene: Callable
) -> None:
    hand_over(cast, cai)
    [letter] = about_hand_over()
    approve(cast, letter)
    before = from_content(now(letter).approved_content)
    with scene():
        User.objects.filter(pk=cast.wes.pk).update(phone="07700 900333")
    plan_letters(by=None, today=TODAY)
    assert (now(letter).status, now(letter).content) == ("planned", None)
    approve(cast, letter)
    after = from_content(now(letter).approved_content)
    assert "07700 900333" in approved_words(letter)
    assert (says_otherwise(before, after), says_otherwise(after, after)) == (True, False)


@pytest.mark.usefixtures("_written")
def test_two_letters_for_one_day_are_both_told_of(cast: Cast, cai: YoungPerson) -> None:
    """A hand-over on a birthday: the task about the one is not closed while the other is."""
    plan_letters(by=None, today=TODAY)
    hand_over(cast, cai)
    birthday = Letter.objects.get(kind=LetterKind.BIRTHDAY)
    [other] = about_hand_over()
    assert birthday.occurrence_on == other.occurrence_on
    FACTS["restricted"](cast, YoungPerson.objects.get(pk=cai.pk))
    about = Alert.objects.filter(person=cai, code="letter_on_hold", closed_on=None)
    assert "Birthday letter on hold" in about.get().text
    assert "Letter about a new adviser on hold" in about.get().text
    letters.cancel_letter(by=cast.mo, letter=now(birthday), reason="Told", today=TODAY)
    assert about.get().text.startswith("Letter about a new adviser on hold")
