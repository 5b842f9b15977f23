"""The addresses of figures, and a page's text."""

from django.test import Client

DASHBOARD = "/reporting/"


SUITABLE = "/reporting/figures/ACCOM_SUITABLE/"


def text_of(client: Client, url: str, **asked_for: object) -> str:
    response = client.get(url, asked_for)
    assert response.status_code == 200
    return response.content.decode()
