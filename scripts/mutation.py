"""Where a file of Python can be changed in one place so that it should mean something else, and what it reads then.

Messages, docstrings, annotations and imports are left alone: a test need not notice another word.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
LEFT_ALONE = {"annotation", "returns", "decorator_list", "bases", "type_params"}
BOUNDS = {"lt": "lte", "lte": "lt", "gt": "gte", "gte": "gt"}


@dataclass(frozen=True)
class Mutant:
    """One change of one file: the line it begins on, what stood there and what stands there now, and the whole text.

    `statement` is the first line of the statement around it; `in_function` is false where that runs on import.
    """

    line: int
    statement: int
    before: str
    after: str
    text: str
    in_function: bool


def mutants_of(source: str) -> list[Mutant]:
    """Every change that can be made to the text, in the order of its lines."""
    module = ast.parse(source)
    starts = _starts_of_lines(source)
    found = []
    raw = source.encode()
    for node, statement, in_function in _nodes(module):
        first = starts[node.lineno - 1] + node.col_offset
        last = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        for changed in _changes(node):
            after = ast.unparse(changed)
            if isinstance(node, ast.expr):
                after = f"({after})"
            text = (raw[:first] + after.encode() + raw[last:]).decode()
            found.append(Mutant(node.lineno, statement, raw[first:last].decode(), after, text, in_function))
    return sorted(found, key=lambda mutant: mutant.line)


def _starts_of_lines(source: str) -> list[int]:
    """The byte at which each line begins: the columns of the syntax tree are bytes."""
    starts = [0]
    for line in source.encode().split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _nodes(module: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, int, bool]]:
    """What may be changed, the line on which its statement begins, and whether that stands in a function.

    No annotation, decorator, default or formatted text.
    """
    waiting: list[tuple[ast.AST, int, bool]] = [(module, 0, False)]
    while waiting:
        node, statement, in_function = waiting.pop()
        statement = node.lineno if isinstance(node, ast.stmt) else statement
        if isinstance(node, (ast.expr, ast.stmt)):
            yield node, statement, in_function
        if isinstance(node, (ast.JoinedStr, ast.Import, ast.ImportFrom)):
            continue
        within = in_function or isinstance(node, ast.FunctionDef)
        for name, value in ast.iter_fields(node):
            if name not in LEFT_ALONE and not isinstance(value, ast.arguments):
                nodes = value if isinstance(value, list) else [value]
                waiting += [(each, statement, within) for each in nodes if isinstance(each, ast.AST)]


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """The node as it would read after each change."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARISONS:
            yield ast.Compare(node.left, [COMPARISONS[type(operator)]()], node.comparators)
        case ast.BoolOp(op=operator):
            yield ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), node.values)
            for left_out in range(len(node.values)):
                rest = node.values[:left_out] + node.values[left_out + 1 :]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(operator, rest)
        case ast.UnaryOp(op=ast.Not() | ast.Invert()):
            yield node.operand
        case ast.BinOp(op=operator) if type(operator) in SUMS:
            yield ast.BinOp(node.left, SUMS[type(operator)](), node.right)
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.IfExp():
            yield ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.Call():
            yield from _other_conditions(node)
        case ast.List(elts=[_, _, *_]) | ast.Set(elts=[_, _, *_]):
            for left_out in range(len(node.elts)):
                yield type(node)(node.elts[:left_out] + node.elts[left_out + 1 :])
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()


def _other_conditions(call: ast.Call) -> Iterator[ast.Call]:
    """A filter without one of its conditions or with another bound, an update without one of its fields."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name not in {"filter", "exclude", "update", "get", "Q"}:
        return
    for place, keyword in enumerate(call.keywords):
        if len(call.args) + len(call.keywords) > 1:
            changed = deepcopy(call)
            del changed.keywords[place]
            yield changed
        field, _, lookup = (keyword.arg or "").rpartition("__")
        if lookup in BOUNDS:
            changed = deepcopy(call)
            changed.keywords[place].arg = f"{field}__{BOUNDS[lookup]}"
            yield changed
