"""Is this PDF one that a print-and-post service can print? Its pages, its margins, its address window.

A page is judged twice: by its pixels, because whatever prints counts, and by its text, to say in words what lies where
it must not, and to find text that no eye sees but a machine reads. The error codes are GOV.UK Notify's.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import byref, c_double, c_int
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, hypot
from threading import Lock
from typing import NamedTuple

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
    NOWHERE,
    PAGE,
    SIZE_TOLERANCE,
    WELL_INSIDE,
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


class Character(NamedTuple):
    """One printed character; white space has no box and only parts words. `number`: which of the page it is."""

    text: str
    box: Box | None
    baseline: float
    number: int


class Phrase(NamedTuple):
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
        text = page.get_textpage()
        printable = first_page if number == 1 else LATER_PAGES
        marks = [(name, mark) for name, blank in blanks(printable) for mark in _marks_in(page, blank)]
        letters = tuple(_letters(page, text, all_of_them=bool(marks)))
        phrases = tuple(_phrases(letters))
        problems += _outside(marks, number, phrases, printable)
        if number == 1:
            address = tidied(_address_lines(letters))
            problems += _address_problems(address, allow_abroad, channel)
            problems += _too_small(letters, text)
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


def _too_small(letters: Sequence[Character], text: pdfium.PdfTextPage) -> Iterator[PdfProblem]:
    """The first line of the address that is set smaller than can be read through the window."""
    sizes = {
        letter.number: _size(text, letter.number)
        for letter in letters
        if letter.box and ADDRESS_WINDOW.holds_middle_of(letter.box)
    }
    small = {number: size for number, size in sizes.items() if size < SMALLEST_ADDRESS - SIZE_ROUNDING}
    for line in _phrases(letter for letter in letters if letter.box is None or letter.number in small):
        size = min(small.values())
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
    marks: Sequence[tuple[str, Box]], number: int, phrases: Sequence[Phrase], printable: tuple[Box, ...]
) -> Iterator[PdfProblem]:
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


def _marks_in(page: pdfium.PdfPage, blank: Box) -> Iterator[Box]:
    """What prints in a blank place, pixel by pixel, as boxes in millimetres, one for each line of pixels.

    That place alone is drawn, as the whole page would be: the drawing is cut, and never shrunk.
    """
    scale = PIXELS_PER_MM / POINTS_PER_MM
    width, height = (ceil(points * scale) for points in page.get_size())
    left, right = max(0, round(blank.left * PIXELS_PER_MM)), min(width, round(blank.right * PIXELS_PER_MM))
    top, bottom = max(0, round(blank.top * PIXELS_PER_MM)), min(height, round(blank.bottom * PIXELS_PER_MM))
    if left >= right or top >= bottom:
        return
    # Rounded up by the library to whole pixels: half a pixel less is the same one, whatever the fractions are.
    cut = (left, height - bottom, width - right, top)
    bitmap = page.render(scale=scale, grayscale=True, crop=tuple(max(0.0, (each - 0.5) / scale) for each in cut))
    grey, stride = bytes(bitmap.buffer), bitmap.stride
    bitmap.close()
    clean = WHITE * (right - left)
    for row in range(bottom - top):
        line = grey[row * stride : row * stride + right - left]
        if line != clean:
            first = left + len(line) - len(line.lstrip(WHITE))
            last = left + len(line.rstrip(WHITE))
            yield Box(*(edge / PIXELS_PER_MM for edge in (first, top + row, last, top + row + 1)))


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


def _letters(page: pdfium.PdfPage, text: pdfium.PdfTextPage, *, all_of_them: bool) -> Iterator[Character]:
    """The characters in the order of the file; unless all are wanted, those alone that are not well inside the body."""
    # A letter has two thousand: what pdfium is asked of each goes through the same few variables.
    place, said, numbers = _places(page), text.raw, tuple(c_double() for _ in range(6))
    left, right, bottom, top, across, down = numbers
    edges, origin = tuple(map(byref, numbers[:4])), tuple(map(byref, numbers[4:]))
    inside = NOWHERE if all_of_them else WELL_INSIDE
    for index in range(text.count_chars()):
        has_place = raw.FPDFText_GetCharBox(said, index, *edges)
        (x1, y1), (x2, y2) = place(left.value, top.value), place(right.value, bottom.value)
        box = Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        if has_place and inside.holds(box):
            continue
        character = chr(raw.FPDFText_GetUnicode(said, index))
        if character.isspace() or not character.isprintable():
            yield Character(" ", None, 0, index)
        elif has_place:
            raw.FPDFText_GetCharOrigin(said, index, *origin)
            yield Character(character, box, place(across.value, down.value)[1], index)
        else:
            raise pdfium.PdfiumError("A character has no place on its page.")


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
    across_x, across_y = (right_x - left) / FAR, (right_y - left) / FAR
    down_x, down_y = (down_x - top) / FAR, (down_y - top) / FAR

    def place(x: float, y: float) -> tuple[float, float]:
        return left + across_x * x + across_y * y, top + down_x * x + down_y * y

    return place


def _phrases(letters: Iterable[Character]) -> Iterator[Phrase]:
    phrase: list[Character] = []  # with the white space between its words
    last: Box | None = None
    for letter in letters:
        if letter.box is None:
            if phrase:
                phrase.append(letter)
            continue
        if last and not _follows(phrase[0], last, letter.box, letter.baseline):
            yield _phrase(phrase)
            phrase = []
        phrase.append(letter)
        last = letter.box
    if phrase:
        yield _phrase(phrase)


def _phrase(letters: Sequence[Character]) -> Phrase:
    boxes = [letter.box for letter in letters if letter.box]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    text = " ".join("".join(letter.text for letter in letters).split())
    return Phrase(text, Box(min(lefts), min(tops), max(rights), max(bottoms)), letters[0].baseline)


def _follows(first: Character, last: Box, box: Box, baseline: float) -> bool:
    """Whether a letter goes on with the phrase of the first and last ones."""
    apart = max(box.left - last.right, last.left - box.right)
    return abs(baseline - first.baseline) <= SAME_LINE and apart <= SAME_PHRASE


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
