"""The topics of contacts, which an administrator edits."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from careleavers.actions.topics import save_topic
from careleavers.forms.topics import TopicForm
from careleavers.models import Topic
from careleavers.permissions import Permission
from careleavers.site.extensions import plan_matters
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.rows import fetch_row
from careleavers.views.submission import submit


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    matters = plan_matters()
    rows = [(topic, matters.get(topic.matter, "")) for topic in Topic.objects.all()]
    return render(request, "careleavers/topics/list.html", {"rows": rows})


@requires(Permission.MANAGE_SETTINGS)
def topic_edit(request: HttpRequest, topic_id: UUID | None = None) -> HttpResponse:
    """A new topic, or one that is changed or no longer offered."""
    topic = fetch_row(Topic, topic_id) if topic_id else None
    form = TopicForm(post_data(request), row=topic)
    saved = submit(
        request,
        form,
        lambda: save_topic(by=current_user(request), topic=topic, today=today_of(request), **form.cleaned_data),
    )
    if saved:
        messages.success(request, f"Saved: {saved.result.name}.")
        return redirect("topic_list")
    return render(request, "careleavers/topics/form.html", {"form": form, "topic": topic})
