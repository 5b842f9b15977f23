"""One item of a meeting for somebody of another service: the link is made and ended, and opened with a code."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from careleavers.actions import meeting_links as actions
from careleavers.forms.meeting_links import ShareItemForm
from careleavers.models import MeetingItemLink
from careleavers.permissions import Permission
from careleavers.queries.meeting_links import links_of, open_links
from careleavers.queries.meeting_papers import papers_of
from careleavers.queries.meetings import actions_of, partners_of
from careleavers.views.documents import sent_to_save
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.meeting_items import item_to_run
from careleavers.views.secret_links import open_to_a_service, proof_of
from careleavers.views.submission import attempt, submit


@requires(Permission.VIEW_MEETINGS)
@never_cache
def share(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Make a link and show it this once, with the code that is told in another way."""
    item = item_to_run(request, item_id)
    form = ShareItemForm(post_data(request), partners=partners_of(item.body, today_of(request)))
    done = submit(
        request,
        form,
        lambda: actions.make_item_link(
            by=current_user(request), item=item, partner=form.cleaned_data["partner"], now=timezone.now()
        ),
    )
    made = done.result if done else None
    context = {
        "item": item,
        "body": item.body,
        "form": form,
        "address": request.build_absolute_uri(reverse("meeting_item_link", args=[made.secret])) if made else "",
        "code": made.code_to_tell if made else "",
        "partner": form.cleaned_data["partner"] if made else None,
        "links": links_of(item),
        "open_links": set(open_links(timezone.now()).filter(item=item).values_list("pk", flat=True)),
    }
    return render(request, "careleavers/meetings/share.html", context)


@require_POST
@requires(Permission.VIEW_MEETINGS)
def end(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = item_to_run(request, item_id)
    attempt(
        request,
        lambda: actions.end_item_links(by=current_user(request), item=item, now=timezone.now()),
        "No link opens it any more.",
    )
    return redirect("meeting_item_share", item.pk)


@login_not_required
@never_cache
@sensitive_post_parameters()
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """The code first, then the item."""
    return open_to_a_service(request, secret, open_links=open_links, show=_item, answer=_paper)


def _paper(request: HttpRequest, link: MeetingItemLink, data: QueryDict) -> HttpResponse:
    """A paper of their own item, to be saved; the item again where there is none such."""
    papers = {str(paper.pk): paper for paper in papers_of(link.item)}
    paper = papers.get(data.get("paper", ""))
    if paper is None:
        return _item(request, link)
    actions.note_paper_saved(link=link, paper=paper)
    return sent_to_save(paper)


def _item(request: HttpRequest, link: MeetingItemLink) -> HttpResponse:
    """What the item says, its papers, what was decided, and what this partner is to do."""
    given = actions_of([link.item]).get(link.item.pk, [])
    context = {
        "item": link.item,
        "link": link,
        "theirs": [action.task for action in given if action.partner_id == link.partner_id],
        "papers": papers_of(link.item),
        "proof": proof_of(link),
        "today": today_of(request),
    }
    return render(request, "careleavers/links/meeting_item.html", context)
