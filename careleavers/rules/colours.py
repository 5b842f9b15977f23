"""Contrast of colours as WCAG 2.2 defines it, so that no authority's colour can make a page unreadable. Pure."""

import re

# The product's own, in app.css; an authority may set another.
OWN_BRAND = "#0b5c63"

HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
# White stands for the ground: the product's warm white is at most 3 % darker.
ENOUGH = 4.5 * 1.04


def is_colour(text: str) -> bool:
    return HEX.fullmatch(text) is not None


def _luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written "#rrggbb": 1 (the same) to 21 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str) -> str:
    """The colour itself, or the same hue darkened step by step until text in it, or white on it, can be read."""
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    while contrast(colour, "#ffffff") < ENOUGH:
        channels = [channel * 95 // 100 for channel in channels]
        colour = "#{:02x}{:02x}{:02x}".format(*channels)
    return colour
