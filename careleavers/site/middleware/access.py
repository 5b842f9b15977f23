"""Who is asking, on which day, and under which policies."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from careleavers.actions.base import acting_from
from careleavers.actions.reads import note_view
from careleavers.actions.sign_ins import record_sign_in_event
from careleavers.models import PolicyValue, User
from careleavers.models.asking import ask_together
from careleavers.models.policies import policies_in_force
from careleavers.models.staff import ROLES_HELD
from careleavers.site import log_context
from careleavers.site.middleware import idle, unsent

SESSION_KEY = "access_version"
ASKS_NOTHING = {"/ping"}  # answered while the database is away: who asks does not matter


class AccessMiddleware:
    """Reads the day and the policies once per request, and ends sessions whose account or roles have changed, or in
    which nothing was done for too long.

    Notes the view of a record that was shown in answer to something other than a GET (see `gates.note_opened`), and
    lets events say from which address they were asked for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in ASKS_NOTHING:
            return self.get_response(request)
        with acting_from(address_of(request)):
            return self._respond(request)

    def _respond(self, request: HttpRequest) -> HttpResponse:
        user, today = request.user, timezone.localdate()
        # The sign-in page names the authority too; a page that shows no policy reads none.
        request.policies = SimpleLazyObject(lambda: PolicyValue.objects.in_force(today))  # type: ignore[attr-defined]
        if isinstance(user, User):
            log_context.add(user_id=str(user.pk))
            if request.session.setdefault(SESSION_KEY, user.access_version) != user.access_version:
                logout(request)
                messages.info(request, "You were signed out because what you may do here has changed. Sign in again.")
                return self.get_response(request)  # signed out: a page leads to signing in, a script hears 401
            if idle.was_idle(request):
                logout(request)
                record_sign_in_event(by=user, name="signed_out_when_idle", account=user)
                messages.info(request, idle.SAID)
                return self.get_response(request)
            policies, held = ask_together(policies_in_force.steps(today), ROLES_HELD.rows.steps(user.pk, today))
            request.policies = policies  # type: ignore[attr-defined]
            user.under(policies, today, held=held)
            response = self.get_response(request)
            opened = getattr(request, "opened", None)
            if opened and response.status_code == HTTPStatus.OK:
                person, page = opened
                note_view(by=user, person=person, page=page)
            unsent.remember_writer(request, response, user)
            return response
        return self.get_response(request)


def address_of(request: HttpRequest) -> str | None:
    """The browser's network address, through as many proxies as are ours; None where it cannot be told."""
    try:
        name: str | None = get_adapter().get_client_ip(request)
        return name
    except (PermissionDenied, ValueError):
        return None
