"""The version before a version of a plan, and whether this one says anything that it does not."""

from __future__ import annotations

from pathways.models import PlanVersion

WORDS = ("own_words", "not_agreed", "views_of_others")
PROMISE_WORDS = ("matter_code", "what", "owed_by", "by_when", "how_we_know")


def version_before(version: PlanVersion) -> PlanVersion | None:
    """The authorised version that this one follows, if any."""
    return PlanVersion.objects.authorised().filter(plan=version.plan_id, number__lt=version.number).first()


def says_nothing_new(version: PlanVersion) -> bool:
    """Whether it is word for word the last authorised version: the same texts, spaces and line ends apart, and no
    action but those carried on unchanged. False for a first version. Four queries."""
    last = version_before(version)
    if last is None or any(_words(getattr(version, name)) != _words(getattr(last, name)) for name in WORDS):
        return False
    if _matters(version) != _matters(last):
        return False
    return all(
        promised.carried_from is not None
        and promised.owner == promised.carried_from.owner_now
        and all(
            _words(getattr(promised, name)) == _words(getattr(promised.carried_from, name)) for name in PROMISE_WORDS
        )
        for promised in version.actions.select_related("owner", "carried_from__owner", "carried_from__passed_to")
    )


def _matters(version: PlanVersion) -> set[tuple[object, ...]]:
    rows = version.matters.values_list("code", "needs", "how_met", "own_words")
    return {tuple(map(_words, row)) for row in rows}


def _words(value: object) -> object:
    """A text by its words; anything else as it is."""
    return tuple(value.split()) if isinstance(value, str) else value
