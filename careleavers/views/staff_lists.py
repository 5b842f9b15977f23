"""Staff from a list: looked through before anything is made, and the refused rows back as a file."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.staff_lists import add_staff_list, decide_roles, undecided
from careleavers.forms.staff_lists import HEADER, REASON, ListRow, SealedListForm, StaffListForm, read_rows, sealed
from careleavers.models import ProposedRole, RoleAssignment, User
from careleavers.models.base import on_day
from careleavers.permissions import NAMES_PEOPLE, Permission, Role
from careleavers.rules.cells import csv_lines
from careleavers.rules.words import amount
from careleavers.views.csv_export import Export, csv_response
from careleavers.views.gates import current_user, files_of, post_data, requires, today_of
from careleavers.views.record_imports import csv_file
from careleavers.views.rows import ticked
from careleavers.views.staff import password_link
from careleavers.views.submission import attempt


@requires(Permission.MANAGE_USERS)
def send(request: HttpRequest) -> HttpResponse:
    """Ask for the file; sent, show what each row would do. Nothing is saved."""
    form = StaffListForm(post_data(request), files_of(request))
    if request.method == "POST" and form.is_valid():
        return _preview(request, form.cleaned_data["file"])
    return render(request, "careleavers/staff/list_send.html", {"form": form})


def _preview(request: HttpRequest, cells: list[tuple[int, list[str]]]) -> HttpResponse:
    rows = read_rows(cells)
    good = [row.member for row in rows if row.member]
    context = {
        "good": good,
        "refused": [row for row in rows if row.problems],
        "waiting": sum(bool(member.role and member.role.permissions & NAMES_PEOPLE) for member in good),
        "sealed": SealedListForm(initial={"rows": sealed(cells)}),
    }
    return render(request, "careleavers/staff/list_preview.html", context)


@require_POST
@requires(Permission.MANAGE_USERS)
def run(request: HttpRequest) -> HttpResponse:
    """Make the accounts of the rows that are right, as they were looked at."""
    rows = _sealed_rows(request)
    members = [row.member for row in rows if row.member]
    if not members:
        return redirect("staff_import")
    today = today_of(request)
    added = attempt(
        request,
        lambda: add_staff_list(
            by=current_user(request),
            members=members,
            link_of=lambda user: _way_in(request, user),
            today=today,
            ends_on=today + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        ),
    )
    if added is None:
        return redirect("staff_import")
    made, waiting = len(added.result.users), added.result.waiting
    then = f" {amount(waiting, 'role waits', 'roles wait')} for another administrator." if waiting else ""
    messages.success(request, f"{amount(made, 'account')} made, and each is written to.{then}")
    return redirect("staff_list")


def _way_in(request: HttpRequest, user: User) -> str:
    """Where somebody new gets in: to choose a password, or to the sign-in page where the directory opens it."""
    return request.build_absolute_uri(reverse("account_login") if settings.DIRECTORY else password_link(user))


@require_POST
@requires(Permission.MANAGE_USERS)
def refused(request: HttpRequest) -> HttpResponse:
    """The rows that were refused, each with the reason, to be mended and sent again."""
    rows = [row for row in _sealed_rows(request) if row.problems]
    lines = ([*(row.cells[name] for name in HEADER), " ".join(row.problems)] for row in rows)
    return csv_file("".join(csv_lines((*HEADER, REASON), lines)), "staff-refused.csv")


def _sealed_rows(request: HttpRequest) -> list[ListRow]:
    form = SealedListForm(post_data(request))
    if form.is_valid():
        return read_rows(form.cleaned_data["rows"])
    messages.error(request, "Too much time has passed since you looked through the list: send the file again.")
    return []


@requires(Permission.MANAGE_USERS)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return csv_file("".join(csv_lines(HEADER, ())), "staff.csv")


@requires(Permission.MANAGE_USERS)
def copied(request: HttpRequest) -> HttpResponseBase:
    """Who works here today as a list that another instance takes, such as a practice council: no password is in it.

    One row each, with the first of their roles of today."""
    today = today_of(request)
    users = list(User.objects.filter(is_active=True))
    held: dict[UUID, RoleAssignment] = {}
    for each in RoleAssignment.objects.filter(on_day(today)).select_related("team").order_by("-starts_on", "-pk"):
        held[each.user_id] = each
    export = Export(
        page="staff_copy",
        description=amount(len(users), "account", "accounts"),
        people=0,
        file_name="staff.csv",
        heading="Copy who works here",
        button="Copy them as CSV",
        back=reverse("staff_list"),
        suggestion="Accounts for the practice council",
    )
    return csv_response(request, export, HEADER, lambda: (_cells(user, held.get(user.pk)) for user in users))


def _cells(user: User, held: RoleAssignment | None) -> list[str]:
    role, team = (Role(held.role).label, held.team.name if held.team else "") if held else ("", "")
    return [user.name, user.email, user.job_title, user.phone, role, team]


@requires(Permission.MANAGE_USERS)
def roles(request: HttpRequest) -> HttpResponse:
    """Roles that read records and wait: those that another administrator asked for, to decide on, and one's own."""
    by = current_user(request)
    if request.method == "POST":
        chosen, give = ProposedRole.objects.filter(pk__in=ticked(request, "role")), request.POST.get("do") == "give"
        done = attempt(
            request,
            lambda: decide_roles(by=by, chosen=chosen, give=give, today=today_of(request), now=timezone.now()),
        )
        if done:
            decided, not_given = done.result.decided, done.result.not_given
            if decided or not not_given:
                said = f"{amount(decided, 'role is', 'roles are')} {'given' if give else 'refused'}."
                messages.success(request, said if decided else "Choose at least one role.")
            for whose_and_why in not_given:
                messages.warning(request, f"Not given. {whose_and_why}")
        return redirect("staff_roles")
    waiting = ProposedRole.objects.filter(decided_at=None, user__is_active=True).select_related(
        "user", "team", "recorded_by"
    )
    context = {"rows": waiting.filter(undecided(by)), "others": waiting.exclude(undecided(by)).count()}
    return render(request, "careleavers/staff/roles.html", context)
