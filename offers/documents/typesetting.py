"""Letters and leaflets as tagged PDF, by Typst, from data: text that comes in is printed and never run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, cast

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject

from careleavers.documents.typesetting import forget, typeset
from careleavers.rules.layouts import SIZES, Layout
from offers.documents.signatures import for_typst
from offers.rules.leaflet_words import WORDS_AROUND
from offers.rules.letter_points import BulletPoint
from offers.rules.letter_text import LetterText

SOURCES = Path(__file__).parent / "typst"
ASKED_OF_THE_PRINTER = {"/Duplex": "/Simplex", "/PrintScaling": "/None"}


class LeafletPoint(NamedTuple):
    """One entry. `in_english`: the sentence that says that it is not translated; "" where it is, or need not be."""

    lead: str
    lines: tuple[str, ...]
    in_english: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """An area of the local offer. `by_law` are what must be given, `by_choice` what the authority also gives."""

    heading: str
    law_words: str = WORDS_AROUND["by_law"]
    choice_words: str = WORDS_AROUND["by_choice"]
    by_law: tuple[LeafletPoint, ...] = ()
    by_choice: tuple[LeafletPoint, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Leaflet:
    """The local offer as a leaflet: plain text throughout, in one language but for what is not translated.

    `lang` is a language tag, `direction` ltr or rtl. `notice`: that it is not the edition somebody wishes.
    """

    title: str
    authority: str
    colour: str
    in_force_from: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    contacts: tuple[BulletPoint, ...]
    ending: str
    who_to_ask: str = WORDS_AROUND["who_to_ask"]
    lang: str = "en-GB"
    direction: str = "ltr"
    layout: Layout = Layout.ORDINARY
    notice: str = ""
    title_is_english: bool = False
    opening_is_english: bool = False


def letter_pdf(letter: LetterText, made_on: date) -> bytes:
    """One letter, one page: the accessible record. The same letter of the same day is the same bytes."""
    return letters_pdf([letter], letter.heading, made_on)


def letters_pdf(letters: Sequence[LetterText], title: str, made_on: date) -> bytes:
    """Many letters, at least one, as one document for the printer, a page each. TooLong where one does not fit.

    Many at once have the memory of what was typeset before, and give it back.
    """
    author = letters[0].sender.authority
    data = {
        "title": title,
        "author": author,
        "letters": [asdict(letter) for letter in letters],
        "signatures": for_typst({letter.sender.signature for letter in letters}),
    }
    if len(letters) == 1:
        return typeset(SOURCES / "letter.typ", data, made_on)
    forget()
    try:
        return typeset(SOURCES / "letter.typ", data, made_on)
    finally:
        forget()


def for_the_printer(pdf: bytes) -> bytes:
    """The same document of Typst's, asking whatever prints it for one side of each sheet and no scaling.

    On both sides somebody's letter would have another's on its back, and shrunk to fit the address misses its window.
    What is asked is put after the end of the file (ISO 32000-1, 7.5.6): to write a hundred letters again takes longer
    than to typeset them.
    """
    trailer = PdfReader(BytesIO(pdf)).trailer
    place, catalogue = trailer.raw_get("/Root"), cast(DictionaryObject, trailer["/Root"])
    wishes = cast(DictionaryObject, catalogue.get("/ViewerPreferences", DictionaryObject()))
    for name, wish in ASKED_OF_THE_PRINTER.items():
        wishes[NameObject(name)] = NameObject(wish)
    catalogue[NameObject("/ViewerPreferences")] = wishes
    trailer[NameObject("/Prev")] = NumberObject(pdf.rpartition(b"startxref")[2].split()[0])
    out = BytesIO()
    out.write(pdf + b"\n")
    starts_at = out.tell()
    out.write(f"{place.idnum} {place.generation} obj\n".encode())
    catalogue.write_to_stream(out)
    out.write(b"\nendobj\n")
    table_at = out.tell()
    out.write(
        f"xref\n0 1\n{0:010} 65535 f\r\n{place.idnum} 1\n{starts_at:010} {place.generation:05} n\r\ntrailer\n".encode()
    )
    trailer.write_to_stream(out)
    out.write(f"\nstartxref\n{table_at}\n%%EOF\n".encode())
    return out.getvalue()


@lru_cache(maxsize=8)  # a few hundred letters of one day enclose the same few
def leaflet_pdf(leaflet: Leaflet, made_on: date) -> bytes:
    """The local offer as an A4 leaflet that can follow a letter: its pages keep to the same margins."""
    return typeset(
        SOURCES / "leaflet.typ",
        {"author": leaflet.authority, "size": SIZES[leaflet.layout], **asdict(leaflet)},
        made_on,
    )


def one_after_another(files: Sequence[bytes]) -> bytes:
    """The pages of these PDFs as one, for a printer: tags, which only a screen reader needs, are not kept."""
    whole = PdfWriter()
    for pdf in files:
        whole.append(BytesIO(pdf))
    out = BytesIO()
    whole.write(out)
    return out.getvalue()
