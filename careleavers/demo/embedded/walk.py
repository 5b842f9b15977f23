"""A browser without scripts: signs in to the running product and opens every page in the navigation."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

PATIENCE = 30.0  # seconds for one page


class PageFailed(Exception):
    """A page did not open; the message names it."""


@dataclass
class HtmlForm:
    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)


class HtmlPage(HTMLParser):
    """The forms of a page and the links inside its navigation."""

    def __init__(self, url: str, text: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[HtmlForm] = []
        self.navigation: list[str] = []
        self.depth = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append(HtmlForm(urljoin(self.url, given.get("action", ""))))
        elif tag == "input" and self.forms and given.get("name"):
            self.forms[-1].fields[given["name"]] = given.get("value", "")
            self.forms[-1].types[given["name"]] = given.get("type", "text")
        elif tag == "nav":
            self.depth += 1
        elif tag == "a" and self.depth and given.get("href"):
            self.navigation.append(urljoin(self.url, given["href"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "nav":
            self.depth -= 1

    def sign_in_form(self) -> HtmlForm | None:
        return next((form for form in self.forms if "password" in form.types.values()), None)


class Visitor:
    """One browser session at one address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def open(self, url: str, data: dict[str, str] | None = None) -> HtmlPage:
        request = Request(url, urlencode(data).encode() if data is not None else None, {"Referer": url})
        try:
            with self.opener.open(request, timeout=PATIENCE) as response:
                return HtmlPage(response.url, response.read().decode(errors="replace"))
        except HTTPError as error:
            raise PageFailed(f"{url} answered {error.code} {HTTPStatus(error.code).phrase}.") from None
        except URLError as error:
            raise PageFailed(f"{url} did not answer: {error.reason}.") from None

    def sign_in(self, email: str, password: str) -> HtmlPage:
        """The page that the person lands on."""
        page = self.open(self.address)
        form = page.sign_in_form()
        if form is None:
            raise PageFailed(f"{page.url} shows no sign-in form.")
        kinds = {"password": password, "email": email, "text": email}
        filled = {name: kinds.get(form.types[name], value) for name, value in form.fields.items()}
        landed = self.open(form.action, filled)
        if landed.sign_in_form():
            raise PageFailed(f"{email} could not sign in.")
        return landed

    def open_navigation(self, landed: HtmlPage) -> int:
        """Open every page that the navigation leads to, and what the navigation there leads to. Returns how many."""
        seen, to_open = set[str](), [landed]
        while to_open:
            page = to_open.pop()
            seen.add(page.url)
            links = {link.partition("#")[0] for link in page.navigation}
            for link in sorted(links - seen):
                if urlsplit(link).netloc == urlsplit(self.address).netloc:
                    seen.add(link)
                    to_open.append(self.open(link))
        return len(seen)
