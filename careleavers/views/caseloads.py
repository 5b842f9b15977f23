"""Lists of young people: my own, a team’s, those I opened last, those nobody works with; what is late, by worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from careleavers.models import User, YoungPerson
from careleavers.models.statements import Statement
from careleavers.permissions import Permission
from careleavers.queries import caseloads
from careleavers.queries.held_work import leavers
from careleavers.queries.providers import overdue_providers
from careleavers.queries.teams import in_scope, listed_teams
from careleavers.rules.team_scopes import IN_NO_CASELOAD
from careleavers.site.extensions import due_days, list_columns
from careleavers.site.hand_overs import planned_hand_overs
from careleavers.views.gates import current_user, policies_of, requires, today_of
from careleavers.views.saved_views import saved_bar, say_what_is_gone

PER_PAGE = 25
KINDS = MINE, RECENT, UNALLOCATED, WORKER, TEAM, EVERYBODY = (
    "mine",
    "recent",
    "unallocated",
    "worker",
    "team",
    "everybody",
)


@dataclass(frozen=True)
class ListChoice:
    """An entry of the list of lists."""

    value: str
    label: str


@requires(Permission.VIEW_RECORD)
def caseload(request: HttpRequest) -> HttpResponse:
    """`whose` chooses the list, `sort` its order."""
    user, today = current_user(request), today_of(request)
    choices, saved = _choices(user, today), saved_bar(request, "caseload")
    first = _first(user, choices)
    whose = request.GET.get("whose") or first
    if saved.current and _is_gone(whose, choices, user):
        whose = first
        say_what_is_gone(request, saved.current, next(each.label for each in choices if each.value == first))
    people, title = _people(whose, choices, request)
    sort = request.GET.get("sort", "due")
    page = _page(whose, people, sort if sort in caseloads.ORDERS else "due", request)
    context = {
        "saved": saved,
        "choices": choices if any(each.value == whose for each in choices) else [*choices, ListChoice(whose, title)],
        "whose": whose,
        "title": title,
        "sort": "" if whose == RECENT else sort,
        "page": page,
        "rows": _rows(page, request),
        "today": today,
        "may_allocate": user.may(Permission.ALLOCATE) and whose == UNALLOCATED,
        "may_log": user.may(Permission.LOG_CONTACT),
        "may_manage": user.may(Permission.MANAGE_TEAM),
        "may_merge": user.may(Permission.MERGE_RECORDS),
        "may_add": user.may(Permission.EDIT_RECORD),
        "may_read_notes": user.may(Permission.VIEW_FREE_TEXT),
        "shows_case_holder": whose != MINE,
        "others": mine.others if isinstance(mine := page.paginator.object_list, MyPeople) else 0,
        "sums": caseloads.sums(caseloads.open_people(user, today), today) if user.may(Permission.MANAGE_TEAM) else None,
    }
    return render(request, "careleavers/caseloads/list.html", context)


def _page(whose: str, people: QuerySet[YoungPerson] | None, sort: str, request: HttpRequest) -> Page[Any]:
    user, today = current_user(request), today_of(request)
    if people is None:
        mine: Any = MyPeople(user, today, sort)
        return Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    listed = caseloads.with_list_columns(people, today, list_columns(today)).order_by(*caseloads.ORDERS[sort])
    if whose == RECENT:
        listed = listed.order_by(caseloads.by_position(caseloads.recently_opened(user)))
    paginator = Paginator(listed, PER_PAGE)
    paginator.count = people.count()  # without what the list says of each
    return paginator.get_page(request.GET.get("page"))


class MyPeople:
    """A reader's own young people in an order, for a paginator: the list that is opened most. Two queries.

    Who they are is asked first: with the conditions of who sees whom beside the columns of a list, Postgres takes ten
    milliseconds to think about the order of so many tables, and one to answer.
    """

    def __init__(self, user: User, today: date, sort: str) -> None:
        self.today, self.sort = today, sort
        rows = caseloads.MY_PEOPLE.rows(user, today)
        self.ids, self.others = [pk for pk, _ in rows], sum(not is_held for _, is_held in rows)

    def count(self) -> int:
        return len(self.ids)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[YoungPerson]:
        return _listed(self.sort, part.start).objects(self.ids, self.today)


@lru_cache(maxsize=64)
def _listed(sort: str, first: int) -> Statement:
    """A page of some people with the columns of a list, from the position `first` on."""

    def build(ids: list[UUID], today: date) -> QuerySet[YoungPerson]:
        people = YoungPerson.objects.filter(pk__in=ids)
        listed = caseloads.with_list_columns(people, today, list_columns(today))
        return listed.order_by(*caseloads.ORDERS[sort])[first : first + PER_PAGE]

    return Statement(build, list, date)


def _choices(user: User, today: date) -> list[ListChoice]:
    choices = [ListChoice(MINE, "My young people")] if user.may(Permission.LOG_CONTACT) else []
    if user.access.whole_authority:
        choices.append(ListChoice(EVERYBODY, "Everybody"))
    choices += [ListChoice(f"{TEAM}-{scope.key}", scope.label) for scope in listed_teams(user, today)]
    return [*choices, ListChoice(UNALLOCATED, IN_NO_CASELOAD.label), ListChoice(RECENT, "Recently opened")]


def _first(user: User, choices: list[ListChoice]) -> str:
    """Those who manage a team, or everything, come to see its people; others their own."""
    if user.may(Permission.MANAGE_TEAM):
        return next((each.value for each in choices if each.value.startswith((EVERYBODY, TEAM))), choices[0].value)
    return choices[0].value


def _is_gone(whose: str, choices: list[ListChoice], user: User) -> bool:
    """Whether it is a list, but not one that this user may choose: a view is kept longer than a team or a role."""
    kind = whose.partition("-")[0]
    may = {each.value for each in choices} | ({whose} if kind == WORKER and user.may(Permission.MANAGE_TEAM) else set())
    return kind in KINDS and whose not in may


def _people(whose: str, choices: list[ListChoice], request: HttpRequest) -> tuple[QuerySet[YoungPerson] | None, str]:
    """The people of a list that this user may choose (None: MyPeople), and its name; 404 for any other."""
    user, today = current_user(request), today_of(request)
    kind, _, key = whose.partition("-")
    title = next((choice.label for choice in choices if choice.value == whose), None)
    if kind == MINE and title:
        return None, title
    people = caseloads.open_people(user, today)
    if kind == WORKER and user.may(Permission.MANAGE_TEAM):
        worker = get_object_or_404(User, pk=_uuid(key))
        return caseloads.caseload_of(people, worker.pk, today), f"{worker.name}’s young people"
    if title is None:
        raise Http404
    if kind == RECENT:
        return YoungPerson.objects.visible_to(user).filter(pk__in=caseloads.recently_opened(user)), title
    if kind == UNALLOCATED:
        return in_scope(people, IN_NO_CASELOAD, today), title
    if kind == EVERYBODY:
        return people, title
    scope = next(scope for scope in listed_teams(user, today) if scope.key == key)
    return in_scope(people, scope, today), title


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong


def _rows(page: Page[Any], request: HttpRequest) -> list[dict[str, Any]]:
    today, policies = today_of(request), policies_of(request)
    return [
        {
            "person": person,
            "age": person.age_on(person.died_on or today, policies["leap_day"]),
            "out_of_touch": bool(person.contact_due_on and person.contact_due_on < today),
        }
        for person in page
    ]


@requires(Permission.MANAGE_TEAM)
@require_safe
def overdue_by_worker(request: HttpRequest) -> HttpResponse:
    user, today = current_user(request), today_of(request)
    unallocated = caseloads.ids_of_unallocated(user, today)
    context = {
        "worker_loads": caseloads.worker_loads(user, today, due_days),
        "unallocated": len(unallocated),
        "leavers": leavers(unallocated, today) if unallocated else [],  # nobody has taken over from them
        "planned": planned_hand_overs(user),
        "providers": overdue_providers(today),
        "target": policies_of(request)["caseload_target"],
        "may_allocate": user.may(Permission.ALLOCATE),
        "today": today,
    }
    return render(request, "careleavers/caseloads/overdue.html", context)
