"""The authority's own colour as a style sheet: strict CSP allows no style attributes."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from careleavers.rules import colours


@login_not_required
@require_safe
@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def theme(request: HttpRequest, colour: str) -> HttpResponse:
    """The style sheet for a colour written "0b5c63": open, since it names nobody, and kept, since it never changes.

    A colour too light to be read is darkened until it can be.
    """
    if not colours.is_colour(f"#{colour}"):
        raise Http404("A colour is six hexadecimal digits.")
    return HttpResponse(f":root{{--brand:{colours.readable(f'#{colour}')}}}\n", content_type="text/css")
