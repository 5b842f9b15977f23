"""Somebody at a browser, in the machine itself: `python3 - JOURNEY SITE PASSWORD` prints a line of JSON for each thing
done. The standard library alone, since the machine's own Python runs it."""

from __future__ import annotations

import json
import re
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from html.parser import HTMLParser
from http.cookiejar import LWPCookieJar
from typing import Any
from uuid import uuid4

COOKIES = "/root/cookies"  # of the last session of a journey
CERTIFICATE = "/etc/letsencrypt/live/{site}/fullchain.pem"
ADMINISTRATOR, COLLEAGUE = "ada@council.gov.uk", "bob@council.gov.uk"
OF_COLLEAGUE = "another one of many passwords"
INVENTED = "demo council 2026"  # each account of the invented council has it
MANAGER, BUSINESS_SUPPORT = "vera.lockwood@wendmere.example", "bridget.moss@wendmere.example"
NOTE = "Rang. The new phone works."
PATIENCE = 90.0  # seconds for the worker to make a letter


class Wrong(Exception):
    """A page is not what it should be."""


class Forms(HTMLParser):
    """The forms of a page: what each sends when nothing is changed, and where to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self._select = self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        each = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append({"action": each.get("action", ""), "fields": {}, "boxes": set()})
        if not self.found:
            return
        fields = self.found[-1]["fields"]
        name, kind = each.get("name", ""), each.get("type", "text")
        if tag == "input" and name and (kind not in ("radio", "checkbox", "submit") or "checked" in each):
            fields.setdefault(name, []).append(each.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "input" and name and kind == "checkbox":
            self.found[-1]["boxes"].add(name)  # sends nothing while it is not ticked
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in fields or "selected" in each):
            fields[self._select] = [each.get("value", "")]
        elif tag == "textarea" and name:
            self._text, fields[name] = name, [""]

    def handle_data(self, data: str) -> None:
        if self._text:
            self.found[-1]["fields"][self._text][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._text = ""


class Browser:
    """A session of its own, over https, which believes the site's certificate alone."""

    def __init__(self, site: str) -> None:
        self.site, self.address, self.page, self.kind = f"https://{site}", "", "", ""
        self.cookies = LWPCookieJar(COOKIES)
        trusted = ssl.create_default_context(cafile=CERTIFICATE.format(site=site))
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=trusted), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def open(self, path: str, answers: dict[str, list[str]] | None = None) -> str:
        """The page at the end of all redirects; Wrong unless it answers 200."""
        address = urllib.parse.urljoin(self.address or self.site, path)
        data = urllib.parse.urlencode(answers, doseq=True).encode() if answers is not None else None
        try:
            with self.opener.open(urllib.request.Request(address, data, {"Referer": address}), timeout=60) as answer:
                self.address, self.kind = answer.url, answer.headers.get_content_type()
                self.page = answer.read().decode(errors="replace")
        except urllib.error.HTTPError as refused:
            raise Wrong(f"{address} answered {refused.code}.") from None
        return self.page

    def send(self, with_field: str, **answers: str | list[str]) -> str:
        """The page's form that has the field, with these answers in the place of what is in it."""
        forms = [each for each in Forms(self.page).found if with_field in each["fields"] or with_field in each["boxes"]]
        if not forms:
            raise Wrong(f"{self.address} has no form with {with_field}.")
        form = forms[-1]
        given = {name: [value] if isinstance(value, str) else value for name, value in answers.items()}
        return self.open(form["action"] or self.address, form["fields"] | given)

    def sign_in(self, email: str, password: str) -> None:
        self.open("/accounts/login/")
        self.send("login", login=email, password=password)
        if "Sign out" not in self.page:
            raise Wrong(f"{email} is not signed in: {self.address}.")

    def expect(self, words: str) -> None:
        if words not in self.page:
            errors = " ".join(re.findall(r'error-message"[^>]*>(.*?)</p>', self.page, re.DOTALL))
            raise Wrong(f"{self.address} does not say {words!r}. {re.sub('<[^>]+>', '', errors)}")


