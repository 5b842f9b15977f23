"""What each app adds to the record's pages, so that no app needs to know the ones above it.

An app's `record.py` registers one `RecordExtension`. Django imports every app's `record` module when it starts
(`CareleaversConfig.ready`), in the order of `INSTALLED_APPS`; the pages of the record ask the functions below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, JSONField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.forms import BaseForm

from careleavers.actions.erasing import Eraser, register_eraser
from careleavers.actions.exercises import ExerciseDone, register_exercise_done
from careleavers.actions.facts_changed import Follower, follow_changes, follow_deaths, sum_up_changes
from careleavers.actions.handover import CasePassed, register_case_passed
from careleavers.actions.mail import MailFollower, follow_mail
from careleavers.models import Contact, Document, User, YoungPerson
from careleavers.models.asking import Asking, ask, in_steps, steps_of, together
from careleavers.queries.exercises import Exercise
from careleavers.queries.held_work import HeldKinds, register_held_kinds
from careleavers.queries.out_of_sight import OwedBy, register_owed_by
from careleavers.queries.record_rows import WorkedOut, register_worked_out
from careleavers.queries.setting_up import SetupStep
from careleavers.queries.story import StoryOf
from careleavers.queries.timeline import Source
from careleavers.rules.milestones import RoadStep
from careleavers.site.also_kept import AlsoKept
from careleavers.site.gauges import Gauge, Gauges
from careleavers.site.help_topic import HELP_GROUPS, HelpTopic
from careleavers.site.navigation import NavigationEntry
from careleavers.site.record_tabs import RecordTab
from careleavers.site.saved_lists import SavedList

Policies = Mapping[str, Any]  # by key, as PolicyValue.objects.in_force gives them


@dataclass(frozen=True)
class Panel:
    """A part of a page: a heading, a template to draw it with, and what that template needs. Lower `order` is first.

    On Today one that `is_pressing` comes before all lists: something of it is to be done today.
    """

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 50
    is_pressing: bool = False


# Called with the young people it is about (one on a person's page), who asks, the day and the policies in force. Makes
# a constant number of queries, which are sent together with those of the others where it says them `in_steps`; None
# when there is nothing to show.
PanelFunction = Callable[[Sequence[YoungPerson], User, date, Policies], Panel | None]
ListColumns = Callable[[date], Mapping[str, Combinable]]
AfterContact = Callable[[Contact, date], str]
# The address of the page that shows a photo or file which came with no contact; "" for one of another app.
DocumentPage = Callable[[Document], str]


@dataclass(frozen=True)
class ContactLink:
    """A page where more of a contact can be written down; makes no query."""

    label: str
    url: str


# Called with a contact and who reads it; makes no query. None where there is nothing more to write down.
ContactLinkOf = Callable[[Contact, User], ContactLink | None]
# Called with ids of young people and the day; makes a constant number of queries.
SupportOffered = Callable[[Collection[UUID], date], Mapping[UUID, Collection[date]]]

# Called with young people, the day and the policies in force: how it is with the milestones that the app knows of.
# Makes a constant number of queries.
Milestones = Callable[[Sequence[YoungPerson], date, Policies], Mapping[UUID, Sequence[RoadStep]]]


@dataclass(frozen=True)
class DueThing:
    """Something that is to be done about somebody, in a few words, and the day by which."""

    text: str
    due_on: date


# Called with ids of young people; each one's things, the first due first. Makes a constant number of queries.
DueThings = Callable[[Collection[UUID]], Mapping[UUID, Sequence[DueThing]]]

# What a list of young people says is due: nothing, where no app knows.
NOTHING_DUE: Mapping[str, Combinable] = {
    "next_due_on": Value(None, DateField()),
    "next_due": Value(None, JSONField()),
    "next_due_place": Value(None, DateField()),
    "contact_due_on": Value(None, DateField()),
}


@dataclass(frozen=True)
class DraftKind:
    """A kind of form that is saved while it is typed: what lists call it, and the forms that it may be."""

    words: str
    forms: tuple[type[BaseForm], ...]


@dataclass(frozen=True)
class RecordExtension:
    """One app's additions. `person_panels` stand on a person's page, `brief_panels` on what is read before a visit,
    `today_panels` on Today. `timeline_kinds` maps a stored code to its words, `draft_kinds` to the kind of form.

    `policy_tasks` maps what a policy may affect ("alerts") to the Celery task that works it out again.
    `list_columns` gives a list of young people the columns of NOTHING_DUE on a day, `due_things` everything that is due
    about some; `after_contact` says in sentences
    what a contact just logged has done and what is due next, `contact_link` leads to where more of it is written down;
    `document_page` leads to the files that the app put into the record.
    `on_case_passed` are called when somebody else holds a case, with whose promises go with it; `held_kinds` say what
    somebody still holds (`careleavers.queries.held_work`); `owed_by` say who owes something about young people
    (`careleavers.queries.out_of_sight`).
    `on_facts_changed` are called with the people whose facts an action changed and
    `sum_up_changes` after them (`careleavers.actions.facts_changed`); `on_death_changed` with those whose death was
    recorded or taken back.
    `plan_matters` are the words for what a pathway plan deals with, by code.
    `support_offered` gives the days up to a day on which the app offered each of some people support after 21.
    `milestones` say how it is with the app's own milestones on the road to 25.
    `frozen_rows` give the rows that the database itself must refuse to change; the drill of a backup tries it.
    `worked_out` are its rows that follow from the facts, which a merge of two records leaves behind.
    `gauges` are the numbers that it has for monitoring; `also_kept` its pages that stand behind the overview;
    `help_topics` its texts of help (`careleavers.site.help`), `setup_steps` what setting a council up asks of it.
    `story` tells a record in words (`careleavers.queries.story`), `story_leaves_out` says of which models it tells
    nothing row by row, and why. `erasers` empty what the app keeps of somebody outside their record.
    `settings_pages` are its own pages among the settings, for those who may change them.
    `exercises` are what can be practised with it (`careleavers.queries.exercises`); `on_exercise_done` are called when
    somebody did all of one.
    `saved_lists` are its lists whose filters can be kept under a name (`careleavers.site.saved_lists`).
    """

    app: str
    navigation: tuple[NavigationEntry, ...] = ()
    tabs: tuple[RecordTab, ...] = ()
    person_panels: tuple[PanelFunction, ...] = ()
    brief_panels: tuple[PanelFunction, ...] = ()
    today_panels: tuple[PanelFunction, ...] = ()
    timeline_kinds: Mapping[str, str] = field(default_factory=dict)
    timeline_sources: tuple[Source, ...] = ()
    draft_kinds: Mapping[str, DraftKind] = field(default_factory=dict)
    policy_tasks: Mapping[str, str] = field(default_factory=dict)
    on_facts_changed: tuple[Follower, ...] = ()
    mail_followers: tuple[MailFollower, ...] = ()
    sum_up_changes: tuple[Follower, ...] = ()
    on_death_changed: tuple[Follower, ...] = ()
    on_case_passed: tuple[CasePassed, ...] = ()
    held_kinds: tuple[HeldKinds, ...] = ()
    owed_by: tuple[OwedBy, ...] = ()
    plan_matters: Mapping[str, str] = field(default_factory=dict)
    list_columns: ListColumns | None = None
    due_things: DueThings | None = None
    after_contact: AfterContact | None = None
    contact_link: ContactLinkOf | None = None
    document_page: DocumentPage | None = None
    support_offered: SupportOffered | None = None
    milestones: Milestones | None = None
    frozen_rows: tuple[Callable[[], QuerySet[Any]], ...] = ()
    worked_out: tuple[WorkedOut, ...] = ()
    gauges: tuple[Gauges, ...] = ()
    also_kept: tuple[AlsoKept, ...] = ()
    help_topics: tuple[HelpTopic, ...] = ()
    story: tuple[StoryOf, ...] = ()
    story_leaves_out: Mapping[str, str] = field(default_factory=dict)
    setup_steps: tuple[SetupStep, ...] = ()
    erasers: tuple[Eraser, ...] = ()
    saved_lists: tuple[SavedList, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    on_exercise_done: tuple[ExerciseDone, ...] = ()
    settings_pages: tuple[NavigationEntry, ...] = ()


_extensions: dict[str, RecordExtension] = {}


def register(extension: RecordExtension) -> None:
    """Called once by each app's `record.py`. ValueError when an app registers twice."""
    if extension.app in _extensions:
        raise ValueError(f"{extension.app} has registered its record extension already.")
    _extensions[extension.app] = extension
    for follower in extension.mail_followers:
        follow_mail(follower)
    for function in extension.on_facts_changed:
        follow_changes(function)
    for function in extension.sum_up_changes:
        sum_up_changes(function)
    for function in extension.on_death_changed:
        follow_deaths(function)
    for passed in extension.on_case_passed:
        register_case_passed(passed)
    for done in extension.on_exercise_done:
        register_exercise_done(done)
    for eraser in extension.erasers:
        register_eraser(eraser)
    for held in extension.held_kinds:
        register_held_kinds(held)
    for owed in extension.owed_by:
        register_owed_by(owed)
    register_worked_out(extension.worked_out)


