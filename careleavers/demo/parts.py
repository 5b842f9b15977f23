"""What each app adds to the demo council: its `demo` module registers its parts. Production imports none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.utils.module_loading import autodiscover_modules

# Called inside the loading action as part(lives=, council=, today=, rng=), once for each batch of lives.
Part = Callable[..., Any]
# Called once as last(today=, quarters=) when the council is complete, inside the same action.
Last = Callable[..., Any]

_parts: list[Part] = []
_last: list[Last] = []


def register(*, parts: tuple[Part, ...] = (), last: tuple[Last, ...] = ()) -> None:
    _parts.extend(parts)
    _last.extend(last)


def demo_parts() -> tuple[Part, ...]:
    """Every app's part, in the order of `INSTALLED_APPS`."""
    autodiscover_modules("demo")
    return tuple(sorted(_parts, key=_place_of_app))


def demo_last() -> tuple[Last, ...]:
    """What completes the council, in the order of `INSTALLED_APPS`."""
    autodiscover_modules("demo")
    return tuple(sorted(_last, key=_place_of_app))


def _place_of_app(function: Callable[..., Any]) -> int:
    """Whichever module was read first: parts of the upper apps build on those of the lower ones."""
    app = apps.get_containing_app_config(function.__module__)
    return list(apps.get_app_configs()).index(app) if app else -1
