"""What a figure can bear: its likely range, its signals, its wording, and what must stay hidden. Pure: no Django."""

from reporting.rules.statistics.control import FLAGS, VERDICTS, Flag, Meaning, Xmr, assurance, xmr
from reporting.rules.statistics.proportions import (
    Better,
    Interval,
    comparison,
    likely_range,
    percent,
    percentage,
    standing,
    wilson,
)
from reporting.rules.statistics.suppression import HIDDEN, SMALL, publishable_percent, suppress

__all__ = [
    "FLAGS",
    "HIDDEN",
    "SMALL",
    "VERDICTS",
    "Better",
    "Flag",
    "Interval",
    "Meaning",
    "Xmr",
    "assurance",
    "comparison",
    "likely_range",
    "percent",
    "percentage",
    "publishable_percent",
    "standing",
    "suppress",
    "wilson",
    "xmr",
]
