"""What letters are about that mark no birthday, as the record says it, for many people at once: a home, a hand-over."""

from __future__ import annotations

from datetime import date

from careleavers.models import Allocation, Home, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules.dates import birthday
from offers.models import Letter
from offers.queries.letter_facts import PeopleFacts
from offers.rules.letter_kinds import LetterKind
from offers.rules.letter_text import Adviser
from offers.rules.other_letters import COUNCIL_TAX_TO_AGE, STATUS_WORDS, CouncilTaxFacts, HandOverFacts


def council_tax_facts(facts: PeopleFacts, letter: Letter) -> CouncilTaxFacts | None:
    """What a letter for council tax confirms today; None where the record does not show it."""
    person, home = facts.people[letter.person_id], facts.home(letter.person_id)
    since = care_leaver_since(facts, letter)
    status = facts.status_on(person.pk, facts.today)
    until = birthday(person.date_of_birth, COUNCIL_TAX_TO_AGE)
    if home is None or home.pk != letter.about or not home.lines or since is None or until <= facts.today:
        return None
    return CouncilTaxFacts(
        full_name=person.legal_name or person.known_as,
        born_on=person.date_of_birth,
        status=status or "",
        since=since,
        until=until,
        home=tuple(home.lines),
        home_since=home.starts_on,
    )


def council_tax_home(person: YoungPerson, today: date) -> Home:
    """The home that a letter asked for today is about. Home.DoesNotExist where none is recorded."""
    return Home.objects.filter(on_day(today), person=person).latest("starts_on")


def why_not_for_council_tax(person: YoungPerson, today: date) -> str | None:
    """Why there cannot be a letter for council tax today, as a sentence that says what to do; None where there can."""
    home = Home.objects.filter(on_day(today), person=person).first()
    if home is None or not home.lines:
        return "Nobody has written down the address where they live. Record it under Home, then ask again."
    facts = PeopleFacts([person], today)
    asked = Letter(person=person, kind=LetterKind.COUNCIL_TAX, about=home.pk, occurrence_on=today)
    if council_tax_facts(facts, asked):
        return None
    if care_leaver_since(facts, asked) is None:
        return "They are no care leaver by law today, as far as is recorded: there is nothing to confirm."
    return f"They are {COUNCIL_TAX_TO_AGE} or older: councils let nobody off as a care leaver any more."


def care_leaver_since(facts: PeopleFacts, letter: Letter) -> date | None:
    """The first day from which on they are a care leaver by law without a break until today; None where they are not
    today."""
    since: date | None = None
    ended_on: date | None = None
    for row in facts.statuses[letter.person_id]:
        if row.starts_on > facts.today:
            break
        if row.status not in STATUS_WORDS:
            since = None
        elif since is None or ended_on != row.starts_on:
            since = row.starts_on
        ended_on = row.ends_on
    ended = since is not None and ended_on is not None and ended_on <= facts.today
    return None if ended else since


def hand_over_facts(facts: PeopleFacts, letter: Letter) -> HandOverFacts | None:
    """Who hands over to whom; None where that was called off."""
    holders = facts.case_holders[letter.person_id]
    place = next((number for number, each in enumerate(holders) if each.pk == letter.about), None)
    if place is None or holders[place].starts_on != letter.occurrence_on:
        return None
    new, before = holders[place], holders[place - 1] if place else None
    former = before if before and (before.ends_on is None or before.ends_on == new.starts_on) else None
    return HandOverFacts(
        former=_adviser(former) if former and former.worker_id != new.worker_id else None,
        new=_adviser(new),
        from_on=new.starts_on,
    )


def _adviser(allocation: Allocation) -> Adviser:
    worker = allocation.worker
    return Adviser(name=worker.name, phone=worker.phone, id=str(worker.pk))
