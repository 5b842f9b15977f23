"""The record's codes as words, for templates."""

from __future__ import annotations

from django import template

from careleavers import wording
from careleavers.models import Allocation, Contact

register = template.Library()

register.filter("home_words", wording.home_words)
register.filter("occupation_words", wording.occupation_words)


@register.filter
def status_words(status: str | None, band: str | None = "") -> str:
    return wording.status_words(status, band or "")


@register.filter
def method_words(method: str) -> str:
    return dict(Contact.METHODS)[method]


@register.filter
def result_words(result: str) -> str:
    return dict(Contact.RESULTS)[result].lower()


@register.filter
def allocation_words(role: str) -> str:
    return dict(Allocation.ROLES)[role].lower()
