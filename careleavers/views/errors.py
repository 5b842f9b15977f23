"""What people see when something went wrong. The pages for 400, 500 and 503 ask nothing of the database."""

import re
import sys

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.http.request import RawPostDataException
from django.template.loader import get_template

from careleavers.site import log_context

RETRY_SECONDS = 10
# Never echoed: what proves who somebody is.
SECRET = re.compile(r"password|token|secret|credential|^code$", re.IGNORECASE)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseBadRequest(get_template("400.html").render())


def closed(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Comes before a page of a library that is not for us."""
    raise Http404


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the exception is handled: a database that is away for a moment is a 503, anything else a 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return HttpResponseServerError(get_template("500.html").render({"request_id": log_context.request_id()}))


def unavailable(request: HttpRequest) -> HttpResponse:
    """Nothing was saved. What was sent is in the page, so that one button sends it again."""
    context = {
        "sent": sent_again(request),
        "path": request.get_full_path(),
        "request_id": log_context.request_id(),
    }
    response = HttpResponse(get_template("503.html").render(context), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def sent_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a POST to send again, the CSRF token among them; none when it carried secrets, files or nothing."""
    if request.method != "POST":
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        has_files = bool(request.FILES)
    except (RawPostDataException, OSError):
        return []
    secret = any(SECRET.search(name) for name, _ in fields if name != "csrfmiddlewaretoken")
    return [] if secret or has_files else fields
