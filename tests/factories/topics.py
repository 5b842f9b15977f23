"""The lists that a team keeps: what contacts are about, skills for living independently, kept views of lists."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from careleavers.models import SavedView, Skill, Topic


class TopicFactory(DjangoModelFactory[Any]):
    """Of the matter of money."""

    class Meta:
        model = Topic

    name = factory.Sequence(lambda number: f"Topic {number}")
    matter = "money"


class SkillFactory(DjangoModelFactory[Any]):
    class Meta:
        model = Skill

    name = factory.Sequence(lambda number: f"Skill {number}")
    group = "cooking"


class SavedViewFactory(DjangoModelFactory[Any]):
    """Of `owner`, for themselves."""

    class Meta:
        model = SavedView

    page = "caseload"
    name = factory.Sequence(lambda number: f"View {number}")
    query = "sort=contact"
