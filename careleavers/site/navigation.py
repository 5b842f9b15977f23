"""The head of every page: where this user may go, and who they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from careleavers.models import User
from careleavers.permissions import Permission


@dataclass(frozen=True)
class NavigationEntry:
    """A page in the navigation. The address is a URL name, so that it can belong to an app above this one.

    Without a permission it is for everybody who has signed in.
    """

    label: str
    url_name: str
    permission: Permission | None = None
    order: int = 50

    def open_to(self, user: User) -> bool:
        return self.permission is None or self.permission in user.access.anywhere


# Where the search box of every page leads.
SEARCH: NavigationEntry | None = NavigationEntry("Find a young person", "people_search", Permission.VIEW_RECORD)


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Masthead:
    """What the head of a page shows. Before sign-in: nothing but the authority's name."""

    links: tuple[Link, ...] = ()
    current: Link | None = None
    signed_in_as: str = ""
    search_url: str = ""
    shortcuts_on: bool = False
    news_of: str = ""  # the number of a version of which they have not read yet


def current_of(links: tuple[Link, ...], path: str) -> Link | None:
    """The link that the page belongs to: the one with the longest address that the path begins with."""
    inside = [link for link in links if path == link.url or (link.url != "/" and path.startswith(link.url))]
    return max(inside, key=lambda link: len(link.url), default=None)


def masthead_for(user: User, path: str, entries: Iterable[NavigationEntry], news_of: str = "") -> Masthead:
    """The head of the page at `path`, with those of the `entries` that are open to the user.

    A page of a record belongs to the young people, whichever app serves it.
    """
    links = tuple(Link(entry.label, reverse(entry.url_name)) for entry in entries if entry.open_to(user))
    return Masthead(
        links=links,
        current=current_of(links, path[max(path.find("/people/"), 0) :]),
        signed_in_as=user.get_full_name(),
        search_url=reverse(SEARCH.url_name) if SEARCH and SEARCH.open_to(user) else "",
        shortcuts_on=user.shortcuts_on,
        news_of=news_of,
    )
