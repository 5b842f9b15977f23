"""Takes the pictures of the README: `make pictures`.

Starts the demo in a folder of its own, walks through it as people who work there, at desk and phone width, with the
system's Chromium, and removes the demo again. A page more is a line more in SHOTS.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts import chromium

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = CHECKOUT / "docs" / "pictures"
MANAGE = [sys.executable, "-u", "manage.py"]
HOST = "127.0.0.1"
SIZES = {"desk": (1280, 800), "phone": (390, 780)}
TALLEST = {"desk": 1300, "phone": 1500}  # pixels; the rest of a long page is left out
COLOURS = 48  # text on flat colours needs no more, and a picture is a quarter of the size
SIGN_IN = re.compile(r"^  (?P<role>\S.*?) {2,}(?P<email>\S+@\S+) {2,}(?P<password>\S.*)$", re.MULTILINE)

BORN = re.compile(r"born (\d+) (\w+) (\d{4})")

ADVISER, MANAGER, DIRECTOR = "Personal adviser", "Team manager", "Director"
SUPPORT, ADMINISTRATOR = "Business support", "System administrator"


@dataclass(frozen=True)
class SignIn:
    email: str
    password: str


@dataclass(frozen=True)
class Shot:
    """A picture: its name, who looks, and how they come there; what ends in the bytes of a PDF shows its first page."""

    name: str
    who: str
    go: Callable[[Page], object]
    sizes: tuple[str, ...] = ("desk", "phone")


def opened(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


def record(path: str = "") -> Callable[[Page], object]:
    """A page of the record of the first young person of the adviser's caseload with whom nothing is late."""

    def go(page: Page) -> None:
        page.goto("/people/")
        page.goto(f"{page.locator('main tbody tr:not(:has(.late)) a').first.get_attribute('href')}{path}")

    return go


def followed(path: str, link: str) -> Callable[[Page], object]:
    """The page behind the first link of a page whose address holds `link`."""

    def go(page: Page) -> None:
        page.goto(path)
        page.locator(f"main a[href*='{link}']").first.click()

    return go


def letter(page: Page) -> bytes:
    """The newest letter that was sent, as it was printed."""
    followed("/offers/letters/?tab=sent", "/offers/letters/")(page)
    path = page.locator("main a[href$='/pdf']").get_attribute("href")
    return page.context.request.get(str(path)).body()


def plan(page: Page) -> None:
    record()(page)
    page.get_by_role("link", name="Plan", exact=True).click()


def passport(page: Page) -> None:
    record()(page)
    page.get_by_role("link", name="What is theirs", exact=True).click()


def plan_by_link(page: Page) -> None:
    """The plan as the young person reads it: the adviser makes the link, and the birthday opens it."""
    plan(page)
    born = BORN.search(page.locator("main, body").first.inner_text())
    page.get_by_role("link", name=re.compile("A link for .* to read it")).click()
    page.get_by_role("button", name="Make a link").click()
    page.goto(page.get_by_label("The link").input_value())
    for box, part in zip(("Day", "Month", "Year"), born.groups() if born else (), strict=False):
        page.get_by_label(box).fill(part)
    page.get_by_role("button", name="Open").click()


def logged_contact(page: Page) -> None:
    record("contacts/new/")(page)
    page.get_by_label("Phone", exact=True).check()
    page.get_by_label("Spoke with them").check()
    page.get_by_role("textbox", name="Note").fill("Settled in well. Wants help with the council tax form next week.")
    page.get_by_role("button", name="Save contact").click()
    page.get_by_text("Contact logged").wait_for()


SHOTS = (
    Shot("today", ADVISER, opened("/")),
    Shot("caseload", ADVISER, opened("/people/")),
    Shot("person", ADVISER, record()),
    Shot("log-contact", ADVISER, record("contacts/new/")),
    Shot("contact-logged", ADVISER, logged_contact, ("phone",)),
    Shot("timeline", ADVISER, record("timeline/")),
    Shot("status", ADVISER, record("details/status/")),
    Shot("plan", ADVISER, plan),
    Shot("plan-by-link", ADVISER, plan_by_link, ("phone",)),
    Shot("passport", ADVISER, passport),
    Shot("homes", ADVISER, record("homes/")),
    Shot("details", ADVISER, record("details/")),
    Shot("today-manager", MANAGER, opened("/")),
    Shot("overdue", MANAGER, opened("/people/overdue/")),
    Shot("duty-desk", MANAGER, opened("/duty/")),
    Shot("look-ahead", MANAGER, opened("/today/ahead/")),
    Shot("figures", DIRECTOR, opened("/reporting/")),
    Shot("figure-people", MANAGER, followed("/reporting/", "/reporting/figures/")),
    Shot("letters", SUPPORT, opened("/offers/letters/")),
    Shot("letters-to-approve", DIRECTOR, opened("/offers/letters/")),
    Shot("letter", SUPPORT, letter, ("desk",)),
    Shot("local-offer", ADVISER, opened("/offers/local-offer/")),
    Shot("offer-for-everybody", ADVISER, opened("/local-offer/")),
    Shot("what-can-i-get", ADVISER, opened("/local-offer/what-can-i-get/?age=19&in_care=left&weeks=yes&learning=no")),
    Shot("staff", ADMINISTRATOR, opened("/staff/")),
    Shot("settings", ADMINISTRATOR, opened("/settings/")),
)


