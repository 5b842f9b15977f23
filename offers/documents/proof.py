"""A letter to the authority itself, printed as a proof: does it look right, and would its address window hold?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from offers.documents.composing import Composer
from offers.documents.letter_markdown import read_template
from offers.documents.pdf_check import PdfCheck, check_letter
from offers.documents.typesetting import letter_pdf
from offers.queries.letter_templates import words_in_force
from offers.rules.letter_fields import TemplateKind
from offers.rules.letter_text import LetterText, Occasion, Recipient, Sender, letter_for

PROOF_AGE = 19  # a letter that encloses no local offer


def sender_of(policies: Mapping[str, Any], today: date) -> Sender:
    return Composer((), today, policies).sender()


def proof_text(policies: Mapping[str, Any], today: date, signature: str = "") -> LetterText:
    """The letter of a birthday to nobody, at the authority's own return address. `signature`: another than letters
    bear."""
    sender = sender_of(policies, today)
    sender = replace(sender, signature=signature or sender.signature)
    recipient = Recipient(known_as="Proof of a Letter", address=("Proof of a Letter", *sender.address))
    template = read_template(words_in_force(TemplateKind.at(PROOF_AGE), today))
    return letter_for(Occasion(PROOF_AGE, today), recipient, sender, None, (), today, template=template)


def proof_pdf(policies: Mapping[str, Any], today: date, signature: str = "") -> bytes:
    """As tagged PDF. TooLong and CannotPrint as of any letter."""
    return letter_pdf(proof_text(policies, today, signature), today)


def checked_proof(policies: Mapping[str, Any], today: date) -> PdfCheck:
    return check_letter(proof_pdf(policies, today))


def proof_digest(policies: Mapping[str, Any], today: date) -> str:
    """Of what letters print of the authority: another one asks for another proof."""
    sender = asdict(sender_of(policies, today))
    printed = {name: value for name, value in sender.items() if name != "signature" or value}
    return hashlib.sha256(json.dumps(printed, sort_keys=True).encode()).hexdigest()
