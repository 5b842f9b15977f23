"""The demo council's figures: the quarters of the past two years are frozen."""

from careleavers.demo.parts import register
from reporting.actions.quarters import freeze_past_quarters

register(last=(freeze_past_quarters,))
