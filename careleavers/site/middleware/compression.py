"""Pages travel compressed, unless another website asked for them.

A page that holds both what its address says and a secret gives that secret away by its length, letter by letter, to a
website that can ask for it often enough (BREACH). So nothing that another website asks for is compressed, and Django's
own middleware makes the length of the rest vary. Browsers that do not say who asks get pages as they are.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

ASKED_BY = "Sec-Fetch-Site"
OURSELVES = ("same-origin", "none")  # a page of ours; the address bar or a bookmark


class CompressionMiddleware(GZipMiddleware):
    """Of what views answer only HTML: static files are compressed once, when they are collected."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith(
            "text/html"
        )
        if is_page and request.headers.get(ASKED_BY) in OURSELVES:
            return super().process_response(request, response)
        return response
