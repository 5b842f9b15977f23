"""A young person reads what is theirs, without an account or on paper; and their worker makes and ends the link."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from careleavers.models import User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.advisers import advisers_on
from careleavers.views.gates import current_user, fetch_person, policies_of, requires, today_of
from careleavers.views.record_page import may_change, record_context
from careleavers.views.secret_links import open_to_them, proof_of, share_with_them
from careleavers.views.submission import attempt
from offers.actions import passport_links as actions
from offers.forms.passport_links import HelpWantedForm
from offers.models import PassportLink
from offers.queries.passport import passport_of
from offers.queries.passport_links import open_links
from offers.rules.passport import PassportItem
from offers.rules.passport_words import HELP_INTRO, NOTHING_WRITTEN, SHOWN, grouped_to_them


@requires(Permission.LOG_CONTACT)
@never_cache
def share(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Make a link and show it this once, with what it takes to give it to them."""
    person, user = fetch_person(request, person_id, page="passport_share"), current_user(request)
    shared = share_with_them(
        request,
        person,
        make=lambda: actions.make_passport_link(by=user, person=person, now=timezone.now()),
        opens="offers:passport_link",
        links=person.passport_links.all(),
        open_links=open_links,
        subject="What is yours",
    )
    context = record_context(request, person, **shared)
    context["may_write"] = may_change(user, Permission.LOG_CONTACT, context["closed"])
    return render(request, "offers/passport/share.html", context)


@require_POST
@requires(Permission.LOG_CONTACT)
def end(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="passport_share_end")
    attempt(
        request,
        lambda: actions.end_passport_links(by=current_user(request), person=person, now=timezone.now()),
        "The link opens nothing any more.",
    )
    return redirect("offers:passport_share", person.pk)


@requires(Permission.VIEW_RECORD)
@require_safe
def paper(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The same to print and give them."""
    person = fetch_person(request, person_id, page="passport_paper")
    groups = grouped_to_them(_items(request, person))
    context = record_context(request, person, groups=groups, nothing=NOTHING_WRITTEN)
    context["adviser"] = _adviser(request, person)
    return render(request, "offers/passport/paper.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters()
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """The birthday first, then what is theirs, with room to ask for help. Nothing of theirs is shown before."""
    return open_to_them(request, secret, open_links=open_links, show=_show, answer=_ask)


def _show(request: HttpRequest, link: PassportLink, data: QueryDict) -> HttpResponse:
    items = _items(request, link.person)
    return _theirs(request, link, items, _form(items, data if "answer_id" in data else None))


def _ask(request: HttpRequest, link: PassportLink, data: QueryDict) -> HttpResponse:
    items = _items(request, link.person)
    form = _form(items, data)
    if not form.is_valid():
        return _theirs(request, link, items, form)
    wanted = form.cleaned_data.get("help_with", ())
    message = actions.ask_for_help(
        link=link,
        answer_id=form.cleaned_data["answer_id"],
        names=[item.name for item in items if item.code in wanted],
        own_words=form.cleaned_data["own_words"],
        now=timezone.now(),
        today=today_of(request),
        working_days=policies_of(request)["duty_answer_days"],
    )
    return render(request, "offers/links/thanks.html", {"message": message, "link": link})


def _items(request: HttpRequest, person: YoungPerson) -> list[PassportItem]:
    """What is theirs, what may be, what opens later and what they have had; nothing else of the record."""
    items = passport_of(person, today_of(request), policies_of(request))
    return [item for item in items if item.state in SHOWN]


def _adviser(request: HttpRequest, person: YoungPerson) -> User | None:
    return advisers_on(today_of(request), [person.pk]).get(person.pk)


def _form(items: list[PassportItem], data: QueryDict | None) -> HelpWantedForm:
    groups = grouped_to_them(items)
    return HelpWantedForm(data, choices=[(each.code, each.name) for group in groups for each in group.items])


def _theirs(request: HttpRequest, link: PassportLink, items: list[PassportItem], form: HelpWantedForm) -> HttpResponse:
    context = {
        "form": form,
        "person": link.person,
        "groups": grouped_to_them(items),
        "nothing": NOTHING_WRITTEN,
        "help_intro": HELP_INTRO,
        "case_holder": link.person.on(today_of(request)).case_holder,
        "adviser": _adviser(request, link.person),
        "proof": proof_of(link),
    }
    return render(request, "offers/links/theirs.html", context)
