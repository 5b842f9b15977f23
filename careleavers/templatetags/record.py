"""The record's codes as words, for templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import template

from careleavers.models import Allocation, Appointment, Contact, DutyMessage, MeetingItem, OccupationStep
from careleavers.rules import code_labels
from careleavers.rules.accommodation import STAGE_WORDS, Stage
from careleavers.rules.key_documents import KIND_WORDS, DocumentKind, Missing
from careleavers.rules.readiness import ReadyMatter
from careleavers.rules.stays import STAY_WORDS, StayKind
from careleavers.site import extensions

register = template.Library()

register.filter("home_words", code_labels.home_words)
register.filter("placement_words", code_labels.placement_words)
register.filter("occupation_words", code_labels.occupation_words)


@register.filter
def status_words(status: str | None, band: str | None = "") -> str:
    return code_labels.status_words(status, band or "")


@register.filter
def timeline_template(kind: str) -> str:
    return extensions.timeline_template(kind)


@register.filter
def document_words(kind: str) -> str:
    return KIND_WORDS[DocumentKind(kind)]


@register.simple_tag
def how_far(missing: Missing, today: date) -> str:
    return missing.how_far(today)


@register.filter
def work_step_words(kind: str) -> str:
    return _words(OccupationStep.KINDS, kind)


@register.filter
def stage_words(stage: str) -> str:
    """How far an application for a home is: "offered a home"."""
    return STAGE_WORDS[Stage(stage)].lower()


@register.filter
def stay_words(kind: str) -> str:
    return STAY_WORDS[StayKind(kind)]


@register.filter
def ready_page(matter: ReadyMatter) -> str:
    """The page of a record on which this matter is written down."""
    return "home_list" if matter is ReadyMatter.HOME else matter.value


@register.filter
def method_words(method: str) -> str:
    return _words(Contact.METHODS, method)


@register.filter
def result_words(result: str) -> str:
    return _words(Contact.RESULTS, result).lower()


@register.filter
def allocation_words(role: str) -> str:
    return _words(Allocation.ROLES, role).lower()


@register.filter
def appointment_words(outcome: str) -> str:
    return _words(Appointment.OUTCOMES, outcome).lower()


@register.filter
def duty_way_words(way: str) -> str:
    return _words(DutyMessage.WAYS, way)


@register.filter
def duty_outcome_words(outcome: str) -> str:
    return _words(DutyMessage.OUTCOMES, outcome) if outcome else "Not answered yet"


@register.filter
def meeting_outcome_words(outcome: str) -> str:
    return _words(MeetingItem.OUTCOMES, outcome)


def _words(choices: Iterable[tuple[str, str]], code: str) -> str:
    """The words of a choice; one that is no longer offered is shown by its code, and breaks no page."""
    return dict(choices).get(code, code.replace("_", " "))