def extensions() -> tuple[RecordExtension, ...]:
    """Every app's extension, in the order of `INSTALLED_APPS`."""
    return tuple(_extensions.values())


def navigation_entries() -> tuple[NavigationEntry, ...]:
    """The pages of the navigation, in their order."""
    return tuple(sorted((entry for each in extensions() for entry in each.navigation), key=lambda entry: entry.order))


def record_tabs() -> tuple[RecordTab, ...]:
    """The entries of the bar on every page of a record, in their order; at most six, or they do not fit a phone."""
    return tuple(sorted((tab for each in extensions() for tab in each.tabs), key=lambda tab: tab.order))


def also_kept() -> tuple[AlsoKept, ...]:
    """The pages that stand behind the overview of a record."""
    return tuple(page for each in extensions() for page in each.also_kept)


def help_topics() -> tuple[HelpTopic, ...]:
    """Every text of help, by group; in a group those of the lower apps first."""
    found = [topic for each in extensions() for topic in each.help_topics]
    return tuple(sorted(found, key=lambda topic: HELP_GROUPS.index(topic.group)))


def saved_lists() -> tuple[SavedList, ...]:
    """Every list whose filters can be kept under a name."""
    return tuple(each for extension in extensions() for each in extension.saved_lists)


def settings_pages(user: User) -> tuple[NavigationEntry, ...]:
    """The pages among the settings that are open to this user, in whatever app."""
    return tuple(entry for each in extensions() for entry in each.settings_pages if entry.open_to(user))


