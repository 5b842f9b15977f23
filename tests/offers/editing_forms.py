"""The forms of offers that edit a row: what another writer saves in it meanwhile, and what this one types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Model

from offers.actions.local_offer import change_draft
from offers.actions.surveys import save_question
from offers.actions.translations import translate_entry
from offers.models import (
    Briefing,
    BriefingAction,
    BriefingPoint,
    EntryCare,
    OfferEntry,
    PaymentReceipt,
    PaymentThatStays,
    SurveyRound,
)
from tests.careleavers.edits import Edit
from tests.cast import Cast
from tests.factories import (
    BriefingActionFactory,
    BriefingFactory,
    BriefingPointFactory,
    EmployerFactory,
    EntryCareFactory,
    EntryTranslationFactory,
    GroupSessionFactory,
    LetterTemplateFactory,
    LocalOfferFactory,
    MentorFactory,
    MoneyPaymentFactory,
    MoneyRequestFactory,
    OfferTranslationFactory,
    OpportunityFactory,
    PartnerServiceFactory,
    PaymentReceiptFactory,
    PaymentThatStaysFactory,
    PledgeFactory,
    SurveyQuestionFactory,
    SurveyRoundFactory,
    SurveyThemeFactory,
)

REST_OF_IT = "Dear {{known_as}},\n\n{{wish}} {{support}}\n\n{{what_is_theirs}}\n\n{{how_to_ask}}\n\nWith warm wishes,"


def briefing(cast: Cast) -> Briefing:
    return BriefingFactory.create(round=SurveyRoundFactory.create(), recorded_by=cast.pip, last_edited_by=cast.pip)


def point(cast: Cast) -> BriefingPoint:
    return BriefingPointFactory.create(briefing=briefing(cast))


def receipt(cast: Cast) -> PaymentReceipt:
    request = MoneyRequestFactory.create(person=cast.amira, asked_by=cast.pat)
    return PaymentReceiptFactory.create(person=cast.amira, payment=MoneyPaymentFactory.create(request=request))


def stays(cast: Cast) -> PaymentThatStays:
    """Paid the day after they died."""
    request = MoneyRequestFactory.create(person=cast.amira, asked_by=cast.pat)
    payment = MoneyPaymentFactory.create(request=request)
    cast.amira.died_on = payment.paid_on - timedelta(days=1)
    cast.amira.save(update_fields=["died_on"])
    return PaymentThatStaysFactory.create(person=cast.amira, payment=payment)


def cared_for(cast: Cast) -> EntryCare:
    LocalOfferFactory.create()
    return EntryCareFactory.create(owner=cast.pip)


def to_do(cast: Cast) -> BriefingAction:
    return BriefingActionFactory.create(point=point(cast), owner=cast.pat)


def draft() -> SurveyRound:
    return SurveyRoundFactory.create(opened_on=None, seed=None)


def add_question(cast: Cast, row: SurveyRound) -> None:
    save_question(
        by=cast.vera,
        round_=row,
        question=None,
        revision=None,
        details={"text": "Who?", "kind": "text", "choices": []},
    )


# Buttons that discard a draft: its maker, the page with the button, and what somebody else changes meanwhile.
DISCARDS: dict[str, tuple[Callable[[Cast], Model], str, Callable[[Cast, Any], None]]] = {
    "offers:survey_discard": (lambda cast: draft(), "offers:survey_draft", add_question),
    "offers:translation_discard": (
        lambda cast: OfferTranslationFactory.create(),
        "offers:translation_discard",
        lambda cast, row: translate_entry(
            by=cast.vera, translation=row, entry=row.offer.entries.first(), details={"title": "Bilet", "text": "Masz."}
        ),
    ),
    "offers:draft_discard": (
        lambda cast: LocalOfferFactory.create(published_on=None),
        "offers:draft_discard",
        lambda cast, row: change_draft(by=cast.vera, offer=row, details={"consulted": "Twelve of us."}),
    ),
}

EDITS = {
    "offers:briefing": Edit(
        briefing,
        {"opening": "Thank you, all of you."},
        {"opening": "You told us a lot."},
        "Thank you, all of you.",
        args=lambda cast, row: [row.round_id],  # type: ignore[attr-defined]
        who="pip",
    ),
    "offers:briefing_point": Edit(
        point,
        {"said": "Nobody rings back"},
        {"said": "Letters take weeks"},
        "Nobody rings back",
        args=lambda cast, row: [row.briefing.round_id, row.pk],  # type: ignore[attr-defined]
        who="pip",
    ),
    "offers:briefing_action": Edit(
        to_do,
        {"what": "Answer in two days"},
        {"what": "Answer in an hour"},
        "Answer in two days",
        args=lambda cast, row: [row.point.briefing.round_id, row.point_id, row.pk],  # type: ignore[attr-defined]
        who="pip",
    ),
    "offers:translation": Edit(
        lambda cast: OfferTranslationFactory.create(),
        {"title": "Oferta"},
        {"title": "Nasza oferta"},
        "Oferta",
        args=lambda cast, row: [row.pk],
        who="pip",
    ),
    "offers:translation_entry": Edit(
        lambda cast: EntryTranslationFactory.create(),
        {"title": "Lekarka"},
        {"title": "Siostra"},
        "Lekarka",
        args=lambda cast, row: [row.translation_id, row.entry_id],  # type: ignore[attr-defined]
        who="pip",
    ),
    "offers:entry_care": Edit(
        lambda cast: cared_for(cast),
        {"review_on": date(2027, 2, 1)},
        {"review_on": "2027-03-01"},
        "1 February 2027",
        args=lambda cast, row: [OfferEntry.objects.get().pk],
        who="pip",
    ),
    "offers:partner": Edit(
        lambda cast: PartnerServiceFactory.create(owner=cast.pip),
        {"where": "The library"},
        {"where": "The town hall"},
        "The library",
        args=lambda cast, row: [row.pk],
        who="pip",
    ),
    "offers:mentor": Edit(
        lambda cast: MentorFactory.create(keeper=cast.pip),
        {"gives": "Driving"},
        {"gives": "Cooking"},
        "Driving",
        args=lambda cast, row: [row.pk],
        who="pip",
    ),
    "offers:employer": Edit(
        lambda cast: EmployerFactory.create(),
        {"contact": "Jo Reed"},
        {"contact": "Kit Lane"},
        "Jo Reed",
        args=lambda cast, row: [row.pk],
        who="pip",
    ),
    "offers:post_edit": Edit(
        lambda cast: OpportunityFactory.create(),
        {"title": "Apprentice forester"},
        {"title": "Apprentice florist"},
        "Apprentice forester",
        args=lambda cast, row: [row.pk],
        who="pip",
    ),
    "offers:money_receipt": Edit(
        receipt,
        {"words": "In the blue folder"},
        {"words": "In the red folder"},
        "In the blue folder",
        args=lambda cast, row: [row.person_id, row.payment_id],  # type: ignore[attr-defined]
        who="pat",
    ),
    "offers:money_stays": Edit(
        stays,
        {"because": "Owed to the shop"},
        {"because": "Spent on the funeral"},
        "Owed to the shop",
        args=lambda cast, row: [row.person_id, row.payment_id],  # type: ignore[attr-defined]
        who="pat",
    ),
    "offers:pledge_edit": Edit(
        lambda cast: PledgeFactory.create(owner=cast.pip),
        {"about": "We look after your health."},
        {"about": "You see a doctor within a week."},
        "We look after your health.",
        args=lambda cast, row: [row.pk],
        who="pip",
    ),
    "offers:session_edit": Edit(
        lambda cast: GroupSessionFactory.create(leader=cast.pat),
        {"venue": "The town hall"},
        {"venue": "The library"},
        "The town hall",
        args=lambda cast, row: [row.pk],
        who="pip",
    ),
    "offers:letter_words_draft": Edit(
        lambda cast: LetterTemplateFactory.create(recorded_by=cast.vera, last_edited_by=cast.vera),
        {"text": f"# Their words\n\n{REST_OF_IT}"},
        {"text": f"# Our words\n\n{REST_OF_IT}"},
        "Their words",
        args=lambda cast, row: [row.kind],  # type: ignore[attr-defined]
    ),
    "offers:survey_draft": Edit(
        lambda cast: draft(),
        {"title": "Winter 2026"},
        {"title": "Spring 2027"},
        "Winter 2026",
        args=lambda cast, row: [row.pk],
        who="pip",
    ),
    "offers:survey_question": Edit(
        lambda cast: SurveyQuestionFactory.create(round=draft()),
        {"text": "How do you sleep?"},
        {"text": "How do you live?"},
        "How do you sleep?",
        args=lambda cast, row: [row.round_id, row.pk],  # type: ignore[attr-defined]
        who="pip",
    ),
    "offers:survey_theme": Edit(
        lambda cast: SurveyThemeFactory.create(round=SurveyRoundFactory.create()),
        {"title": "Waiting for a home"},
        {"title": "Waiting for an answer"},
        "Waiting for a home",
        args=lambda cast, row: [row.round_id, row.pk],  # type: ignore[attr-defined]
        who="pip",
    ),
}
