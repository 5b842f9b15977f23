from offers.models.letters import Letter, LetterBatch, LetterFile
from offers.models.local_offer import LocalOffer, OfferEntry
from offers.models.support_offers import SupportOffer

__all__ = ["Letter", "LetterBatch", "LetterFile", "LocalOffer", "OfferEntry", "SupportOffer"]
