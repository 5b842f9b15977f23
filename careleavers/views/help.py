"""Help where one is: the text of each page, the words of the field, and whom to ask."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from careleavers.documents.guide import guide_pdf
from careleavers.models import User
from careleavers.permissions import Role
from careleavers.site import help as texts
from careleavers.site.glossary import glossary, meanings_of
from careleavers.site.help_pictures import pictures_of
from careleavers.site.help_topic import by_group
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import current_user, open_to_signed_in, policies_of, search_text, today_of

LONGEST_QUERY = 100
SIGNING_IN = "signing-in"


@open_to_signed_in("everybody may need help")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The texts for this user's roles by group, the others after them, a search, and whom to ask."""
    query = search_text(request, "q")[:LONGEST_QUERY]
    theirs, others = texts.topics_for(current_user(request))
    context = {
        "query": query,
        "found": texts.search(query, policies_of(request)) if query else [],
        "groups": by_group(theirs),
        "others": by_group(others),
        "guides": guides_for(current_user(request)),
        "whom": whom_to_ask(request),
    }
    return render(request, "careleavers/help/index.html", context)


@open_to_signed_in("everybody may need help")
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return _topic_page(request, slug, {"whom": whom_to_ask(request)})


@login_not_required
@require_safe
def signing_in(request: HttpRequest) -> HttpResponse:
    """The one text that somebody reads who cannot get in; it names nobody then, but whom the authority has chosen."""
    signed_in = isinstance(request.user, User)
    return _topic_page(request, SIGNING_IN, {"whom": whom_to_ask(request) if signed_in else {"administrators": []}})


@open_to_signed_in("the words are for everybody who works here")
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """The staff glossary, by letter."""
    letters = [(letter, list(found)) for letter, found in groupby(glossary(), lambda word: word.term[0].upper())]
    return render(request, "careleavers/help/words.html", {"letters": letters})


@open_to_signed_in("everybody may print any guide")
@require_safe
def guide(request: HttpRequest, role: str) -> HttpResponse:
    """The texts for the pages of a role, with the words in them, as a tagged PDF."""
    try:
        found = Role(role.replace("-", "_"))
    except ValueError as unknown:
        raise Http404("There is no such role.") from unknown
    return as_pdf(guide_pdf(found, policies_of(request), today_of(request)), f"guide-{role}.pdf")


def _topic_page(request: HttpRequest, slug: str, context: dict[str, Any]) -> HttpResponse:
    found = texts.topic_named(slug)
    if found is None:
        raise Http404("There is no such text.")
    context |= {
        "topic": found,
        "text": mark_safe(texts.html_of(found, policies_of(request))),  # a template of ours
        "pictures": pictures_of(found.slug),
        "words": meanings_of(found.words),
    }
    return render(request, "careleavers/help/topic.html", context)


def guides_for(user: User) -> list[tuple[str, str, bool]]:
    """Every role's guide: the end of its address, what it is called, and whether the user has that role today."""
    return [(role.value.replace("_", "-"), role.label, role in user.access.roles) for role in Role]


def whom_to_ask(request: HttpRequest) -> dict[str, Any]:
    """The administrators of today: whom to ask where the authority has named nobody else."""
    administrators = User.objects.with_role(Role.SYSTEM_ADMINISTRATOR, today=today_of(request)).order_by("sort_name")
    return {"administrators": list(administrators)}
