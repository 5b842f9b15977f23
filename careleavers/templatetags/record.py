"""The record's codes as words, for templates."""

from __future__ import annotations

from django import template

from careleavers.models import Allocation, Contact
from careleavers.rules import code_labels
from careleavers.site import extensions

register = template.Library()

register.filter("home_words", code_labels.home_words)
register.filter("occupation_words", code_labels.occupation_words)


@register.filter
def status_words(status: str | None, band: str | None = "") -> str:
    return code_labels.status_words(status, band or "")


@register.filter
def timeline_template(kind: str) -> str:
    return extensions.timeline_template(kind)


@register.filter
def method_words(method: str) -> str:
    """A method that is no longer offered is shown by its code."""
    return dict(Contact.METHODS).get(method, method.replace("_", " "))


@register.filter
def result_words(result: str) -> str:
    return dict(Contact.RESULTS)[result].lower()


@register.filter
def allocation_words(role: str) -> str:
    return dict(Allocation.ROLES)[role].lower()
