"""Documents as tagged PDF, by Typst, from data: text that comes in is printed and never run."""

import json
import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

import typst
from django.conf import settings

from careleavers.documents.fonts import folders

SOURCES = Path(__file__).parent / "typst"
CHECKOUT = Path(__file__).resolve().parents[2]  # a source of another app imports base.typ by its path from here
DOES_NOT_FIT = "does not fit"
TOO_WIDE = "too wide for the window"
NOT_DISPLAYED = "could not be displayed"
FORGETS_AFTER = 11  # documents
ACCESSIBLE: Final = "ua-1"  # PDF/UA-1: tagged, with a title and a language


class CannotPrint(ValueError):
    """No font here has a character of the words; `careleavers.documents.fonts.unprintable` says which beforehand."""


class TooLong(ValueError):
    """The words do not fit their page, or an address line its window, at the smallest size that is kind to read."""


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


def forget() -> None:
    """Have Typst let go of what it has laid out, which of fifty letters is 75 MB: it keeps that for the ten
    documents that come next."""
    with _compiling:
        for _ in range(FORGETS_AFTER):
            _compiler(SOURCES / "nothing.typ").compile()


def picture(source: Path, data: dict[str, Any]) -> bytes:
    """The first page of a Typst source as a PNG, for documents that take no drawing."""
    with _compiling:
        made = _compiler(source).compile(sys_inputs=_inputs(data), format="png", ppi=200)
    return cast(bytes, made)


def _compiled(source: Path, data: dict[str, Any], made_on: date) -> bytes:
    pdf = _compiler(source).compile(
        sys_inputs=_inputs(data),
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


def _inputs(data: dict[str, Any]) -> dict[str, str]:
    """What the source reads; of a practice council each sheet says so (base.typ)."""
    marked = {"practice": "yes"} if settings.PRACTICE else {}
    return {"data": json.dumps(_composed(data | marked))}


def _composed(value: Any) -> Any:
    """The data as JSON takes it, every text with its accents composed, as the fonts draw them best. What is a named
    tuple becomes an object of its fields, and a picture the list of its bytes."""
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _composed(value._asdict())
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: _composed(each) for key, each in value.items()}
    if isinstance(value, int | float):
        return value
    return [_composed(each) for each in value]
