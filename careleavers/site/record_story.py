"""The whole of a record in words, put together from what every app tells of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from html import unescape

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from careleavers.models import Contact, YoungPerson
from careleavers.queries.story import StoryEntry, StorySection, contacts_of, rows_told_plainly
from careleavers.queries.timeline import TimelineEntry, timeline_page
from careleavers.rules.redactions import RedactionGround
from careleavers.site import extensions

ALL = 100_000  # entries of one record: no record has as many
ORDER = list(StorySection)


def record_story(person: YoungPerson, today: date, sections: Collection[StorySection] = ORDER) -> list[StoryEntry]:
    """Every entry of these sections, in the order of a copy: section by section, and in each the oldest first."""
    entries = [each for each in _everything(person, today) if each.section in sections]
    return sorted(entries, key=lambda each: (ORDER.index(each.section), each.on or person.date_of_birth))


def _everything(person: YoungPerson, today: date) -> Iterator[StoryEntry]:
    yield from _day_by_day(person, today)
    for tell in extensions.stories():
        yield from tell(person, today)
    yield from rows_told_plainly(person, extensions.left_out_of_stories())


def _day_by_day(person: YoungPerson, today: date) -> Iterator[StoryEntry]:
    """The timeline, as its own pages say it."""
    page = timeline_page(person, today, sources=extensions.timeline_sources(), notes=True, limit=ALL)
    contacts = contacts_of(person)
    for entry in reversed(page.entries):
        yield _entry(entry, person, contacts.get(entry.id) if entry.kind == "contact" else None)


def _entry(entry: TimelineEntry, person: YoungPerson, contact: Contact | None) -> StoryEntry:
    heading = _heading(entry, person)
    text = "" if entry.text and entry.text in heading else entry.text
    marked: tuple[tuple[RedactionGround, str], ...] = ()
    if contact:
        text += _also_said(contact)
        marked = (
            (RedactionGround.ABOUT_OTHERS, contact.about_others),
            (RedactionGround.FROM_AGENCY, contact.from_agencies),
        )
    return StoryEntry(StorySection.DAYS, heading, text.strip(), entry.on, entry.kind, entry.id, marked)


def _also_said(contact: Contact) -> str:
    said = [("Where", contact.place), ("Who else was there", contact.participants)]
    return "".join(f"\n\n{label}: {words}" for label, words in said if words)


def _heading(entry: TimelineEntry, person: YoungPerson) -> str:
    """The first line of an entry as the timeline draws it, without its marks."""
    short = replace(entry, text=entry.text[:200])
    drawn = render_to_string(extensions.timeline_template(entry.kind), {"entry": short, "person": person})
    first = drawn.split("</p>", 1)[0]
    return re.sub(r"\s+", " ", unescape(strip_tags(first))).strip()[:300]