def main() -> int:
    found = chromium.find()
    if found is None:
        print(f"No pictures without Chromium: {chromium.HOW_TO_GET_IT}", file=sys.stderr)
        return 1
    with running_demo() as (address, sign_ins), sync_playwright() as driver:
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for size in SIZES:
            take(browser, address, sign_ins, size)
        browser.close()
    pictures = list(FOLDER.iterdir())
    print(f"{len(pictures)} pictures, {sum(path.stat().st_size for path in pictures) / 1e6:.1f} MB")
    return 0


def take(browser: Browser, address: str, sign_ins: dict[str, SignIn], size: str) -> None:
    """Every picture of this size, each person signed in once."""
    width, height = SIZES[size]
    for who in dict.fromkeys(shot.who for shot in SHOTS):
        with browser.new_context(
            base_url=address, viewport={"width": width, "height": height}, locale="en-GB"
        ) as context:
            page = context.new_page()
            sign_in(page, sign_ins[who])
            for shot in SHOTS:
                if shot.who == who and size in shot.sizes:
                    ended = shot.go(page)
                    page.wait_for_load_state()
                    shown = first_page(ended) if isinstance(ended, bytes) else window(page, shot.name, size)
                    shown.convert("RGB").quantize(COLOURS).save(FOLDER / f"{shot.name}-{size}.png", optimize=True)


def sign_in(page: Page, one: SignIn) -> None:
    page.goto("/")
    page.get_by_label("Email").fill(one.email)
    page.get_by_label("Password", exact=True).fill(one.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def window(page: Page, name: str, size: str) -> Image.Image:
    """The page as the browser shows it, to a length; says when it is wider than its window."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    print(f"{name}, {size}{f': {wider} pixels too wide' if wider > 0 else ''}", flush=True)
    taken = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    return taken.crop((0, 0, taken.width, min(taken.height, TALLEST[size])))


def first_page(pdf: bytes) -> Image.Image:
    picture: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=1.4).to_pil()
    return picture


@contextmanager
def running_demo() -> Iterator[tuple[str, dict[str, SignIn]]]:
    """Its address and one sign-in for each role. As after a night: alerts are raised, letters planned."""
    folder = Path(tempfile.mkdtemp(prefix="careleavers-pictures-", dir="/tmp"))
    folder.chmod(0o755)  # the servers' own account must reach what is inside
    port = free_port()
    elsewhere = {"DATABASE_URL", "REDIS_URL", "CACHE_URL", "CARELEAVERS_MODE"}
    ours = {"DEMO_FOLDER": str(folder / "run"), "PORT": str(port)}
    environment = {name: value for name, value in os.environ.items() if name not in elsewhere} | ours
    demo = subprocess.Popen([*MANAGE, "demo"], cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        said = welcome_of(demo)
        for command in ("reconcile_alerts", "plan_letters"):
            subprocess.run([*MANAGE, command], cwd=CHECKOUT, env=environment, check=True)
        found = {match["role"]: SignIn(match["email"], match["password"]) for match in SIGN_IN.finditer(said)}
        yield f"http://{HOST}:{port}", found
    finally:
        demo.send_signal(signal.SIGINT)
        demo.communicate()
        subprocess.run([*MANAGE, "demo", "--reset"], cwd=CHECKOUT, env=environment, check=True)
        shutil.rmtree(folder)


def welcome_of(demo: subprocess.Popen[str]) -> str:
    """What the demo said until it was ready."""
    assert demo.stdout is not None
    said = ""
    for line in demo.stdout:
        print(line, end="")
        said += line
        if "Ctrl-C stops everything" in line:
            return said
    raise SystemExit("The demo ended before it was ready.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
