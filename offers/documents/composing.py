"""What the record says for a letter: to whom it goes, what it says, and why it must not go. Reads and never writes.

Every question is asked for many people at once, in a constant number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.db.models import F, Max

from careleavers.models import (
    Allocation,
    CorrespondenceAddress,
    Home,
    Occupation,
    PolicyValue,
    StatusPeriod,
    User,
    YoungPerson,
)
from careleavers.models.base import on_day
from careleavers.rules.code_sets import APPRENTICESHIPS, COURSES, Activity, HomeKind, Status
from careleavers.rules.dates import Period
from offers.documents import fonts
from offers.models import Letter, LocalOffer
from offers.rules import catalogue, letter_text
from offers.rules.letter_states import LetterState

TEMPLATE_VERSION = "2026-11"  # raised when the words of offers.rules.letter_text change
ENCLOSING_AGES = (18, 21)  # these letters enclose the local offer
ADDRESS_SETTLED = timedelta(days=7)  # an address newer than this is checked again before a letter goes

ANY_SAFE_ADDRESS: dict[str, Any] = {"address": ("Name", "1 High Street", "LE1 1AA"), "safe_to_write": True}


@dataclass(frozen=True)
class LetterAddress:
    """Where to write to somebody, with their name as the first line. `changed_on`: when that last became so, if known.

    `why_none`: why there is none, where that is more than that nobody wrote one down.
    """

    lines: tuple[str, ...] = ()
    safe: bool | None = None
    changed_on: date | None = None
    why_none: str = ""

    def is_new(self, today: date) -> bool:
        return self.changed_on is not None and self.changed_on > today - ADDRESS_SETTLED


class Composer:
    """What is known on a day about some people, each kind of fact read once, when it is first asked for.

    `policies`: those in force on the day, for who has read them already.
    """

    def __init__(self, people: Collection[YoungPerson], today: date, policies: Mapping[str, Any] | None = None) -> None:
        self.today = today
        self.people: Mapping[UUID, YoungPerson] = {person.pk: person for person in people}
        self.policies = PolicyValue.objects.in_force(today) if policies is None else policies

    @cached_property
    def offer(self) -> LocalOffer | None:
        return LocalOffer.objects.in_force(self.today)

    @cached_property
    def _statuses(self) -> Mapping[UUID, list[Any]]:
        return self._grouped(StatusPeriod.objects.defer("because", "flags"))

    @cached_property
    def _homes(self) -> Mapping[UUID, list[Any]]:
        return self._grouped(Home.objects.all())

    @cached_property
    def _occupations(self) -> Mapping[UUID, list[Any]]:
        return self._grouped(Occupation.objects.filter(code__in=[*COURSES, *APPRENTICESHIPS]))

    @cached_property
    def _correspondence_addresses(self) -> Mapping[UUID, list[Any]]:
        return self._grouped(CorrespondenceAddress.objects.all())

    @cached_property
    def _holders(self) -> Mapping[UUID, User]:
        holders = Allocation.objects.filter(on_day(self.today), person__in=self.people, role=Allocation.CASE_HOLDER)
        return {holder.person_id: holder.worker for holder in holders.select_related("worker")}

    @cached_property
    def _edited(self) -> Mapping[UUID, date]:
        return {**self._edits(Home), **self._edits(CorrespondenceAddress)}

    def _grouped(self, rows: Any) -> Mapping[UUID, list[Any]]:
        grouped: dict[UUID, list[Any]] = defaultdict(list)
        for row in rows.filter(person__in=self.people).order_by("starts_on"):
            grouped[row.person_id].append(row)
        return grouped

    def _edits(self, model: Any) -> dict[UUID, date]:
        """When an address was last changed, by the row's id, where that is recent: history has what it was before."""
        since = self.today - ADDRESS_SETTLED
        history = model._meta.get_field("events").related_model
        events = history.objects.filter(pgh_obj__person__in=self.people, pgh_created_at__date__gt=since)
        other = events.exclude(pgh_obj__address=F("address"), pgh_obj__postcode=F("postcode"))
        found = other.values_list("pgh_obj_id").annotate(Max("pgh_created_at"))
        return {pk: at.date() for pk, at in found}

    def status_on(self, person_id: UUID, day: date) -> str | None:
        rows = self._statuses[person_id]
        return next((row.status for row in rows if Period(row.starts_on, row.ends_on).contains(day)), None)

    def address(self, person_id: UUID) -> LetterAddress:
        """The correspondence address where there is one, else the home."""
        name = self.people[person_id].known_as
        box = _current(self._correspondence_addresses[person_id], self.today)
        if box:
            care_of = [f"c/o {box.care_of}"] if box.care_of else []
            return LetterAddress((name, *care_of, *box.lines), box.safe_to_use, self._changed_on(box, person_id))
        home = _current(self._homes[person_id], self.today)
        if home is None:
            return LetterAddress()
        if not home.lines and home.kind == HomeKind.NO_FIXED_ABODE:
            return LetterAddress(
                why_none="They have no fixed abode. Ask where letters are safe, or give the letter by hand."
            )
        if not home.lines and home.kind == HomeKind.CUSTODY:
            return LetterAddress(
                why_none="They are in custody. Add the prison's address with the prisoner number, or give the letter "
                "by hand."
            )
        lines = (name, *home.lines) if home.lines else ()
        return LetterAddress(lines, home.safe_to_use, self._changed_on(home, person_id))

    def _changed_on(self, row: Any, person_id: UUID) -> date:
        """The day this became the address: moved in, typed by somebody later, or left when another one ended."""
        days = [row.starts_on, self._edited.get(row.pk, date.min)]
        if row.recorded_by_id:  # imports write old addresses today; people write what they have just learnt
            days.append(row.recorded_at.date())
        days += [
            box.ends_on
            for box in self._correspondence_addresses[person_id]
            if box.ends_on and box.ends_on <= self.today
        ]
        return cast(date, max(days))

    def recipient(self, letter: Letter) -> letter_text.Recipient:
        person = self.people[letter.person_id]
        address = self.address(person.pk)
        return letter_text.Recipient(
            known_as=person.preferred_name or person.first_name,
            address=address.lines,
            safe_to_write=address.safe,
            status=self.status_on(person.pk, letter.occurrence_on),
            deceased=person.died_on is not None,
            restricted=person.is_restricted,
            asked_not_to_be_written_to=person.do_not_write,
        )

    def why_on_hold(self, letter: Letter) -> str:
        """Why this letter must not be posted today, as a sentence; "" when it may."""
        recipient, address = self.recipient(letter), self.address(letter.person_id)
        unprintable = fonts.unprintable("\n".join((recipient.known_as, *recipient.address)))
        reason = letter_text.why_not_sent(recipient, unprintable=unprintable) or ""
        if address.why_none and letter_text.why_not_sent(replace(recipient, **ANY_SAFE_ADDRESS)) is None:
            return address.why_none
        return reason

    def why_stopped(self, letter: Letter) -> str:
        """Why an approved letter must not go out after all, as a sentence; "" when it may.

        The address is the one approved: that they have moved since is shown to somebody, and does not hold the
        letter back.
        """
        if letter.status == LetterState.HAND_DELIVERY:
            return self.why_not_by_hand(letter)
        approved, address = tuple(letter.approved_content["address"]), self.address(letter.person_id)
        safe = address.safe if address.lines == approved else True
        recipient = replace(self.recipient(letter), address=approved, safe_to_write=safe)
        return letter_text.why_not_sent(recipient) or ""

    def has_moved(self, letter: Letter) -> bool:
        """Whether the address approved differs from today's."""
        return tuple(letter.approved_content["address"]) != self.address(letter.person_id).lines

    def why_not_by_hand(self, letter: Letter) -> str:
        """Why it must not even be given by hand, as a sentence; "" when it may: where it lives does not matter then."""
        recipient = self.recipient(letter)
        if recipient.deceased:
            return letter_text.why_not_sent(recipient) or ""
        if unprintable := fonts.unprintable(recipient.known_as):
            return f"Our fonts cannot print {unprintable} in the name. Write it in English letters."
        return ""

    def entitlements(self, person_id: UUID, on: date) -> tuple[catalogue.Entitlement, ...]:
        """The state of every item of the catalogue for them on the day."""
        settings = catalogue.EntitlementSettings(leap_day=self.policies["leap_day"])
        return catalogue.entitlements(self._facts(person_id), on, settings)

    def _facts(self, person_id: UUID) -> catalogue.Person:
        person, doing, homes = self.people[person_id], self._occupations[person_id], self._homes[person_id]
        return catalogue.Person(
            date_of_birth=person.date_of_birth,
            statuses=tuple(
                catalogue.PersonStatus(row.status, row.band or None, row.starts_on, row.ends_on)
                for row in self._statuses[person_id]
                if row.status not in (Status.NONE, Status.DECEASED)
            ),
            courses=tuple(
                _course(Activity(row.code), Period(row.starts_on, row.ends_on)) for row in doing if row.code in COURSES
            ),
            apprenticeships=tuple(Period(row.starts_on, row.ends_on) for row in doing if row.code in APPRENTICESHIPS),
            staying_put=tuple(
                Period(row.starts_on, row.ends_on) for row in homes if row.kind == HomeKind.FORMER_FOSTER_CARER
            ),
            died_on=person.died_on,
        )

    def sender(self) -> letter_text.Sender:
        """The authority as it signs today. Its return address is printed without its name, which is printed above."""
        chosen = self.policies
        name = chosen["authority_name"]
        lines = [line.strip() for line in chosen["return_address"].splitlines() if line.strip()]
        service = "Leaving Care Service"
        return letter_text.Sender(
            authority=name,
            service=service,
            address=tuple(line for line in lines if line not in (name, service)),
            phone=chosen["authority_phone"],
            email=chosen["authority_email"],
            website=chosen["authority_website"],
            colour=chosen["authority_colour"],
            signed_by=chosen["director_name"],
            title=chosen["director_title"],
        )

    def missing_from_sender(self) -> list[str]:
        """What the authority must settle before a letter can be signed, in words."""
        wanted = {
            "director_name": "the Director's name",
            "authority_phone": "the phone number of the service",
            "return_address": "the return address",
        }
        return [words for key, words in wanted.items() if not self.policies[key].strip()]

    def encloses(self, letter: Letter) -> LocalOffer | None:
        return self.offer if letter.age in ENCLOSING_AGES else None

    def letter_text(self, letter: Letter, *, by_hand: bool = False) -> letter_text.LetterText:
        """What the letter says if it is approved today. By hand: with no address but the name."""
        recipient = self.recipient(letter)
        if by_hand:
            recipient = replace(recipient, address=(self.people[letter.person_id].known_as,))
        worker = self._holders.get(letter.person_id)
        offer = self.encloses(letter)
        return letter_text.letter_for(
            letter_text.Occasion(letter.age, letter.occurrence_on),
            recipient,
            self.sender(),
            letter_text.Adviser(name=worker.name, phone=worker.phone) if worker else None,
            self.entitlements(letter.person_id, letter.occurrence_on),
            self.today,
            offer.title if offer else "",
        )


def composer_for(rows: Iterable[Letter], today: date) -> Composer:
    """For letters whose person is loaded."""
    return Composer([letter.person for letter in rows], today)


def _current(rows: list[Any], day: date) -> Any | None:
    return next((row for row in rows if Period(row.starts_on, row.ends_on).contains(day)), None)


def as_content(words: letter_text.LetterText) -> dict[str, Any]:
    """A letter as it is kept: the JSON of what it says."""
    content = asdict(words)
    content["points"] = [point._asdict() for point in words.points]
    return content


def from_content(content: Mapping[str, Any]) -> letter_text.LetterText:
    """The letter as it was approved."""
    sender = dict(content["sender"])
    sender["address"] = tuple(sender["address"])
    rest: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in content.items()
        if name not in ("points", "sender")
    }
    points = tuple(letter_text.BulletPoint(**point) for point in content["points"])
    return letter_text.LetterText(**rest, points=points, sender=letter_text.Sender(**sender))


def _course(activity: Activity, period: Period) -> catalogue.Course:
    level = "higher" if activity.is_higher_education else "further"
    return catalogue.Course(level, period.start, period.end, full_time=activity.is_full_time)
