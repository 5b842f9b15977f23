"""Where a letter may print and where it must stay blank, in millimetres from the top left corner of A4.

The areas are those of GOV.UK Notify's precompiled letters (specification 2.4), which fit the window envelopes that
council print rooms use too. The published text and the service's own check differ about the sender's block at the top
right: the service takes 125 to 195 from the top of the page, the text 30 to 95 and 65 wide. Letters of ours keep to
what both allow.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

A4_WIDTH, A4_HEIGHT = 210.0, 297.0
SIZE_TOLERANCE = 2.0
BLUR = 1.0  # the service grows every area by this much, against the soft edges of letters
ADDRESS_REACH = 3.0  # the service reads the address from the window grown by this much


class Box(NamedTuple):
    """A rectangle; right and bottom edges lie outside it."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> "Box":
        """The box with every edge moved outwards."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Whether the whole of the other lies in this one."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def holds_middle_of(self, other: "Box") -> bool:
        """Whether the middle of the other lies in this one."""
        across, down = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= across < self.right and self.top <= down < self.bottom

    def around(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def without(self, other: "Box") -> Iterator["Box"]:
        """What is left of this box, cut into at most four, when the other is taken out."""
        if not self.overlaps(other):
            yield self
            return
        top, bottom = max(self.top, other.top), min(self.bottom, other.bottom)
        pieces = (
            Box(self.left, self.top, self.right, top),
            Box(self.left, top, other.left, bottom),
            Box(other.right, top, self.right, bottom),
            Box(self.left, bottom, self.right, self.bottom),
        )
        yield from (piece for piece in pieces if piece.left < piece.right and piece.top < piece.bottom)


PAGE = Box(0, 0, A4_WIDTH, A4_HEIGHT)
LOGO = Box(15, 5, 125, 30)
ADDRESS_WINDOW = Box(24.6, 39.5, 120, 66.3)
CONTACT = Box(125, 5, 195, 95)
CONTACT_AS_PUBLISHED = Box(125, 30, 190, 95)
BODY = Box(15, 95, 195, 292)
LATER_PAGE = Box(15, 5, 195, 292)
WELL_INSIDE = BODY.grown(-5)  # what lies here is printed on every page, and no part of a phrase that lies elsewhere
NOWHERE = Box(0, 0, 0, 0)
NOTIFY_TAG = Box(0, 0, 15.191, 6.149)

FIRST_PAGE = (LOGO, ADDRESS_WINDOW, CONTACT, BODY)
FIRST_PAGE_STRICT = (LOGO, ADDRESS_WINDOW, CONTACT_AS_PUBLISHED, BODY)
LATER_PAGES = (LATER_PAGE,)

# Together these cover the page. A place in more than one belongs to the first that is not allowed to print there.
_PARTS = {
    "the top margin": Box(-2, -2, 212, 5),
    "the bottom margin": Box(-2, 292, 212, 299),
    "the left margin": Box(-2, 5, 15, 292),
    "the right margin": Box(195, 5, 212, 292),
    "the strip left of the address window": Box(15, 30, 24.6, 95),
    "the strip above the address window": Box(24.6, 30, 120, 39.5),
    "the strip below the address window": Box(24.6, 66.3, 120, 95),
    "the strip right of the address window": Box(120, 30, 125, 95),
    "the corner above the contact block": Box(125, 5, 195, 30),
    "the edge right of the contact block": Box(190, 30, 195, 95),
}


@cache
def blanks(printable: tuple[Box, ...]) -> tuple[tuple[str, Box], ...]:
    """The named places outside every printable area, each area grown by the tolerance for blur; they do not overlap."""
    return tuple(
        (name, piece) for name, part in _PARTS.items() for piece in _cut(part, tuple(a.grown(BLUR) for a in printable))
    )


def _cut(part: Box, areas: tuple[Box, ...]) -> tuple[Box, ...]:
    left: tuple[Box, ...] = (part,)
    for area in areas:
        left = tuple(piece for box in left for piece in box.without(area))
    return left
