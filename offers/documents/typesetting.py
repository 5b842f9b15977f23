"""Letters and leaflets as tagged PDF, by Typst, from data: text that comes in is printed and never run."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

import typst
from pypdf import PdfWriter
from pypdf.generic import NameObject

from offers.documents.fonts import folders
from offers.rules.letter_text import BulletPoint, LetterText

SOURCES = Path(__file__).parent / "typst"
CHECKOUT = Path(__file__).resolve().parents[2]  # a source of another app imports base.typ by its path from here
DOES_NOT_FIT = "does not fit"
TOO_WIDE = "too wide for the window"
NOT_DISPLAYED = "could not be displayed"
ACCESSIBLE: Final = "ua-1"  # PDF/UA-1: tagged, with a title and a language


class CannotPrint(ValueError):
    """No font here has a character of the words; `offers.documents.fonts.unprintable` says which beforehand."""


class TooLong(ValueError):
    """The words do not fit their page, or an address line its window, at the smallest size that is kind to read."""


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
    """Many letters, at least one, as one document for the printer, a page each. TooLong where one does not fit."""
    author = letters[0].sender.authority
    data = {"title": title, "author": author, "letters": [asdict(letter) for letter in letters]}
    return typeset(SOURCES / "letter.typ", data, made_on)


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


# A compiler serves one at a time: two threads that use the same one fail with "Already borrowed".
_compiling = Lock()


def typeset(source: Path, data: dict[str, Any], made_on: date) -> bytes:
    """A document of a Typst source, which reads the data as base.typ does. The same data are the same bytes.

    TooLong and CannotPrint where the words do not fit, or no font has them.
    """
    try:
        with _compiling:
            return _compiled(source, data, made_on)
    except typst.TypstError as error:
        if DOES_NOT_FIT in str(error):
            raise TooLong("The letter is longer than a page. Use fewer or shorter words.") from error
        if TOO_WIDE in str(error):
            raise TooLong(
                "A line of the address is too long for the window. Put part of it on a line of its own."
            ) from error
        if NOT_DISPLAYED in str(error):
            raise CannotPrint("Our fonts do not have every letter of these words. Write them otherwise.") from error
        raise


def picture(source: Path, data: dict[str, Any]) -> bytes:
    """The first page of a Typst source as a PNG, for documents that take no drawing."""
    with _compiling:
        made = _compiler(source).compile(sys_inputs={"data": json.dumps(_composed(data))}, format="png", ppi=200)
    return cast(bytes, made)


def _compiled(source: Path, data: dict[str, Any], made_on: date) -> bytes:
    pdf = _compiler(source).compile(
        sys_inputs={"data": json.dumps(_composed(data))},
        pdf_standards=[ACCESSIBLE],
        timestamp=int(datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC).timestamp()),
    )
    return cast(bytes, pdf)  # a list only for pictures, None only when written to a file


@cache
def _compiler(source: Path) -> typst.Compiler:
    return typst.Compiler(
        source,
        root=CHECKOUT,
        font_paths=list(folders()),
        ignore_system_fonts=True,
        package_path=SOURCES,  # no packages are used: the network is never asked for one
        package_cache_path=SOURCES,
    )


def _composed(value: Any) -> Any:
    """The data as JSON takes it, every text with its accents composed, as the fonts draw them best."""
    if isinstance(value, BulletPoint):
        return _composed(value._asdict())
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: _composed(each) for key, each in value.items()}
    return [_composed(each) for each in value]
