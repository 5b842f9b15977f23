"""Panels: pieces of a page that the upper apps provide, so that the record's pages need not know them.

Settings name functions by dotted string: `PERSON_PANELS` for the person's page, `TODAY_PANELS` for Today. Each is
called as `panel(people, user, today, policies)` with a list of young people (one on the person's page) and the policies
in force, makes a constant number of queries, and answers a `Panel`, or None when it has nothing to show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from careleavers.models import User, YoungPerson

Policies = Mapping[str, Any]  # by key, as PolicyValue.objects.in_force gives them


@dataclass(frozen=True)
class Panel:
    """A heading, a template to draw it with, and what that template needs; lower `order` stands first."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 50


def person_panels(person: YoungPerson, user: User, today: date, policies: Policies) -> list[Panel]:
    return _panels(settings.PERSON_PANELS, [person], user, today, policies)


def today_panels(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> list[Panel]:
    return _panels(settings.TODAY_PANELS, people, user, today, policies)


def _panels(
    names: list[str], people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> list[Panel]:
    panels = [import_string(name)(people, user, today, policies) for name in names]
    return sorted((panel for panel in panels if panel), key=lambda panel: panel.order)