class Visit:
    """One journey: what one thing finds the next may use."""

    def __init__(self, site: str, password: str) -> None:
        self.site, self.password = site, password
        self.browser = Browser(site)
        self.person = self.link = ""

    def plain_http_leads_to_https(self) -> None:
        page = self.browser.open(f"http://{self.site}/accounts/login/")
        if not self.browser.address.startswith("https://") or "Sign in" not in page:
            raise Wrong(f"It led to {self.browser.address}.")

    def the_style_is_served(self) -> None:
        for path in re.findall(r'href="([^"]+\.css)"', self.browser.page)[:2]:
            self.browser.open(path)
            if self.browser.kind != "text/css":
                raise Wrong(f"{path} is {self.browser.kind}.")

    def the_administrator_signs_in(self) -> None:
        self.browser.sign_in(ADMINISTRATOR, self.password)

    def makes_a_team_and_a_colleague(self) -> None:
        browser = self.browser
        browser.open("/teams/add/")
        browser.send("parent", name="Harbour Team")
        browser.expect("Harbour Team")
        browser.open("/staff/add/")
        browser.send("job_title", name="Bob Ashe", email=COLLEAGUE)
        member = browser.address
        browser.open("roles/add/")
        team = re.search(r'value="([0-9a-f-]{36})"[^>]*>\s*Harbour Team', browser.page)
        browser.send("team", role="team_manager", team=team[1] if team else "")
        browser.expect("is now")
        browser.open(member)
        browser.open("link/", {"csrfmiddlewaretoken": Forms(browser.page).found[-1]["fields"]["csrfmiddlewaretoken"]})
        found = re.search(r"https://\S+/password/reset/\S+?(?=<)", browser.page)
        if not found:
            raise Wrong("The page shows no link to choose a password.")
        self.link = found[0]

    def the_colleague_chooses_a_password(self) -> None:
        self.browser = Browser(self.site)
        self.browser.open(self.link)
        self.browser.send("password1", password1=OF_COLLEAGUE, password2=OF_COLLEAGUE)
        self.browser.sign_in(COLLEAGUE, OF_COLLEAGUE)

    def opens_a_record(self) -> None:
        self.browser.open("/people/new/")
        boxes = [name for name in Forms(self.browser.page).found[-1]["fields"] if name.startswith("date_of_birth")]
        answers: dict[str, str | list[str]] = dict(zip(boxes, ("4", "5", "2008"), strict=True))
        answers |= {"gender": _first(self.browser.page, r'name="gender"[^>]*value="([^"]+)"') or ""}
        answers |= {"local_id": "BARE-1", "opened_on": time.strftime("%Y-%m-%d")}
        self.browser.send("local_id", first_name="Ash", last_name="Quill", **answers)
        self.browser.expect("record is open")
        self.person = urllib.parse.urlparse(self.browser.address).path

    def logs_a_contact(self) -> None:
        self.browser.open(f"{self.person}contacts/new/{uuid4()}/")
        today = time.strftime("%Y-%m-%d")
        self.browser.send("note", method="phone", result="spoke", happened_on=today, note=NOTE)
        self.browser.open(f"{self.person}timeline/")
        self.browser.expect(NOTE)

    def a_manager_approves_letters(self) -> None:
        self.browser = Browser(self.site)
        self.browser.sign_in(MANAGER, INVENTED)
        page = self.browser.open("/offers/letters/?tab=approve")
        self.browser.send("letter", letter=re.findall(r'name="letter" value="([^"]+)"', page))
        new_addresses = re.findall(r'name="checked" value="([^"]+)"', self.browser.page)
        self.browser.send("confirm", checked=new_addresses)
        self.browser.expect("approved")

    def the_worker_makes_them(self) -> None:
        self.browser = Browser(self.site)
        self.browser.sign_in(BUSINESS_SUPPORT, INVENTED)
        until = time.monotonic() + PATIENCE
        while 'name="letter"' not in self.browser.open("/offers/letters/?tab=print"):
            if time.monotonic() > until:
                raise Wrong(f"No letter was made within {PATIENCE:.0f} seconds.")
            time.sleep(2)

    def business_support_prints_them(self) -> None:
        self.browser.send("letter")
        self.browser.send("confirm")
        self.browser.open(urllib.parse.urlparse(self.browser.address).path + "pdf")
        self.browser.send("purpose")
        if self.browser.kind != "application/pdf" or not self.browser.page.startswith("%PDF"):
            raise Wrong(f"{self.browser.address} is {self.browser.kind}.")

    def who_was_signed_in_must_sign_in_again(self) -> None:
        self.browser.cookies.load(ignore_discard=True)
        self.browser.open("/offers/letters/")
        if "/accounts/login/" not in self.browser.address:
            raise Wrong(f"The session of the former journey still opens {self.browser.address}.")
        self.browser = Browser(self.site)

    def the_contact_is_there(self) -> None:
        self.browser.sign_in(COLLEAGUE, OF_COLLEAGUE)
        self.browser.open("/people/search/?q=Quill")
        self.person = _first(self.browser.page, r'href="(/people/[0-9a-f-]{36}/)') or ""
        self.browser.open(f"{self.person}timeline/")
        self.browser.expect(NOTE)

    def health_is_well(self) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.browser.open("/health")
                return
            except Wrong:
                if time.monotonic() > until:
                    raise
                time.sleep(2)


def _first(page: str, pattern: str) -> str | None:
    found = re.search(pattern, page)
    return found[1] if found else None


JOURNEYS: dict[str, list[Callable[[Visit], None]]] = {
    "work": [
        Visit.plain_http_leads_to_https,
        Visit.the_style_is_served,
        Visit.the_administrator_signs_in,
        Visit.makes_a_team_and_a_colleague,
        Visit.the_colleague_chooses_a_password,
        Visit.opens_a_record,
        Visit.logs_a_contact,
        Visit.a_manager_approves_letters,
        Visit.the_worker_makes_them,
        Visit.business_support_prints_them,
    ],
    "after_restore": [
        Visit.health_is_well,
        Visit.who_was_signed_in_must_sign_in_again,
        Visit.the_contact_is_there,
        Visit.logs_a_contact,
    ],
    "afterwards": [Visit.health_is_well, Visit.the_contact_is_there, Visit.logs_a_contact],
}


def main(journey: str, site: str, password: str) -> int:
    visit = Visit(site, password)
    for each in JOURNEYS[journey]:
        began, wrong = time.monotonic(), ""
        try:
            each(visit)
        except (Wrong, OSError) as failure:
            wrong = str(failure)
        seconds = round(time.monotonic() - began, 1)
        print(json.dumps({"name": each.__name__.replace("_", " "), "wrong": wrong, "seconds": seconds}), flush=True)
        if wrong:
            return 1
    visit.browser.cookies.save(ignore_discard=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
