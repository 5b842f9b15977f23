"""Every kind of entry that closes an alert is one of the enum's, and some action closes each."""

from __future__ import annotations

import ast

from careleavers.rules.alert_kinds import ClosedBy
from tests.guards.source import files, named, nodes, tree

CALLS = {"raise_alert", "close_alerts_of_kind", "AlertDuty"}
CLOSES = "close_alerts"  # also the beginning of close_alerts_of_kind


def calls(names: set[str]) -> list[tuple[str, ast.Call]]:
    return [
        (named(path), node)
        for path in files()
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def test_no_kind_is_typed_as_text() -> None:
    """Seen to fail: `kind="letter"` in offers/actions/letters.py."""
    wrong = [
        f"{path}:{call.lineno}"
        for path, call in calls(CALLS)
        for keyword in call.keywords
        if keyword.arg in ("kind", "closed_by_kind") and isinstance(keyword.value, ast.Constant)
    ]
    assert not wrong


def test_some_action_closes_alerts_of_each_kind() -> None:
    """Seen to fail: a member `REVIEW` of the enum that nothing closes."""
    source = " ".join(ast.unparse(tree(path)) for path in files() if CLOSES in path.read_text())
    assert not [kind for kind in ClosedBy if kind and f"ClosedBy.{kind.name}" not in source]
