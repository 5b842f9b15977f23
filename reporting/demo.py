"""The demo council's figures: the quarters of past years are frozen."""

from datetime import date

from careleavers.demo.parts import register
from reporting.actions.quarters import freeze_past_quarters


def freeze_past(*, today: date, quarters: int) -> None:
    freeze_past_quarters(today=today, many=quarters)


register(last=(freeze_past,))
