"""A version of a plan beside the one before it, matter by matter, and what has happened about each since."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from careleavers.models import Contact, YoungPerson
from careleavers.queries.topics import contacts_about
from careleavers.rules.code_labels import home_words, occupation_words
from careleavers.rules.code_sets import COURSES
from careleavers.rules.words import day
from pathways.models import PlanAction, PlanMatter, PlanVersion
from pathways.queries.promise_ledger import BECAME_WORDS, Became
from pathways.rules.differences import TextPiece, differences
from pathways.rules.matters import ACCOMMODATION, EDUCATION, EMPLOYMENT, MATTERS, Matter, PlanBasis, matters_of

MATTER_TEXTS = {"own_words": "What they say", "needs": "What they need", "how_met": "How it is met"}
VERSION_TEXTS = {
    "own_words": "What they want, in their own words",
    "not_agreed": "What we do not agree on",
    "views_of_others": "Who else was asked",
}


@dataclass(frozen=True)
class TextBeside:
    """One answer in both versions. `pieces` are of the old and the new, so that a page can mark what differs."""

    name: str
    label: str
    old: str
    new: str

    @property
    def is_same(self) -> bool:
        return self.old.split() == self.new.split()

    @property
    def is_empty(self) -> bool:
        return not (self.old.strip() or self.new.strip())

    @property
    def may_be_copied(self) -> bool:
        return bool(self.old.strip()) and not self.is_same

    @property
    def pieces(self) -> tuple[list[TextPiece], list[TextPiece]]:
        return differences(self.old, self.new)


@dataclass(frozen=True)
class PromiseBefore:
    """A promise of the version before, and what has become of it by a day."""

    promised: PlanAction
    became: str
    is_late: bool


@dataclass
class Since:
    """What has happened about a matter: sentences from the record, and contacts about it, the latest first."""

    events: list[str] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.events or self.contacts)


@dataclass(frozen=True)
class MatterBeside:
    """One matter in both versions. `revision`: of its row in this one, for the form that copies."""

    matter: Matter
    texts: list[TextBeside]
    promises_before: list[PromiseBefore]
    promises_now: list[PlanAction]
    since: Since
    revision: int | None

    @property
    def is_same(self) -> bool:
        """Whether every answer is word for word the same, which a version begins with."""
        return all(text.is_same for text in self.texts)


def texts_beside(version: PlanVersion, before: PlanVersion) -> list[TextBeside]:
    """What is said of the whole plan, in both."""
    return [
        TextBeside(name, label, getattr(before, name), getattr(version, name)) for name, label in VERSION_TEXTS.items()
    ]


def matters_beside(version: PlanVersion, before: PlanVersion, today: date) -> list[MatterBeside]:
    """The matters that either version deals with, in the order of this one's schedule. Seven queries."""
    now = {matter.code: matter for matter in version.matters.all()}
    then = {matter.code: matter for matter in before.matters.all()}
    promised = _promises(before, version)
    since = since_by_matter(version.plan.person, before.authorised_on, version.authorised_on or today)
    blank = PlanMatter()
    return [
        MatterBeside(
            matter,
            [
                TextBeside(name, label, getattr(then.get(code, blank), name), getattr(now.get(code, blank), name))
                for name, label in MATTER_TEXTS.items()
            ],
            [_what_became(each, today) for each in promised.get((before.pk, code), [])],
            promised.get((version.pk, code), []),
            since.get(code, Since()),
            now[code].revision if code in now else None,
        )
        for code, matter in _in_order(version).items()
        if code in now or code in then
    ]


def _in_order(version: PlanVersion) -> dict[str, Matter]:
    return {matter.code: matter for matter in matters_of(PlanBasis(version.basis))} | MATTERS


def _promises(before: PlanVersion, version: PlanVersion) -> dict[tuple[UUID, str], list[PlanAction]]:
    found: dict[tuple[UUID, str], list[PlanAction]] = defaultdict(list)
    actions = PlanAction.objects.filter(version__in=[before, version])
    for each in actions.select_related("owner", "passed_to", "carried_into__version"):
        found[each.version_id, each.matter_code].append(each)
    return found


def _what_became(promised: PlanAction, today: date) -> PromiseBefore:
    """A promise that was carried into the next plan is told of by its own status there."""
    if promised.status == PlanAction.DONE:
        which = Became.KEPT_LATE if promised.days_late else Became.KEPT
        words = f"{BECAME_WORDS[which]}, {day(promised.done_on or promised.by_when)}"
        return PromiseBefore(promised, words, is_late=False)
    if promised.status in (PlanAction.CHANGED, PlanAction.NOT_DONE):
        which = Became.CHANGED if promised.status == PlanAction.CHANGED else Became.NOT_KEPT
        return PromiseBefore(promised, BECAME_WORDS[which], is_late=which is Became.NOT_KEPT)
    if promised.status == PlanAction.CARRIED:
        return PromiseBefore(promised, promised.get_status_display(), is_late=False)
    which = Became.LATE if promised.by_when < today else Became.TO_KEEP
    return PromiseBefore(promised, BECAME_WORDS[which], is_late=which is Became.LATE)


def since_by_matter(person: YoungPerson, since: date | None, until: date) -> dict[str, Since]:
    """By matter what has happened from the day `since` (None: ever) up to and including `until`: moves, changes of
    education or work, and contacts. Three queries."""
    found: dict[str, Since] = defaultdict(Since)
    for home in person.homes.filter(starts_on__gte=since or date.min, starts_on__lte=until):
        suits = "" if home.is_suitable else ", not suitable"
        found[ACCOMMODATION.code].events.append(f"Moved on {day(home.starts_on)}: {home_words(home.kind)}{suits}")
    for work in person.occupations.filter(starts_on__gte=since or date.min, starts_on__lte=until):
        code = EDUCATION.code if work.code in COURSES else EMPLOYMENT.code
        detail = f", {work.detail}" if work.detail else ""
        found[code].events.append(f"Since {day(work.starts_on)}: {occupation_words(work.code)}{detail}")
    for code, contacts in contacts_about(person, since, until).items():
        found[code].contacts.extend(contacts)
    return found
