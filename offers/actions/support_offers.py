"""Writing down that a care leaver of 21 or over was offered support, and what they said."""

from __future__ import annotations

from datetime import date

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event, refused_on
from careleavers.actions.care import add_status_fact
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.lifetimes import EARLIER, why_after_death
from careleavers.actions.revisions import claim_unchanged
from careleavers.models import PolicyValue, StatusFact, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.dates import birthday
from careleavers.rules.words import day
from offers.models import SupportOffer
from offers.rules.letter_text import ASKED_FROM


@action
def record_support_offer(
    *, by: User, person: YoungPerson, offered_on: date, how: str, answer: str, today: date, **words: str
) -> SupportOffer:
    """An offer made on a day, also on one long ago. Where they want support, they have it from that day: it is kept
    among what decides their legal status. `words` are the texts of a SupportOffer.

    Refused before the 21st birthday, after today or after their death, and twice on one day; and where support is
    wanted beside “wants no more from the service”.
    """
    if refusal := why_not_offer(person, offered_on, today):
        raise Refused(refusal, field="offered_on")
    offer, is_new = SupportOffer.objects.get_or_create(
        person=person, offered_on=offered_on, defaults={"how": how, "answer": answer, "recorded_by": by, **words}
    )
    if not is_new:
        raise Refused(
            f"An offer of {day(offered_on)} is recorded already: remove it if it is wrong.", field="offered_on"
        )
    record_event("support_offered", by=by, person=person, on=offer, offered_on=offered_on, how=how, answer=answer)
    if answer == SupportOffer.WANTS and not _has_support(person, offered_on):
        with refused_on("answer"):
            add_status_fact(by=by, person=person, kind=StatusFact.SUPPORT_WANTED, starts_on=offered_on, today=today)
    close_alerts_of_kind(person=person, kind=ClosedBy.SUPPORT_OFFER, today=today, because="Support was offered")
    facts_changed(people=[person.pk], today=today)
    return offer


@action
def remove_support_offer(*, by: User, offer: SupportOffer, revision: int | None = None, today: date) -> None:
    """Take out an offer that never was; that they want support stays until it is ended where it is kept."""
    current = claim_unchanged(offer, revision)
    person = current.person
    record_event("support_offer_removed", by=by, person=person, on=current, offered_on=current.offered_on)
    current.delete()
    facts_changed(people=[person.pk], today=today)


def why_not_offer(person: YoungPerson, offered_on: date, today: date) -> str | None:
    """The sentence that says why no offer can be recorded for this day, or None."""
    leap_day = PolicyValue.objects.in_force(today)["leap_day"]
    turned_21 = birthday(person.date_of_birth, ASKED_FROM, leap_day)
    if offered_on < turned_21:
        return f"They turned {ASKED_FROM} on {day(turned_21)}: an offer counts from that day."
    if offered_on > today:
        return "Record the offer once it is made."
    return why_after_death(person, offered_on, EARLIER)


def _has_support(person: YoungPerson, on: date) -> bool:
    return StatusFact.objects.filter(on_day(on), person=person, kind=StatusFact.SUPPORT_WANTED).exists()
