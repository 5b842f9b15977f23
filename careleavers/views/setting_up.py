"""The first day: what is set up, what is to be done, and what is not needed here. It can be left and taken up again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import setting_up as actions
from careleavers.forms.setting_up import CodeForm, ConfirmForm, NotNeededForm
from careleavers.models import PolicyValue
from careleavers.permissions import Permission
from careleavers.queries.setting_up import CONFIRMED_GROUPS, SetupLine, SetupStep, setup_facts, step_lines, to_confirm
from careleavers.rules.setting_up import StepState
from careleavers.site.extensions import setup_steps
from careleavers.views.gates import current_user, policies_of, post_data, requires, today_of
from careleavers.views.policies import value_words
from careleavers.views.submission import attempt, submit


def lines_of(request: HttpRequest) -> list[SetupLine]:
    return step_lines(setup_steps(), setup_facts(today_of(request), timezone.now(), policies_of(request)))


def left_to_do(request: HttpRequest) -> int:
    """How many steps are to do, for who can do them."""
    if not current_user(request).may(Permission.MANAGE_SETTINGS):
        return 0
    return _left(lines_of(request))


def _left(lines: list[SetupLine]) -> int:
    return sum(line.answer.state == StepState.TO_DO for line in lines)


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    lines = lines_of(request)
    return render(request, "careleavers/setting_up/page.html", {"lines": lines, "left": _left(lines)})


@requires(Permission.MANAGE_SETTINGS)
def leave_out(request: HttpRequest, step: str) -> HttpResponse:
    found = _step_or_404(step)
    form = NotNeededForm(post_data(request))
    by = current_user(request)
    if submit(request, form, lambda: actions.leave_out_step(by=by, step=found.code, **form.cleaned_data)):
        messages.success(request, f"{found.title}: not needed.")
        return redirect("set_up")
    return render(request, "careleavers/setting_up/leave_out.html", {"form": form, "step": found})


@require_POST
@requires(Permission.MANAGE_SETTINGS)
def take_up(request: HttpRequest, step: str) -> HttpResponse:
    found = _step_or_404(step)
    attempt(request, lambda: actions.take_up_step(by=current_user(request), step=found.code), f"{found.title}: to do.")
    return redirect("set_up")


def _step_or_404(code: str) -> SetupStep:
    for step in setup_steps():
        if step.code == code and step.may_be_left_out:
            return step
    raise Http404("There is no such step, or every council needs it.")


@requires(Permission.MANAGE_SETTINGS)
def confirm(request: HttpRequest, group: str) -> HttpResponse:
    """The settings of a group as they are; those that nobody has chosen are confirmed with one button."""
    if group not in CONFIRMED_GROUPS:
        raise Http404
    today, form = today_of(request), ConfirmForm(post_data(request))
    by = current_user(request)
    confirmed = submit(
        request, form, lambda: actions.confirm_settings(by=by, group=group, today=today, **form.cleaned_data)
    )
    if confirmed:
        messages.success(request, f"{CONFIRMED_GROUPS[group]}: confirmed.")
        return redirect("set_up")
    values = PolicyValue.objects.in_force(today)
    rows = [(policy, value_words(policy, values[policy.key])) for policy in to_confirm(group, today)]
    context = {"form": form, "heading": CONFIRMED_GROUPS[group], "rows": rows}
    return render(request, "careleavers/setting_up/confirm.html", context)


@requires(Permission.MANAGE_SETTINGS)
def mail(request: HttpRequest) -> HttpResponse:
    """A message to oneself, and the code that it brought."""
    by, today = current_user(request), today_of(request)
    if request.method == "POST" and "send" in request.POST:
        attempt(
            request, lambda: actions.send_test_message(by=by, today=today), f"A message is on its way to {by.email}."
        )
        return redirect("set_up_mail")
    form = CodeForm(post_data(request))
    if submit(request, form, lambda: actions.prove_mail(by=by, today=today, **form.cleaned_data), refused_on="code"):
        messages.success(request, "Mail arrives.")
        return redirect("set_up")
    return render(request, "careleavers/setting_up/mail.html", {"form": form})
