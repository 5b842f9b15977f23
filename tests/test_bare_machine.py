"""The commands of docs/deployment.md for a machine without containers, as `make bare-machine` follows them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.bare_machine import visitor
from scripts.bare_machine.__main__ import SITE, VISITED_AFTER, VISITOR
from scripts.bare_machine.document import Block, blocks_of, with_repository

CHECKOUT = Path(__file__).resolve().parent.parent
BLOCKS = blocks_of((CHECKOUT / "docs" / "deployment.md").read_text())

PAGE_OF_TWO = """
```sh bare-machine: first
one
```
```sh
docker-compose up
```
```sh bare-machine: second
two <this repository>
```
"""


def test_only_what_is_marked_is_followed_and_in_its_order() -> None:
    blocks = blocks_of(PAGE_OF_TWO)
    assert blocks == [Block("first", "one\n"), Block("second", "two <this repository>\n")]
    assert with_repository(blocks[1], "/root/x.git").commands == "two /root/x.git\n"


def test_the_page_leads_from_packages_to_a_restore_and_a_new_version() -> None:
    titles = [block.title for block in BLOCKS]
    assert titles[0] == "packages and the product"
    assert titles[-3:] == ["a backup and its drill", "a restore", "a new version"]
    assert len(set(titles)) == len(titles)
    assert set(VISITED_AFTER) <= set(titles)
    assert set(VISITED_AFTER.values()) == set(visitor.JOURNEYS)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.title)
def test_a_block_is_a_whole_script_of_files_that_are_there(block: Block) -> None:
    """Seen to fail: with a quotation mark left out, and with a lock that has another name."""
    checked = subprocess.run(["bash", "-n"], input=with_repository(block, "x").commands, capture_output=True, text=True)
    assert checked.stderr == ""
    named = re.findall(r"\b(?:docs|requirements)/[\w./-]+\*?", block.commands)
    assert all(any(CHECKOUT.glob(name)) for name in named)
    for command in re.findall(r"manage\.py (\w+)", block.commands):
        known = any(CHECKOUT.glob(f"*/management/commands/{command}.py"))
        assert known or command == "collectstatic"


def test_no_password_stands_in_a_command_that_a_log_keeps() -> None:
    """sudo writes the variables that it is given into the system's log."""
    assert "sudo" not in "".join(block.commands for block in BLOCKS)


def test_the_site_of_the_page_is_the_one_that_is_visited() -> None:
    assert [block.title for block in BLOCKS if f"site={SITE} " in block.commands] == ["the settings"]


def test_what_runs_in_the_machine_needs_nothing_that_it_lacks() -> None:
    """Its Python has the standard library alone."""
    tree = ast.parse(VISITOR.read_text())
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {module.partition(".")[0] for module in modules} <= sys.stdlib_module_names


FORM = """
<form><input name="q" value="search"></form>
<form action="/save/"><input type="hidden" name="token" value="t"><input type="radio" name="how" value="phone">
<input type="radio" name="how" value="letter" checked><input type="checkbox" name="letter" value="1" checked>
<input type="checkbox" name="letter" value="2" checked><input type="checkbox" name="sent" value="yes">
<select name="team"><option value="">None</option><option value="n" selected>North</option></select>
<textarea name="note">
Rang.</textarea></form>
"""


def test_a_form_is_sent_as_a_browser_sends_it() -> None:
    fields = {"token": ["t"], "how": ["letter"], "letter": ["1", "2"], "team": ["n"], "note": ["Rang."]}
    assert visitor.Forms(FORM).found[1] == {"action": "/save/", "fields": fields, "boxes": {"sent"}}
