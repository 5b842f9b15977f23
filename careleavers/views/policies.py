"""The authority's own choices."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions.policies import call_off_policy, set_policy
from careleavers.celery import run_soon
from careleavers.forms.policies import PolicyForm
from careleavers.forms.seen import InForce
from careleavers.models import PolicyValue
from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.rules.policies import REGISTRY, Policy
from careleavers.site.extensions import policy_tasks, settings_pages
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.submission import attempt, submit

AFFECTED = {"status": "legal status", "alerts": "alerts"}


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def policy_list(request: HttpRequest) -> HttpResponse:
    today = today_of(request)
    values = PolicyValue.objects.in_force(today)
    coming = {value.key: value for value in PolicyValue.objects.filter(from_on__gt=today).order_by("-from_on")}
    groups = [
        (
            group,
            [(policy, value_words(policy, values[policy.key]), _coming(policy, coming)) for policy in policies],
        )
        for group, policies in groupby(REGISTRY.values(), key=attrgetter("group"))
    ]
    context = {"groups": groups, "pages": settings_pages(current_user(request))}
    return render(request, "careleavers/policies/list.html", context)


def _coming(policy: Policy, coming: dict[str, PolicyValue]) -> str:
    """The next value of a policy that is chosen already, and from when, in words; "" where there is none."""
    value = coming.get(policy.key)
    return f"{value_words(policy, value.value)} from {words.day(value.from_on)}" if value else ""


@require_POST
@requires(Permission.MANAGE_SETTINGS)
def policy_call_off(request: HttpRequest, key: str, from_on: str) -> HttpResponse:
    """A value for a day to come is taken back."""
    value = get_object_or_404(PolicyValue, key=key, from_on=_day_or_404(from_on))
    attempt(
        request,
        lambda: call_off_policy(by=current_user(request), value=value, today=today_of(request)),
        f"{REGISTRY[key].label}: the value from {words.day(value.from_on)} is taken back.",
    )
    return redirect("policy_edit", key)


def _day_or_404(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Http404 from wrong


@requires(Permission.MANAGE_SETTINGS)
def policy_edit(request: HttpRequest, key: str) -> HttpResponse:
    """One policy: its value from a day on, and every value it had or will have."""
    if key not in REGISTRY:
        raise Http404
    policy, today = REGISTRY[key], today_of(request)
    form = PolicyForm(
        post_data(request),
        policy=policy,
        value=PolicyValue.objects.in_force(today)[key],
        today=today,
        in_force=_in_force(policy),
    )
    chosen = submit(
        request, form, lambda: set_policy(by=current_user(request), key=key, **form.cleaned_data), refused_on="value"
    )
    if chosen:
        messages.success(request, f"{policy.label}: saved.{_recompute_affected(policy, chosen.result, today)}")
        return redirect("policy_list")
    history = PolicyValue.objects.filter(key=key).select_related("recorded_by").order_by("-from_on")
    context = {
        "form": form,
        "policy": policy,
        "history": [(value, value_words(policy, value.value)) for value in history],
        "today": today,
        "default": value_words(policy, policy.default),
    }
    return render(request, "careleavers/policies/form.html", context)


def _in_force(policy: Policy) -> InForce:
    """Every value of the policy; the one written down last is told of."""
    rows = PolicyValue.objects.filter(key=policy.key)
    latest = rows.order_by("-recorded_at", "-from_on").first()
    if latest is None:
        return InForce()
    mark = " ".join(f"{from_on} {value}" for from_on, value in rows.order_by("from_on").values_list("from_on", "value"))
    said = f"{value_words(policy, latest.value)} from {words.day(latest.from_on)}"
    return InForce(hashlib.sha256(mark.encode()).hexdigest(), f"Somebody else chose {said} since you opened this page.")


def _recompute_affected(policy: Policy, chosen: PolicyValue, today: date) -> str:
    """Have what the policy affects worked out for everybody, and say so; one for a later day waits for its night."""
    tasks = [task for what, task in policy_tasks().items() if what in policy.affects]
    if not tasks:
        return ""
    what = words.listing(AFFECTED[each] for each in policy_tasks() if each in policy.affects)
    if chosen.from_on > today:
        return f" Everybody’s {what} will be worked out again in the night to {words.day(chosen.from_on)}."
    transaction.on_commit(partial(run_soon, *tasks))
    return f" Everybody’s {what} are being worked out again now, which takes a few minutes, or the night at the latest."


def value_words(policy: Policy, value: Any) -> str:
    match policy.kind:
        case "ages":
            return ", ".join(str(age) for age in value) or "None"
        case "choice":
            return dict(policy.choices).get(value, str(value))
        case "number" | "percentage" if value == 0 and policy.zero:
            return f"0: {policy.zero}"
        case "percentage":
            return f"{value} %"
        case _:
            return str(value) or "Not set"
