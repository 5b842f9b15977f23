from offers.models.briefings import Briefing, BriefingAction, BriefingPoint
from offers.models.entitlement_events import EntitlementEvent
from offers.models.entry_care import EntryCare, EntryReview
from offers.models.funding import FundingShare
from offers.models.letter_templates import LetterTemplate
from offers.models.letters import Letter, LetterBatch, LetterFile
from offers.models.local_offer import LocalOffer, OfferEntry
from offers.models.mentors import Mentor, Mentoring
from offers.models.money import MoneyBudget, MoneyPayment, MoneyRequest
from offers.models.offer_feedback import OfferFeedback
from offers.models.opportunities import Candidacy, CandidacyStep, Employer, Opportunity, WorkInterest
from offers.models.partner_services import PartnerService
from offers.models.passport_links import PassportLink
from offers.models.pledges import Pledge, PledgeNote
from offers.models.reading_wishes import ReadingWish
from offers.models.regular_payments import PaymentPlan, PaymentReceipt, PaymentThatStays, RegularPayment
from offers.models.sessions import GroupSession, SignUp
from offers.models.signatures import LetterSignature
from offers.models.support_offers import SupportOffer
from offers.models.survey_links import SurveyLink
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
from offers.models.translations import EntryTranslation, OfferTranslation

__all__ = [
    "Briefing",
    "BriefingAction",
    "BriefingPoint",
    "Candidacy",
    "CandidacyStep",
    "Employer",
    "EntitlementEvent",
    "EntryCare",
    "EntryReview",
    "EntryTranslation",
    "FundingShare",
    "GroupSession",
    "Letter",
    "LetterBatch",
    "LetterFile",
    "LetterSignature",
    "LetterTemplate",
    "LocalOffer",
    "Mentor",
    "Mentoring",
    "MoneyBudget",
    "MoneyPayment",
    "MoneyRequest",
    "OfferEntry",
    "OfferFeedback",
    "OfferTranslation",
    "Opportunity",
    "PartnerService",
    "PassportLink",
    "PaymentPlan",
    "PaymentReceipt",
    "PaymentThatStays",
    "Pledge",
    "PledgeNote",
    "ReadingWish",
    "RegularPayment",
    "SignUp",
    "SupportOffer",
    "SurveyAnswer",
    "SurveyInvitation",
    "SurveyLink",
    "SurveyQuestion",
    "SurveyResponse",
    "SurveyRound",
    "SurveyTheme",
    "SurveyThemeMark",
    "SurveyTry",
    "WorkInterest",
]
