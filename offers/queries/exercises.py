"""The exercises of letters: one that somebody does not want, and one whose paper must not go."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Value, When

from careleavers.models import Contact, ExerciseRun, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.caseloads import open_people
from careleavers.queries.exercises import LOOKED_AT, Check, Exercise, Facts, about, not_yet_used, on_days, written_since
from offers.models import Letter
from offers.rules.letter_states import LetterState

# Those of a letter that a wish stops while it is on its way to the post, the furthest first.
ON_ITS_WAY = (LetterState.PRINTED, LetterState.RENDERED, LetterState.APPROVED, LetterState.PLANNED)
STOPPED = (LetterState.NOT_WANTED, LetterState.CANCELLED, LetterState.WITHDRAWN)


def choose_unwanted(user: User, today: date) -> Facts | None:
    """A letter on its way to somebody whom they see; one that is printed before one that is not."""
    furthest = Case(*(When(status=state, then=Value(place)) for place, state in enumerate(ON_ITS_WAY)))
    going = Letter.objects.filter(
        status__in=ON_ITS_WAY, person__in=open_people(user, today).filter(do_not_write=False)
    ).select_related("person")
    letters = {each.person: each for each in going.order_by(furthest, "occurrence_on", "pk")[:LOOKED_AT]}
    chosen = not_yet_used(list(letters), user, UNWANTED)
    if not chosen:
        return None
    letter = letters[chosen[0]]
    facts = {"letter": str(letter.pk), "state": letter.state.label.lower()}
    return about(letter.person) | facts | on_days(phoned_on=today)


def _wish_is_kept(run: ExerciseRun) -> bool:
    return YoungPerson.objects.filter(pk=run.facts["person"], do_not_write=True).exists()


def _is_stopped(run: ExerciseRun) -> bool:
    return Letter.objects.filter(pk=run.facts["letter"], status__in=STOPPED).exists()


def _call_is_written(run: ExerciseRun) -> bool:
    calls = Contact.objects.live().filter(person=run.facts["person"], happened_on=run.facts["phoned_on"])
    return written_since(calls.filter(method=Contact.PHONE, result=Contact.SPOKE), run).exists()


UNWANTED = "unwanted_letter"
STOP_A_LETTER = Exercise(
    app="offers",
    code=UNWANTED,
    title="Stop a letter that is not wanted",
    about="Somebody phones: they do not want letters from us, and one is on its way.",
    minutes=5,
    permissions=(Permission.LOG_CONTACT, Permission.EDIT_RECORD),
    choose=choose_unwanted,
    page=("person", "person"),
    checks=(
        Check(
            "wish",
            "The record says that no letter is to be sent",
            "Under Details, change who they are: “Do not send letters”. Every letter asks this until it is posted.",
            _wish_is_kept,
        ),
        Check(
            "stopped",
            "The letter does not go",
            "Once the wish is in the record, a letter that is on its way stops, and printed paper is to be taken out.",
            _is_stopped,
        ),
        Check(
            "call",
            "Their call is written down",
            "Log the contact: by phone, spoken with, today. Otherwise nobody knows why.",
            _call_is_written,
        ),
    ),
)


def choose_withdrawn(user: User, today: date) -> Facts | None:
    """Printed paper that lies in the pile and must not go."""
    letters = Letter.objects.visible_to(user).filter(status=LetterState.WITHDRAWN).select_related("person")
    people = {each.person: each for each in letters.order_by("withdrawn_on", "pk")[:LOOKED_AT]}
    chosen = not_yet_used(list(people), user, PILE)
    return about(chosen[0]) | {"letter": str(people[chosen[0]].pk)} if chosen else None


def _letter_is(run: ExerciseRun, *, taken_out: bool) -> bool:
    """Whether the paper is out of the pile; of one that is not, whether at least it was not posted."""
    state = Letter.objects.values_list("status", flat=True).get(pk=run.facts["letter"])
    gone = (LetterState.POSTED, LetterState.GIVEN)
    return state not in gone and (state != LetterState.WITHDRAWN or not taken_out)


PILE = "pile"
TAKE_OUT_OF_THE_PILE = Exercise(
    app="offers",
    code=PILE,
    title="Take a letter out of the pile",
    about="A letter that is printed must not be posted any more.",
    minutes=3,
    permissions=(Permission.POST_LETTERS,),
    choose=choose_withdrawn,
    page=("offers:letters",),
    checks=(
        Check(
            "taken_out",
            "The paper is taken out, and it says so",
            "Letters, “To take out of the pile”: open it, and press the button once the paper is out.",
            lambda run: _letter_is(run, taken_out=True),
        ),
        Check(
            "not_posted",
            "It was not marked as posted",
            "Before you mark a batch as posted, look at what is to be taken out of it.",
            lambda run: _letter_is(run, taken_out=False),
        ),
    ),
)

EXERCISES = (STOP_A_LETTER, TAKE_OUT_OF_THE_PILE)
