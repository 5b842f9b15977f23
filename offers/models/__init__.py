from offers.models.briefings import Briefing, BriefingAction, BriefingPoint
from offers.models.entitlement_events import EntitlementEvent
from offers.models.letters import Letter, LetterBatch, LetterFile
from offers.models.local_offer import LocalOffer, OfferEntry
from offers.models.money import MoneyBudget, MoneyPayment, MoneyRequest
from offers.models.support_offers import SupportOffer
from offers.models.surveys import (
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyResponse,
    SurveyRound,
    SurveyTheme,
    SurveyThemeMark,
    SurveyTry,
)

__all__ = [
    "Briefing",
    "BriefingAction",
    "BriefingPoint",
    "EntitlementEvent",
    "Letter",
    "LetterBatch",
    "LetterFile",
    "LocalOffer",
    "MoneyBudget",
    "MoneyPayment",
    "MoneyRequest",
    "OfferEntry",
    "SupportOffer",
    "SurveyAnswer",
    "SurveyInvitation",
    "SurveyQuestion",
    "SurveyResponse",
    "SurveyRound",
    "SurveyTheme",
    "SurveyThemeMark",
    "SurveyTry",
]
