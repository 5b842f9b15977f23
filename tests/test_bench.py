"""bench/: the floor in SQL counts as the measures do, and the report judges honestly."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from bench import load, migrations, pages, raw_sql, report
from bench.effort import effort_of
from bench.letters import Made
from bench.pages import people_in
from bench.rounds import Case, Times, measure
from bench.together import MIX, Together, ask_together
from bench.web import Failed

ONE, OTHER = UUID(int=1), UUID(int=2)


def test_the_admin_beside_us_searches_fields_that_there_are() -> None:
    """Its module cannot be read here: it needs settings of its own. Seen to fail: a field under its former name."""
    found = 0
    for each in ast.parse(Path(raw_sql.__file__).with_name("admin_urls.py").read_text()).body:
        fields = [
            node.value for node in ast.walk(each) if isinstance(node, ast.Assign) and "search_fields" in ast.dump(node)
        ]
        if isinstance(each, ast.ClassDef) and fields:
            model = apps.get_model("careleavers", each.name.removesuffix("Admin"))
            for name in ast.literal_eval(fields[0]):
                assert str(model._default_manager.filter(**{f"{name}__icontains": "x"}).query)
                found += 1
    assert found > 5


@pytest.mark.parametrize(("share", "milliseconds"), [(0, 10), (0.5, 30), (0.95, 50), (1, 50)])
def test_quantiles_of_measured_times(share: float, milliseconds: float) -> None:
    assert Times([0.05, 0.01, 0.03, 0.02, 0.04]).quantile(share) == pytest.approx(milliseconds)


def test_each_round_asks_everybody_once_and_about_the_same_person() -> None:
    asked: list[tuple[str, int]] = []

    def case(name: str) -> Case:
        return Case(300, pages.Question("Page", name, lambda number: asked.append((name, number))))

    measured = measure([case("ours"), case("raw SQL")], rounds=5, seed=1)
    assert {key: len(times.seconds) for key, times in measured.items()} == {
        ("Page", "ours", 300): 5,
        ("Page", "raw SQL", 300): 5,
    }
    assert sorted(asked[-10:], key=lambda each: each[1]) == asked[-10:]


def test_a_page_that_grows_or_is_slow_or_large_is_said_to_miss() -> None:
    measured = {
        ("Today", "ours", 300): Times([0.04] * 20),
        ("Today", "ours", 3000): Times([0.20] * 20),
    }
    together = {3000: Together(Times([0.31] * 30), failed=1, seconds=1.0)}
    memory = {"our web server": 251.0, "pandas": 900.0}
    judged = list(report.verdicts(report.Found(measured, [300, 3000], memory, together, {}, Made(1000, 58.0))))
    assert {each.target: each.passed for each in judged} == {
        "Today, 300: p95 at most 150 ms": True,
        "Today, 3,000: p95 at most 150 ms": False,
        "Today: p50 at 3,000 at most 1.5 times that at 300": False,
        "Today: p95 at 3,000 at most 1.5 times that at 300": False,
        "All pages at once, 3,000: 25 pages a second": True,
        "All pages at once, 3,000: p95 at most 300 ms": False,
        "All pages at once, 3,000: no page fails": False,
        "1,000 letters planned, approved and made in 60 s": True,
        "our web server: at most 250 MB": False,
    }


def test_a_ratio_is_given_with_how_far_chance_may_have_moved_it() -> None:
    steady, torn = Times([0.1] * 50), Times([0.1, 0.2] * 25)
    assert report.slower_between(steady, Times([0.12] * 50), 0.5) == pytest.approx((1.2, 1.2))
    assert report.slower_between(steady, torn, 0.5) == pytest.approx((1, 2))


def test_a_group_of_radios_is_one_field_and_what_is_hidden_is_none() -> None:
    page = """<header><input name="q" type="search"></header><main><form>
        <input type="hidden" name="token"><input type="radio" name="method" value="a">
        <input type="radio" name="method" value="b"><select name="worker"></select><textarea name="note"></textarea>
        <button name="save">Save</button></form></main>"""
    assert effort_of(page).fields == 3


def test_the_pages_of_a_day_are_asked_together_and_failures_are_counted() -> None:
    def fail(_: int) -> None:
        raise Failed("It answered 500.")

    questions = [
        pages.Question(page, contender, fail if page == "Draft, saved" else lambda _: None)
        for page in MIX
        for contender in ("ours", "raw SQL")
    ]
    found = ask_together(questions, seed=1, seconds=0.2)
    assert found.failed > 0
    assert found.times.seconds
    assert 0.2 <= found.seconds < 5


def test_people_are_read_from_the_page_s_own_part() -> None:
    page = (
        f'<nav><a href="/people/{OTHER}/">x</a></nav><main><a href="/people/{ONE}/">a</a><a href="/people/{ONE}/">b</a>'
    )
    assert people_in(page) == [ONE]


def test_invented_lines_are_answered_by_both_commands() -> None:
    """In a small process of its own: a child's memory is counted from what its parent held when it was started."""
    code = "from bench import rules; print([(each.command, each.people, each.megabytes) for each in rules.measure(8)])"
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    ).stdout
    runs = ast.literal_eval(out)
    assert [run[:2] for run in runs] == [("law", 8), ("clocks", 8)]
    assert all(20 < megabytes < report.MOST_MEMORY for _, _, megabytes in runs)


def a_day(*, pages: int, ms: float, failed: int = 0, memory: tuple[int, ...] = (90, 150, 160, 160)) -> load.Day:
    day = load.Day(until=0, failed=["GET / answered 500."] * failed, memory=list(memory))
    day.taken["Today"] = [ms] * pages
    return day


@pytest.mark.parametrize(
    ("day", "broken"),
    [
        (a_day(pages=1500, ms=80), []),
        (a_day(pages=1499, ms=80), ["25.0 pages a second, at least 25"]),
        (a_day(pages=1500, ms=300), ["p95 300 ms, under 300"]),
        (a_day(pages=1500, ms=80, failed=1), ["1 of 1,500 pages failed"]),
        (a_day(pages=1500, ms=80, memory=(90, 100, 111)), ["memory 90 MB at first, 100 after a third, 111 at the end"]),
        (a_day(pages=0, ms=80), ["0.0 pages a second, at least 25", "p95 inf ms, under 300"]),
    ],
    ids=["all kept", "too few pages", "too slow", "a page failed", "memory grows", "nothing asked"],
)
def test_a_day_under_load_says_what_it_did_not_keep(day: load.Day, broken: list[str]) -> None:
    """In 60 seconds."""
    assert [words for words, is_kept in load.kept(day, 60).items() if not is_kept] == broken


def test_the_migrations_of_a_version_to_come_follow_the_product_s_own(settings: Any) -> None:
    """Each is measured, and there is a table and a column for it in this version."""
    settings.MIGRATION_MODULES = {"careleavers": "bench.next_version.migrations"}
    loader = MigrationLoader(None)
    found = sorted(name for app, name in loader.disk_migrations if app == "careleavers" and name.startswith("9"))
    assert found == list(migrations.STEPS)
    contact = loader.project_state(("careleavers", max(migrations.STEPS))).models["careleavers", "contact"]
    assert {"distance", "venue"} <= set(contact.fields)
    assert {"contact_distance", "contact_venue"} <= {index.name for index in contact.options["indexes"]}
    assert set(migrations.HOLDS) <= set(migrations.STEPS)
