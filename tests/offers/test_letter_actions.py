"""Letters approved, made, printed, posted, given and come back: what was approved is what goes, and once."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import InternalError, transaction
from django.utils import timezone

from careleavers.actions.base import Refused
from careleavers.models import AuditEvent, Home, PolicyValue, YoungPerson
from offers.actions import letters as actions
from offers.actions import rendering
from offers.actions.planning import plan_letters
from offers.actions.rendering import MadeLetter, claim_letters, render_due, store_pdfs
from offers.documents.pdf_check import check_letter
from offers.models import Letter, LetterBatch, LetterFile
from offers.rules.letter_states import LetterState
from offers.rules.letter_text import UNREADABLE
from tests.cast import TODAY, Cast
from tests.factories import RecordOpeningFactory, YoungPersonFactory, set_sender

pytestmark = pytest.mark.usefixtures("_on_the_day")


def now(letter: Letter) -> Letter:
    return Letter.objects.select_related("person").get(pk=letter.pk)


def approve(cast: Cast, *letters: Letter, **given) -> actions.ApprovalResult:
    return actions.approve_letters(by=cast.mo, letters=[each.pk for each in letters], today=TODAY, **given)


def printed(cast: Cast, letter: Letter) -> LetterBatch:
    approve(cast, letter)
    render_due(today=TODAY)
    batch, _ = actions.print_batch(by=cast.bus, letters=[letter.pk], today=TODAY)
    assert batch
    return batch


def test_approval_freezes_words_and_address(cast: Cast, scene, letter: Letter) -> None:
    approve(cast, letter)
    with scene():
        PolicyValue.objects.filter(key="director_name").update(value="Somebody New")
        cast.pat.name = "Somebody Else"
        cast.pat.save()
    render_due(today=TODAY)
    kept = now(letter)
    assert kept.state == LetterState.RENDERED
    assert kept.content["address"] == ["Cai Owen", "12 Mill Lane", "Melford", "LE1 1AA"]
    assert kept.content["heading"] == "Happy 19th birthday, Cai"
    assert kept.content["signed_by"] == "Mary Okafor"
    checked = check_letter(bytes(kept.file.pdf), strict=True)
    assert (checked.prints, checked.address) == (True, ("Cai Owen", "12 Mill Lane", "Melford", "LE1 1AA"))


def test_a_name_in_arabic_script_gets_its_letter_printed_here(cast: Cast, scene, letter: Letter) -> None:
    with scene():
        YoungPerson.objects.update(first_name="محمد", last_name="الأحمد")
    plan_letters(by=None, today=TODAY)
    assert approve(cast, letter).approved
    assert render_due(today=TODAY) == (1, 0)
    assert now(letter).content["address"][0] == "محمد الأحمد"
    assert now(letter).state == LetterState.RENDERED


def test_postgres_itself_refuses_other_words_for_an_approved_letter(cast: Cast, scene, letter: Letter) -> None:
    approve(cast, letter)
    with scene(), pytest.raises(InternalError, match="letter_words_are_frozen"), transaction.atomic():
        Letter.objects.update(content={"heading": "Other words"})


@pytest.mark.parametrize(("born", "encloses"), [(date(2008, 12, 7), True), (date(2005, 12, 7), True), (None, False)])
def test_the_letters_at_18_and_21_enclose_the_local_offer(cast: Cast, scene, letter: Letter, born, encloses) -> None:
    if born:
        with scene():
            YoungPersonFactory.create(nearly_19=True, first_name="Dee", date_of_birth=born)
        plan_letters(by=None, today=TODAY)
        letter = Letter.objects.get(person__first_name="Dee")
    approve(cast, letter)
    assert (now(letter).offer is not None, "Our offer" in now(letter).content["enclosed"]) == (encloses, encloses)


@pytest.mark.parametrize(
    ("moved_in", "typed_by_somebody", "interrupted"),
    [(date(2026, 11, 17), False, True), (date(2026, 11, 16), False, False), (date(2025, 1, 1), True, True)],
)
def test_an_address_younger_than_a_week_is_looked_at_again(
    cast: Cast, scene, letter: Letter, moved_in, typed_by_somebody, interrupted
) -> None:
    with scene():
        Home.objects.update(
            starts_on=moved_in,
            recorded_by=cast.pat if typed_by_somebody else None,
            recorded_at=timezone.now().replace(year=2026, month=11, day=22),
        )
    assert [each.pk for each in approve(cast, letter).to_check] == ([letter.pk] if interrupted else [])
    assert now(letter).state == (LetterState.PLANNED if interrupted else LetterState.APPROVED)
    if interrupted:
        assert approve(cast, letter, addresses_checked=[letter.pk]).approved


def test_nothing_is_approved_before_the_authority_says_who_signs(cast: Cast, scene) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True)
    plan_letters(by=None, today=TODAY)
    with pytest.raises(Refused, match="the Director's name"):
        approve(cast, Letter.objects.get())


def test_a_reason_found_at_approval_holds_the_letter(cast: Cast, scene, letter: Letter) -> None:
    with scene():
        YoungPerson.objects.filter(pk=letter.person_id).update(do_not_write=True)
    assert [each.pk for each in approve(cast, letter).on_hold] == [letter.pk]
    assert now(letter).state == LetterState.NOT_WANTED


@pytest.mark.parametrize("change", [{"died_on": TODAY}, {"is_restricted": True}, {"do_not_write": True}])
def test_whoever_must_not_be_written_to_is_taken_out_at_printing(cast: Cast, scene, letter: Letter, change) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True, first_name="Dee")
    plan_letters(by=None, today=TODAY)
    approve(cast, *Letter.objects.all())
    render_due(today=TODAY)
    with scene():
        YoungPerson.objects.filter(pk=letter.person_id).update(**change)
    batch, stopped = actions.print_batch(by=cast.bus, letters=Letter.objects.values_list("pk", flat=True), today=TODAY)
    assert ([each.pk for each in stopped], batch.letter_count) == ([letter.pk], 1)
    held = LetterState.NOT_WANTED if "do_not_write" in change else LetterState.ON_HOLD
    assert (now(letter).state, now(letter).content) == (held, None)
    assert not LetterFile.objects.filter(letter=letter).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"address": "99 Elsewhere Road"}, "They have moved since this letter was approved"),
        ({"safe_to_use": False}, "not safe to write to"),
        ({"ends_on": TODAY}, "They have moved since this letter was approved"),
    ],
)
def test_a_move_and_an_address_no_longer_safe_stop_an_approved_letter(cast, scene, letter, change, sentence) -> None:
    approve(cast, letter)
    with scene():
        Home.objects.update(**change)
    plan_letters(by=None, today=TODAY)
    assert (now(letter).state, now(letter).content) == (LetterState.ON_HOLD, None)
    assert sentence in now(letter).hold_reason


def test_a_new_name_stops_an_approved_letter_until_it_is_written_again(cast: Cast, scene, letter: Letter) -> None:
    approve(cast, letter)
    with scene():
        YoungPerson.objects.update(preferred_name="Kai")
    for _ in range(2):
        plan_letters(by=None, today=TODAY)
        assert "Their name has changed" in now(letter).hold_reason
    actions.write_again(by=cast.mo, letter=letter, today=TODAY)
    approve(cast, letter)
    assert now(letter).content["heading"] == "Happy 19th birthday, Kai"


def test_printed_posted_and_come_back(cast: Cast, letter: Letter) -> None:
    batch = printed(cast, letter)
    assert check_letter(bytes(batch.pdf)).pages == 1
    with pytest.raises(Refused, match="ready to print"):
        actions.print_batch(by=cast.bus, letters=[letter.pk], today=TODAY)
    with pytest.raises(Refused, match="future"):
        actions.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY + timedelta(days=1), today=TODAY)
    assert actions.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY, today=TODAY).posted
    with pytest.raises(Refused, match="already"):
        actions.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY, today=TODAY)
    with pytest.raises(Refused, match="after it was posted"):
        actions.mark_returned(
            by=cast.bus, letter=letter, returned_on=TODAY - timedelta(days=1), reason="Gone away", today=TODAY
        )
    actions.mark_returned(by=cast.bus, letter=letter, returned_on=TODAY, reason="Gone away", today=TODAY)
    actions.write_again(by=cast.mo, letter=letter, today=TODAY)
    again = now(letter)
    assert (again.state, again.reprints, again.content, again.posted_on) == (LetterState.PLANNED, 1, None, None)
    told = AuditEvent.objects.filter(object_id=str(letter.pk)).order_by("id").values_list("name", flat=True)
    assert list(told) == [
        "letter_approved",
        "letter_made",
        "letter_printed",
        "letter_posted",
        "letter_returned",
        "letter_taken_back",
    ]


def test_printed_again_it_is_the_same_letter(cast: Cast, letter: Letter) -> None:
    printed(cast, letter)
    first = now(letter)
    actions.reprint(by=cast.bus, letter=letter, today=TODAY)
    second = now(letter)
    assert (second.state, second.reprints, second.content, second.pdf_sha256) == (
        LetterState.RENDERED,
        1,
        first.content,
        first.pdf_sha256,
    )


def test_given_by_hand_it_has_no_address(cast: Cast, scene, letter: Letter) -> None:
    with scene():
        Home.objects.update(kind="S", is_suitable=False, address="", postcode="")
    plan_letters(by=None, today=TODAY)
    actions.give_by_hand(by=cast.mo, letter=letter, today=TODAY)
    assert render_due(today=TODAY) == (1, 0)
    waiting = now(letter)
    assert (waiting.state, waiting.content["address"], bool(waiting.pdf_sha256)) == (
        LetterState.HAND_DELIVERY,
        ["Cai Owen"],
        True,
    )
    actions.mark_given(by=cast.pat, letter=letter, given_on=TODAY, today=TODAY)
    assert (now(letter).state, now(letter).given_by) == (LetterState.GIVEN, cast.pat)


def test_one_that_came_back_is_given_by_hand_in_new_words_and_a_new_file(cast: Cast, letter: Letter) -> None:
    """The approval of the first is taken back: its address, its file and its days of posting are of another letter."""
    printed(cast, letter)
    actions.mark_posted(by=cast.bus, letters=[letter.pk], posted_on=TODAY, today=TODAY)
    actions.mark_returned(by=cast.bus, letter=letter, returned_on=TODAY, reason="Gone away", today=TODAY)
    actions.give_by_hand(by=cast.mo, letter=letter, today=TODAY)
    again = now(letter)
    assert (again.state, again.content["address"], again.pdf_sha256, again.posted_on, again.returned_on) == (
        LetterState.HAND_DELIVERY,
        ["Cai Owen"],
        "",
        None,
        None,
    )
    assert render_due(today=TODAY) == (1, 0)


def test_nothing_is_given_for_somebody_who_has_died(cast: Cast, scene, letter: Letter) -> None:
    with scene():
        YoungPerson.objects.filter(pk=letter.person_id).update(died_on=TODAY)
        RecordOpeningFactory.create(person=letter.person)
    with pytest.raises(Refused, match="They have died"):
        actions.give_by_hand(by=cast.mo, letter=letter, today=TODAY)


def test_a_cancelled_letter_stays_cancelled(cast: Cast, letter: Letter) -> None:
    actions.cancel_letter(by=cast.mo, letter=letter, reason="A card was given instead", today=TODAY)
    plan_letters(by=None, today=TODAY)
    assert now(letter).state == LetterState.CANCELLED
    with pytest.raises(Refused, match="cannot be cancelled"):
        actions.cancel_letter(by=cast.mo, letter=letter, reason="Twice", today=TODAY)


# Making the PDFs


def test_one_that_cannot_be_made_is_set_aside_and_the_others_go_on(cast: Cast, scene, letter: Letter) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True, first_name="Too Long")
    plan_letters(by=None, today=TODAY)
    long = Letter.objects.exclude(pk=letter.pk).get()
    approve(cast, letter, long)
    with scene():
        Letter.objects.filter(pk=long.pk).update(content=None, status=LetterState.PLANNED)
        Letter.objects.filter(pk=long.pk).update(
            status=LetterState.APPROVED,
            approved_at=timezone.now(),
            content={**now(letter).content, "address": [long.person.known_as, *now(letter).content["address"][1:]]}
            | {"opening": ["Many kind words. " * 400], "adviser": ""},
        )
    assert render_due(today=TODAY) == (1, 1)
    assert (now(letter).state, now(long).state) == (LetterState.RENDERED, LetterState.NEEDS_ATTENTION)
    assert "longer than a page" in now(long).last_error


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda content: {"address": content["address"]}, id="almost nothing left"),
        pytest.param(lambda content: {**content, "from_a_later_version": "x"}, id="a field too many"),
        pytest.param(lambda content: {**content, "points": [{"lead": "x"}]}, id="half a point"),
        pytest.param(lambda content: {**content, "sender": None}, id="no sender"),
        pytest.param(lambda content: {**content, "address": None}, id="no address"),
        pytest.param(lambda content: {**content, "opening": "One text"}, id="a text for lines"),
        pytest.param(lambda content: {**content, "points": 5}, id="a number for points"),
    ],
)
def test_one_whose_words_cannot_be_read_stops_no_other(cast: Cast, scene, letter: Letter, spoil) -> None:
    with scene():
        YoungPersonFactory.create(nearly_19=True, first_name="Dee", date_of_birth=date(2007, 12, 9))
    plan_letters(by=None, today=TODAY)
    approve(cast, *Letter.objects.all())
    with scene():
        Letter.objects.filter(pk=letter.pk).update(content=None, status=LetterState.PLANNED)
        Letter.objects.filter(pk=letter.pk).update(
            content=spoil(letter_content(cast)), status=LetterState.APPROVED, approved_at=timezone.now()
        )
    assert render_due(today=TODAY) == (1, 1)
    assert (now(letter).state, now(letter).hold_reason) == (LetterState.ON_HOLD, UNREADABLE)
    assert Letter.objects.get(person__first_name="Dee").state == LetterState.RENDERED
    plan_letters(by=None, today=TODAY)
    assert approve(cast, letter).approved, "it can be approved again"


def letter_content(cast: Cast) -> dict:
    return dict(Letter.objects.exclude(content=None).get().content)


def test_one_that_fails_without_a_reason_is_tried_five_times(cast: Cast, scene, letter: Letter, monkeypatch) -> None:
    approve(cast, letter)

    def broken(*_: object) -> bytes:
        raise OSError("the disk is full")

    monkeypatch.setattr(rendering, "letter_pdf", broken)
    for attempt in range(1, 7):
        render_due(today=TODAY)
        assert now(letter).attempts == min(attempt, 5)
        with scene():
            Letter.objects.filter(status=LetterState.APPROVED).update(next_attempt_at=None)
    assert (now(letter).state, now(letter).last_error) == (LetterState.NEEDS_ATTENTION, "OSError: the disk is full")


def test_a_failure_waits_longer_each_time(cast: Cast, letter: Letter, monkeypatch) -> None:
    approve(cast, letter)
    monkeypatch.setattr(rendering, "letter_pdf", lambda *_: 1 / 0)
    assert (render_due(today=TODAY), render_due(today=TODAY)) == ((0, 1), (0, 0))
    assert now(letter).next_attempt_at > timezone.now() + timedelta(seconds=50)


def test_a_claim_belongs_to_one_until_it_runs_out(cast: Cast, letter: Letter) -> None:
    approve(cast, letter)
    at = timezone.now()
    [claimed] = claim_letters(now=at, today=TODAY)
    assert claim_letters(now=at + timedelta(seconds=299), today=TODAY) == []
    [again] = claim_letters(now=at + timedelta(seconds=301), today=TODAY)
    assert (again.pk, again.attempts) == (claimed.pk, 2)
    assert store_pdfs(made=[MadeLetter(claimed, b"late")], today=TODAY) == 0
    assert store_pdfs(made=[MadeLetter(again, b"in time")], today=TODAY) == 1


def test_one_that_kills_its_worker_is_set_aside_and_costs_no_other_more_than_one_claim(
    cast: Cast, scene, letter: Letter
) -> None:
    """The first claim may be among others; from then on each is claimed by itself, and may be so five times."""
    with scene():
        for name in ("Dee", "Eli"):
            YoungPersonFactory.create(nearly_19=True, first_name=name, date_of_birth=date(2007, 12, 20))
    plan_letters(by=None, today=TODAY)
    approve(cast, *Letter.objects.all())
    at = timezone.now()
    assert len(claim_letters(now=at, today=TODAY)) == 3
    for _ in range(5):
        at += timedelta(seconds=301)
        assert claim_letters(now=at, today=TODAY) == [letter]
    at += timedelta(seconds=301)
    [other] = claim_letters(now=at, today=TODAY)
    assert (other.attempts, other.person.first_name in ("Dee", "Eli")) == (2, True)
    assert (now(letter).state, "five times" in now(letter).last_error) == (LetterState.NEEDS_ATTENTION, True)


@pytest.mark.usefixtures("_on_the_day")
def test_commands_do_the_same_without_celery(cast: Cast, scene, capsys) -> None:
    with scene():
        set_sender()
        YoungPersonFactory.create(nearly_19=True)
    call_command("plan_letters")
    approve(cast, *Letter.objects.all())
    call_command("render_letters")
    assert capsys.readouterr().out.splitlines() == [
        "1 letter planned, 0 put on hold, 0 released, 0 cancelled because the birthday was more than 30 days ago.",
        "1 letter made, 0 could not be made this time.",
    ]
