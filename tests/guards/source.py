"""The project's own Python files, as text and as trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("careleavers", "pathways", "offers", "reporting")


def files(*apps: str) -> Iterator[Path]:
    """The Python files of the apps (all of them unless named), without migrations."""
    for app in apps or APPS:
        found = sorted((ROOT / app).rglob("*.py"))
        yield from (path for path in found if "migrations" not in path.relative_to(ROOT).parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All of the tree, walked once for all guards of a process."""
    return list(ast.walk(tree(path)))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Each module imported anywhere in the file, and how many dots stood before it."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from ((alias.name, 0) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.level


# A statement that writes, also when it begins with WITH: in the query it names, or in what follows.
WRITES = re.compile(
    r"^\s*(INSERT|UPDATE|DELETE|COPY|MERGE|TRUNCATE)\b"
    r"|^\s*WITH\b.*(\bAS (NOT )?(MATERIALIZED )?\(\s*|\)\s*)(INSERT|UPDATE|DELETE|MERGE)\b",
    re.IGNORECASE | re.DOTALL,
)