def exercises() -> tuple[Exercise, ...]:
    """What can be practised, in the order of `INSTALLED_APPS`."""
    return tuple(exercise for each in extensions() for exercise in each.exercises)


def setup_steps() -> tuple[SetupStep, ...]:
    """Every step of setting a council up, in whatever app."""
    return tuple(step for each in extensions() for step in each.setup_steps)


def timeline_kinds() -> dict[str, str]:
    """The words for every kind of timeline entry, by its code."""
    return {code: words for each in extensions() for code, words in each.timeline_kinds.items()}


def timeline_template(kind: str) -> str:
    """The template that draws this kind of timeline entry, in a folder of the app that registered the kind."""
    app = next(each.app for each in extensions() if kind in each.timeline_kinds)
    return f"{app}/timeline/{kind}.html"


def timeline_sources() -> tuple[Source, ...]:
    return tuple(source for each in extensions() for source in each.timeline_sources)


def stories() -> tuple[StoryOf, ...]:
    """What each app tells of a record in words."""
    return tuple(tell for each in extensions() for tell in each.story)


def left_out_of_stories() -> dict[str, str]:
    """The models that are not told row by row, with the reason."""
    return {label: reason for each in extensions() for label, reason in each.story_leaves_out.items()}


def draft_kinds() -> dict[str, DraftKind]:
    """Every kind of form that is saved while it is typed, by its code."""
    return {code: kind for each in extensions() for code, kind in each.draft_kinds.items()}


