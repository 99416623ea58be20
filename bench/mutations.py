"""Mutations: small wrong changes of a module's limits, guards and orders, each as a replaced stretch of its text."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

OTHER = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}
ORDERING = {"sorted", "reversed"}


@dataclass(frozen=True)
class Mutation:
    """One change: where it stands, in bytes of the file, and what stands there instead."""

    path: str
    """Below deckpress/."""
    line: int
    start: int
    end: int
    old: str
    new: str

    def __str__(self) -> str:
        old, new = (" ".join(text.split()) for text in (self.old, self.new))
        return f"{self.path}:{self.line}  {old}  ->  {new}"

    def apply(self, text: bytes) -> bytes:
        return text[: self.start] + self.new.encode() + text[self.end :]


def mutations(path: str, text: str) -> list[Mutation]:
    """Every change of a module that this tool knows, in the order of the text."""
    tree, starts = ast.parse(text), [0]
    for line in text.encode().split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    found = []
    for node, new in _changes(tree):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        old = text.encode()[start:end].decode()
        written = new if isinstance(new, str) else f"({ast.unparse(new)})"
        found.append(Mutation(path, node.lineno, start, end, old, written))
    return sorted(set(found), key=lambda row: (row.start, row.end, row.new))


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr, ast.AST | str]]:
    """Expressions of a tree, each with what may stand in its place."""
    for child in _children(node):
        if isinstance(child, ast.expr):
            yield from ((child, new) for new in _instead(child))
        if isinstance(child, ast.If | ast.While | ast.IfExp | ast.comprehension):
            tests = child.ifs if isinstance(child, ast.comprehension) else [child.test]
            for test in (test for test in tests if ast.unparse(test) != "TYPE_CHECKING"):
                yield test, ast.UnaryOp(ast.Not(), test)
                yield test, "True" if isinstance(child, ast.comprehension) else "False"
        yield from _changes(child)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """What is looked at below a node: no annotations, texts of errors, names for import or texts with holes."""
    if isinstance(node, ast.JoinedStr | ast.Raise | ast.Import | ast.ImportFrom):
        return
    if isinstance(node, ast.Assign) and any(
        isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
    ):
        return
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns", "decorator_list"):
            yield from (v for v in (value if isinstance(value, list) else [value]) if isinstance(v, ast.AST))


def _instead(node: ast.expr) -> Iterator[ast.AST | str]:
    """What may stand in the place of one expression."""
    match node:
        case ast.Compare():
            for at, operator in enumerate(node.ops):
                yield _with(node, "ops", at, OTHER[type(operator)]())
        case ast.Constant():
            yield from _values(node.value)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.BoolOp():
            for at in range(len(node.values)):
                rest = node.values[:at] + node.values[at + 1 :]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        case ast.Tuple() | ast.List() | ast.Set():
            if len(node.elts) > 2 and all(isinstance(e, ast.Constant) for e in node.elts):
                yield from (_without(node, "elts", at) for at in (0, len(node.elts) - 1))
        case ast.Call():
            yield from _calls(node)


def _values(value: object) -> Iterator[str]:
    """What may stand in the place of a number or a switch."""
    if isinstance(value, bool):
        yield str(not value)
    elif isinstance(value, int):
        yield str(value + 1)
        yield str(value - 1) if value > 0 else "2"
    elif isinstance(value, float):
        yield str(value * 2)
        yield str(value * 100)


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    """What may stand in the place of a call: another order, other arguments, a narrower pattern."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in SWAPPED:
        yield _with(node, "func", None, ast.Name(SWAPPED[name]))
    if name in ORDERING and node.args:
        yield ast.Call(ast.Name("list"), node.args[:1], [])
        yield from (_without(node, "keywords", at) for at in range(len(node.keywords)))
    plain = [a for a in node.args if isinstance(a, ast.Name | ast.Attribute | ast.Constant)]
    if len(node.args) == 2 == len(plain) and name not in ("isinstance", "hasattr", "getattr"):
        yield _with(node, "args", None, node.args[::-1])
    if ast.unparse(node.func) == "re.compile" and isinstance(node.args[0], ast.Constant):
        pattern = node.args[0].value
        yield from (_with(node, "args", 0, ast.Constant(p)) for p in _patterns(pattern))


def _patterns(pattern: object) -> Iterator[str]:
    """A regular expression with another number of times, or one range of characters less."""
    if not isinstance(pattern, str):
        return
    for found in re.finditer(r"(?<!\\)\{(\d*,)?(\d+)\}", pattern):
        yield f"{pattern[: found.start(2)]}{int(found[2]) + 1}{pattern[found.end(2) :]}"
    for found in re.finditer(
        r"(?<=[^\[^])(\\u[0-9a-fA-F]{4}|[^\\\[\]-])-(\\u[0-9a-fA-F]{4}|[^\\\[\]-])(?=[^\[]*\])", pattern
    ):
        yield pattern[: found.start()] + pattern[found.end() :]


def _with(node: ast.expr, field: str, at: int | None, value: object) -> ast.AST:
    changed = copy.deepcopy(node)
    if at is None:
        setattr(changed, field, value)
    else:
        getattr(changed, field)[at] = value
    return changed


def _without(node: ast.expr, field: str, at: int) -> ast.AST:
    changed = copy.deepcopy(node)
    del getattr(changed, field)[at]
    return changed
