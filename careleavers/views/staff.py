"""Accounts and roles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import staff as actions
from careleavers.actions.directory import unlink_from_directory
from careleavers.actions.staff_lists import undecided
from careleavers.forms.staff import EndRoleForm, PreferencesForm, RoleForm, UserForm
from careleavers.models import PageProblem, ProposedRole, RoleAssignment, User
from careleavers.models.base import on_day
from careleavers.permissions import Permission
from careleavers.queries.jobs import wrong_jobs
from careleavers.queries.mail import mail_state
from careleavers.rules.words import day
from careleavers.views.gates import current_user, open_to_signed_in, post_data, requires, search_text, today_of
from careleavers.views.setting_up import left_to_do
from careleavers.views.submission import attempt, submit

PER_PAGE = 25


@requires(Permission.MANAGE_USERS)
@require_safe
def staff_list(request: HttpRequest) -> HttpResponse:
    query = search_text(request, "q")
    people = User.objects.prefetch_related("assignments__team").order_by("-is_active", "sort_name")
    if query:
        people = people.filter(Q(name__icontains=query) | Q(email__icontains=query))
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    today = today_of(request)
    now = timezone.now()
    mail_goes_out = mail_state(now).goes_out(now)
    rows = [(user, [role for role in user.assignments.all() if is_current_on(role, today)]) for user in page]
    return render(
        request,
        "careleavers/staff/list.html",
        {
            "page": page,
            "rows": rows,
            "query": query,
            "mail_goes_out": mail_goes_out,
            "wrong_jobs": wrong_jobs(now),
            "problems": PageProblem.objects.filter(answered_at=None).count(),
            "roles_to_decide": ProposedRole.objects.filter(undecided(current_user(request))).count(),
            "left_to_set_up": left_to_do(request),
        },
    )


@requires(Permission.MANAGE_USERS)
def staff_add(request: HttpRequest) -> HttpResponse:
    form = UserForm(post_data(request))
    if added := submit(request, form, lambda: actions.add_user(by=current_user(request), **form.cleaned_data)):
        user = added.result
        messages.success(request, f"Account for {user.name} made. Now give a role, and make a link to sign in.")
        return redirect("staff_member", user.pk)
    return render(request, "careleavers/staff/form.html", {"form": form, "member": None})


@requires(Permission.MANAGE_USERS)
@require_safe
def staff_member(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One account: its roles now and before, and how its owner signs in."""
    member = get_object_or_404(User, pk=user_id)
    today = today_of(request)
    roles = list(member.assignments.select_related("team").order_by("-starts_on"))
    is_linked = SocialAccount.objects.filter(user=member).exists()
    context = {
        "member": member,
        "roles": [role for role in roles if role.ends_on is None or role.ends_on > today],
        "former": [role for role in roles if role.ends_on is not None and role.ends_on <= today],
        "why_no_link": actions.why_not_make_link(member, timezone.now()),
        "is_linked": is_linked,
        "is_self": member == current_user(request),
        "today": today,
    }
    return render(request, "careleavers/staff/member.html", context)


