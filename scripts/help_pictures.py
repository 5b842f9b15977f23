"""Takes the pictures in the help: `make help-pictures`, those that are older than their page; ALL=yes for every one.

They are listed in `careleavers/site/help_pictures.json` with a hash over the template and the form of their page, and
`tests/guards/test_help.py` fails when one has changed since. A picture more is a line more in SHOTS.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.urls import resolve
from django.utils.module_loading import import_string
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from careleavers.site.help_pictures import FOLDER, LIST, HelpPicture, help_pictures
from scripts import chromium
from scripts.pictures import (
    ADMINISTRATOR,
    ADVISER,
    CHECKOUT,
    DIRECTOR,
    MANAGER,
    SUPPORT,
    SignIn,
    followed,
    opened,
    passport,
    plan,
    record,
    running_demo,
    sign_in,
)

TEMPLATES = CHECKOUT / "templates"
WINDOW = (640, 800)  # pixels: as wide as the text of the help, so that words are as large as on the page
COLOURS = 20  # text on flat colours needs no more
SHARPNESS = 2  # pixels of the file for each of the page
TALLEST = 640  # pixels; the rest of a long page is left out
AROUND = 16  # pixels of the page left and right of what is shown
HEAVIEST = 60_000  # bytes of a file
ENGLISH: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "en_GB", "LANG": "en_GB.UTF-8"}
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)


# Where a picture ends: below the last whole line, row or box that is not a heading and fits.
END = """([shown, tallest]) => {
  const parts = [...document.querySelectorAll(shown)], boxes = parts.map(each => each.getBoundingClientRect());
  const top = Math.min(...boxes.map(box => box.top)), bottom = Math.max(...boxes.map(box => box.bottom));
  const seen = each => each && !each.closest(".govuk-visually-hidden, details:not([open]) > :not(summary)");
  const lines = [], inside = parts.flatMap(each => [...each.querySelectorAll("*")]).filter(seen);
  for (const part of parts) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (texts.nextNode()) if (texts.currentNode.data.trim() && seen(texts.currentNode.parentElement)) {
      range.selectNodeContents(texts.currentNode);
      lines.push(...range.getClientRects());
    }
  }
  const whole = inside.filter(each => each.matches("li, tr, dl > div, input, select, textarea, button, img, label"))
    .map(each => each.getBoundingClientRect()).filter(box => box.height && box.height < tallest / 3);
  const cut = end => [...lines, ...whole].some(box => box.top < end - 1 && box.bottom > end + 1);
  const ends = inside.filter(each => each.matches("p, li, tr, dl > div, input, textarea, button, summary"))
    .map(each => each.getBoundingClientRect()).filter(box => box.height)
    .flatMap(box => [box.bottom + 20, box.bottom + 12, box.bottom + 4, box.bottom + 1])
    .filter(end => end - top <= tallest && !cut(end));
  return [top + scrollY, Math.min(bottom, Math.max(...ends)) + scrollY];
}"""
# Without the language packs of a distribution, Chromium writes days the American way whatever it is asked for.
DAYS_AS_HERE = """() => {
  for (const box of document.querySelectorAll("input[type=date]")) {
    const day = box.value.split("-").reverse().join("/");
    box.type = "text";
    box.value = day;
    box.placeholder = "dd/mm/yyyy";
  }
}"""


@dataclass(frozen=True)
class HelpShot:
    """A picture: the slug of its text, the URL name and the template of its page, who looks, how they come there.

    `caption` goes below it, `alternative` says what is to be seen; `form` is the form on it, as Python imports it;
    `part` is what is shown, the middle of the page unless it says otherwise.
    """

    topic: str
    page: str
    template: str
    who: str
    go: Callable[[Page], object]
    caption: str
    alternative: str
    form: str = ""
    part: str = "main"

    @property
    def file(self) -> str:
        return f"{self.topic}-{self.page.split(':')[-1].replace('_', '-')}.png"

    @property
    def sources(self) -> str:
        return sources_of(self.template, self.form)


def review(page: Page) -> None:
    plan(page)
    page.goto(f"{page.url}reviews/add/")


def decision(page: Page) -> None:
    """The first plan that waits for the manager."""
    page.goto("/")
    page.get_by_role("link", name="decide on the plan").first.click()
    page.locator("main a[href*='/versions/']").first.click()


SHOTS = (
    HelpShot(
        "today",
        "home",
        "pathways/today/mine.html",
        ADVISER,
        opened("/"),
        "Today",
        "Today: a search for a young person, then the appointments of the day, each to write up or to change.",
    ),
    HelpShot(
        "contacts",
        "contact_new",
        "careleavers/contacts/form.html",
        ADVISER,
        record("contacts/new/"),
        "Log a contact",
        "Log a contact: how, on which day, and what happened, each to be chosen.",
        form="careleavers.forms.contacts.ContactForm",
    ),
    HelpShot(
        "record",
        "person",
        "careleavers/people/overview.html",
        ADVISER,
        record(),
        "A young person’s page",
        "A young person’s page: on top who it is, how to reach them and the pages of the record; below, what is due.",
        part=".identity, main",
    ),
    HelpShot(
        "plan",
        "pathways:plan",
        "pathways/plans/plan.html",
        ADVISER,
        plan,
        "The plan",
        "The plan: what is due about it, and what was promised, by whom and by when.",
    ),
    HelpShot(
        "plan",
        "pathways:plan_version",
        "pathways/plans/version.html",
        MANAGER,
        decision,
        "A manager decides on a plan",
        "Below the plan the manager decides: authorise it, or return it with what is to be changed.",
        part="#decide",
        form="pathways.forms.plans.PlanDecisionForm",
    ),
    HelpShot(
        "reviews",
        "pathways:review_add",
        "pathways/plans/review_form.html",
        ADVISER,
        review,
        "Record a review",
        "Write down a review: the day, why it was held, and who chaired it.",
        form="pathways.forms.reviews.ReviewForm",
    ),
    HelpShot(
        "finding",
        "caseload",
        "careleavers/caseloads/list.html",
        ADVISER,
        opened("/people/"),
        "The caseload",
        "The caseload: filters, then each young person with the last contact, the home and what is due next.",
    ),
    HelpShot(
        "workers",
        "reassign",
        "careleavers/allocations/reassign.html",
        MANAGER,
        followed("/people/overdue/", "/people/reassign/"),
        "Hand over a caseload",
        "Hand over a caseload: the colleagues who can take it over, each with a box to tick and how many they have.",
    ),
    HelpShot(
        "letters",
        "offers:letters",
        "offers/letters/list.html",
        SUPPORT,
        opened("/offers/letters/"),
        "Birthday letters",
        "Letters: one to take out of the pile, then those ready to print, each with a box to tick, and a button.",
    ),
    HelpShot(
        "figures",
        "reporting:dashboard",
        "reporting/dashboard.html",
        DIRECTOR,
        opened("/reporting/"),
        "Figures",
        "Figures: whose and of which day, then a share, of how many people, and whether the target is met.",
    ),
    HelpShot(
        "duty-desk",
        "duty_desk",
        "careleavers/duty_desk/list.html",
        MANAGER,
        opened("/duty/"),
        "The duty desk",
        "The duty desk: the messages that wait, each with what they want, who has taken it, and when it is due.",
    ),
    HelpShot(
        "staff",
        "staff_list",
        "careleavers/staff/list.html",
        ADMINISTRATOR,
        opened("/staff/"),
        "Staff",
        "Staff: a button to add somebody, a search, then everybody with roles and email address.",
    ),
    HelpShot(
        "entitlements",
        "offers:passport",
        "offers/passport/page.html",
        ADVISER,
        passport,
        "What is theirs",
        "What is theirs: each entitlement with a box to tick once it is explained, how much is left, and until when.",
    ),
)


def sources_of(template: str, form: str = "") -> str:
    """A hash over what this page alone says: the words and tags of its template, without comments, and the boxes of its
    form. What it shares with others may change without every picture being old.
    """
    said = COMMENT.sub("", (TEMPLATES / template).read_text()).split()
    if form:
        boxes = import_string(form).base_fields.items()
        said += [f"{name} {type(box).__name__} {box.label} {box.help_text}" for name, box in boxes]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:16]


def out_of_date() -> list[HelpShot]:
    """The shots that were never taken, or whose page has changed since."""
    taken = {picture.file: picture for picture in help_pictures()}
    return [
        shot
        for shot in SHOTS
        if shot.file not in taken or taken[shot.file].sources != shot.sources or not (FOLDER / shot.file).exists()
    ]


def main() -> int:
    os.environ.setdefault("CARELEAVERS_MODE", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")
    django.setup()
    due = list(SHOTS) if os.environ.get("ALL") else out_of_date()
    executable = chromium.find()
    if due and executable is None:
        print(f"No pictures without Chromium: {chromium.HOW_TO_GET_IT}", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    if due:
        with running_demo() as (address, sign_ins), sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=executable, args=["--no-sandbox", "--lang=en-GB"], env=ENGLISH
            )
            for file in take(browser, address, sign_ins, due):
                print(f"{file.name}: {file.stat().st_size} bytes", flush=True)
            browser.close()
    write_list(due)
    print(f"{len(due)} of {len(SHOTS)} pictures taken")
    return 0


def take(browser: Browser, address: str, sign_ins: dict[str, SignIn], due: list[HelpShot]) -> Iterator[Path]:
    """Each file as it is written, each person signed in once."""
    width, height = WINDOW
    for who in dict.fromkeys(shot.who for shot in due):
        with browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            device_scale_factor=SHARPNESS,
            locale="en-GB",
        ) as context:
            page = context.new_page()
            sign_in(page, sign_ins[who])
            for shot in (each for each in due if each.who == who):
                shot.go(page)
                page.wait_for_load_state()
                if (name := resolve(urlsplit(page.url).path).view_name) != shot.page:
                    raise SystemExit(f"{shot.file} would show {name}, not {shot.page}.")
                photographed(page, shot.part).save(FOLDER / shot.file, optimize=True)
                yield FOLDER / shot.file


def photographed(page: Page, part: str) -> Image.Image:
    """What the page shows of these elements, in few colours."""
    page.locator(part).first.wait_for()
    page.evaluate(DAYS_AS_HERE)
    top, end = page.evaluate(END, [part, TALLEST])
    box = page.locator(part).last.bounding_box()
    assert box is not None
    left = max(box["x"] - AROUND, 0)
    width = min(box["width"] + 2 * AROUND, WINDOW[0] - left)
    clip: FloatRect = {"x": left, "y": top, "width": width, "height": end - top}
    taken = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip)))
    return taken.convert("RGB").quantize(COLOURS)


def write_list(taken: list[HelpShot]) -> None:
    """The list of all that is there: those just taken as their page is now, the others as they were."""
    before = {picture.file: picture for picture in help_pictures()}
    rows = []
    for shot in SHOTS:
        with Image.open(FOLDER / shot.file) as picture:
            width, height = (pixels // SHARPNESS for pixels in picture.size)
        sources = shot.sources if shot in taken else before[shot.file].sources
        row = HelpPicture(shot.topic, shot.page, shot.file, shot.caption, shot.alternative, width, height, sources)
        rows.append(asdict(row))
    LIST.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
    for left in {file.name for file in FOLDER.iterdir()} - {shot.file for shot in SHOTS}:
        (FOLDER / left).unlink()


if __name__ == "__main__":
    sys.exit(main())
