"""After a death every action of a user about the young person is refused, but those that say in words why not."""

from __future__ import annotations

import importlib
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model

from careleavers.actions.base import RecordClosed
from careleavers.models import User, YoungPerson
from careleavers.models.closed_records import path_to_person
from tests.cast import TODAY
from tests.guards.source import APPS

# Each says why beside its name, as `@action(open_after_death=…)`.
STAY_OPEN = {
    # the death itself
    "record_death",
    "correct_death",
    "notify_death",
    "open_for_correction",
    # contact with the family, and what was promised to them
    "log_contact",
    "log_together",
    "undo_contact",
    "finish_follow_up",
    "correct_follow_up",
    "save_draft",
    "discard_draft",
    "add_warning_note",
    "review_warning_note",
    "end_warning_note",
    # what is late or waits is told to somebody
    "note_alert",
    # what managers read and decide
    "comment_on_contact",
    "mark_read",
    "decide_on_concern",
    "alert_about_similar_record",
    "settle_return_question",
    "restrict_record",
    "name_reader",
    "end_reader",
    "lift_restriction",
    "break_glass",
    # complaints
    "write_complaint",
    "write_stage",
    "record_advocacy",
    "close_complaint",
    "remove_complaint",
    # their family asks for what is kept
    "write_request",
    "write_clock",
    "end_request",
    "open_request_again",
    "begin_copy",
    "decide_on_words",
    "take_out_words",
    "hand_in_copy",
    "approve_copy",
    "return_copy",
    # a meeting may speak of somebody who has died
    "bring_item",
    "correct_item",
    "take_item_back",
    "keep_papers",
    "scan_paper_again",
    "take_out_paper",
    "note_paper_saved",
    "decide_item",
    "plan_meeting",
    "call_off_meeting",
    "write_attendance",
    "make_minutes",
    "agree_minutes",
    "end_item_links",
    "end_referral_links",
    "write_disagreement",
    # how long it is kept
    "place_hold",
    "end_hold",
    "propose_destruction",
    "approve_destruction",
    "call_off_destruction",
    # whoever calls about them is answered
    "write_message",
    "correct_message",
    "take_message",
    "put_message_back",
    "pass_message_on",
    "note_try",
    "connect_message",
    "take_message_apart",
    "close_message",
    "open_message_again",
    # the work with them ends
    "end_allocation",
    "call_off_allocation",
    "close_involvement",
    # letters: stopped, and what has happened to them
    "cancel_letter",
    "take_out",
    "mark_already_posted",
    "mark_given",
    "mark_returned",
    "note_gone",
    # money: what was approved in their life
    "record_payment",
    "record_refund",
    "finish_request",
    "say_why_it_stays",
}
# Those about many at once, and what becomes of the dead among them. An import (load_children) names nobody either: the
# record of the past goes on being brought in.
ABOUT_MANY = {
    "draw_sample": "plans of those who are alive are drawn, and nothing in them is changed",
    "note_attendance": "who came to a session, on a day of their life: a contact after it is refused",
    "write_attendance": "who came, by the ids of members: no young person is among them",
    "reassign_caseload": "the work with somebody who has died is passed on like any other",
    "rebuild_possible": "a job: legal status ends with the death",
    "rebuild_statuses": "a job: legal status ends with the death",
    "reconcile_people": "a job: nothing is due for them",
    "approve_letters": "their letters are put on hold",
    "print_batch": "their letters are put on hold",
    "mark_posted": "their letters are taken out of the pile",
    "plan_letters": "no letter is planned for them",
    "ask_about_open_care": "an import: the record of the past goes on being brought in",
}
ROOMS = [*(f"{app}.actions" for app in APPS)]
ROOMS += ["careleavers.ssda903.importing", "careleavers.importing", "careleavers.demo"]


@cache
def actions() -> list[Any]:
    found = {}
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            rows = vars(importlib.import_module(module.name)).values()
            found |= {f"{each.__module__}.{each.__name__}": each for each in rows if hasattr(each, "open_after_death")}
    return list(found.values())


def models_in(annotation: Any) -> Iterator[type[Model]]:
    """The models of an annotation: one, or each of a union or a type variable; none of a collection."""
    if isinstance(annotation, typing.TypeVar):
        for each in annotation.__constraints__:
            yield from models_in(each)
    elif typing.get_origin(annotation) in (typing.Union, types.UnionType):
        for each in typing.get_args(annotation):
            yield from models_in(each)
    elif isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation


def about_one(action: Callable[..., Any]) -> Iterator[tuple[str, type[Model]]]:
    """What it takes that is a young person or a row of one, each model by itself: the name, and the model."""
    hints = typing.get_type_hints(action)
    hints.pop("return")
    for name, annotation in hints.items():
        yield from ((name, each) for each in models_in(annotation) if path_to_person(each) is not None)


def takes_many(action: Callable[..., Any]) -> bool:
    """Whether it takes ids or rows of more than one: of whom, it does not say."""
    hints = typing.get_type_hints(action)
    return any(_is_of_many(annotation) for name, annotation in hints.items() if name != "return")


def _is_of_many(annotation: Any, *, inside: bool = False) -> bool:
    """Whether a collection of ids, or of rows of a record, is part of the annotation."""
    parts = typing.get_args(annotation)
    if not parts:
        is_row = isinstance(annotation, type) and issubclass(annotation, Model)
        return inside and (annotation is UUID or (is_row and path_to_person(annotation) is not None))
    is_union = typing.get_origin(annotation) in (typing.Union, types.UnionType)
    return any(_is_of_many(part, inside=inside or not is_union) for part in parts)


def row_of(model: type[Model], person: YoungPerson) -> Any:
    """A row of the person's record, not stored."""
    row, [first, *_] = model(), path_to_person(model) or [""]
    if not first:
        return person
    setattr(row, first, row_of(model._meta.get_field(first).related_model, person))  # type: ignore[arg-type]
    return row


@pytest.mark.usefixtures("db")
def test_every_action_about_a_young_person_is_refused_after_a_death_or_says_why_not() -> None:
    """Seen to fail: without the question in `action`; and with `person_of` asking only for a field called person."""
    user, person = User().on(TODAY), YoungPerson(first_name="Amira", died_on=TODAY)
    assert {each.__name__ for each in actions() if each.open_after_death} == STAY_OPEN
    let_in, asked = [], 0
    for action in actions():
        for parameter, model in about_one(action):
            if action.open_after_death:
                continue
            asked += 1
            try:
                action(by=user, **{parameter: row_of(model, person)})
                let_in.append(f"{action.__name__}({parameter}: {model.__name__})")
            except RecordClosed:
                pass
            except Exception as error:
                let_in.append(f"{action.__name__}({parameter}: {model.__name__}): {error!r}")
    assert not let_in
    assert asked > 70
    assert {each.__name__ for each in actions() if takes_many(each) and not list(about_one(each))} == ABOUT_MANY.keys()
