"""What a figure can bear: its likely range, its signals, its wording, and what must stay hidden. Pure: no Django."""

from reporting.statistics.control import FLAGS, VERDICTS, Xmr, assurance, xmr
from reporting.statistics.proportions import (
    Better,
    Interval,
    comparison,
    likely_range,
    percent,
    percentage,
    standing,
    wilson,
)
from reporting.statistics.suppression import (
    HIDDEN,
    SMALL,
    publishable_percent,
    suppress,
)

__all__ = [
    "FLAGS",
    "HIDDEN",
    "SMALL",
    "VERDICTS",
    "Better",
    "Interval",
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
