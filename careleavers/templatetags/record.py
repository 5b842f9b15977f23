"""The record's codes as words, for templates."""

from __future__ import annotations

from django import template

from careleavers import wording

register = template.Library()

register.filter("home_words", wording.home_words)
register.filter("occupation_words", wording.occupation_words)


@register.filter
def status_words(status: str | None, band: str | None = "") -> str:
    return wording.status_words(status, band or "")
