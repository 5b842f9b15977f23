"""The local offer, and letters that wait. A letter's frozen words are written by its actions alone."""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from typing import Any

from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from offers.models import (
    Briefing,
    BriefingAction,
    BriefingPoint,
    Candidacy,
    CandidacyStep,
    Employer,
    EntitlementEvent,
    EntryTranslation,
    Letter,
    LetterBatch,
    LetterSignature,
    LetterTemplate,
    LocalOffer,
    MoneyBudget,
    MoneyPayment,
    MoneyRequest,
    OfferEntry,
    OfferTranslation,
    Opportunity,
    ReadingWish,
    SupportOffer,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyResponse,
    SurveyRound,
    SurveyTheme,
    SurveyThemeMark,
    WorkInterest,
)
from offers.rules.letter_fields import TemplateKind
from offers.rules.letter_words import SHIPPED
from tests.factories.careleavers import TODAY, AboutPerson, PolicyValueFactory

SENDER = {
    "authority_name": "Exampleshire County Council",
    "authority_phone": "01632 960123",
    "return_address": "Exampleshire County Council\n1 County Square\nMelford\nLE1 9AB",
    "director_name": "Mary Okafor",
}


PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")


def set_sender() -> None:
    """The authority has said who signs its letters."""
    for key, value in SENDER.items():
        PolicyValueFactory.create(key=key, value=value)


class LetterSignatureFactory(DjangoModelFactory[LetterSignature]):
    """A line of ink, one pixel high; with `used_from` letters bear it."""

    class Meta:
        model = LetterSignature

    version = Sequence(lambda number: number + 1)
    signed_by = SENDER["director_name"]
    picture = PIXEL
    width, height = 1, 1
    sha256 = hashlib.sha256(PIXEL).hexdigest()


class OfferEntryFactory(DjangoModelFactory[OfferEntry]):
    class Meta:
        model = OfferEntry

    area = "health"
    basis = "statutory"
    title = "A nurse"
    text = "Somebody to ask."


class LocalOfferFactory(DjangoModelFactory[LocalOffer]):
    """A local offer of one entry that the law gives, published unless `published_on` is None.

    `chosen`: titles of entries that the authority chooses to give; `giving`: what else is so of some of them, by title.
    """

    class Meta:
        model = LocalOffer

    version = 1
    title = "Our offer to care leavers"
    published_on: date | None = date(2026, 4, 1)

    @classmethod
    def _create(cls, model_class: type[LocalOffer], *args: Any, **kwargs: Any) -> LocalOffer:
        """Postgres freezes a published offer, so its entry is written before."""
        published_on, chosen = kwargs.pop("published_on"), kwargs.pop("chosen", ())
        giving = kwargs.pop("giving", {})
        offer: LocalOffer = super()._create(model_class, *args, **kwargs)
        OfferEntryFactory.create(offer=offer)
        for title in chosen:
            OfferEntryFactory.create(offer=offer, basis="discretionary", title=title, **giving.get(title, {}))
        if published_on:
            offer.state, offer.published_on = LocalOffer.PUBLISHED, published_on
            offer.save()
        return offer


class OfferTranslationFactory(DjangoModelFactory[OfferTranslation]):
    """A draft in Polish of which nothing is written yet."""

    class Meta:
        model = OfferTranslation

    offer = SubFactory(LocalOfferFactory)
    language = "pl"
    edition = 1


class EntryTranslationFactory(DjangoModelFactory[EntryTranslation]):
    """The first entry of the offer in Polish."""

    class Meta:
        model = EntryTranslation

    translation = SubFactory(OfferTranslationFactory)
    entry = LazyAttribute(lambda row: row.translation.offer.entries.first())
    title = "Pielęgniarka"
    text = "Możesz z nią porozmawiać."


class ReadingWishFactory(AboutPerson):
    """They like Polish, in large print."""

    class Meta:
        model = ReadingWish

    language = "pl"
    layout = "large"


class LetterTemplateFactory(DjangoModelFactory[LetterTemplate]):
    """A draft of the words at 18, as the product comes; approved by `approved_by` where somebody is named."""

    class Meta:
        model = LetterTemplate

    kind = TemplateKind.AT_18
    version = 1
    text = LazyAttribute(lambda row: SHIPPED[TemplateKind(row.kind)])

    @classmethod
    def _create(cls, model_class: type[LetterTemplate], *args: Any, **kwargs: Any) -> LetterTemplate:
        """Postgres lets only what was a draft be approved."""
        approved_by, approved_on = kwargs.pop("approved_by", None), kwargs.pop("approved_on", date(2026, 4, 1))
        template: LetterTemplate = super()._create(model_class, *args, **kwargs)
        if approved_by:
            template.state, template.approved_by = LetterTemplate.APPROVED, approved_by
            template.approved_on = approved_on
            template.save()
        return template


class LetterFactory(AboutPerson):
    """A letter for the 19th birthday, planned and not yet approved."""

    class Meta:
        model = Letter

    occasion = "19"
    occurrence_on = date(2026, 12, 7)
    template_version = "test"


