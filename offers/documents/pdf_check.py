"""Is this PDF one that a print-and-post service can print? Its pages, its margins, its address window.

A page is judged twice: by its pixels, because whatever prints counts, and by its text, to say in words what lies where
it must not, and to find text that no eye sees but a machine reads. The error codes are GOV.UK Notify's.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import byref, c_double, c_int
from dataclasses import dataclass
from enum import StrEnum
from math import hypot
from threading import Lock

import pypdfium2 as pdfium
from pypdfium2 import raw

from offers.documents.print_areas import (
    A4_HEIGHT,
    A4_WIDTH,
    ADDRESS_REACH,
    ADDRESS_WINDOW,
    FIRST_PAGE,
    FIRST_PAGE_STRICT,
    LATER_PAGES,
    NOTIFY_TAG,
    PAGE,
    SIZE_TOLERANCE,
    Box,
    blanks,
)
from offers.rules.addresses import LetterChannel, address_faults, tidied

MOST_PAGES = 10
MOST_BYTES = 2 * 1024 * 1024
POINTS_PER_MM = 72 / 25.4
PIXELS_PER_MM = 8  # 203 dots an inch: a hairline of 0.1 mm still greys a pixel
DEVICE_PER_MM = 100  # what pdfium's whole-number coordinates are asked in
FAR = 10_000  # points: so far away, a whole number is exact enough
WHITE = b"\xff"
SAME_MARK = 2.0  # mm between two marks that are reported as one
SAME_LINE = 1.5  # mm between the middles of letters on one line
SAME_PHRASE = 5.0  # mm between two words of one phrase
NOTIFY_WORD = "NOTIFY"
SMALLEST_ADDRESS = 8.0  # points: the size in which the service itself prints addresses
SIZE_ROUNDING = 0.05  # points

_pdfium = Lock()  # the library keeps state of its own and may be used by one thread at a time


class Severity(StrEnum):
    ERROR = "error"  # the service refuses the letter
    WARNING = "warning"  # it prints, but not as its maker meant


@dataclass(frozen=True)
class PdfProblem:
    """One thing wrong with a letter. `page` counts from 1, None for the whole file; `text` is what is written there."""

    code: str
    message: str
    severity: Severity = Severity.ERROR
    page: int | None = None
    area: str | None = None
    box: Box | None = None
    text: str = ""


@dataclass(frozen=True)
class PdfCheck:
    """What a check found: how many pages, the address as a machine reads it in the window, and every problem."""

    pages: int
    address: tuple[str, ...]
    problems: tuple[PdfProblem, ...]

    @property
    def prints(self) -> bool:
        """Whether the service would take the letter: warnings do not stop one."""
        return not any(problem.severity == Severity.ERROR for problem in self.problems)


@dataclass(frozen=True)
class Character:
    """One printed character, its size in points; white space has no box and only parts words."""

    text: str
    box: Box | None
    baseline: float
    size: float = 0


@dataclass(frozen=True)
class Phrase:
    """Words next to each other on one line."""

    text: str
    box: Box
    baseline: float


def check_letter(
    pdf: bytes,
    *,
    allow_abroad: bool = True,
    strict: bool = False,
    channel: LetterChannel = LetterChannel.PRINTING_SERVICE,
) -> PdfCheck:
    """Every problem of the letter in `pdf`; never raises for what the bytes hold.

    `strict` keeps to the areas that the published text and the service's own check both allow. What only the service
    refuses is a warning when the letter goes by another `channel`.
    """
    too_big = [] if len(pdf) <= MOST_BYTES else [_too_big(len(pdf))]
    with _pdfium:
        try:
            with _opened(pdf) as document:
                checked = _checked(document, allow_abroad, channel, FIRST_PAGE_STRICT if strict else FIRST_PAGE)
        except pdfium.PdfiumError as error:
            checked = PdfCheck(0, (), (_unreadable(pdf, error),))
    return PdfCheck(checked.pages, checked.address, (*too_big, *checked.problems))


@contextmanager
def _opened(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    document = pdfium.PdfDocument(pdf)
    try:
        document.init_forms()
        yield document
    finally:
        document.close()


def _too_big(size: int) -> PdfProblem:
    return PdfProblem("file-too-big", f"The file is {size / 1024 / 1024:.1f} MB. Make it 2 MB or less.")


def _unreadable(pdf: bytes, error: pdfium.PdfiumError) -> PdfProblem:
    # For a file without a page the library keeps the reason of an earlier failure: look into the file as well.
    if error.err_code == raw.FPDF_ERR_PASSWORD and b"/Encrypt" in pdf:
        say = "The file is locked with a password. Save it without one and try again."
    elif b"%PDF-" not in pdf[:1024]:
        say = "This is not a PDF. Save the letter as a PDF and try again."
    else:
        say = "The file is damaged or has no pages. Make the PDF again and try again."
    return PdfProblem("unable-to-read-the-file", say)


def _checked(
    document: pdfium.PdfDocument, allow_abroad: bool, channel: LetterChannel, first_page: tuple[Box, ...]
) -> PdfCheck:
    pages = len(document)
    problems: list[PdfProblem] = []
    if pages > MOST_PAGES:
        say = f"The letter has {pages} pages. Make it {MOST_PAGES} or fewer."
        problems.append(PdfProblem("letter-too-long", say))
    address: tuple[str, ...] = ()
    for number in range(1, min(pages, MOST_PAGES) + 1):
        page = document[number - 1]
        shape = _wrong_shape(page, number)
        if shape:
            problems.append(shape)
            continue
        letters = tuple(_letters(page))
        phrases = tuple(_phrases(letters))
        problems += _outside(page, number, phrases, first_page if number == 1 else LATER_PAGES)
        if number == 1:
            address = tidied(_address_lines(letters))
            problems += _address_problems(address, allow_abroad, channel)
            problems += _too_small(letters)
        else:
            problems += _tags(phrases, number)
    return PdfCheck(pages, address, tuple(problems))


def _wrong_shape(page: pdfium.PdfPage, number: int) -> PdfProblem | None:
    width, height = (points / POINTS_PER_MM for points in page.get_size())
    if abs(width - A4_WIDTH) <= SIZE_TOLERANCE and abs(height - A4_HEIGHT) <= SIZE_TOLERANCE:
        return None
    say = f"Page {number} is {width:.0f} mm wide and {height:.0f} mm high. Make it A4 upright: 210 mm by 297 mm."
    return PdfProblem("letter-not-a4-portrait-oriented", say, page=number)


def _address_problems(address: tuple[str, ...], allow_abroad: bool, channel: LetterChannel) -> Iterator[PdfProblem]:
    for fault in address_faults(address, allow_abroad=allow_abroad):
        severity = Severity.ERROR if fault.judged_by_service and channel.stops(fault) else Severity.WARNING
        text = "\n".join(address)
        yield PdfProblem(fault.code, fault.message, severity, 1, "the address window", ADDRESS_WINDOW, text)


def _too_small(letters: Sequence[Character]) -> Iterator[PdfProblem]:
    """The first line of the address that is set smaller than can be read through the window."""
    small = [
        letter
        for letter in letters
        if letter.box is None
        or (ADDRESS_WINDOW.holds_middle_of(letter.box) and letter.size < SMALLEST_ADDRESS - SIZE_ROUNDING)
    ]
    for line in _phrases(small):
        size = min(letter.size for letter in small if letter.box)
        say = f"“{line.text}” is set in {size:.1f} points: in the address use {SMALLEST_ADDRESS:.0f} or more."
        yield PdfProblem("address-too-small", say, Severity.WARNING, 1, "the address window", line.box, line.text)
        return


def _tags(phrases: Iterable[Phrase], number: int) -> Iterator[PdfProblem]:
    for phrase in phrases:
        if NOTIFY_WORD in phrase.text and NOTIFY_TAG.overlaps(phrase.box):
            say = f"Page {number} has NOTIFY in its top left corner, where it marks a letter's first page. Take it out."
            yield PdfProblem(
                "notify-tag-found-in-content", say, page=number, area="the top margin", box=phrase.box, text=phrase.text
            )


# What lies outside the printable areas


def _outside(
    page: pdfium.PdfPage, number: int, phrases: Sequence[Phrase], printable: tuple[Box, ...]
) -> Iterator[PdfProblem]:
    picture = _Picture.of(page)
    marks = [(name, mark) for name, blank in blanks(printable) for mark in picture.marks_in(blank)]
    seen: set[Phrase] = set()
    for name, mark in _joined(marks):
        here = [phrase for phrase in phrases if phrase.box.overlaps(mark)]
        seen.update(here)
        text = " ".join(phrase.text for phrase in here)
        what = f"“{text}”" if text else "Something drawn"
        say = f"{what} on page {number} lies in {name}, {_where(mark)}. Move it into the printing area."
        yield PdfProblem("content-outside-printable-area", say, page=number, area=name, box=mark, text=text)
    for phrase in phrases:
        if phrase not in seen:
            yield from _unseen(phrase, number, printable)


def _unseen(phrase: Phrase, number: int, printable: tuple[Box, ...]) -> Iterator[PdfProblem]:
    if number == 1 and phrase.text == NOTIFY_WORD and NOTIFY_TAG.overlaps(phrase.box):
        return
    off_the_page = () if phrase.box.overlaps(PAGE) else (("no place on the page", phrase.box),)
    for name, blank in (*off_the_page, *blanks(printable)):
        if blank.holds_middle_of(phrase.box):
            say = f"“{phrase.text}” on page {number} lies in {name} where only a machine reads it. Take it out."
            yield PdfProblem("hidden-text", say, Severity.WARNING, number, name, phrase.box, phrase.text)
            return


@dataclass(frozen=True)
class _Picture:
    """A page as it prints: one byte of grey a pixel."""

    grey: bytes
    width: int
    height: int
    stride: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> "_Picture":
        bitmap = page.render(scale=PIXELS_PER_MM / POINTS_PER_MM, grayscale=True)
        picture = cls(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        bitmap.close()
        return picture

    def marks_in(self, blank: Box) -> Iterator[Box]:
        """The pixels in a blank place that are not white, as boxes in millimetres, one for each run of lines."""
        left, right = max(0, round(blank.left * PIXELS_PER_MM)), min(self.width, round(blank.right * PIXELS_PER_MM))
        top, bottom = max(0, round(blank.top * PIXELS_PER_MM)), min(self.height, round(blank.bottom * PIXELS_PER_MM))
        clean = WHITE * (right - left)
        for row in range(top, bottom):
            line = self.grey[row * self.stride + left : row * self.stride + right]
            if line != clean:
                first = left + len(line) - len(line.lstrip(WHITE))
                last = left + len(line.rstrip(WHITE))
                yield Box(*(edge / PIXELS_PER_MM for edge in (first, row, last, row + 1)))


def _joined(marks: Iterable[tuple[str, Box]]) -> list[tuple[str, Box]]:
    joined: list[tuple[str, Box]] = []
    for name, mark in marks:
        near = [other for other in joined if other[0] == name and other[1].grown(SAME_MARK).overlaps(mark)]
        for other in near:
            joined.remove(other)
            mark = mark.around(other[1])
        joined.append((name, mark))
    return joined


def _where(box: Box) -> str:
    return f"{box.left:.1f} to {box.right:.1f} mm from the left and {box.top:.1f} to {box.bottom:.1f} mm from the top"


# What is written, and where


def _letters(page: pdfium.PdfPage) -> Iterator[Character]:
    text, place = page.get_textpage(), _places(page)
    for index in range(text.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text, index))
        if character.isspace() or not character.isprintable():
            yield Character(" ", None, 0)
            continue
        left, bottom, right, top = text.get_charbox(index)
        (x1, y1), (x2, y2) = place(left, top), place(right, bottom)
        origin_x, origin_y = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(text, index, byref(origin_x), byref(origin_y))
        baseline = place(origin_x.value, origin_y.value)[1]
        box = Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        yield Character(character, box, baseline, _size(text, index))


def _size(text: pdfium.PdfTextPage, index: int) -> float:
    """The size of a character as it is seen, in points: that of its font, stretched by the page's own drawing."""
    matrix = raw.FS_MATRIX()
    stretched = raw.FPDFText_GetMatrix(text, index, byref(matrix))
    return float(raw.FPDFText_GetFontSize(text, index) * (hypot(matrix.c, matrix.d) if stretched else 1))


