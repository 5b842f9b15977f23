"""What people see when something went wrong. The pages for 400, 500 and 503 ask nothing of the database."""

import re
import sys

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.http.request import RawPostDataException
from django.template.loader import get_template

from careleavers.rules.uploads import LEFT_OUT
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
        "sent": sent_again(request) + files_left_out(request),
        "without_files": bool(files_left_out(request)),
        "path": request.get_full_path(),
        "request_id": log_context.request_id(),
    }
    response = HttpResponse(get_template("503.html").render(context), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def sent_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a POST to send again, the CSRF token among them; none when it carried secrets or nothing."""
    if request.method != "POST":
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (RawPostDataException, OSError):
        return []
    secret = any(SECRET.search(name) for name, _ in fields if name != "csrfmiddlewaretoken")
    return [] if secret else fields


def files_left_out(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form is sent with again instead of its files, so that it asks for them (see `forms.uploads`)."""
    if not sent_again(request):
        return []
    return [(f"{name}{LEFT_OUT}", "yes") for name in request.FILES]
