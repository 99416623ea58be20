"""Lexing at speed: Pygments' rules, of which only those are tried that can match at the character at hand.

A lexer of Pygments tries the patterns of its state one by one at every token, some fifty in Python. Which
characters a match may begin with is read off the pattern; the tokens stay the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from re import IGNORECASE, Pattern
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pygments.lexer import Lexer

__all__ = ["quicken"]

_Rule = tuple[Any, Any, Any]
"""Match method, what it gives, next state: a rule of Pygments."""
_OFTEN: Final = 50  # times that a state is entered, from which on its table is worth making
_ASCII: Final = frozenset(map(chr, range(128)))
_CASELESS: Final = frozenset("iIkKsS")  # which letters beyond ASCII match where case does not count
_CATEGORIES: Final[Mapping[str, Callable[[str], bool]]] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": lambda char: char.isalnum() or char == "_",
}
_Table = Mapping[str, tuple[_Rule, ...]]
"""Rules in their order, by the character at hand."""
_NO_TABLE: Final[_Table] = MappingProxyType({})


def quicken(lexer: Lexer) -> None:
    """Make a lexer quicker, where its class leaves the walk through the rules to Pygments."""
    from pygments.lexer import RegexLexer  # noqa: PLC0415 - imported on use

    if type(lexer).get_tokens_unprocessed is RegexLexer.get_tokens_unprocessed:
        tables = _Tables(lexer)
        lexer.get_tokens_unprocessed = tables.tokens  # type: ignore[method-assign]


class _Tables:
    """A lexer's states, each with its rules by the character that they may begin with."""

    def __init__(self, lexer: Any) -> None:
        self.lexer = lexer
        self.counts: dict[str, int] = {}
        self.tables: dict[str, tuple[_Table, _Table]] = {}

    def rules(self, state: str) -> tuple[list[_Rule], _Table, _Table]:
        """The rules of a state, and its tables, of the beginnings of lines and of what is inside them.

        Both are empty until the state has been entered often.
        """
        rules: list[_Rule] = self.lexer._tokens[state]  # noqa: SLF001 - nothing public has the rules
        self.counts[state] = count = self.counts.get(state, 0) + 1
        if count < _OFTEN:
            return rules, _NO_TABLE, _NO_TABLE
        if state not in self.tables:
            inner = [rule for rule in rules if not _is_anchored(rule[0].__self__)]
            self.tables[state] = _table(rules), _table(inner)
        return rules, *self.tables[state]

    def tokens(self, text: str, stack: Iterable[str] = ("root",)) -> Iterator[tuple[int, Any, str]]:
        """Place, kind and text of each token, as RegexLexer.get_tokens_unprocessed."""
        from pygments.token import Error, Whitespace, _TokenType  # noqa: PLC0415 - imported on use

        states, position, length = list(stack), 0, len(text)
        plain, first, inner = self.rules(states[-1])
        while position <= length:
            table = inner if position and text[position - 1] != "\n" else first
            for match, action, new_state in table.get(text[position], plain) if position < length else plain:
                if not (found := match(text, position)):
                    continue
                if type(action) is _TokenType:
                    yield position, action, found[0]
                elif action is not None:
                    yield from action(self.lexer, found)
                position = found.end()
                if new_state is not None:
                    _move(states, new_state)
                    plain, first, inner = self.rules(states[-1])
                break
            else:
                if position == length:
                    return
                if text[position] == "\n":
                    states = ["root"]
                    plain, first, inner = self.rules("root")
                    yield position, Whitespace, "\n"
                else:
                    yield position, Error, text[position]
                position += 1


def _move(states: list[str], new: Any) -> None:
    """What a rule does to the stack of states, of which one stays."""
    for step in new if isinstance(new, tuple) else (new,):
        if isinstance(step, int):
            del states[max(len(states) + step, 1) :]
        elif step == "#pop":
            del states[max(len(states) - 1, 1) :]
        else:
            states.append(states[-1] if step == "#push" else step)


def _table(rules: Iterable[_Rule]) -> _Table:
    """The rules that can match, in their order, for each character of ASCII."""
    begins = [(rule, _begins(rule[0].__self__)) for rule in rules]
    return {char: tuple(rule for rule, chars in begins if char in chars) for char in _ASCII}


@cache
def _is_anchored(pattern: Pattern[str]) -> bool:
    """Whether a match can only begin a line."""
    tree = import_module("re._parser").parse(pattern.pattern, pattern.flags)
    while tree and str(tree[0][0]) == "SUBPATTERN":
        tree = tree[0][1][3]
    return bool(tree) and str(tree[0][0]) == "AT" and str(tree[0][1]).startswith("AT_BEGINNING")


@cache
def _begins(pattern: Pattern[str]) -> frozenset[str]:
    """The characters of ASCII that a match may begin with; all of them where that is not plain."""
    parse = import_module("re._parser").parse
    chars, empty = _first(parse(pattern.pattern, pattern.flags))
    if empty:
        return _ASCII
    return chars.union(map(str.swapcase, chars), _CASELESS) if pattern.flags & IGNORECASE else chars


def _first(tree: Iterable[tuple[Any, Any]]) -> tuple[frozenset[str], bool]:
    """The characters that a part of a pattern may begin with, and whether it may be empty."""
    chars: frozenset[str] = frozenset()
    for operation, value in tree:
        more, empty = _first_of(str(operation), value)
        chars |= more
        if not empty:
            return chars, False
    return chars, True


def _first_of(operation: str, value: Any) -> tuple[frozenset[str], bool]:
    match operation:
        case "LITERAL" | "NOT_LITERAL" | "IN" | "ANY":
            return _in_class(operation, value), False
        case "AT" | "ASSERT" | "ASSERT_NOT":  # which can only make matches fewer
            return frozenset(), True
        case "SUBPATTERN" if not value[1] and not value[2]:  # without flags of its own
            return _first(value[3])
        case "BRANCH":
            branches = [_first(branch) for branch in value[1]]
            return frozenset().union(*(chars for chars, _ in branches)), any(empty for _, empty in branches)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            chars, empty = _first(value[2])
            return chars, empty or value[0] == 0
        case _:
            return _ASCII, True


def _in_class(operation: str, value: Any) -> frozenset[str]:
    """The characters of ASCII of a single place in a pattern."""
    if operation == "LITERAL":
        return _ASCII & {chr(value)}
    if operation == "NOT_LITERAL":
        return _ASCII - {chr(value)}
    if operation == "ANY":
        return _ASCII
    chars: frozenset[str] = frozenset()
    for kind, what in value:
        if str(kind) == "LITERAL":
            chars |= _ASCII & {chr(what)}
        elif str(kind) == "RANGE":
            chars |= {char for char in _ASCII if what[0] <= ord(char) <= what[1]}
        elif str(kind) == "CATEGORY":
            chars |= _category(str(what))
    return _ASCII - chars if str(value[0][0]) == "NEGATE" else chars


def _category(name: str) -> frozenset[str]:
    r"""The characters of ASCII of \d, \s, \w or their opposites."""
    opposite = "_NOT_" in name
    holds = _CATEGORIES[name.replace("_NOT_", "_")]
    return frozenset(char for char in _ASCII if holds(char) != opposite)
