"""Letters and a local offer for the demo council: a year that has been posted, and what is to do today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from careleavers.actions.people import change_person
from careleavers.demo.lives import Life
from careleavers.demo.load import Council
from careleavers.models import Allocation, PolicyValue, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Role
from offers.actions import letters as actions
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.demo.letter_words import write_words
from offers.demo.local_offer import CONSULTED, ENTRIES, INTRODUCTION
from offers.demo.signatures import write_signature
from offers.documents.composing import TEMPLATE_VERSION, Composer
from offers.documents.letter_content import as_content
from offers.models import Letter, LocalOffer, OfferEntry
from offers.queries.next_letters import LATE_BY, letters_due
from offers.rules.letter_states import LetterState

YEAR = timedelta(days=365)
COPIES_KEPT = 1000  # words are written for so many letters of the past: a council of 100,000 has more than a demo needs
POSTED_AHEAD, PRINTED_AHEAD, APPROVED_AHEAD = timedelta(days=8), timedelta(days=13), timedelta(days=20)
PLANNED_AHEAD = timedelta(days=8)  # of the approval
GIVEN_AFTER_RETURN = timedelta(days=12)
RETURNED_IN_A_HUNDRED, GIVEN_IN_A_HUNDRED = 3, 4


def load_letters(*, lives: Sequence[Life], council: Council, today: date, rng: Random) -> None:
    """Called inside the demo's action, once for each thousand lives."""
    if not LocalOffer.objects.exists():
        _publish_offer(council, today)
        write_words(managers=list(council.managers), today=today)
        write_signature(today=today)
    people = [one.id for one in lives]
    _past(people, council, today, rng)
    plan_letters(by=None, today=today, people=people)
    _upcoming(people, council, today, rng)
    gone = Letter.objects.filter(person__in=people, approved_at__lt=F("planned_at"))
    gone.update(planned_at=F("approved_at") - PLANNED_AHEAD)


def _publish_offer(council: Council, today: date) -> None:
    offer = LocalOffer.objects.create(
        version=1,
        title="Our offer to care leavers",
        introduction=INTRODUCTION,
        consulted=CONSULTED,
        agreed_by="Corporate Parenting Board",
        agreed_on=today - timedelta(days=512),
        lasts_until=today + timedelta(days=230),
    )
    OfferEntry.objects.bulk_create(
        OfferEntry(offer=offer, order=order, **entry) for order, entry in enumerate(ENTRIES, start=1)
    )
    offer.state, offer.published_on = LocalOffer.PUBLISHED, today - timedelta(days=500)
    offer.approved_by = User.objects.with_role(Role.SERVICE_MANAGER, today=today).first() or council.managers[0]
    offer.save()


def _past(people: Sequence[UUID], council: Council, today: date, rng: Random) -> None:
    """The letters of the past year, posted, a few given by hand or come back."""
    policies = PolicyValue.objects.in_force(today)
    due = sorted(letters_due(policies, today - YEAR, today - LATE_BY - timedelta(days=1), people))
    letters = [
        Letter(
            pk=UUID(int=rng.getrandbits(128), version=4),
            person_id=person_id,
            occasion=occasion.code,
            occurrence_on=occasion.falls_on,
            template_version=TEMPLATE_VERSION,
        )
        for person_id, occasion in due
    ]
    Letter.objects.bulk_create(_sent(letters, council, today, rng), batch_size=1000)


def _sent(letters: Sequence[Letter], council: Council, today: date, rng: Random) -> Iterable[Letter]:
    """These letters as they are after they have gone."""
    people = YoungPerson.objects.in_bulk([letter.person_id for letter in letters])
    composer = Composer(list(people.values()), today)
    kept = Letter.objects.filter(content__isnull=False).count()
    for number, letter in enumerate(letters, start=kept):
        approved_on = letter.occurrence_on - timedelta(days=rng.randint(15, 20))
        letter.approved_by = rng.choice(council.managers)
        letter.approved_at = datetime.combine(approved_on, time(10), timezone.get_default_timezone())
        letter.offer, letter.template = composer.encloses(letter), composer.template(letter)
        letter.hold_reasons = []
        _went(letter, rng.randrange(100), council, today, rng)
        if number < COPIES_KEPT:
            composer.facts.today = approved_on
            letter.content = as_content(composer.letter_text(letter, by_hand=letter.state == LetterState.GIVEN))
            composer.facts.today = today
        yield letter


def _went(letter: Letter, chance: int, council: Council, today: date, rng: Random) -> None:
    if chance < GIVEN_IN_A_HUNDRED:
        letter.status, letter.given_on = LetterState.GIVEN, min(letter.occurrence_on, today)
        letter.given_by = rng.choice(council.advisers[0])
        return
    letter.status, letter.posted_on = LetterState.POSTED, letter.occurrence_on - timedelta(days=rng.randint(10, 13))
    back_on = letter.posted_on + timedelta(days=rng.randint(9, 20))
    if chance >= 100 - RETURNED_IN_A_HUNDRED and back_on <= today:
        letter.status, letter.returned_on = LetterState.RETURNED, back_on
        if back_on + GIVEN_AFTER_RETURN <= today:
            letter.status, letter.given_on = LetterState.GIVEN, back_on + GIVEN_AFTER_RETURN
            letter.given_by = rng.choice(council.advisers[0])
        letter.returned_reason = rng.choice(["Gone away", "Not known at this address"])


def _upcoming(people: Sequence[UUID], council: Council, today: date, rng: Random) -> None:
    """The nearest have gone, the next are printed, then made, then wait for approval; those on hold stay on hold."""

    def planned(last: date) -> list[Letter]:
        rows = Letter.objects.filter(person__in=people, status=LetterState.PLANNED, occurrence_on__lte=last)
        return list(rows.select_related("person").order_by("occurrence_on", "person_id"))

    gone = list(_sent(planned(today + POSTED_AHEAD), council, today, rng))
    fields: list[Any] = [
        "status",
        "approved_by",
        "approved_at",
        "content",
        "offer",
        "template",
        "posted_on",
        "returned_on",
    ]
    Letter.objects.bulk_update(gone, [*fields, "returned_reason", "given_on", "given_by"], batch_size=1000)
    if Letter.objects.filter(status=LetterState.PRINTED).exists():
        return  # one batch of each is enough to see; the rest waits for approval
    posts = User.objects.with_role(Role.BUSINESS_SUPPORT, today=today).first() or council.managers[0]
    for ahead, then_print in ((PRINTED_AHEAD, True), (APPROVED_AHEAD, False)):
        chosen = [letter.pk for letter in planned(today + ahead)][:40]
        if not chosen:
            continue
        done = actions.approve_letters(by=council.managers[0], letters=chosen, today=today)
        render_due(today=today, most=len(done.approved))
        if then_print and done.approved:
            actions.print_batch(by=posts, letters=chosen, today=today)


def one_not_wanted(*, today: date, quarters: int) -> None:
    """Somebody does not want letters any more; theirs is printed, and is to be taken out of the pile."""
    printed = Letter.objects.filter(status=LetterState.PRINTED, person__is_restricted=False).select_related("person")
    letter = printed.order_by("occurrence_on", "pk").first()
    holder = letter and letter.person.allocations.filter(on_day(today), role=Allocation.CASE_HOLDER).first()
    if letter and holder:
        wish = {"do_not_write": True}
        change_person(by=holder.worker.on(today), person=letter.person, revision=None, details=wish, today=today)
