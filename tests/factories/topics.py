"""What contacts are about."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from careleavers.models import Topic


class TopicFactory(DjangoModelFactory[Any]):
    """Of the matter of money."""

    class Meta:
        model = Topic

    name = factory.Sequence(lambda number: f"Topic {number}")
    matter = "money"
