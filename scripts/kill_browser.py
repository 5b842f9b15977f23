"""Kills a browser in the middle of typing, again and again: `make kill-browser`. How much of what was typed is kept?

Each round opens a form of a young person in a Chromium of its own, types as a quick typist does without any pause, and
kills every process of that Chromium at a moment drawn by chance. Another browser then opens the same address. What it
shows must be the beginning of what was typed, and what is missing must have been typed in the last three seconds.

Starts the demo in a folder of its own, or uses one that runs: --address http://127.0.0.1:8000.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from scripts import chromium
from scripts.pictures import ADVISER, HOST, SignIn, free_port, running_demo, sign_in

KEY_SECONDS = 0.08
TYPED_SECONDS = (2.0, 14.0)  # how long somebody types before the browser is killed
MOST_SECONDS = 3.0  # that may be lost
WORDS = "She has found a room near the college and wants us to look at it with her before Friday. "
# Where somebody types: the form's address within the record, by what the form is called.
FORMS = {"log contact": "/people/{}/contacts/new/", "plan review": "/pathways/people/{}/plan/reviews/add/"}
DEMO = SignIn("carla.mendes@wendmere.example", "demo council 2026")


@dataclass(frozen=True)
class Round:
    """What was typed until the browser was killed, when each letter was, and what another browser showed after."""

    form: str
    typed: str
    at: list[float]
    killed_at: float
    kept: str

    @property
    def is_whole(self) -> bool:
        """Whether what is kept is the beginning of what was typed."""
        return self.typed.startswith(self.kept)

    @property
    def seconds_lost(self) -> float:
        """How long before the kill the first lost letter was typed; 0 where none is lost."""
        return self.killed_at - self.at[len(self.kept)] if len(self.kept) < len(self.typed) else 0.0


@contextmanager
def own_chromium(driver: Playwright, program: str) -> Iterator[tuple[Browser, subprocess.Popen[bytes]]]:
    """A Chromium in a process group of its own, so that all of it can be killed at once."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="kill-browser-", ignore_cleanup_errors=True) as profile:
        arguments = ["--headless=new", "--no-sandbox", f"--remote-debugging-port={port}", f"--user-data-dir={profile}"]
        process = subprocess.Popen(
            [program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            yield connect(driver, port), process
        finally:
            kill(process)


def connect(driver: Playwright, port: int) -> Browser:
    for _ in range(100):
        try:
            return driver.chromium.connect_over_cdp(f"http://{HOST}:{port}")
        except Exception:
            time.sleep(0.1)
    raise SystemExit("Chromium did not start.")


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def signed_in(browser: Browser, address: str, who: SignIn) -> Page:
    page = browser.new_context(base_url=address, locale="en-GB").new_page()
    sign_in(page, who)
    return page


def one_round(driver: Playwright, program: str, address: str, who: SignIn, form: str, chance: random.Random) -> Round:
    typed, at = "", []
    with own_chromium(driver, program) as (browser, process):
        page = signed_in(browser, address, who)
        page.goto("/people/")
        person = str(page.locator("main tbody th a").first.get_attribute("href")).split("/")[2]
        page.goto(FORMS[form].format(person))
        where = page.url
        page.locator("main form[data-autosave] textarea").first.focus()
        seconds = chance.uniform(*TYPED_SECONDS)
        began = time.monotonic()
        while (now := time.monotonic()) - began < seconds:
            letter = WORDS[len(typed) % len(WORDS)]
            page.keyboard.insert_text(letter)
            at.append(now)
            typed += letter
            time.sleep(KEY_SECONDS)
        kill(process)
        killed_at = time.monotonic()
    return Round(form, typed, at, killed_at, shown_after(driver, program, address, who, where))


def shown_after(driver: Playwright, program: str, address: str, who: SignIn, where: str) -> str:
    """What another browser shows at the address; then it discards the draft, so that the next round begins empty."""
    browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
    page = signed_in(browser, address, who)
    page.goto(where)
    kept = page.locator("main form[data-autosave] textarea").first.input_value()
    if (discard := page.get_by_role("link", name="Discard what is typed here")).count():
        discard.click()
        page.get_by_role("button", name="Discard it").click()
    browser.close()
    return kept


def report(rounds: list[Round]) -> int:
    lost = sorted(each.seconds_lost for each in rounds)
    whole = sum(each.is_whole for each in rounds)
    print(f"{len(rounds)} rounds, {sum(len(each.typed) for each in rounds)} letters; {whole} kept a whole beginning.")
    print(
        f"Seconds of typing lost: median {median(lost):.1f}, most {lost[-1]:.1f} (at most {MOST_SECONDS:.0f} is right)."
    )
    return 0 if whole == len(rounds) and lost[-1] <= MOST_SECONDS else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--address", help="of a demo that runs already")
    asked = parser.parse_args()
    program = chromium.find()
    if program is None:
        print(f"This needs Chromium: {chromium.HOW_TO_GET_IT}", file=sys.stderr)
        return 1
    chance, rounds = random.Random(asked.seed), []
    demo: Any = nullcontext((asked.address, {ADVISER: DEMO})) if asked.address else running_demo()
    with demo as (address, sign_ins), sync_playwright() as driver:
        for number in range(asked.rounds):
            form = list(FORMS)[number % len(FORMS)]
            done = one_round(driver, program, address, sign_ins[ADVISER], form, chance)
            rounds.append(done)
            says = f"{len(done.typed)} typed, {len(done.kept)} kept, {done.seconds_lost:.1f} s lost"
            print(f"{number + 1:3} {form}: {says}", flush=True)
    return report(rounds)


if __name__ == "__main__":
    sys.exit(main())
