"""What an instance lets somebody in by: made on one, tried on another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import copy
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse

from pathways.actions.calendar_links import make_calendar_link
from tests.cast import Cast
from tests.test_secret_links import KINDS

SALT = "careleavers.staff_list"
# By name: `path` to open and `answers` to send there, a `cookie`, and what it `shows` to whoever is let in; or what is
# `sealed`.
Doors = dict[str, dict[str, Any]]


def made_here(cast: Cast, scene: Callable[[], AbstractContextManager[None]]) -> Doors:
    """Of each kind one, pat's or about amira; each opens in the instance that made it."""
    session = Client()
    session.force_login(cast.pat)
    token = default_token_generator.make_token(cast.pat)
    password = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(cast.pat), token])
    calendar = reverse("pathways:calendar_feed", args=[make_calendar_link(by=cast.pat)])
    doors: Doors = {
        "session": {
            "path": reverse("preferences"),
            "cookie": session.cookies[settings.SESSION_COOKIE_NAME].value,
            "shows": cast.pat.name,
        },
        "password": {"path": password, "shows": 'type="password"'},
        "calendar": {"path": calendar, "shows": "BEGIN:VCALENDAR"},
        "rows of a form": {"sealed": signing.dumps([[1, ["Ann"]]], salt=SALT, compress=True)},
    }
    about_ben = copy(cast)  # so that no two links are about one plan
    about_ben.amira = cast.ben
    for kind, make in KINDS.items():
        link = make(about_ben if kind == "plan_referral_link" else cast, scene)
        shows = cast.ben.first_name if kind == "plan_referral_link" else link.shows
        answers = {name: str(said) for name, said in link.right.items()}
        doors[kind] = {"path": link.path, "answers": answers, "shows": shows}
    return doors


def opened_here(doors: Doors) -> list[str]:
    return [name for name, door in doors.items() if _opens(door)]


def _opens(door: dict[str, Any]) -> bool:
    if "sealed" in door:
        try:
            return bool(signing.loads(door["sealed"], salt=SALT))
        except signing.BadSignature:
            return False
    client = Client()
    if cookie := door.get("cookie"):  # by the name that is believed here
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    answers = door.get("answers")
    answer = client.post(door["path"], answers) if answers else client.get(door["path"], follow=True)
    return door["shows"] in answer.content.decode()
