"""Pages that somebody without an account opens by a secret address, and how a young person is given one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

import segno
from allauth.core.internal import ratelimit  # the public one lets every GET through
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from careleavers.actions import secret_links as actions
from careleavers.forms.meeting_links import ItemCodeForm
from careleavers.forms.secret_links import BirthdayForm
from careleavers.models import YoungPerson
from careleavers.models.secret_links import SecretLink
from careleavers.queries.secret_links import with_secret
from careleavers.views.gates import current_user, storable_fields
from careleavers.views.submission import attempt

OPENED_AS_OFTEN = {"open": "60/m/ip"}  # a college or a police station may share one address of the network
STAYS_OPEN = 60 * 60  # seconds from the birthday to the answer
SALT = "secret_link"
BIRTHDAY = [f"date_of_birth_{part}" for part in ("day", "month", "year")]
NO_SUCH_LINK = "This link does not open anything any more."
TOO_OFTEN = "Too many tries just now. Wait a minute, then try again."
WRONG_CODE = "That is not the code. Ask whoever sent you the link."
WRONG_BIRTHDAY = "That is not the date of birth that we have. Check it, or ask your adviser."

OpenLinks = Callable[[datetime], QuerySet[Any]]


def too_many_tries(request: HttpRequest, app: str) -> HttpResponse | None:
    """The page that says so, once links of this kind were opened too often from one address of the network."""
    if ratelimit.consume(request, app=app, action="open", config=OPENED_AS_OFTEN, limit_get=True):
        return None
    return closed_page(request, status=429, says=TOO_OFTEN)


def closed_page(request: HttpRequest, *, status: int = 404, says: str = NO_SUCH_LINK) -> HttpResponse:
    """Why nothing is opened; it names nobody and nothing."""
    return render(request, "careleavers/links/closed.html", {"says": says}, status=status)


def open_to_them(
    request: HttpRequest,
    secret: str,
    *,
    open_links: OpenLinks,
    show: Callable[[HttpRequest, Any, QueryDict], HttpResponse],
    answer: Callable[[HttpRequest, Any, QueryDict], HttpResponse],
    over: Callable[[HttpRequest, str], HttpResponse] | None = None,
) -> HttpResponse:
    """The birthday first, then what the link opens; nothing of theirs is shown before.

    `show` is given the link and what they were writing when the birthday was asked again, and puts `proof_of` into its
    form; what that form sends within the hour goes to `answer`. `over` is the page for a secret that opens nothing.
    """
    now = timezone.now()
    if refused := too_many_tries(request, open_links(now).model.CALLED):
        return refused
    link = with_secret(open_links(now), secret)
    if link is None:
        return over(request, secret) if over else closed_page(request)
    data = storable_fields(request.POST)
    if _has_proof(data, link):
        return answer(request, link, data)
    form = BirthdayForm(data if BIRTHDAY[0] in data else None)
    if form.is_bound and form.is_valid():
        born = form.cleaned_data["date_of_birth"]
        if actions.open_with_birthday(links=open_links(now), link=link, date_of_birth=born, now=now):
            return show(request, link, data)
        if with_secret(open_links(now), secret) is None:
            return closed_page(request)
        form.add_error("date_of_birth", WRONG_BIRTHDAY)
    return render(request, "careleavers/links/birthday.html", {"form": form, "typed": _typed(data)})


def open_to_a_service(
    request: HttpRequest,
    secret: str,
    *,
    open_links: OpenLinks,
    show: Callable[[HttpRequest, Any], HttpResponse],
    answer: Callable[[HttpRequest, Any, QueryDict], HttpResponse] | None = None,
) -> HttpResponse:
    """The code first, then what `show` makes of the link: nothing of it is shown before, and nothing else is ever.

    What a form with `proof_of` the link sends within the hour goes to `answer`, where there is something to answer.
    """
    now = timezone.now()
    if refused := too_many_tries(request, open_links(now).model.CALLED):
        return refused
    link = with_secret(open_links(now), secret)
    if link is None:
        return closed_page(request)
    data = storable_fields(request.POST)
    if answer and _has_proof(data, link):
        return answer(request, link, data)
    form = ItemCodeForm(data if "code" in data else None)
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        if actions.open_with_code(links=open_links(now), link=link, secret=secret, code=code, now=now):
            return show(request, link)
        if with_secret(open_links(now), secret) is None:
            return closed_page(request)
        form.add_error("code", WRONG_CODE)
    return render(request, "careleavers/links/code.html", {"form": form, "typed": _typed(data)})


def proof_of(link: SecretLink) -> str:
    """A signed proof, for this link and an hour, that the birthday or the code was given; sent with the answer."""
    return signing.dumps(str(link.pk), salt=SALT)


def _has_proof(data: QueryDict, link: SecretLink) -> bool:
    try:
        return bool(signing.loads(data.get("proof", ""), salt=SALT, max_age=STAYS_OPEN) == str(link.pk))
    except signing.BadSignature:
        return False


def _typed(data: QueryDict) -> list[tuple[str, str]]:
    """What they had written when the hour was over: it comes back once they have given their birthday again."""
    others = [name for name in data if name not in {"csrfmiddlewaretoken", "proof", "code", *BIRTHDAY}]
    return [(name, value) for name in others for value in data.getlist(name)]


def share_with_them(
    request: HttpRequest,
    person: YoungPerson,
    *,
    make: Callable[[], str],
    opens: str,
    links: QuerySet[Any],
    open_links: OpenLinks,
    subject: str,
    says: str = "here is what we talked about.",
) -> dict[str, Any]:
    """Make a link where that was asked for, show it this once, and e-mail it where that was ticked.

    What `careleavers/links/_share.html` needs. `make` gives the secret, `opens` names the page that it opens, `links`
    are those to the same thing. `subject` and `says` speak of nothing that others should not read over a shoulder.
    """
    address = ""
    if request.method == "POST" and (made := attempt(request, make)):
        address = request.build_absolute_uri(reverse(opens, args=[made.result]))
    link = links.select_related("recorded_by").first()
    worker = current_user(request).get_short_name()
    text = f"Hello {person.short_name}, {says} It asks for your birthday. {address} {worker}"
    if address and link and (to := storable_fields(request.POST).get("email", "")):
        send = partial(actions.send_link, by=current_user(request), link=link)
        attempt(request, lambda: send(to=to, subject=subject, text=text), f"It is on its way to {to}.")
    return {
        "shown": address,
        "qr": segno.make(address, error="m").svg_data_uri(scale=4) if address else "",
        "text": quote(text) if address else "",
        "link": link,
        "is_open": link is not None and open_links(timezone.now()).filter(pk=link.pk).exists(),
        "mobiles": _details(person, "mobile"),
        "emails": _details(person, "email"),
    }


def _details(person: YoungPerson, kind: str) -> list[str]:
    """The numbers or addresses of theirs that are safe to use."""
    details = person.contact_details.filter(kind=kind, safe_to_use=True, ends_on=None)
    return list(details.values_list("value", flat=True))
