"""What this app adds to the timeline of a record: plans authorised, reviews held, assessments completed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate

from careleavers.models import YoungPerson
from careleavers.queries.timeline import timeline_rows
from pathways.models import FormerPlan, PlanAnswer, PlanReferralStep, PlanReview, PlanVersion


def timeline_sources(person: YoungPerson, today: date) -> Iterator[QuerySet[Any]]:
    yield timeline_rows(
        PlanVersion.objects.authorised().filter(plan__person=person),
        "plan",
        on="authorised_on",
        at=F("authorised_at"),
        what=F("number"),
        text=F("own_words"),
        who="authorised_by__name",
    )
    yield timeline_rows(
        PlanReview.objects.filter(plan__person=person),
        "plan_review",
        on="held_on",
        what=F("reason"),
        how=F("person_took_part"),
        text=F("summary"),
        who="chaired_by",
    )
    yield timeline_rows(
        person.review_requests.all(),
        "plan_review_asked",
        on="asked_on",
        what=F("reason"),
        how=F("asked_by"),
        text=F("words"),
        who="asked_by_name",
    )
    yield timeline_rows(
        FormerPlan.objects.filter(person=person),
        "former_plan",
        on="agreed_on",
        what=F("system"),
        text=F("own_words"),
        who="author",
    )
    answers = PlanAnswer.objects.filter(link__version__plan__person=person).annotate(day=TruncDate("recorded_at"))
    yield timeline_rows(answers, "plan_answer", on="day", what=F("agrees"), text=F("own_words"))
    files = StringAgg("pages__document__file_name", ", ", filter=Q(pages__document__taken_out_on=None))
    yield timeline_rows(
        person.plan_sheets.filter(came_back_on__isnull=False).annotate(names=Coalesce(files, Value(""))),
        "plan_sheet",
        on="came_back_on",
        what=F("reference"),
        text=F("names"),
        who="recorded_by__name",
    )
    yield timeline_rows(
        PlanReferralStep.objects.filter(referral__version__plan__person=person),
        "plan_referral",
        on="happened_on",
        what=F("state"),
        how=F("referral__organisation"),
        text=F("text"),
        who="recorded_by__name",
    )
    yield timeline_rows(
        person.needs_assessments.filter(completed_on__isnull=False),
        "needs_assessment",
        on="completed_on",
        text=F("conclusion"),
        who="written_by__name",
    )