def plan_matters() -> dict[str, str]:
    """What a pathway plan deals with, in its order: the words by code."""
    return {code: words for each in extensions() for code, words in each.plan_matters.items()}


def policy_tasks() -> dict[str, str]:
    """The task for each thing that a policy may affect, in the order in which they must run."""
    return {affected: task for each in extensions() for affected, task in each.policy_tasks.items()}


def list_columns(today: date) -> dict[str, Combinable]:
    """The columns of NOTHING_DUE for a list of young people, from the apps that know what is due on the day."""
    found = dict(NOTHING_DUE)
    for each in extensions():
        if each.list_columns:
            found.update(each.list_columns(today))
    return found


def due_things(people: Collection[UUID]) -> dict[UUID, list[DueThing]]:
    """Everything that is to be done about each of these people by a day, the first due first, in whatever app."""
    found: dict[UUID, list[DueThing]] = defaultdict(list)
    for each in extensions():
        if each.due_things:
            for person, things in each.due_things(people).items():
                found[person] += things
    return found


def due_days(people: Collection[UUID]) -> dict[UUID, list[date]]:
    """The days by which something is to be done about each of these people, in whatever app."""
    return {person: [thing.due_on for thing in things] for person, things in due_things(people).items()}


def gauges(now: datetime) -> Iterator[Gauge]:
    """What every app has to tell monitoring at this moment."""
    for each in extensions():
        for function in each.gauges:
            yield from function(now)


def after_contact(contact: Contact, today: date) -> str:
    """What a contact just logged has done and what is due next, in sentences."""
    return " ".join(each.after_contact(contact, today) for each in extensions() if each.after_contact)


def document_page(document: Document) -> str:
    """The address of the page that shows a file which came with no contact, in whatever app; "" where none does."""
    return next(filter(None, (each.document_page(document) for each in extensions() if each.document_page)), "")


def contact_links(contact: Contact, user: User) -> list[ContactLink]:
    """Where this user can write down more of a contact, in whatever app."""
    found = (each.contact_link(contact, user) for each in extensions() if each.contact_link)
    return [link for link in found if link]


def offers_of_support(people: Collection[UUID], today: date) -> dict[UUID, list[date]]:
    """The days up to `today` on which each of these people was offered support after 21, in whatever app."""
    found: dict[UUID, list[date]] = defaultdict(list)
    for each in extensions():
        if each.support_offered:
            for person, days in each.support_offered(people, today).items():
                found[person] += days
    return found


def milestones_elsewhere(people: Sequence[YoungPerson], today: date, policies: Policies) -> dict[UUID, list[RoadStep]]:
    """How it is with each of these people's milestones that apps have registered."""
    found: dict[UUID, list[RoadStep]] = defaultdict(list)
    for each in extensions():
        if each.milestones:
            for person, steps in each.milestones(people, today, policies).items():
                found[person] += steps
    return found


@in_steps
def person_panels(person: YoungPerson, user: User, today: date, policies: Policies) -> Asking[list[Panel]]:
    functions = [function for each in extensions() for function in each.person_panels]
    panels = yield from _panels(functions, [person], user, today, policies)
    return panels


def brief_panels(person: YoungPerson, user: User, today: date, policies: Policies) -> list[Panel]:
    """What the apps have to say in the minute before a visit."""
    functions = [function for each in extensions() for function in each.brief_panels]
    return ask(_panels(functions, [person], user, today, policies))


@in_steps
def today_panels(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Asking[list[Panel]]:
    functions = [function for each in extensions() for function in each.today_panels]
    panels = yield from _panels(functions, people, user, today, policies)
    return panels


def _panels(
    functions: Iterable[PanelFunction], people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[list[Panel]]:
    panels = yield from together(*(steps_of(function)(people, user, today, policies) for function in functions))
    return sorted((panel for panel in panels if panel), key=lambda panel: panel.order)
