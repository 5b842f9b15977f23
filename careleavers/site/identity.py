"""Who a record is about, as the bar on its pages says it: made by the record's views, drawn by record_base.html."""

from dataclasses import dataclass

from careleavers.site.navigation import Link


@dataclass(frozen=True)
class IdentityWarning:
    """A warning note. `told` says whether the young person knows of it: "Amira knows", "not told: ask Jo first"."""

    text: str
    told: str = ""


@dataclass(frozen=True)
class IdentityBar:
    """Plain words only, so that the bar runs no query. `legal_name` is given when it differs from the name they use.

    `pages` are the record's sub-pages, at most six; `contact_url` is empty for somebody who may not log contacts, `url`
    and `status` for whoever opens no records.
    """

    name: str
    age: int
    status: str
    url: str
    born: str = ""
    pronouns: str = ""
    legal_name: str = ""
    adviser: str = ""
    adviser_phone: str = ""
    asks_for_adviser: bool = True  # whether it is said that there is none; not of somebody who has died
    former_adviser: str = ""  # where there is none now: who was the last, and until when
    next_adviser: str = ""  # who is to take over, and from when
    phone: str = ""
    warnings: tuple[IdentityWarning, ...] = ()
    contact_url: str = ""
    contact_label: str = "Log contact"
    how_to_use: str = ""  # what to mind before ringing `phone`
    status_url: str = ""  # why the status is what it is
    adviser_url: str = ""  # who works with them, now and before
    pages: tuple[Link, ...] = ()
