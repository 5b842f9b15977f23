"""The head of every page: where this user may go, and who they are."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from careleavers.models import User
from careleavers.permissions import Permission


@dataclass(frozen=True)
class Entry:
    """A page in the navigation. The address is a URL name, so that it can belong to an app above this one.

    Without a permission it is for everybody who has signed in.
    """

    label: str
    url_name: str
    permission: Permission | None = None

    def open_to(self, user: User) -> bool:
        return self.permission is None or user.may(self.permission)


# In the order of the navigation; a page adds its line when it lands.
ENTRIES: tuple[Entry, ...] = (
    Entry("Today", "home", Permission.LOG_CONTACT),
    Entry("Young people", "caseload", Permission.VIEW_RECORD),
    Entry("Letters", "offers:letters", Permission.VIEW_LETTERS),
    Entry("Local offer", "offers:local_offer"),
    Entry("Figures", "reporting:dashboard", Permission.VIEW_FIGURES),
    Entry("Staff", "staff_list", Permission.MANAGE_USERS),
    Entry("Teams", "team_list", Permission.MANAGE_USERS),
    Entry("Settings", "policy_list", Permission.MANAGE_SETTINGS),
    Entry("Audit", "audit_list", Permission.VIEW_AUDIT),
    Entry("Your account", "preferences"),
)
# Where the search box of every page leads.
SEARCH: Entry | None = Entry("Find a young person", "people_search", Permission.VIEW_RECORD)


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


def current_of(links: tuple[Link, ...], path: str) -> Link | None:
    """The link that the page belongs to: the one with the longest address that the path begins with."""
    inside = [link for link in links if path == link.url or (link.url != "/" and path.startswith(link.url))]
    return max(inside, key=lambda link: len(link.url), default=None)


def masthead_for(user: User, path: str) -> Masthead:
    """The head of the page at `path`. A page of a record belongs to the young people, whichever app serves it."""
    links = tuple(Link(entry.label, reverse(entry.url_name)) for entry in ENTRIES if entry.open_to(user))
    return Masthead(
        links=links,
        current=current_of(links, path[max(path.find("/people/"), 0) :]),
        signed_in_as=user.get_full_name(),
        search_url=reverse(SEARCH.url_name) if SEARCH and SEARCH.open_to(user) else "",
        shortcuts_on=user.shortcuts_on,
    )


def masthead(request: HttpRequest) -> dict[str, Masthead]:
    """Context processor. Nobody is named while no day is set for them: signed out, or signing in at this moment."""
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.has_day:
        return {"masthead": masthead_for(user, request.path)}
    return {"masthead": Masthead()}
