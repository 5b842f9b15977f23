"""What a figure can bear: its likely range, its signals, its wording, and what must stay hidden. Pure: no Django."""

from careleavers.rules.suppression import HIDDEN, SMALL, suppress
from reporting.rules.statistics.control import FLAGS, VERDICTS, ControlFlag, Meaning, Xmr, assurance, xmr
from reporting.rules.statistics.proportion_chart import BASELINE, FEWEST, ProportionChart, laney
from reporting.rules.statistics.proportions import (
    FEWEST_FOR_PERCENT,
    Better,
    Interval,
    Verdict,
    comparison,
    likely_range,
    percent,
    percent_and_range,
    percentage,
    target_verdict,
    verdict_on_day,
    wilson,
)

__all__ = [
    "BASELINE",
    "FEWEST",
    "FEWEST_FOR_PERCENT",
    "FLAGS",
    "HIDDEN",
    "SMALL",
    "VERDICTS",
    "Better",
    "ControlFlag",
    "Interval",
    "Meaning",
    "ProportionChart",
    "Verdict",
    "Xmr",
    "assurance",
    "comparison",
    "laney",
    "likely_range",
    "percent",
    "percent_and_range",
    "percentage",
    "suppress",
    "target_verdict",
    "verdict_on_day",
    "wilson",
    "xmr",
]
