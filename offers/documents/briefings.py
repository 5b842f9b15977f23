"""You said, we did, as a tagged PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from careleavers.documents.typesetting import typeset
from careleavers.rules.words import day
from offers.rules.briefings import BriefingText

SOURCE = Path(__file__).parent / "typst" / "briefing.typ"


def briefing_pdf(text: BriefingText, policies: Mapping[str, Any], made_on: date) -> bytes:
    """A4, with the authority as it is named in these policies. The same words of the same day are the same bytes."""
    contacts = (policies["authority_phone"], policies["authority_email"])
    data = {
        "author": policies["authority_name"],
        "authority": policies["authority_name"],
        "colour": policies["authority_colour"],
        "day": day(made_on),
        "contacts": [each for each in contacts if each],
        **asdict(text),
    }
    return typeset(SOURCE, data, made_on)
