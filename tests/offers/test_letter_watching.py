"""A letter is watched until it is in the post: nothing goes after the fact, in whatever order, and somebody knows."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.urls import reverse

from careleavers.actions.allocations import allocate
from careleavers.actions.base import Refused
from careleavers.actions.homes import move_home
from careleavers.actions.people import record_death
from careleavers.actions.staff import change_user, choose_own
from careleavers.models import Alert, Home, YoungPerson
from offers.actions import letters as actions
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.documents.pdf_check import check_letter
from offers.models import Letter, LetterBatch
from offers.rules.letter_states import LetterState
from offers.rules.letter_text import MOVED, OTHER_ADVISER, RESTRICTED, UNSAFE
from tests.cast import TODAY, Cast
from tests.factories import YoungPersonFactory
from tests.offers.letter_steps import FACTS, RELEASED, STEPS, do, marks_unsafe, now, person_of, refuses, told

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.mark.parametrize("before", range(1, 5), ids=["approved", "made", "printed", "posted"])
def test_a_letter_names_no_adviser_who_is_theirs_no_more(cast: Cast, letter: Letter, before: int) -> None:
    """Seen to fail when only name, address and reasons were compared: it went on naming who had left, with a phone."""
    for step in STEPS[:before]:
        do(cast, letter, step)
    person, approved_by_pat = person_of(letter), now(letter).approved_content
    assert any("Pat" in str(block) for block in (*approved_by_pat["opening"], *approved_by_pat["after"]))
    co_work = {"by": cast.mo, "person": person, "starts_on": TODAY, "today": TODAY}
    allocate(**co_work, worker=cast.wes, role="co_worker")
    assert now(letter).hold_reasons == [], "somebody who helps changes nothing"
    allocate(**co_work, worker=cast.sam, role="case_holder")
    if before == len(STEPS):
        assert now(letter).state == LetterState.POSTED
    elif STEPS[before - 1] == "print":
        assert (now(letter).state, now(letter).hold_reasons) == (LetterState.WITHDRAWN, [OTHER_ADVISER])
        assert "Sue" in told(letter), "who manages the team to which they went"
    else:
        assert (now(letter).state, now(letter).content) == (LetterState.PLANNED, None)
        do(cast, letter, "approve")
        content = now(letter).approved_content
        assert any("Sam" in str(block) for block in (*content["opening"], *content["after"]))


@pytest.mark.parametrize(
    ("phone", "stopped"),
    [("07700 900999", True), ("", True), ("07700 900014", False)],
    ids=["another", "none", "the same"],
)
@pytest.mark.parametrize("by_hand", [False, True], ids=["to be posted", "to be given"])
def test_a_letter_gives_no_number_at_which_the_adviser_is_not_reached(cast, letter, by_hand, phone, stopped) -> None:
    """Seen to fail when whose adviser it was alone was compared: the number stays with them for years."""
    said = {"by": cast.sys, "user": cast.pat, "email": cast.pat.email, "name": "Pat", "today": TODAY}
    change_user(**said, job_title="PA", phone="07700 900014")
    if by_hand:
        actions.give_by_hand(by=cast.mo, letter=letter, today=TODAY)
    else:
        do(cast, letter, "approve")
    change_user(**said, job_title="Senior PA", phone=phone)
    assert (now(letter).content is None) is stopped
    choose_own(by=cast.pat, shortcuts_on=True, phone="07700 900015", today=TODAY)
    assert now(letter).state == (LetterState.ON_HOLD if by_hand else LetterState.PLANNED)


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("before", range(5), ids=["at first", "approved", "made", "printed", "posted"])
def test_nothing_is_posted_after_the_fact_and_a_named_person_knows(cast: Cast, letter: Letter, fact, before) -> None:
    for step in STEPS[:before]:
        do(cast, letter, step)
    FACTS[fact](cast, person_of(letter))
    if before == len(STEPS):
        assert now(letter).state == LetterState.POSTED
        return
    stopped = now(letter)
    for step in (*STEPS[before:], *STEPS):
        do(cast, letter, step)
    if fact == "moves" and before == 0:
        assert (now(letter).state, now(letter).content["address"][2]) == (LetterState.POSTED, "PO Box 12")
        return
    paper = before == STEPS.index("post")
    held = LetterState.NOT_WANTED if fact == "refuses" else LetterState.ON_HOLD
    assert stopped.state == now(letter).state == (LetterState.WITHDRAWN if paper else held)
    if fact != "dies" or paper:
        assert told(letter) >= {"Pat"}
        assert told(letter) >= ({"Vera"} if fact == "restricted" else {"Mo"}) or fact == "restricted"


@pytest.mark.parametrize("order", [order for order in permutations(STEPS) if order != STEPS], ids="-".join)
def test_in_whatever_order_the_office_tries_nothing_goes_after_a_death(cast: Cast, letter: Letter, order) -> None:
    do(cast, letter, order[0])
    do(cast, letter, order[1])
    record_death(by=cast.mo, person=person_of(letter), died_on=TODAY, today=TODAY)
    for step in (*order[2:], *STEPS):
        do(cast, letter, step)
    assert now(letter).posted_on is None
    assert now(letter).state in (LetterState.ON_HOLD, LetterState.WITHDRAWN)


@pytest.mark.parametrize("fact", RELEASED)
def test_released_the_letter_is_approved_anew_and_goes(cast: Cast, letter: Letter, fact) -> None:
    for step in STEPS[:3]:
        do(cast, letter, step)
    FACTS[fact](cast, person_of(letter))
    RELEASED[fact](cast, person_of(letter))
    assert now(letter).state == LetterState.WITHDRAWN, "the paper is out of the batch, so it must leave the pile"
    actions.take_out(by=cast.bus, letter=now(letter), today=TODAY)
    assert (now(letter).hold_reason, now(letter).state, told(letter)) == ("", LetterState.PLANNED, set())
    for step in STEPS:
        do(cast, letter, step)
    assert now(letter).state == LetterState.POSTED


@pytest.mark.parametrize("fact", FACTS)
def test_whoever_takes_it_out_of_the_pile_reads_no_address_and_prints_it_no_more(cast, letter, sign_in, fact) -> None:
    """Seen to fail: its words and PDF stayed open to all who post letters, of a restricted record too."""
    for step in STEPS[:3]:
        do(cast, letter, step)
    page, pdf = (reverse(f"offers:{name}", args=[letter.pk]) for name in ("letter", "letter_pdf"))
    assert sign_in(cast.bus).get(pdf).headers["Content-Type"] == "application/pdf"
    FACTS[fact](cast, person_of(letter))
    for who, reads in ((cast.bus, False), (cast.pat, True), (cast.mo, fact != "restricted")):
        client = sign_in(who)
        shown = client.get(page).content.decode()
        if reads or who == cast.bus:
            assert ["Cai" in shown, "12 Mill Lane" in shown, pdf in shown] == [True, reads, False], who
        assert not client.get(pdf).headers.get("Content-Type", "").startswith("application/pdf")


def test_the_batch_is_made_again_without_the_letter(cast: Cast, scene, letter: Letter) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True, first_name="Dee")
        YoungPersonFactory.create(nearly_19=True, first_name="Eva")
    plan_letters(by=None, today=TODAY)
    ids = list(Letter.objects.values_list("pk", flat=True))
    actions.approve_letters(by=cast.mo, letters=ids, today=TODAY)
    render_due(today=TODAY)
    batch, _ = actions.print_batch(by=cast.bus, letters=ids, today=TODAY)
    record_death(by=cast.mo, person=letter.person, died_on=TODAY, today=TODAY)
    left = LetterBatch.objects.get(pk=batch.pk)
    assert (left.letter_count, check_letter(bytes(left.pdf)).pages, left.pdf_sha256 != batch.pdf_sha256) == (2, 2, True)
    done = actions.mark_posted(by=cast.bus, letters=ids, posted_on=TODAY, today=TODAY)
    assert sorted(each.person.first_name for each in done.posted) == ["Dee", "Eva"]


def test_a_death_is_recorded_though_another_letter_of_the_batch_cannot_be_read(cast, scene, letter: Letter) -> None:
    """Seen to fail: what an older release approved stopped the recording of the death."""
    with scene():
        YoungPersonFactory.create(nearly_19=True, first_name="Dee")
    plan_letters(by=None, today=TODAY)
    ids = list(Letter.objects.values_list("pk", flat=True))
    actions.approve_letters(by=cast.mo, letters=ids, today=TODAY)
    render_due(today=TODAY)
    batch, _ = actions.print_batch(by=cast.bus, letters=ids, today=TODAY)
    other = Letter.objects.exclude(pk=letter.pk)
    with scene():
        other.update(content=None, status=LetterState.PLANNED)
        other.update(content={"heading": "Of an older release"}, status=LetterState.PRINTED)
    record_death(by=cast.mo, person=letter.person, died_on=TODAY, today=TODAY)
    assert (now(letter).state, bytes(LetterBatch.objects.get(pk=batch.pk).pdf)) == (LetterState.WITHDRAWN, b"")
    done = actions.mark_posted(by=cast.bus, letters=ids, posted_on=TODAY, today=TODAY)
    assert (done.posted, len(done.withdrawn)) == ((), 1)


def test_whoever_changed_without_an_action_is_found_when_it_is_marked_as_posted(cast, scene, letter: Letter) -> None:
    """An import, or a hand in the database: "posted" asks again by itself."""
    for step in STEPS[:3]:
        do(cast, letter, step)
    with scene():
        YoungPerson.objects.filter(pk=letter.person_id).update(died_on=TODAY)
    done = actions.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY, today=TODAY)
    assert (done.posted, [each.pk for each in done.withdrawn]) == ((), [letter.pk])


def test_taken_out_after_a_death_nothing_more_is_said(cast: Cast, letter: Letter) -> None:
    for step in STEPS[:3]:
        do(cast, letter, step)
    record_death(by=cast.mo, person=letter.person, died_on=TODAY, today=TODAY)
    alert = Alert.objects.get(code="letter_to_take_out", closed_on=None)
    assert alert.text == "Take their printed birthday letter out of the pile: it must not be posted"
    assert alert.due_on == TODAY
    actions.take_out(by=cast.bus, letter=letter, today=TODAY)
    assert not Alert.objects.filter(person=letter.person_id, closed_on=None).exists()
    plan_letters(by=None, today=TODAY + timedelta(days=60))
    lapsed = now(letter)
    assert (lapsed.state, lapsed.cancelled_reason) == (LetterState.CANCELLED, "They have died. No letter is sent.")


@pytest.mark.parametrize("how", ["cancel", "write_again"])
def test_printed_paper_of_a_letter_that_somebody_stops_is_taken_out_first(cast: Cast, letter: Letter, how) -> None:
    for step in STEPS[:3]:
        do(cast, letter, step)
    if how == "cancel":
        actions.cancel_letter(by=cast.mo, letter=letter, reason="A card was given", today=TODAY)
    else:
        actions.write_again(by=cast.mo, letter=letter, today=TODAY)
    assert now(letter).state == LetterState.WITHDRAWN
    do(cast, letter, "post")
    actions.take_out(by=cast.bus, letter=letter, today=TODAY)
    assert now(letter).state == (LetterState.CANCELLED if how == "cancel" else LetterState.PLANNED)


def test_paper_that_had_gone_before_is_recorded_as_it_was(cast: Cast, letter: Letter) -> None:
    for step in STEPS[:3]:
        do(cast, letter, step)
    record_death(by=cast.mo, person=letter.person, died_on=TODAY, today=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Refused, match="must not be posted"):
        actions.mark_already_posted(by=cast.bus, letter=letter, posted_on=tomorrow, today=tomorrow)
    with pytest.raises(Refused, match="was printed on 23 November 2026"):
        actions.mark_already_posted(by=cast.bus, letter=letter, posted_on=TODAY - timedelta(days=1), today=tomorrow)
    actions.mark_already_posted(by=cast.bus, letter=letter, posted_on=TODAY, today=tomorrow)
    assert (now(letter).state, now(letter).posted_on) == (LetterState.POSTED, TODAY)


MOVED_TEXT = "They have moved since this letter was approved."
OTHER_FACTS = ("restricted", "refuses", "unsafe")


@pytest.mark.parametrize("other", OTHER_FACTS)
@pytest.mark.parametrize("moved_first", [True, False], ids=["moved first", "moved last"])
@pytest.mark.parametrize("before", [1, 2, 3], ids=["approved", "made", "printed"])
def test_a_move_is_looked_at_by_somebody_whatever_else_comes_and_goes(
    cast: Cast, letter: Letter, other, moved_first, before
) -> None:
    for step in STEPS[:before]:
        do(cast, letter, step)
    facts = ("moves", other) if moved_first else (other, "moves")
    for fact in facts:
        FACTS[fact](cast, person_of(letter))
    if now(letter).state == LetterState.WITHDRAWN:
        actions.take_out(by=cast.bus, letter=letter, today=TODAY)
    elif not moved_first:
        return  # the approval was taken back before they moved: it is approved again with the new address
    assert now(letter).hold_reason.count(MOVED_TEXT) == 1
    assert told(letter) >= {"Pat"}
    RELEASED[other](cast, person_of(letter))
    plan_letters(by=None, today=TODAY)
    assert (now(letter).state, now(letter).hold_reason[: len(MOVED_TEXT)]) == (LetterState.ON_HOLD, MOVED_TEXT)
    assert told(letter) == {"Pat", "Mo"}
    actions.write_again(by=cast.mo, letter=letter, today=TODAY)
    assert (now(letter).state, now(letter).hold_reasons, told(letter)) == (LetterState.PLANNED, [], set())


@pytest.mark.parametrize(
    ("home", "also"),
    [
        ({"kind": "X", "address": "", "postcode": ""}, "They are in custody."),
        ({"kind": "S", "address": "", "postcode": ""}, "They have no fixed abode."),
        ({"kind": "U", "safe_to_use": False}, "This address is not safe"),
        ({"kind": "U", "postcode": ""}, "The last line must be a real UK postcode"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_wrong_with_where_they_live_now_is_said_at_once(cast: Cast, letter: Letter, home, also) -> None:
    """Seen to fail: after a move it was said in the night only that letters must not go to the new address."""
    do(cast, letter, "approve")
    given = {"address": "Refuge\nPO Box 12", "postcode": "LE1 1AA", "safe_to_use": True} | home
    move_home(by=cast.pat, person=person_of(letter), starts_on=TODAY, today=TODAY, is_suitable=False, **given)
    at_once = now(letter).hold_reasons
    assert [at_once[0].startswith(also), at_once[1:]] == [True, [MOVED]]
    plan_letters(by=None, today=TODAY)
    assert now(letter).hold_reasons == at_once


def test_every_reason_is_said_and_the_task_names_each(cast: Cast, letter: Letter) -> None:
    do(cast, letter, "approve")
    for fact in ("moves", "restricted", "unsafe"):
        FACTS[fact](cast, person_of(letter))
    assert now(letter).hold_reasons == [RESTRICTED, UNSAFE, MOVED]
    [(_, text, _)] = tasks()
    assert text == (
        "Birthday letter on hold, 3 reasons: Their record is restricted. This address is not safe to write to. "
        "They have moved since this letter was approved."
    )
    RELEASED["unsafe"](cast, person_of(letter))
    assert now(letter).hold_reasons == [RESTRICTED, MOVED]


# Dates have two sides


def test_no_step_lies_before_the_one_that_it_follows(cast: Cast, letter: Letter) -> None:
    for step in STEPS[:3]:
        do(cast, letter, step)
    with pytest.raises(Refused, match="This letter was printed on 23 November 2026"):
        actions.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=date(2025, 12, 5), today=TODAY)
    actions.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY, today=TODAY)
    with pytest.raises(Refused, match="after it was posted"):
        actions.mark_returned(by=cast.bus, letter=letter, returned_on=TODAY - timedelta(days=1), reason="", today=TODAY)


# Holds, returns and failures are tasks


def tasks() -> list[tuple[str, str, date]]:
    rows = Alert.objects.filter(code__startswith="letter_", closed_on=None)
    return list(rows.values_list("code", "text", "due_on"))


def test_a_hold_is_a_dated_task_of_the_adviser_and_the_manager_until_it_is_gone(cast: Cast, letter: Letter) -> None:
    marks_unsafe(cast, person_of(letter))
    [(code, text, due_on)] = tasks()
    assert (code, due_on) == ("letter_on_hold", date(2026, 11, 30))
    assert text.startswith("Birthday letter on hold: This address is not safe to write to.")
    assert told(letter) == {"Pat", "Mo"}
    plan_letters(by=None, today=TODAY)
    assert len(tasks()) == 1
    marks_unsafe(cast, person_of(letter), safe=True)
    assert (tasks(), now(letter).state) == ([], LetterState.PLANNED)


def test_a_letter_that_comes_back_is_a_task_within_a_week(cast: Cast, letter: Letter) -> None:
    for step in STEPS:
        do(cast, letter, step)
    actions.mark_returned(by=cast.bus, letter=letter, returned_on=TODAY, reason="Gone away", today=TODAY)
    assert tasks() == [
        ("letter_came_back", "Their birthday letter came back: ask where letters are safe", date(2026, 11, 30))
    ]
    assert told(letter) == {"Pat", "Mo"}
    actions.write_again(by=cast.mo, letter=letter, today=TODAY)
    assert tasks() == []


def test_not_written_to_as_they_wish_is_an_end_without_lateness(cast: Cast, letter: Letter) -> None:
    refuses(cast, person_of(letter))
    assert [(code, due) for code, _, due in tasks()] == [("letter_not_wanted", date(2026, 12, 7))]
    for days in (15, 60, 400):
        plan_letters(by=None, today=TODAY + timedelta(days=days))
        assert (now(letter).state, tasks()) == (LetterState.NOT_WANTED, [])


def test_nothing_on_hold_lapses_before_somebody_was_told(cast: Cast, scene, letter: Letter) -> None:
    """Nights were missed: the first run after them tells, and only a later one lets the letter lapse."""
    with scene():
        Home.objects.update(address="", postcode="")
    much_later = TODAY + timedelta(days=60)
    plan_letters(by=None, today=much_later)
    assert (now(letter).state, [code for code, *_ in tasks()]) == (LetterState.ON_HOLD, ["letter_on_hold"])
    plan_letters(by=None, today=much_later + timedelta(days=1))
    lapsed = now(letter)
    assert (lapsed.state, tasks()) == (LetterState.CANCELLED, [])
    assert "It was on hold: There is no address." in lapsed.cancelled_reason


def test_a_letter_is_told_to_whom_the_case_passes(cast: Cast, scene, letter: Letter) -> None:
    marks_unsafe(cast, person_of(letter))
    with scene():
        letter.person.allocations.update(worker=cast.wes)
    plan_letters(by=None, today=TODAY)
    refuses(cast, person_of(letter))
    assert told(letter) == {"Wes", "Mo"}
