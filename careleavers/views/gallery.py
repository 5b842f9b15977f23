"""The component gallery, in DEBUG only: every part of the look on invented content, without a database."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.forms.gallery import ContactSample, FieldsSample
from careleavers.site.identity import IdentityBar, IdentityWarning
from careleavers.site.navigation import Link, Masthead

TODAY = date(2026, 11, 22)
AUTHORITY = {"name": "Fernshire", "colour": "#0b5c63"}
LINKS = (
    Link("Today", "/gallery/today/"),
    Link("Young people", "/gallery/table/"),
    Link("Letters", "/gallery/letters/"),
    Link("Figures", "/gallery/dashboard/"),
)
AMIRA = IdentityBar(
    name="Amira Khan",
    pronouns="she/her",
    age=19,
    status="former relevant",
    url="/gallery/person/",
    phone="07700 900123",
    adviser="Jo Ellis",
    adviser_phone="07700 900456",
    warnings=(IdentityWarning("No lone visits until 14 January", "Amira knows"),),
    contact_url="/gallery/contact/",
    pages=(
        Link("Overview", "/gallery/person/"),
        Link("Timeline", "/gallery/person/timeline/"),
        Link("Plan", "/gallery/person/plan/"),
        Link("Home", "/gallery/person/home/"),
        Link("Work", "/gallery/person/work/"),
        Link("More", "/gallery/person/more/"),
    ),
)
NEED_YOU = [
    ("Amira Khan", "Pathway plan review", date(2026, 11, 16)),
    ("Ben Ward", "Not seen since 13 September", date(2026, 11, 8)),
    ("Cai Owen", "Moved on 16 November: visit", date(2026, 11, 21)),
]
COMING = [
    ("Dina Osei", "Keep in touch", date(2026, 11, 24)),
    ("Eli Marsh", "21st birthday", date(2026, 11, 27)),
    ("Farah Noor", "Needs assessment", date(2026, 12, 15)),
]
CASELOAD = [
    ("Amira Khan", 19, date(2026, 10, 18), "Supported lodgings", "College, level 2", date(2026, 11, 16), "stop"),
    ("Ben Ward", 20, date(2026, 9, 13), "Own tenancy", "Looking for work", date(2026, 11, 8), "stop"),
    ("Cai Owen", 18, date(2026, 11, 19), "Staying put", "Apprenticeship", date(2026, 11, 30), ""),
    ("Dina Osei", 23, date(2026, 11, 2), "In custody", "Not working: illness", date(2026, 11, 24), "warn"),
]
TIMELINE = [
    (
        "Visit: spoke with Amira",
        date(2026, 10, 18),
        "Jo Ellis",
        "She has the provisional licence and wants to book a first lesson.",
    ),
    ("Moved to supported lodgings", date(2026, 9, 1), "Jo Ellis", "With Mrs Adeyemi in Marlbury. Suitable."),
    ("18th birthday letter posted", date(2025, 3, 3), "Sam Price", ""),
]
MEASURES: list[dict[str, Any]] = [
    {
        "name": "In suitable homes",
        "n": 94,
        "d": 104,
        "percent": 90.4,
        "low": 83,
        "high": 95,
        "target": 95,
        "verdict": "No real change in 12 quarters.",
        "next": "10 people are not: see who, and what is next",
        "points": [88, 90, 91, 87, 89, 92, 90, 88, 91, 90, 93, 90],
    },
    {
        "name": "In education, work or training",
        "n": 63,
        "d": 104,
        "percent": 60.6,
        "low": 51,
        "high": 69,
        "target": 65,
        "verdict": "Rising: seven quarters above the average.",
        "next": "41 people are not: see who, and what is next",
        "points": [50, 51, 49, 52, 50, 54, 55, 56, 57, 58, 60, 61],
    },
    {
        "name": "In touch within 8 weeks",
        "n": 101,
        "d": 104,
        "percent": 97.1,
        "low": 92,
        "high": 99,
        "target": 100,
        "verdict": "No real change in 12 quarters.",
        "next": "3 people are not: see who, and what is next",
        "points": [96, 95, 97, 98, 96, 97, 95, 96, 97, 98, 97, 97],
    },
    {
        "name": "Pathway plan in date",
        "n": 198,
        "d": 226,
        "percent": 87.6,
        "low": 83,
        "high": 91,
        "target": 95,
        "verdict": "Falling: the last two quarters are below the usual range.",
        "next": "28 plans are not: see whose, and what is next",
        "points": [93, 94, 92, 95, 93, 94, 92, 93, 91, 90, 88, 88],
    },
]
PAGES = ("today", "person", "contact", "table", "dashboard", "fields", "parts", "letters")


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return sample(request, "index")


@login_not_required
@require_safe
def sample(request: HttpRequest, page: str) -> HttpResponse:
    """One page of the gallery. `?sent` shows its form in error, `?empty` its lists without anybody."""
    if not settings.DEBUG or page not in (*PAGES, "index"):
        raise Http404("The gallery is open in DEBUG only.")
    context = frame(request) | content(request, page)
    if page == "parts":
        messages.success(request, "Contact logged. Next due by 27 July.", extra_tags="undo=/gallery/parts/")
    return render(request, f"gallery/{page}.html", context)


def frame(request: HttpRequest) -> dict[str, Any]:
    current = next((link for link in LINKS if link.url == request.path), None)
    masthead = Masthead(LINKS, current, signed_in_as="Jo Ellis", search_url="/gallery/table/", shortcuts_on=True)
    return {"authority": AUTHORITY, "masthead": masthead, "today": TODAY, "identity": AMIRA}


def content(request: HttpRequest, page: str) -> dict[str, Any]:
    sent, empty = "sent" in request.GET, "empty" in request.GET
    match page:
        case "contact":
            return {"form": ContactSample(request.GET if sent else None, today=TODAY)}
        case "fields":
            return {"form": FieldsSample(request.GET if sent else None)}
        case "table":
            people = [] if empty else CASELOAD * 14
            return {"page": Paginator(people, 8).get_page(request.GET.get("page", "3"))}
        case "today":
            return {"need_you": [] if empty else NEED_YOU, "coming": [] if empty else COMING}
        case "dashboard":
            return {"measures": [measure | spark(measure["points"]) for measure in MEASURES]}
        case "person":
            return {"timeline": TIMELINE}
        case _:
            return {"pages": PAGES}


def spark(points: list[int]) -> dict[str, Any]:
    """A polyline of twelve points in a box of 448 by 56, and the height of its last point."""
    low, high = min(points) - 1, max(points) + 1
    heights = [round(56 - (value - low) * 56 / (high - low), 1) for value in points]
    path = " ".join(f"{index * 40},{height}" for index, height in enumerate(heights))
    return {"path": path, "last": heights[-1]}