@require_POST
@requires(Permission.MANAGE_USERS)
def staff_link(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """A link to choose a password, shown once to the administrator who asked for it; its owner is told."""
    member = get_object_or_404(User, pk=user_id, socialaccount=None)
    by = current_user(request)
    if not attempt(request, lambda: actions.make_password_link(by=by, user=member, now=timezone.now())):
        return redirect("staff_member", user_id)
    link = request.build_absolute_uri(password_link(member))
    return render(request, "careleavers/staff/link.html", {"member": member, "link": link})


@requires(Permission.MANAGE_USERS)
def staff_edit(request: HttpRequest, user_id: UUID) -> HttpResponse:
    member = get_object_or_404(User, pk=user_id)
    form = UserForm(post_data(request), row=member)
    by = current_user(request)
    if submit(
        request, form, lambda: actions.change_user(by=by, user=member, today=today_of(request), **form.cleaned_data)
    ):
        messages.success(request, f"{member.name}'s account changed.")
        return redirect("staff_member", member.pk)
    return render(request, "careleavers/staff/form.html", {"form": form, "member": member})


@requires(Permission.MANAGE_USERS)
def role_add(request: HttpRequest, user_id: UUID) -> HttpResponse:
    member = get_object_or_404(User, pk=user_id)
    form = RoleForm(post_data(request), today=today_of(request))
    given = submit(
        request,
        form,
        lambda: actions.give_role(by=current_user(request), user=member, today=today_of(request), **form.cleaned_data),
        refused_on="role",
    )
    if given:
        role, starts_on = given.result, given.result.starts_on
        since = f"will be {role} from {day(starts_on)}" if starts_on > today_of(request) else f"is now {role}"
        messages.success(request, f"{member.name} {since}. They sign in again to use it.")
        return redirect("staff_member", member.pk)
    return render(request, "careleavers/staff/role.html", {"form": form, "member": member})


@requires(Permission.MANAGE_USERS)
def role_end(request: HttpRequest, user_id: UUID, role_id: UUID) -> HttpResponse:
    """Ask from which day; then end the role."""
    assignment = get_object_or_404(RoleAssignment.objects.select_related("user", "team"), pk=role_id, user_id=user_id)
    member, today, by = assignment.user, today_of(request), current_user(request)
    form = EndRoleForm(post_data(request), today=today)
    ended = submit(
        request,
        form,
        lambda: actions.end_role(by=by, assignment=assignment, today=today, **form.cleaned_data),
        refused_on="ends_on",
    )
    if ended:
        ends_on = form.cleaned_data["ends_on"]
        until = f"has the role until {day(ends_on)}" if ends_on > today else "is no longer that"
        messages.success(request, f"{assignment}: {member.name} {until}.")
        return redirect("staff_member", user_id)
    return render(
        request, "careleavers/staff/role_end.html", {"form": form, "member": member, "assignment": assignment}
    )


@require_POST
@requires(Permission.MANAGE_USERS)
def staff_switch(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Open a closed account again, unlink it or end its sessions, by the button pressed."""
    member, today = get_object_or_404(User, pk=user_id), today_of(request)
    switches: dict[str, tuple[Callable[..., None], str]] = {
        "enable": (partial(actions.enable_user, today=today), f"{member.name} can sign in again."),
        "unlink": (unlink_from_directory, f"{member.name} is linked again when they next sign in by the directory."),
        "end": (actions.end_sessions, f"{member.name} is signed out everywhere."),
    }
    if switch := switches.get(request.POST.get("do", "")):
        do, success = switch
        attempt(request, lambda: do(by=current_user(request), user=member), success)
    return redirect("staff_member", user_id)


@open_to_signed_in("everybody chooses their own keyboard shortcut")
def preferences(request: HttpRequest) -> HttpResponse:
    """One's own phone and choices; the single-key shortcut can be switched off (WCAG 2.1.4)."""
    user = current_user(request)
    form = PreferencesForm(post_data(request), initial={"shortcuts_on": user.shortcuts_on, "phone": user.phone})
    if request.method == "POST" and form.is_valid():
        actions.choose_own(by=user, today=today_of(request), **form.cleaned_data)
        messages.success(request, "Your choice is saved.")
        return redirect("preferences")
    roles = current_user(request).assignments.filter(on_day(today_of(request))).select_related("team")
    context = {"form": form, "roles": roles, "may_log": user.may(Permission.LOG_CONTACT)}
    return render(request, "careleavers/staff/preferences.html", context)


def is_current_on(assignment: RoleAssignment, day: date) -> bool:
    return assignment.starts_on <= day and (assignment.ends_on is None or assignment.ends_on > day)


def password_link(user: User) -> str:
    """The address at which the owner of an account chooses a password: once, within the token's three days."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
