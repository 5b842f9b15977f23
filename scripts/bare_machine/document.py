"""The commands that docs/deployment.md gives for a machine without containers, read out of it in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

# ```sh bare-machine: what it does
BLOCK = re.compile(r"^```sh bare-machine: (?P<title>[^\n]+)\n(?P<commands>.*?)^```$", re.MULTILINE | re.DOTALL)
REPOSITORY = "<this repository>"


@dataclass(frozen=True)
class Block:
    """Commands that stand together, for a shell of root."""

    title: str
    commands: str


def blocks_of(text: str) -> list[Block]:
    """Those that are marked, in the order of the page."""
    return [Block(found["title"], found["commands"]) for found in BLOCK.finditer(text)]


def with_repository(block: Block, address: str) -> Block:
    """With the one thing that the page cannot know."""
    return Block(block.title, block.commands.replace(REPOSITORY, address))
