"""Who signs out in one window while another one waits for an answer is led to signing in, and not to an error."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from careleavers.site.middleware import unsent

SAID = "You were signed out while this page was being made. Sign in again."


class InterruptedSessionMiddleware(SessionMiddleware):
    """Django's, which answers 400 where the session was deleted between the beginning and the end of a request."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            return self._lead_to_signing_in(request, response)

    def _lead_to_signing_in(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """A redirect says that something was done, and leads to signing in by itself; a script hears 401 next time.

        A page is not shown to whoever has just signed out; what was sent to it was not saved, and is kept.
        """
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or "Location" in response.headers:
            return response
        writer = request.user.pk
        request.session = self.SessionStore()
        kept = unsent.keep(request, writer=str(writer) if writer else None)
        answer = redirect_to_login(request.get_full_path())
        messages.info(request, SAID)
        if kept:
            messages.info(request, unsent.KEPT)
        request._messages.update(answer)  # type: ignore[attr-defined]
        return super().process_response(request, answer)
