"""Records that may be of one person: listed, compared, said to be two people, merged, and taken apart again."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.actions import merging
from careleavers.forms.merging import MergeForm
from careleavers.models import RecordMerge, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.duplicate_pairs import details_of, duplicate_pairs, same_in, verbose_name
from careleavers.queries.record_rows import plan_of, relations
from careleavers.rules import codes
from careleavers.rules.words import day
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.submission import attempt, submit

PER_PAGE = 25
CODES = {"gender": "SEX", "ethnicity": "ETHNIC"}


@requires(Permission.MERGE_RECORDS)
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    """The pairs among those whom this user may see, the most alike first."""
    page = Paginator(duplicate_pairs(current_user(request)), PER_PAGE).get_page(request.GET.get("page"))
    merges = _merges_of(current_user(request)).exists()
    return render(request, "careleavers/duplicates/list.html", {"page": page, "merges": merges})


@requires(Permission.MERGE_RECORDS)
@require_safe
def pair(request: HttpRequest, first_id: UUID, second_id: UUID) -> HttpResponse:
    """Two records beside each other."""
    first, second = _both(request, first_id, second_id)
    context = {
        "first": first,
        "second": second,
        "same": list(same_in(first, second, details_of(first, second))),
        "lines": _compared(first, second),
        "rows": [sum(each.rows(person).count() for each in relations()) for person in (first, second)],
        "why_not": merging.why_not_merge(first, second),
    }
    return render(request, "careleavers/duplicates/pair.html", context)


@require_POST
@requires(Permission.MERGE_RECORDS)
def different(request: HttpRequest, first_id: UUID, second_id: UUID) -> HttpResponse:
    first, second = _both(request, first_id, second_id)
    said = f"{first.known_as} and {second.known_as} stay two people: you are not asked again."
    attempt(request, lambda: merging.say_different(by=current_user(request), first=first, second=second), said)
    return redirect("duplicate_list")


@requires(Permission.MERGE_RECORDS)
def merge(request: HttpRequest, kept_id: UUID, merged_id: UUID) -> HttpResponse:
    """What would move from the second record into the first; then it does."""
    kept, merged = _both(request, kept_id, merged_id)
    form = MergeForm(post_data(request))
    done = submit(
        request,
        form,
        lambda: merging.merge_records(
            by=current_user(request), kept=kept, merged=merged, today=today_of(request), **form.cleaned_data
        ),
    )
    if done:
        until = day(done.result.merged_on + merging.UNDO_WITHIN)
        messages.success(request, f"The two records are one. You can take that back until {until}.")
        return redirect("person", kept.pk)
    plan = plan_of(kept, merged)
    refusal = merging.why_not_merge(kept, merged)
    context = {
        "kept": kept,
        "merged": merged,
        "form": form,
        "plan": plan,
        "clashes": [*([refusal] if refusal else []), *plan.clashes],
        "filled": [_label(name) for name in merging.what_is_filled(kept, merged)],
        "differs": [
            (_label(each.name), _shown(kept, each.name), _shown(merged, each.name))
            for each in merging.what_differs(kept, merged)
        ],
        "until": today_of(request) + merging.UNDO_WITHIN,
        "becomes_restricted": merged.is_restricted and not kept.is_restricted,
    }
    return render(request, "careleavers/duplicates/merge.html", context)


@requires(Permission.MERGE_RECORDS)
@require_safe
def merge_list(request: HttpRequest) -> HttpResponse:
    """What was merged, newest first, with what can still be taken back."""
    user, today = current_user(request), today_of(request)
    page = Paginator(_merges_of(user), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, _why_not_undo(each, today)) for each in page]
    return render(request, "careleavers/duplicates/merges.html", {"page": page, "rows": rows})


@require_POST
@requires(Permission.MERGE_RECORDS)
def undo(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    user = current_user(request)
    done = get_object_or_404(_merges_of(user), pk=merge_id)
    undone = attempt(request, lambda: merging.undo_merge(by=user, merge=done, today=today_of(request)))
    if undone:
        gone = f" {undone.result} of what had moved is not there any more." if undone.result else ""
        messages.success(
            request, f"They are two records again. What was written since stays with {done.kept.known_as}.{gone}"
        )
    return redirect("merge_list")


def _merges_of(user: User) -> Any:
    """Of records that the user may see; one that was taken back names the other record as well."""
    visible = YoungPerson.objects.visible_to(user)
    named = Q(undone_on=None) | Q(merged_id__in=visible.order_by().values("pk"))
    return RecordMerge.objects.filter(named, kept__in=visible).select_related("kept", "recorded_by", "undone_by")


def _why_not_undo(merge: RecordMerge, today: date) -> str:
    """As far as a list says it without a query for each."""
    if merge.undone_on:
        return f"Taken back {day(merge.undone_on)}"
    if merge.forgotten_on or today > merge.merged_on + merging.UNDO_WITHIN:
        return f"Could be taken back until {day(merge.merged_on + merging.UNDO_WITHIN)}"
    return ""


def _both(request: HttpRequest, first_id: UUID, second_id: UUID) -> tuple[YoungPerson, YoungPerson]:
    """Two records, if this user may see both. Else 404."""
    if first_id == second_id:
        raise Http404
    return fetch_person(request, first_id, page="duplicates"), fetch_person(request, second_id, page="duplicates")


def _compared(first: YoungPerson, second: YoungPerson) -> list[tuple[str, str, str, bool]]:
    """By field of which either says something: what both say, and whether it is the same."""
    names = ["local_id", *(each.name for each in merging.said_fields()), "team"]
    lines = ((_label(name), _shown(first, name), _shown(second, name)) for name in names)
    own = _label("local_id")
    return [(label, one, other, label == own or one == other) for label, one, other in lines if one or other]


def _label(name: str) -> str:
    label = verbose_name(name)
    return label[0].upper() + label[1:]


def _shown(person: YoungPerson, name: str) -> str:
    value: Any = getattr(person, name)
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(value, date):
        return day(value)
    if name in CODES:
        return codes.label(CODES[name], value)
    if name == "disability":
        return str(person.get_disability_display())
    return str(value or "")
