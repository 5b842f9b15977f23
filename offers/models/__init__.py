from offers.models.letters import Letter, LetterBatch, LetterFile
from offers.models.local_offer import LocalOffer, OfferEntry

__all__ = ["Letter", "LetterBatch", "LetterFile", "LocalOffer", "OfferEntry"]