def _places(page: pdfium.PdfPage) -> Callable[[float, float], tuple[float, float]]:
    """Turns a place on the page, in its own coordinates, into mm from the top left as it is seen.

    However a page is cut and turned, that is an affine map, and where it puts three points tells it.
    """
    width, height = (round(points / POINTS_PER_MM * DEVICE_PER_MM) for points in page.get_size())

    def seen(x: float, y: float) -> tuple[float, float]:
        across, down = c_int(), c_int()
        raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, byref(across), byref(down))
        return across.value / DEVICE_PER_MM, down.value / DEVICE_PER_MM

    (left, top), (right_x, down_x), (right_y, down_y) = seen(0, 0), seen(FAR, 0), seen(0, FAR)

    def place(x: float, y: float) -> tuple[float, float]:
        x, y = x / FAR, y / FAR
        return left + (right_x - left) * x + (right_y - left) * y, top + (down_x - top) * x + (down_y - top) * y

    return place


def _phrases(letters: Iterable[Character]) -> Iterator[Phrase]:
    phrase: Phrase | None = None
    last: Box | None = None
    space = False
    for letter in letters:
        if letter.box is None:
            space = True
            continue
        if phrase and last and _follows(phrase, last, letter):
            text = f"{phrase.text}{' ' if space else ''}{letter.text}"
            phrase = Phrase(text, phrase.box.around(letter.box), phrase.baseline)
        else:
            if phrase:
                yield phrase
            phrase = Phrase(letter.text, letter.box, letter.baseline)
        last, space = letter.box, False
    if phrase:
        yield phrase


def _follows(phrase: Phrase, last: Box, letter: Character) -> bool:
    box = letter.box or last
    apart = max(box.left - last.right, last.left - box.right)
    return abs(letter.baseline - phrase.baseline) <= SAME_LINE and apart <= SAME_PHRASE


def _address_lines(letters: Iterable[Character]) -> list[str]:
    reach = ADDRESS_WINDOW.grown(ADDRESS_REACH)
    inside = (letter for letter in letters if letter.box is None or reach.holds_middle_of(letter.box))
    lines: list[list[Phrase]] = []
    for phrase in sorted(_phrases(inside), key=lambda each: (each.baseline, each.box.left)):
        if lines and phrase.baseline - lines[-1][0].baseline <= SAME_LINE:
            lines[-1].append(phrase)
        else:
            lines.append([phrase])
    return [" ".join(phrase.text for phrase in sorted(line, key=lambda each: each.box.left)) for line in lines]
