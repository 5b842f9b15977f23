import json
from collections.abc import Callable, Mapping
from typing import Any

from careleavers.management.jsonlines import JsonLinesCommand, written
from careleavers.management.shapes import Choice, Key, LineError, ListOf, Number, Shape, Variants, Whole
from reporting.rules.statistics import FLAGS, HIDDEN, SMALL, VERDICTS, laney, suppress, wilson, xmr

PEOPLE = Whole(least=0, most=10**12)
VALUE = Number(least=-(10**12), most=10**12)
BETTER = Key(
    "better", Choice(("higher", "lower", "neither")), "Which way is better.", default="neither", sample="higher"
)


class Command(JsonLinesCommand):
    help = "Works out intervals (wilson), control charts (xmr, laney) and hiding small numbers (suppress)."
    shape = Variants(
        "ask",
        wilson=Shape(
            Key("n", PEOPLE, "How many have it.", required=True, sample=94),
            Key("d", PEOPLE, "Of how many.", required=True, sample=104),
        ),
        xmr=Shape(
            Key("values", ListOf(VALUE), "In order of time.", required=True, sample=[88, 90, 91, 87, 89, 92, 90, 88]),
            BETTER,
            Key("target", VALUE, "What the values should reach, in their unit.", sample=80),
        ),
        laney=Shape(
            Key(
                "n",
                ListOf(PEOPLE),
                "How many have it, in order of time.",
                required=True,
                sample=[*[90, 92, 88] * 4, 74],
            ),
            Key("d", ListOf(PEOPLE), "Of how many, as many numbers as n.", required=True, sample=[100] * 13),
            BETTER,
            Key("target", Number(least=0, most=1), "What the share should reach, a fraction of 1.", sample=0.85),
        ),
        suppress=Shape(
            Key(
                "rows",
                ListOf(ListOf(PEOPLE)),
                "Counts of people, row by row and without totals, all rows equally long.",
                required=True,
                sample=[[3, 20], [30, 40]],
            ),
        ),
    )
    answers = {
        "lower": "wilson: lower bound of the 95 % interval, a fraction of 1; null where d is 0."
        " xmr: lower limit; null for fewer than two values.",
        "upper": "wilson and xmr: the upper bound or limit.",
        "limits": "laney: for each point its lower and upper limit, fractions of 1; null where d is 0.",
        "mean": "xmr: the mean of the values; null for none. laney: the share of the first 12 points taken together.",
        "sigma_z": "laney: how many times more than by sampling neighbouring points vary, at least 1.",
        "average_moving_range": "xmr: the average step between neighbouring values, outliers screened once.",
        "flags": f"xmr and laney: for each value the first of {', '.join(FLAGS)} that holds, or null."
        " laney: null for every point of fewer than 12, and for one that chance may well explain.",
        "on_trial": "laney: whether there are fewer than 12 points, so that nothing is a signal yet.",
        "verdict": f"xmr and laney: one of {', '.join(VERDICTS)}; null without a target or where neither is better.",
        "with_margins": f'suppress: the rows with their totals, then a row of totals; "{HIDDEN}" is a number from 1 to'
        f" {SMALL}, or another that would give one away.",
    }

    def answer(self, asked: dict[str, Any], options: Mapping[str, Any]) -> Mapping[str, Any]:
        answer_to: dict[str, Callable[..., dict[str, Any]]] = {
            "wilson": _wilson,
            "xmr": _xmr,
            "laney": _laney,
            "suppress": _suppress,
        }
        return answer_to[asked.pop("ask")](**asked)

    def manual(self, options: Mapping[str, Any]) -> str:
        examples = [{"id": f"example-{ask}", **(shape.example() or {})} for ask, shape in self.shape.shapes.items()]
        answered = [f"{json.dumps(line)}\n{written(self.answer_line(json.dumps(line), options))}" for line in examples]
        return "\n\n".join([super().manual(options), "A line for each question, and its answer:", *answered])


def _wilson(n: int, d: int) -> dict[str, Any]:
    if n > d:
        raise LineError("n", f"n counts some of d, so it is from 0 to {d}, not {n}.")
    interval = wilson(n, d)
    return {"lower": None, "upper": None} if interval is None else interval._asdict()


def _xmr(values: tuple[float, ...], better: Any, target: float | None) -> dict[str, Any]:
    chart = xmr(values, better, target)
    limits = {name: getattr(chart, name) for name in ("mean", "average_moving_range", "lower", "upper")}
    return {
        **{name: None if limit is None else float(limit) for name, limit in limits.items()},
        "flags": chart.flags,
        "verdict": chart.verdict,
    }


def _laney(n: tuple[int, ...], d: tuple[int, ...], better: Any, target: float | None) -> dict[str, Any]:
    if len(n) != len(d):
        raise LineError("d", f"d needs as many numbers as n, {len(n)}, and has {len(d)}.")
    for place, (some, of) in enumerate(zip(n, d, strict=True)):
        if some > of:
            raise LineError(
                f"n[{place}]", f"n[{place}] counts some of d[{place}], so it is from 0 to {of}, not {some}."
            )
    chart = laney(list(zip(n, d, strict=True)), better, target)
    names = ("mean", "sigma_z", "limits", "flags", "verdict", "on_trial")
    return {name: getattr(chart, name) for name in names}


def _suppress(rows: tuple[tuple[int, ...], ...]) -> dict[str, Any]:
    try:
        return {"with_margins": suppress(rows)}
    except ValueError as wrong:
        raise LineError("rows", str(wrong))