class LetterBatchFactory(DjangoModelFactory[LetterBatch]):
    class Meta:
        model = LetterBatch

    letter_count = 1
    pdf = b"%PDF-1.7 of a test"
    pdf_sha256 = LazyAttribute(lambda batch: hashlib.sha256(batch.pdf).hexdigest())


class SupportOfferFactory(AboutPerson):
    """Offered on the telephone, and not wanted now."""

    class Meta:
        model = SupportOffer

    offered_on = date(2026, 11, 2)
    how = "phone"
    answer = "not_now"


class EntitlementEventFactory(AboutPerson):
    """The setting up home allowance was explained three weeks ago."""

    class Meta:
        model = EntitlementEvent

    item = "setting_up_home_allowance"
    item_name = "Setting up home allowance"
    kind = "told"
    happened_on = date(2026, 11, 2)


class MoneyRequestFactory(AboutPerson):
    """£100 for a laptop was asked for on the day; it needs `asked_by`."""

    class Meta:
        model = MoneyRequest

    category = "education"
    amount = 100
    what_for = "a laptop"
    payee = "Laptops Ltd"
    method = "supplier"
    asked_on = TODAY


class MoneyPaymentFactory(DjangoModelFactory[MoneyPayment]):
    class Meta:
        model = MoneyPayment

    paid_on = TODAY
    amount = 40


class MoneyBudgetFactory(DjangoModelFactory[MoneyBudget]):
    class Meta:
        model = MoneyBudget

    category = "education"
    year = 2026
    amount = 1000


class SurveyQuestionFactory(DjangoModelFactory[SurveyQuestion]):
    """A question with a number from 1 to 5; it needs a `round`."""

    class Meta:
        model = SurveyQuestion

    order = 1
    kind = "scale"
    text = "How well do we keep in touch with you?"


class SurveyRoundFactory(DjangoModelFactory[SurveyRound]):
    """A round that began three weeks ago and is open, without questions; a draft with `opened_on=None, seed=None`."""

    class Meta:
        model = SurveyRound

    number = Sequence(lambda number: number + 1)
    title = "Autumn 2026"
    welcome = "We would like to know how it is."
    closes_on = date(2026, 12, 20)
    opened_on: date | None = date(2026, 11, 2)
    seed: int | None = 7


class SurveyInvitationFactory(AboutPerson):
    """Somebody who was drawn and has not answered; it needs a `round`."""

    class Meta:
        model = SurveyInvitation

    band = "18 to 20"
    gender = "Female"
    unaccompanied = "No"
    home = "Independent living"


class SurveyThemeFactory(DjangoModelFactory[SurveyTheme]):
    class Meta:
        model = SurveyTheme

    title = "Waiting for a flat"


class SurveyAnswerFactory(DjangoModelFactory[SurveyAnswer]):
    """Words of somebody; it needs a `question`, and makes a response of its round."""

    class Meta:
        model = SurveyAnswer

    text = "I wait and nobody rings."

    @classmethod
    def _create(cls, model_class: type[SurveyAnswer], *args: Any, **kwargs: Any) -> SurveyAnswer:
        facts = {"round": kwargs["question"].round, "answered_on": TODAY, "route": "phone"}
        kwargs.setdefault("response", SurveyResponse.objects.create(**facts))
        answer: SurveyAnswer = super()._create(model_class, *args, **kwargs)
        return answer


class SurveyThemeMarkFactory(DjangoModelFactory[SurveyThemeMark]):
    class Meta:
        model = SurveyThemeMark


class BriefingFactory(DjangoModelFactory[Briefing]):
    """A draft; it needs a `round`."""

    class Meta:
        model = Briefing


class BriefingPointFactory(DjangoModelFactory[BriefingPoint]):
    class Meta:
        model = BriefingPoint

    said = "Texts wait too long"
    order = 1


class BriefingActionFactory(DjangoModelFactory[BriefingAction]):
    """To be done in a month; it needs a `point` and an `owner`."""

    class Meta:
        model = BriefingAction

    what = "Answer each text in a day"
    team = "The duty team"
    due_on = date(2026, 12, 23)


class EmployerFactory(DjangoModelFactory[Employer]):
    class Meta:
        model = Employer

    title = "Wend Gardens"
    pledge = "Two posts a year"


class OpportunityFactory(DjangoModelFactory[Opportunity]):
    """Two posts for gardeners, kept for ten months and still open."""

    class Meta:
        model = Opportunity

    title = "Apprentice gardener"
    kind = "apprenticeship"
    sector = "gardening"
    source = "covenant"
    places = 2
    opens_on = date(2026, 2, 2)
    fill_by = date(2027, 3, 31)


class WorkInterestFactory(AboutPerson):
    """They would like to be a gardener, and have no qualification yet."""

    class Meta:
        model = WorkInterest

    sector = "gardening"


class CandidacyFactory(AboutPerson):
    """Without a step; it needs an `opportunity`."""

    class Meta:
        model = Candidacy


class CandidacyStepFactory(DjangoModelFactory[CandidacyStep]):
    """Interested since three weeks; it needs a `candidacy`."""

    class Meta:
        model = CandidacyStep

    stage = "interested"
    happened_on = date(2026, 11, 2)
