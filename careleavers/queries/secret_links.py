"""Which links without an account still open something. Each kind adds what more it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import QuerySet

from careleavers.models import YoungPerson
from careleavers.models.closed_records import path_to_person
from careleavers.models.secret_links import SecretLink
from careleavers.rules.secret_addresses import MOST_WRONG_TRIES, digest_of

Link = TypeVar("Link", bound=SecretLink)


def kinds_of_links() -> Iterator[type[SecretLink]]:
    """Every kind there is, of whatever app."""
    return (model for model in apps.get_models() if issubclass(model, SecretLink))


def still_good(kind: type[Link], now: datetime) -> QuerySet[Link]:
    """Those of one kind that are in time, not locked, and about nobody who has died."""
    alive: dict[str, Any] = {_of(kind, "died_on"): None}
    return kind._default_manager.filter(**alive, ends_at__gt=now, wrong_tries__lt=MOST_WRONG_TRIES)


def with_secret(links: QuerySet[Link], secret: str) -> Link | None:
    """The one of these links that has the secret."""
    return links.filter(digest=digest_of(secret)).first()


def links_about(person: YoungPerson) -> Iterator[QuerySet[Any]]:
    """The links of each kind that show something of this person, whether or not they still open it."""
    for kind in kinds_of_links():
        yield kind._default_manager.filter(**{_of(kind, "pk"): person.pk})


def _of(kind: type[SecretLink], field: str) -> str:
    return "__".join((*(path_to_person(kind) or ()), field))
