"""Whether what is written down, begun, looked for and asked for here comes to its end. Counts only, of 13 weeks."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce, TruncDate

from careleavers.models import Alert, AlertNote, AuditEvent, Contact, Draft, ReadEvent
from careleavers.queries.audit import midnight
from careleavers.rules.alert_notes import AlertNoteKind
from careleavers.rules.dates import Period
from careleavers.site.extensions import also_kept, draft_kinds
from pathways.rules.alert_duties import ALERT_DUTIES
from reporting.rules.usage import WINDOW, UsageTable, table

NO_TEAM = "No team"
OTHER_TASKS = "Other tasks"
DAY, WEEK = timedelta(days=1), timedelta(days=7)
GIVEN_UP, EXPIRED = "draft_discarded", "drafts_expired"


def how_it_is_used(now: datetime, today: date) -> list[UsageTable]:
    """What managers and administrators are shown. Seven queries, however many people there are."""
    window = Period(today - WINDOW, today + DAY)
    return [_notes(today), _forms(now, today), _searches(today), _pages(today), *which_reminders_help(window, today)]


def which_reminders_help(period: Period, today: date) -> list[UsageTable]:
    """What came of what people were reminded of in a month, or in the weeks to today. Two queries."""
    return [_reminders(period, today), _of_no_use(period)]


def _notes(today: date) -> UsageTable:
    """Contacts that people wrote down here, by the team of the record. An amendment is not another contact."""
    written = Contact.objects.filter(
        source="", supersedes=None, recorded_by__isnull=False, recorded_at__gte=midnight(today - WINDOW)
    ).annotate(written_on=TruncDate("recorded_at"), team_name=Coalesce("person__team__name", Value(NO_TEAM)))
    rows = (
        written.values_list("team_name")
        .order_by("team_name")
        .annotate(
            same_day=Count("pk", filter=Q(happened_on__gte=F("written_on"))),
            next_day=Count("pk", filter=Q(happened_on=F("written_on") - DAY)),
            within_a_week=Count(
                "pk", filter=Q(happened_on__lt=F("written_on") - DAY, happened_on__gte=F("written_on") - WEEK)
            ),
            later=Count("pk", filter=Q(happened_on__lt=F("written_on") - WEEK)),
        )
    )
    return table(
        "notes",
        "From a contact to its note",
        "Contacts that were written down here, by the team of the record.",
        "Team",
        ["The same day", "The next day", "Within a week", "Later"],
        {team: counts for team, *counts in rows},
    )


def _forms(now: datetime, today: date) -> UsageTable:
    soon = now - timedelta(days=settings.DRAFTS_KEPT_DAYS) + WEEK
    kinds = draft_kinds()
    counts = {code: Counter[str]() for code in kinds}
    waiting = Draft.objects.values_list("kind").order_by("kind")
    for kind, many, expiring in waiting.annotate(Count("pk"), expiring=Count("pk", filter=Q(saved_at__lt=soon))):
        if kind in counts:
            counts[kind].update(waiting=many - expiring, expiring=expiring)
    events = AuditEvent.objects.filter(name__in=(GIVEN_UP, EXPIRED), happened_at__gte=midnight(today - WINDOW))
    for name, details in events.values_list("name", "details"):
        if details.get("kind") in counts:
            counts[details["kind"]][name] += int(details.get("many", 1))
    columns = ("waiting", "expiring", GIVEN_UP, EXPIRED)
    return table(
        "forms",
        "Forms that were begun and not sent",
        "What was typed and is kept as a draft now, and drafts that were given up.",
        "Form",
        ["Waiting", "Waiting, kept for less than a week more", "Discarded", "Too old, deleted"],
        {kinds[code].words: [each[name] for name in columns] for code, each in counts.items() if each.total()},
    )


def _searches(today: date) -> UsageTable:
    made = ReadEvent.objects.filter(
        kind=ReadEvent.SEARCHED, page="people_search", happened_at__gte=midnight(today - WINDOW)
    )
    found = made.aggregate(
        somebody=Count("pk", filter=Q(people_shown__gt=0)), nobody=Count("pk", filter=Q(people_shown=0))
    )
    return table(
        "searches",
        "Searches for a young person",
        "Not what was looked for, only whether anybody was found.",
        "Searches",
        ["Found somebody", "Found nobody"],
        {"By name, number or address": [found["somebody"], found["nobody"]]} if any(found.values()) else {},
    )


def _pages(today: date) -> UsageTable:
    """A page that nobody opens can be switched off under Settings."""
    names = {page.url_name.rpartition(":")[2]: page.label for page in also_kept()}
    opened = ReadEvent.objects.filter(kind="viewed", page__in=names, happened_at__gte=midnight(today - WINDOW))
    counted = dict(opened.values_list("page").order_by("page").annotate(Count("pk")))
    return table(
        "pages",
        "Pages behind the overview of a record",
        "How often each was opened. One that nobody needs can be switched off under Settings.",
        "Page",
        ["Opened"],
        {label: [counted.get(name, 0)] for name, label in sorted(names.items(), key=lambda each: each[1])},
    )


def _reminders(period: Period, today: date) -> UsageTable:
    """By what lists call the duty: several clocks may have one name. Those whose day lay in the period and is over."""
    until = min(today, period.end or today)
    due = Alert.objects.filter(code__in=ALERT_DUTIES, due_on__gte=period.start, due_on__lt=until)
    rows = (
        due.values_list("code")
        .order_by("code")
        .annotate(
            in_time=Count("pk", filter=Q(closed_on__lte=F("due_on"))),
            late=Count("pk", filter=Q(closed_on__gt=F("due_on"))),
            waiting=Count("pk", filter=Q(closed_on=None)),
        )
    )
    counts: dict[str, list[int]] = {}
    for code, *found in rows:
        former = counts.setdefault(ALERT_DUTIES[code].words, [0, 0, 0])
        counts[ALERT_DUTIES[code].words] = [one + other for one, other in zip(former, found, strict=True)]
    return table(
        "reminders",
        "What people were reminded of",
        "Reminders whose day has passed. One that is hardly ever kept may come too early, or in vain.",
        "Reminder",
        ["Done by its day", "Done later", "Still to do"],
        dict(sorted(counts.items())),
    )


def _of_no_use(period: Period) -> UsageTable:
    """By what lists call the duty, or else by all other tasks together: of how many somebody said so in the period."""
    said = AlertNote.objects.filter(kind=AlertNoteKind.NO_USE.value, recorded_at__gte=midnight(period.start))
    if period.end:
        said = said.filter(recorded_at__lt=midnight(period.end))
    counts: Counter[str] = Counter()
    for code, many in said.order_by().values_list("alert__code").annotate(Count("alert", distinct=True)):
        counts[ALERT_DUTIES[code].words if code in ALERT_DUTIES else OTHER_TASKS] += many
    return table(
        "of_no_use",
        "Reminders that people say are of no use",
        "Of how many tasks somebody said so. Where they are many, the reminder may go, or its days be changed.",
        "Reminder",
        ["Of no use"],
        {words: [many] for words, many in sorted(counts.items())},
    )
