"""One function writes a young person's name, and one column says where a name stands in a list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.guards.source import ROOT, files, named, nodes

PARTS = {"first_name", "last_name", "preferred_name"}
# Where the name is put together, and where a return's number stands in for one.
WRITES_NAMES = {
    "careleavers/models/people.py",
    "careleavers/rules/names.py",
    "careleavers/ssda903/importing/merging.py",
}
PRINTED_PART = re.compile(rf"(\w+)\.({'|'.join(sorted(PARTS))})\b")
NAME_COLUMN = re.compile(r"(^-?|__)(first_|last_|preferred_)?name$")


def test_no_code_and_no_page_takes_a_name_apart() -> None:
    """Seen to fail: `person.first_name` in a view, and in a template."""
    in_code = [
        f"{named(path)}:{node.lineno} reads .{node.attr}"
        for path in files()
        if named(path) not in WRITES_NAMES
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in PARTS
    ]
    in_pages = [
        f"{path.relative_to(ROOT)} prints {match[0]}"
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.is_file()
        for match in PRINTED_PART.finditer(path.read_text())
        if match[1] not in ("form", "data_quality_issues")
    ]
    assert not in_code + in_pages


def test_lists_are_ordered_by_names_as_people_expect_them() -> None:
    """By `sort_name`, or in memory by `names.sort_key`: raw names put Łysek after Zzaro.

    Seen to fail: `order_by("worker__name")`, `ordering = ["name"]`, `key=lambda each: each.name`.
    """
    wrong = [
        f"{named(path)}:{node.lineno} orders by {column}"
        for path in files()
        for node in nodes(path)
        for column in _ordered_by(node)
    ]
    assert not wrong


def _ordered_by(node: ast.AST) -> Iterator[str]:
    """The raw names that this call or assignment orders rows by."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "order_by":
        inside: list[ast.AST] = [*node.args]
    elif isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "ordering" for target in node.targets):
        inside = [node.value]
    elif isinstance(node, ast.keyword) and node.arg == "key" and isinstance(node.value, ast.Lambda):
        yield from (
            f".{attribute.attr}"
            for attribute in _outside_calls(node.value.body)
            if attribute.attr == "name" or attribute.attr in PARTS
        )
        return
    else:
        return
    for each in inside:
        for found in ast.walk(each):
            if isinstance(found, ast.Constant) and isinstance(found.value, str) and NAME_COLUMN.search(found.value):
                yield found.value


def _outside_calls(node: ast.AST) -> Iterator[ast.Attribute]:
    """The attributes of a sort key that are compared as they are, not through `sort_key()`."""
    if isinstance(node, ast.Call):
        return
    if isinstance(node, ast.Attribute):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _outside_calls(child)
