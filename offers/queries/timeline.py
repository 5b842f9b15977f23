"""What this app adds to the timeline of a record: letters that went, offers of support, and sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Concat

from careleavers.models import YoungPerson
from careleavers.queries.timeline import timeline_rows
from offers.models import EntitlementEvent, Letter, SignUp, SupportOffer
from offers.rules.addresses import LetterChannel
from offers.rules.letter_kinds import LetterKind


def timeline_sources(person: YoungPerson, today: date) -> Iterator[QuerySet[Any]]:
    """Letters that were posted or given by hand, support that was offered otherwise, what happened with what is
    theirs, and sessions to which they came or did not come."""
    rows, at = Letter.objects.filter(person=person), F("planned_at")
    others = [When(kind=kind, then=Value(kind.label)) for kind in LetterKind if kind != LetterKind.BIRTHDAY]
    what = Case(*others, default=Concat(Value("Birthday letter at "), F("occasion")))
    gone = Case(
        When(channel=LetterChannel.EMAIL, then=Value("sent by email")),
        When(channel=LetterChannel.TEXT, then=Value("a text said that it is there")),
        default=Value("posted"),
    )
    yield timeline_rows(rows.exclude(posted_on=None), "letter", on="posted_on", what=what, how=gone, at=at)
    yield timeline_rows(rows.exclude(given_on=None), "letter", on="given_on", what=what, how="given", at=at)
    offers = SupportOffer.objects.filter(person=person)
    said = Case(*(When(answer=value, then=Value(label)) for value, label in SupportOffer.ANSWERS), default=Value(""))
    yield timeline_rows(
        offers, "support_offer", on="offered_on", what=said, how="how", at=F("recorded_at"), text=F("own_words")
    )
    happened = EntitlementEvent.objects.filter(person=person, voided_at=None, contact__voided_at=None)
    kinds = Case(*(When(kind=value, then=Value(label)) for value, label in EntitlementEvent.KINDS), default=Value(""))
    yield timeline_rows(happened, "entitlement", on="happened_on", what=F("item_name"), how=kinds, mark=F("item"))
    sessions = SignUp.objects.filter(person=person).exclude(came="")
    yield timeline_rows(
        sessions, "session", on="session__held_on", what=F("session__title"), how=F("came"), mark=F("session_id")
    )
