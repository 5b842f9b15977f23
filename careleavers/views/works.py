"""Where the work of a nurse, the virtual school or a rights officer begins: whom it is about, and what is due."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.queries import works
from careleavers.queries.complaints import running_stage
from careleavers.rules.health import ASKED_FROM, HEALTH_WORDS
from careleavers.views.gates import current_user, policies_of, requires, search_text, today_of

PER_PAGE = 50
HEALTH_LISTS = {
    works.ANYTHING: "Something to see to",
    **{kind.value: f"{HEALTH_WORDS[kind]}: to see to" for kind in ASKED_FROM},
    "": "Everybody",
}
EDUCATION_LISTS = {
    works.NEET: "Not in education or work",
    works.UNKNOWN: "Nobody has written down what they do",
    "": "Everybody from 16 on",
}


@requires(Permission.HEALTH_WORK)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Everybody open to the service: what of their health is still to see to, and what is next."""
    user, today, leap_day = current_user(request), today_of(request), policies_of(request)["leap_day"]
    which, name = _asked(request, HEALTH_LISTS)
    people = works.named_like(works.people_of_work(user, Permission.HEALTH_WORK), name)
    context = {
        "today": today,
        "page": Paginator(works.health_lines(people, today, leap_day, which), PER_PAGE).get_page(_page(request)),
        "which": which,
        "name": name,
        "choices": HEALTH_LISTS.items(),
    }
    return render(request, "careleavers/works/health.html", context)


@requires(Permission.EDUCATION_WORK)
@require_safe
def education(request: HttpRequest) -> HttpResponse:
    """Those from 16 on: what they do, or what stands in the way, and what is next."""
    user, today = current_user(request), today_of(request)
    which, name = _asked(request, EDUCATION_LISTS)
    people = works.named_like(works.people_of_work(user, Permission.EDUCATION_WORK), name)
    page = Paginator(works.education_people(people, today, which), PER_PAGE).get_page(_page(request))
    lines = [works.education_line(person, today, policies_of(request)["leap_day"]) for person in page.object_list]
    context = {
        "today": today,
        "page": page,
        "lines": lines,
        "which": which,
        "name": name,
        "choices": EDUCATION_LISTS.items(),
    }
    return render(request, "careleavers/works/education.html", context)


@requires(Permission.ADVOCACY_WORK)
@require_safe
def advocacy(request: HttpRequest) -> HttpResponse:
    """What those have to say who asked for an advocate: whom nobody helps yet first."""
    user, today = current_user(request), today_of(request)
    page = Paginator(works.complaints_of_work(user), PER_PAGE).get_page(_page(request))
    lines = [(complaint, running_stage(complaint, today)) for complaint in page.object_list]
    return render(request, "careleavers/works/advocacy.html", {"today": today, "page": page, "lines": lines})


def _asked(request: HttpRequest, lists: dict[str, str]) -> tuple[str, str]:
    """Which of the lists is asked for, and whom by name: that is looked for among everybody."""
    if name := search_text(request, "name"):
        return "", name
    first = next(iter(lists))
    which = request.GET.get("which", first)
    return (which if which in lists else first), ""


def _page(request: HttpRequest) -> str | None:
    return request.GET.get("page")
