"""Places of inline tokens: a parser that keeps, with each token, where it stands in its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

__all__ = ["keep_places"]


def keep_places(parser: MarkdownIt) -> None:
    """Make a parser note `meta["at"]`: an offset or, for joined text, (offset in it, offset) pairs."""
    parser.inline.__class__ = _Inline
    parser.inline.ruler2.before("fragments_join", "places", _before_join)
    parser.core.ruler.before("text_join", "places", _before_text_join)


class _State(StateInline):
    """Knows where the text that no rule has claimed yet began."""

    began = 0
    fresh = True

    @property
    def pending(self) -> str:
        return super().pending

    @pending.setter
    def pending(self, value: str) -> None:
        if self.fresh and value:
            self.began = self.pos
        self.fresh = not value
        StateInline.pending.__set__(self, value)  # type: ignore[attr-defined]

    def append_pending(self, text: str) -> None:
        if self.fresh:
            self.began, self.fresh = self.pos, False
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        token = super().pushPending()
        token.meta["at"] = self.began
        self.fresh = True
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token


class _Inline(ParserInline):
    """Parses with a _State."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _before_join(state: StateInline) -> None:
    """Keep the places of texts that are about to be joined into the last of them."""
    _note(state.tokens, ("text",), last=True)


def _before_text_join(state: StateCore) -> None:
    """Keep the places of texts that are about to be joined into the first of them."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            _note(token.children, ("text", "text_special"), last=False)


def _note(tokens: Sequence[Token], types: Sequence[str], *, last: bool) -> None:
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and tokens[end].type in types:
            end += 1
        if end - start > 1:
            pairs: list[tuple[int, int]] = []
            length = 0
            for token in tokens[start:end]:
                at = token.meta.get("at", 0)
                pairs += [(length + k, v) for k, v in at] if isinstance(at, list) else [(length, at)]
                length += len(token.content)
            tokens[end - 1 if last else start].meta["at"] = pairs
        start = max(end, start + 1)
