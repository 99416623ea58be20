"""Blocks: a text is its outermost pieces, each known for what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from deckpress.bank import Bank
from deckpress.content.blocks import pieces_of
from deckpress.content.html import blocks_html, to_html
from deckpress.content.walk import Walk
from deckpress.read import read_source
from deckpress.read.files import Folder
from deckpress.read.markdown import read_markdown
from deckpress.render.handout.voice import PageVoice
from deckpress.span import Span

TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("Words.\n\n- one\n- two\n\n> said", ["text", "text", "text"]),
        ("```math\na = b\n```\n\nthen\n\n$$\nc\n$$", ["formula", "text", "formula"]),
        (f"Table: what it says\n\n{TABLE}", ["table"]),
        (f"{TABLE}\n\nTable: of nothing", ["table", "text"]),
        (f"Table: of nothing\n\nWords.\n\n{TABLE}", ["text", "text", "table"]),
        ("Table: at the end", ["text"]),
        ("```python\nx = 1\n```\n\n    indented", ["code", "code"]),
        ("![seen](../figures/a.svg)\n\n![heard](../audio/a.mp3)", ["figure", "sound"]),
        ("Words ![seen](../figures/a.svg)", ["text"]),
        ("", []),
    ],
)
def test_each_piece_is_known(source: str, kinds: list[str], tmp_path: Path) -> None:
    text = read_markdown(Folder(tmp_path), source, Span("x.md"))
    assert [piece.kind for piece in pieces_of(text)] == kinds


def test_together_they_are_the_text() -> None:
    bank: Bank = read_source(ROOT / "tests" / "sample")[0]
    prompts = {question.id: "" for question in bank.questions()}
    texts = [text for q in bank.questions() for text in q.texts() if text is not q.prompt]
    assert len(texts) > 20
    for text in texts:
        pieces = "".join(
            blocks_html(piece.blocks, walk)
            for walk in [Walk(bank, PageVoice(), prompts)]
            for piece in pieces_of(text)
        )
        assert pieces == to_html(text, Walk(bank, PageVoice(), prompts))
