"""What monitoring asks beside how pages fare: numbers that tell whether the work that goes on by itself goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Gauge:
    """One number at this moment. `name` is completed to careleavers_NAME; `labels` set apart several of a name."""

    name: str
    help: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


# Called each time that monitoring asks, with the moment; a number that is not known is left out.
Gauges = Callable[[datetime], Iterable[Gauge]]
