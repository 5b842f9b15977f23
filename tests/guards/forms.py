"""The forms of the product, as classes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from django import forms

from tests.guards.source import APPS


def own_forms() -> Iterator[type[Any]]:
    for app in APPS:
        package = importlib.import_module(f"{app}.forms")
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{app}.forms.{module.name}")
    waiting = [forms.BaseForm]
    while waiting:
        found = waiting.pop().__subclasses__()
        waiting += found
        yield from (each for each in found if each.__module__.split(".")[0] in APPS)
