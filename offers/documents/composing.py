"""What a birthday letter says and to whom it goes, from the record, and why it must not go. Reads and never writes.

Every question is asked for many people at once, in a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from careleavers.documents import fonts
from careleavers.models import PolicyValue, YoungPerson
from offers.documents.address_window import why_too_wide
from offers.documents.letter_content import Unreadable, from_content
from offers.documents.letter_markdown import read_template
from offers.models import Letter, LetterSignature, LetterTemplate, LocalOffer, OfferTranslation
from offers.queries.entitlements import circumstances_on, entitlements_on
from offers.queries.letter_addresses import LetterAddress, letter_address
from offers.queries.letter_channels import MessageRoute, authority_channel, message_route, service_is_connected
from offers.queries.letter_facts import ADDRESS_SETTLED, PeopleFacts
from offers.queries.letter_occasions import (
    council_tax_facts,
    hand_over_facts,
    reminder_facts,
    review_facts,
    why_invited_otherwise,
)
from offers.rules import letter_text
from offers.rules.addresses import LetterChannel, address_problems
from offers.rules.enclosing import Enclosure, enclosure
from offers.rules.letter_kinds import LetterKind
from offers.rules.letter_templates import Template
from offers.rules.letter_words import SHIPPED
from offers.rules.other_letters import (
    council_tax_letter,
    hand_over_letter,
    reminder_letter,
    review_letter,
    says_otherwise,
)

# Raised when the sentences change that templates place (offers.rules.letter_text, letter_points) or those shipped.
TEMPLATE_VERSION = "2027-01"
ENCLOSING_AGES = (18, 21)  # these letters enclose the local offer
NOT_CONNECTED = "No printing service is connected. Whoever runs this system gives it a key of GOV.UK Notify."

# Of a letter that marks no birthday: what it says of the record, and the words for that.
WRITTEN: Mapping[LetterKind, tuple[Callable[..., Any], Callable[..., letter_text.LetterText]]] = {
    LetterKind.COUNCIL_TAX: (council_tax_facts, council_tax_letter),
    LetterKind.HAND_OVER: (hand_over_facts, hand_over_letter),
    LetterKind.REVIEW: (review_facts, review_letter),
    LetterKind.REMINDER: (reminder_facts, reminder_letter),
}
# These go to whoever has an adviser or a plan, also before they have left care.
TO_ANYBODY = (LetterKind.HAND_OVER, LetterKind.REVIEW)
WHEN_AND_WHERE = 2  # the first points of an invitation
ANY_SAFE_ADDRESS: dict[str, Any] = {"address": ("Name", "1 High Street", "LE1 1AA"), "safe_to_write": True}


class Composer:
    """Composes the letters of some people as they would be on a day.

    `policies`: those in force on the day, for who has read them already.
    """

    def __init__(self, people: Collection[YoungPerson], today: date, policies: Mapping[str, Any] | None = None) -> None:
        self.facts = PeopleFacts(people, today)
        self.policies = PolicyValue.objects.in_force(today) if policies is None else policies
        self._addresses: dict[tuple[UUID, date], LetterAddress] = {}

    @property
    def today(self) -> date:
        return self.facts.today

    @cached_property
    def offer(self) -> LocalOffer | None:
        return LocalOffer.objects.in_force(self.today)

    @cached_property
    def _templates(self) -> Mapping[str, LetterTemplate]:
        return LetterTemplate.objects.in_force(self.today)

    @cached_property
    def _words_by_template(self) -> Mapping[UUID, str]:
        return dict(LetterTemplate.objects.approved().values_list("pk", "text"))

    def template(self, letter: Letter) -> LetterTemplate | None:
        """The words that the council has approved for such a letter; None: those that it comes with."""
        return self._templates.get(letter.template_kind)

    @cached_property
    def _policies_ahead(self) -> list[tuple[date, str, Any]]:
        ahead = PolicyValue.objects.filter(from_on__gt=self.today).order_by("from_on")
        return list(ahead.values_list("from_on", "key", "value"))

    def policies_on(self, day: date) -> Mapping[str, Any]:
        """Those in force on a day to come, as the authority has chosen by now; those of today on a day that is over."""
        return {**self.policies, **{key: value for from_on, key, value in self._policies_ahead if from_on <= day}}

    def address(self, person_id: UUID) -> LetterAddress:
        """Where letters to them go today; laid out once, since every question about a letter asks."""
        key = (person_id, self.today)
        if key not in self._addresses:
            self._addresses[key] = letter_address(self.facts, person_id)
        return self._addresses[key]

    def recipient(self, letter: Letter) -> letter_text.Recipient:
        person = self.facts.people[letter.person_id]
        address = self.address(person.pk)
        return letter_text.Recipient(
            known_as=person.short_name,
            address=address.lines,
            safe_to_write=address.safe,
            status=self.facts.status_on(person.pk, letter.occurrence_on),
            deceased=person.died_on is not None,
            restricted=person.is_restricted,
            asked_not_to_be_written_to=person.do_not_write,
            only_care_leavers=letter.kind not in TO_ANYBODY,
            marks_birthday=letter.marks_birthday,
        )

    def why_on_hold(self, letter: Letter) -> tuple[str, ...]:
        """Why this letter must not be posted today, a sentence for each reason; empty when it may."""
        recipient, address = self.recipient(letter), self.address(letter.person_id)
        against = self.why_not_wherever_they_live(letter)
        if against == (letter_text.DIED,):
            return against
        if self.is_not_confirmed(letter):
            return (*against, letter_text.NOT_CONFIRMED)
        if self.message_route(letter):
            unprintable = self._unprintable_name(letter)
            return (*against, unprintable) if unprintable else against
        if address.why_none:
            return (*against, address.why_none)
        unprintable = fonts.unprintable("\n".join((recipient.known_as, *recipient.address)))
        too_wide = why_too_wide(recipient.address)
        return letter_text.reasons_not_to_send(recipient, unprintable=unprintable, too_wide=too_wide)

    def message_route(self, letter: Letter) -> MessageRoute | None:
        """How it goes without paper if it is approved today; None where it is paper."""
        return message_route(self.facts, letter, self.policies)

    def is_way_new(self, letter: Letter) -> bool:
        """Whether somebody must check where it goes: the address, number or email address is only just known."""
        if route := self.message_route(letter):
            return route.changed_on > self.today - ADDRESS_SETTLED
        return self.address(letter.person_id).is_new(self.today)

    def channel(self, letter: Letter) -> LetterChannel:
        """By which way the letter goes if it is approved today. What the service would not take is printed here."""
        if route := self.message_route(letter):
            return route.channel
        chosen = authority_channel(self.policies)
        if chosen == LetterChannel.PRINTING_SERVICE and self.why_not_by_service(letter):
            return LetterChannel.OWN_PRINTER
        return chosen

    def why_not_by_service(self, letter: Letter) -> str:
        """Why the printing service cannot have this letter, though it may be posted otherwise; "" where it can."""
        if not service_is_connected():
            return NOT_CONNECTED
        return next(iter(address_problems(self.address(letter.person_id).lines)), "")

    def why_stopped(self, letter: Letter) -> tuple[str, ...]:
        """Why an approved letter must not go out after all, a sentence for each reason; empty when it may."""
        recipient = self.recipient(letter)
        against = self.why_not_wherever_they_live(letter)
        if against == (letter_text.DIED,):
            return against
        if self.is_not_confirmed(letter):
            return (*against, letter_text.NOT_CONFIRMED)
        try:
            words = from_content(letter.approved_content)
        except Unreadable as wrong:
            return (*against, str(wrong))
        names_another = words.names_another(self._adviser(letter.person_id))
        if letter.is_message:
            return self._why_not_messaged(letter, words, names_another=names_another)
        if words.is_by_hand:
            return self._why_not_given(letter, words, names_another=names_another)
        approved, current = words.address, recipient.address
        if approved != current:
            changed = letter_text.RENAMED if approved[1:] == current[1:] else letter_text.MOVED
            return (*self.why_on_hold(letter), changed)  # with what is wrong with where they live now
        reasons = letter_text.reasons_not_to_send(recipient)
        if self._says_otherwise(letter, words):
            return (*reasons, letter_text.SAYS_OTHERWISE)
        return (*reasons, letter_text.OTHER_ADVISER) if names_another else reasons

    def is_not_confirmed(self, letter: Letter) -> bool:
        """Whether it confirms what the record does not show."""
        return letter.kind == LetterKind.COUNCIL_TAX and council_tax_facts(self.facts, letter) is None

    def is_called_off(self, letter: Letter) -> bool:
        """Whether what it is about will not happen, or is over."""
        if letter.marks_birthday or letter.kind == LetterKind.COUNCIL_TAX:
            return False
        facts_of, _ = WRITTEN[letter.letter_kind]
        return facts_of(self.facts, letter) is None

    def why_gone_wrong(self, letter: Letter) -> str:
        """What a letter that is in the post says wrongly by now of what is still to come, as a sentence, or that it is
        right again; "" where nobody has to be told."""
        if letter.kind != LetterKind.REVIEW or letter.content is None:
            return ""
        said = from_content(letter.approved_content).points[:WHEN_AND_WHERE]
        now = review_facts(self.facts, letter)
        if now and said == self.letter_text(letter).points[:WHEN_AND_WHERE]:
            why = letter_text.AS_INVITED_AGAIN.format(when=now.when) if letter.noted_reasons else ""
        else:
            why = why_invited_otherwise(self.facts, letter, said[0].text.rstrip("."))
        return "" if why in letter.noted_reasons[-1:] else why

    def _says_otherwise(self, letter: Letter, words: letter_text.LetterText) -> bool:
        """Whether a letter that marks no birthday says what is so no more: in its own words, whichever are in force."""
        if letter.marks_birthday or self.is_called_off(letter):
            return False
        in_words = self._words_by_template[letter.template_id] if letter.template_id else SHIPPED[letter.template_kind]
        return says_otherwise(words, self.letter_text(letter, by_hand=words.is_by_hand, words=in_words))

    def _why_not_given(self, letter: Letter, words: letter_text.LetterText, *, names_another: bool) -> tuple[str, ...]:
        """Why a letter approved to be given by hand must not be given: what was known then does not stop it."""
        against = self.why_not_wherever_they_live(letter)
        renamed = words.address != self._address_by_hand(letter.person_id)
        wrong_words = (
            letter_text.RENAMED if renamed else "",
            letter_text.GIVEN_BY_ANOTHER if names_another else "",
            letter_text.SAYS_OTHERWISE if self._says_otherwise(letter, words) else "",
        )
        wrong = tuple(reason for reason in wrong_words if reason)
        if all(reason in letter.approved_despite for reason in (*against, *wrong)):
            return ()
        return (*self.why_on_hold(letter), *wrong)

    def _why_not_messaged(
        self, letter: Letter, words: letter_text.LetterText, *, names_another: bool
    ) -> tuple[str, ...]:
        """Why what was approved as a message must not go: never to what is not theirs, or not safe, any more."""
        route = self.message_route(letter)
        is_as_approved = route is not None and (route.channel, route.to) == (letter.channel, letter.sent_to)
        found = (
            "" if is_as_approved else letter_text.OTHER_WAY,
            letter_text.RENAMED if words.address != self._address_by_hand(letter.person_id) else "",
            letter_text.SAYS_OTHERWISE if self._says_otherwise(letter, words) else "",
            letter_text.OTHER_ADVISER if names_another else "",
        )
        wrong = next((reason for reason in found if reason), "")
        against = self.why_not_wherever_they_live(letter)
        return (*against, wrong) if wrong else against

    def _address_by_hand(self, person_id: UUID) -> tuple[str, ...]:
        """What is printed where a letter that goes by post has the address: the name."""
        return (self.facts.people[person_id].known_as,)

    def _adviser(self, person_id: UUID) -> letter_text.Adviser | None:
        worker = self.facts.advisers.get(person_id)
        return letter_text.Adviser(name=worker.name, phone=worker.phone, id=str(worker.pk)) if worker else None

    def why_not_wherever_they_live(self, letter: Letter) -> tuple[str, ...]:
        """Why no letter goes to them at whatever address, a sentence for each reason; empty when one may."""
        return letter_text.reasons_not_to_send(replace(self.recipient(letter), **ANY_SAFE_ADDRESS))

    def why_not_by_hand(self, letter: Letter) -> str:
        """Why it must not even be given by hand, as a sentence; "" when it may: where it lives does not matter then."""
        recipient = self.recipient(letter)
        if recipient.deceased:
            return letter_text.why_not_sent(recipient) or ""
        if self.is_not_confirmed(letter):
            return letter_text.NOT_CONFIRMED
        return self._unprintable_name(letter)

    def _unprintable_name(self, letter: Letter) -> str:
        """The sentence that says so where our fonts cannot print the name; else ""."""
        unprintable = fonts.unprintable(self.facts.people[letter.person_id].known_as)
        return f"Our fonts cannot print {unprintable} in the name. Write it in English letters." if unprintable else ""

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
            signature=self._signature.called if self._signature else "",
        )

    @cached_property
    def _signature(self) -> LetterSignature | None:
        return LetterSignature.objects.in_use(self.today, self.policies["director_name"].strip())

    def missing_from_sender(self) -> list[str]:
        """What the authority must settle before a letter can be signed, in words."""
        wanted = {
            "director_name": "the Director's name",
            "authority_phone": "the phone number of the service",
            "return_address": "the return address",
        }
        return [words for key, words in wanted.items() if not self.policies[key].strip()]

    def encloses(self, letter: Letter) -> LocalOffer | None:
        return self.offer if letter.marks_birthday and letter.age in ENCLOSING_AGES else None

    @cached_property
    def translations(self) -> Mapping[str, OfferTranslation]:
        """The editions that everybody can read of the version in force, by their codes."""
        return OfferTranslation.objects.in_force(self.offer)

    def enclosure(self, letter: Letter) -> Enclosure | None:
        """In which words, and how printed, the offer goes with this letter if it is approved today; None without."""
        offer = self.encloses(letter)
        if offer is None:
            return None
        return enclosure(self.facts.reading_wishes[letter.person_id], self.translations.keys(), offer.version)

    def letter_text(self, letter: Letter, *, by_hand: bool = False, words: str | None = None) -> letter_text.LetterText:
        """What the letter says if it is approved today. By hand: with no address but the name. `words`: of a template
        that is not in force; BadTemplate where it cannot be used. Unreadable where the record does not show what it is
        to say."""
        recipient = self.recipient(letter)
        if by_hand:
            recipient = replace(recipient, address=self._address_by_hand(letter.person_id))
        template = read_template(self._words(letter) if words is None else words, letter.template_kind)
        if not letter.marks_birthday:
            return _other_letter(self, letter, recipient, template)
        offer, going = self.encloses(letter), self.enclosure(letter)
        return letter_text.letter_for(
            letter_text.Occasion(letter.age, letter.occurrence_on),
            recipient,
            self.sender(),
            self._adviser(letter.person_id),
            entitlements_on(self.facts, letter.person_id, letter.occurrence_on, self.policies_on(letter.occurrence_on)),
            self.today,
            offer.title + going.words if offer and going else "",
            circumstances_on(self.facts, letter.person_id, letter.occurrence_on),
            template=template,
        )

    def _words(self, letter: Letter) -> str:
        template = self.template(letter)
        return template.text if template else SHIPPED[letter.template_kind]


def _other_letter(
    composer: Composer, letter: Letter, recipient: letter_text.Recipient, template: Template
) -> letter_text.LetterText:
    """What a letter says that marks no birthday. Unreadable where the record does not show it."""
    facts_of, words_of = WRITTEN[letter.letter_kind]
    if found := facts_of(composer.facts, letter):
        return words_of(found, recipient, composer.sender(), composer.today, template=template)
    raise Unreadable(_why_no_words(letter))


def _why_no_words(letter: Letter) -> str:
    return letter_text.NOT_CONFIRMED if letter.kind == LetterKind.COUNCIL_TAX else letter.letter_kind.why_called_off


def composer_for(rows: Iterable[Letter], today: date, policies: Mapping[str, Any] | None = None) -> Composer:
    """For letters whose person is loaded."""
    return Composer([letter.person for letter in rows], today, policies)
