"""Letters and leaflets as tagged PDF, by Typst, from data: text that comes in is printed and never run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import NameObject

from careleavers.documents.typesetting import forget, typeset
from offers.documents.signatures import for_typst
from offers.rules.letter_points import BulletPoint
from offers.rules.letter_text import LetterText

SOURCES = Path(__file__).parent / "typst"


@dataclass(frozen=True, kw_only=True)
class Section:
    """An area of the local offer. `by_law` are what must be given, `by_choice` what the authority also gives."""

    heading: str
    by_law: tuple[BulletPoint, ...] = ()
    by_choice: tuple[BulletPoint, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Leaflet:
    """The local offer as a leaflet: plain text throughout."""

    title: str
    authority: str
    colour: str
    in_force_from: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    contacts: tuple[BulletPoint, ...]
    ending: str


def letter_pdf(letter: LetterText, made_on: date) -> bytes:
    """One letter, one page: the accessible record. The same letter of the same day is the same bytes."""
    return letters_pdf([letter], letter.heading, made_on)


def letters_pdf(letters: Sequence[LetterText], title: str, made_on: date) -> bytes:
    """Many letters, at least one, as one document for the printer, a page each. TooLong where one does not fit.

    Whoever made many of them in one has the memory back that they took.
    """
    author = letters[0].sender.authority
    data = {
        "title": title,
        "author": author,
        "letters": [asdict(letter) for letter in letters],
        "signatures": for_typst({letter.sender.signature for letter in letters}),
    }
    try:
        return typeset(SOURCES / "letter.typ", data, made_on)
    finally:
        if len(letters) > 1:
            forget()


def for_the_printer(pdf: bytes) -> bytes:
    """The same document, asking whatever prints it for one side of each sheet and no scaling.

    On both sides somebody's letter would have another's on its back, and shrunk to fit the address misses its window.
    """
    document = PdfWriter(clone_from=BytesIO(pdf))
    wishes = document.viewer_preferences or document.create_viewer_preferences()
    wishes[NameObject("/Duplex")] = NameObject("/Simplex")
    wishes[NameObject("/PrintScaling")] = NameObject("/None")
    out = BytesIO()
    document.write(out)
    return out.getvalue()


def leaflet_pdf(leaflet: Leaflet, made_on: date) -> bytes:
    """The local offer as an A4 leaflet that can follow a letter: its pages keep to the same margins."""
    return typeset(SOURCES / "leaflet.typ", {"author": leaflet.authority, **asdict(leaflet)}, made_on)


def one_after_another(files: Sequence[bytes]) -> bytes:
    """The pages of these PDFs as one, for a printer: tags, which only a screen reader needs, are not kept."""
    whole = PdfWriter()
    for pdf in files:
        whole.append(BytesIO(pdf))
    out = BytesIO()
    whole.write(out)
    return out.getvalue()
