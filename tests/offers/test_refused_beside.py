"""What money, survey rounds, signatures and translations refuse; what is said twice is once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.urls import reverse

from careleavers.models import AuditEvent, Involvement
from offers.actions import payments, regular_payments, signatures, surveys, translations
from offers.models import (
    LetterSignature,
    MoneyBudget,
    MoneyPayment,
    MoneyRequest,
    OfferTranslation,
    PaymentReceipt,
    PaymentThatStays,
    SurveyInvitation,
    SurveyRound,
    SurveyTheme,
)
from offers.rules.leaflet_words import WORDS_AROUND
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    DocumentFactory,
    EntryTranslationFactory,
    LetterSignatureFactory,
    MoneyPaymentFactory,
    MoneyRequestFactory,
    SurveyQuestionFactory,
    SurveyRoundFactory,
)
from tests.refusals import refused, unchanged

pytestmark = pytest.mark.usefixtures("_on_the_day")
APPROVED = {"state": "approved", "decided_on": TODAY, "approved_amount": 100}


# Money


def test_a_receipt_is_of_money_that_went_and_in_their_own_record(cast: Cast, scene: Callable) -> None:
    with scene():
        asked = MoneyRequestFactory.create(person=cast.amira, asked_by=cast.pat, decided_by=cast.mo, **APPROVED)
        paid = MoneyPaymentFactory.create(request=asked)
        back = MoneyPaymentFactory.create(request=asked, refund_of=paid, amount=-10, note="Too much")
        of_ben = DocumentFactory.create(person=cast.ben, recorded_by=cast.sam)
    keep = partial(payments.keep_receipt, by=cast.pat, words="In the folder", today=TODAY)
    with refused("This is money that came back: it needs no receipt.", PaymentReceipt):
        keep(payment=back, document=None)
    with refused("This file is in another record.", PaymentReceipt):
        keep(payment=paid, document=of_ben)
    stays = partial(payments.say_why_it_stays, by=cast.pat, because="Rent", today=TODAY)
    with refused("This is money that came back already.", PaymentThatStays):
        stays(payment=back)
    with refused("This was paid in their life: nothing is asked about it.", PaymentThatStays):
        stays(payment=paid)


def test_what_is_paid_regularly_has_a_last_day_after_the_first(cast: Cast) -> None:
    with refused("Give a day on or after that of the first payment", MoneyRequest, MoneyPayment):
        regular_payments.ask_for_regular_money(
            by=cast.pat,
            person=cast.amira,
            every="week",
            first_on=TODAY,
            last_on=days_ago(1),
            amount=Decimal(60),
            method="bank",
            today=TODAY,
        )


def test_there_is_no_budget_for_what_there_is_not(cast: Cast, sign_in: Callable) -> None:
    lead = sign_in(cast.vera)
    page = partial(reverse, "offers:money_budget")
    assert lead.get(page(args=["education", 2026])).status_code == 200
    with unchanged(MoneyBudget):
        for category, year in (("yachts", 2026), ("education", 1999), ("education", 2099)):
            assert lead.post(page(args=[category, year]), {"amount": "100"}).status_code == 404
    assert lead.get(reverse("offers:money_export", args=[1999])).status_code == 404


# Survey rounds


def test_a_round_asks_somebody_and_until_a_day_to_come(cast: Cast, scene: Callable) -> None:
    with scene():
        draft = SurveyRoundFactory.create(opened_on=None, seed=None, closes_on=TODAY)
        SurveyQuestionFactory.create(round=draft)
    begin = partial(surveys.open_round, by=cast.pip, round_=draft, revision=None, today=TODAY)
    with refused("The last day is 23 November 2026: choose a later one.", SurveyRound, SurveyInvitation):
        begin()
    with scene():
        SurveyRound.objects.update(closes_on=TODAY + timedelta(days=7))
        Involvement.objects.update(ends_on=days_ago(1))
    with refused("Nobody can be asked", SurveyRound, SurveyInvitation):
        begin()


def test_a_theme_that_is_there_is_the_one(cast: Cast, scene: Callable) -> None:
    with scene():
        open_round = SurveyRoundFactory.create()
    first, again = (surveys.add_theme(by=cast.pip, round_=open_round, title="Money") for _ in range(2))
    assert first == again
    assert SurveyTheme.objects.count() == 1
    assert AuditEvent.objects.filter(name="survey_theme_added").count() == 1


# The signature of letters


def test_a_signature_is_taken_away_once(cast: Cast, scene: Callable) -> None:
    """A draft is gone; one that letters bore is kept with its last day; and whoever comes later is told."""
    with scene():
        draft = LetterSignatureFactory.create()
        borne = LetterSignatureFactory.create(used_from=days_ago(30), used_by=cast.vera)
    take_away = partial(signatures.take_signature_away, by=cast.vera, today=TODAY)
    for each in (draft, borne):
        take_away(signature=each)
        with refused(signatures.GONE, LetterSignature):
            take_away(signature=each)
    assert LetterSignature.objects.get().ended_on == TODAY
    with refused(signatures.GONE, LetterSignature):
        signatures.use_signature(by=cast.vera, signature=borne, today=TODAY)


# The offer in other languages


def test_what_our_fonts_cannot_print_is_approved_in_no_language(cast: Cast, scene: Callable) -> None:
    with scene():
        row = EntryTranslationFactory.create(title="𓀀", translation__recorded_by=cast.pip)
        draft = row.translation
        draft.words = dict.fromkeys(WORDS_AROUND, "Słowo")
        draft.save()
    with refused("Our fonts cannot print", OfferTranslation):
        translations.approve_translation(by=cast.vera, translation=draft, today=TODAY)
