"""Text stays text in Anki: what the engine and MathJax read as commands, written in every slot."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import normalize

import pytest
from browser import Browser
from conftest import TEMPLATES, Memory, one_file
from engine import collection, import_deck, rendered
from hypothesis import given, settings
from hypothesis import strategies as st
from marker_bank import COUNTS, write_marker_bank
from shells import need_mathjax, shell_page, show

from deckpress.lock import Lock
from deckpress.read import read_source
from deckpress.render import FORMATS, Context

MARKERS = (
    "[sound:x.mp3]",
    "[sound:--script=http://e.example/x.lua]",
    "[SOUND:x.mp3]",
    "[latex]x[/latex]",
    "[LaTeX]x[/LaTeX]",
    "[$]x[/$]",
    "[$$]x[/$$]",
    "[anki:tts lang=en_US]hi[/anki:tts]",
    "[anki:play:q:0]",
    "[[type:Prompt]]",
    "{{c1::gone}}",
    "{{c1,2::gone}}",
    "{{c9::gone::hint}}",
    "{{ name }}",
    "${{ x }}",
    "{{Prompt}}",
    "{{FrontSide}}",
    "{{type:Prompt}}",
    "{% raw %}",
    "}} {{",
    "}}}",
    "{{{",
    "std::vector",
    "fe80::1",
    "a:::b",
    "image-occlusion:rect:left=0:top=0",
    r"\(x\)",
    r"\[x\]",
    r"\\(x\\)",
    "$$x$$",
    r"\) \(",
    r"\begin{equation}x\end{equation}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- x -->",
    "&lt;b&gt;",
    "&#91;sound:x.mp3]",
    '" onload="x',
    "](javascript:alert)",
)
_LETTERS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn"]), max_size=6
)
_PIECES = st.sampled_from(
    [*MARKERS, "[", "]", "{{", "}}", "{", "}", "::", ":", "$", "`", "\\", "*", "_", "|", " ", "[sound:"]
)
MIXED = st.lists(_PIECES | _LETTERS, min_size=1, max_size=6).map(
    lambda parts: " ".join(normalize("NFC", "".join(parts)).split())
)


class _Reader(HTMLParser):
    """The text a person sees, and the elements that stand around it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.alts = "", ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.alts += dict(attrs).get("alt") or ""

    def handle_data(self, data: str) -> None:
        self.text += data


def _deck(folder: Path, texts: list[str], title: str = "names") -> bytes:
    bank, problems = read_source(write_marker_bank(folder, texts, title))
    assert [f"{p.span} {p.message}" for p in problems if p.severity == "error"] == []
    return one_file(FORMATS["deck"].renderer()(bank, Context(TEMPLATES, Memory(), Lock())))


def _judge(col: Any, texts: list[str]) -> None:
    """Every card shows every text as often as it was written, and commands nothing."""
    assert col.note_count() == 2 * len(texts)
    assert col.card_count() == 3 * len(texts)
    for card, front, back in rendered(col):
        assert card.question_av_tags() == card.answer_av_tags() == []
        note = card.note()
        shown = f"b {texts[int(note['Id'].removeprefix('q-')) - 1]} e"
        for html in (front, back):
            _commands_nothing(html)
        if "Text" in note:
            assert _Reader(front).text.count(shown) == 3, (shown, front)
            assert _Reader(back).text.count(shown) >= 4, (shown, back)
        else:
            assert {name: _Reader(note[name]).text.count(shown) for name in COUNTS} == COUNTS, shown
            assert shown in _Reader(note["Figure"]).alts


def _commands_nothing(html: str) -> None:
    assert "[anki:" not in html
    assert "[[type:" not in html
    for tag, attributes in _Reader(html).tags:
        assert tag not in ("script", "iframe", "object", "embed", "audio", "video")
        assert "latex" not in (attributes.get("class") or "")
        assert not [name for name in attributes if name.startswith("on")]


def test_every_marker_in_every_slot_is_text(tmp_path: Path) -> None:
    data = _deck(tmp_path / "bank", list(MARKERS))
    with collection(tmp_path / "col") as col:
        import_deck(col, data, tmp_path)
        _judge(col, list(MARKERS))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(texts=st.lists(MIXED, min_size=4, max_size=8))
def test_any_mixture_in_every_slot_is_text(texts: list[str]) -> None:
    with TemporaryDirectory() as place:
        data = _deck(Path(place, "bank"), texts)
        with collection(Path(place, "col")) as col:
            import_deck(col, data, Path(place))
            _judge(col, texts)


@pytest.mark.parametrize("title", [m for m in MARKERS if m != "<!-- x -->"])
def test_names_that_reach_a_card_are_text(title: str, tmp_path: Path) -> None:
    data = _deck(tmp_path / "bank", ["x"], title)
    with collection(tmp_path / "col") as col:
        import_deck(col, data, tmp_path)
        assert col.card_count() == 3
        for card, front, back in rendered(col):
            assert card.question_av_tags() == card.answer_av_tags() == []
            for html in (front, back):
                _commands_nothing(html)
                assert f"Topic {title}" in _Reader(html).text
        decks = [deck for deck in col.decks.all_names_and_ids() if col.decks.card_count(deck.id, False)]
        assert len(decks) == 1, decks
        for deck in col.decks.all():
            _commands_nothing(deck["desc"])
            assert not deck["desc"] or title in _Reader(deck["desc"]).text


@pytest.mark.parametrize("hint", ["sound:x.mp3", "latex", "$", "$$", "anki:play:q:0", "[type:Text]", "a:b"])
def test_a_hint_commands_nothing(hint: str, tmp_path: Path) -> None:
    folder = write_marker_bank(tmp_path / "bank", ["x"])
    path = folder / "questions/01-t.md"
    path.write_text(path.read_text().replace("}} then", f":: {hint}}}}} then [/latex] [/\\$] [/\\$\\$]"))
    bank, problems = read_source(folder)
    assert problems == []
    data = one_file(FORMATS["deck"].renderer()(bank, Context(TEMPLATES, Memory(), Lock())))
    with collection(tmp_path / "col") as col:
        import_deck(col, data, tmp_path)
        cards = [(card, front) for card, front, _ in rendered(col) if card.ord == 0 and "Text" in card.note()]
        assert len(cards) == 1
        assert cards[0][0].question_av_tags() == []
        _commands_nothing(cards[0][1])
        assert f"[{hint}]" in _Reader(cards[0][1]).text


def test_an_unmuted_marker_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckpress.render.deck.notes.mute_brackets", lambda html: html)
    data = _deck(tmp_path / "bank", ["[sound:x.mp3]", "[latex]x[/latex]"])
    with collection(tmp_path / "col") as col:
        import_deck(col, data, tmp_path)
        cards = list(rendered(col))
        assert any(card.answer_av_tags() for card, _, _ in cards)
        assert any("latex" in back for _, _, back in cards)


def test_a_muted_marker_is_found_by_search(tmp_path: Path) -> None:
    data = _deck(tmp_path / "bank", ["[sound:x.mp3]", "{{c1::gone}}", r"\(x\)", "std::vector"])
    with collection(tmp_path / "col") as col:
        import_deck(col, data, tmp_path)
        assert len(col.find_notes('"sound\\:x.mp3"')) == 2
        assert len(col.find_notes("Prompt:*c1\\:\\:gone*")) == 1
        assert len(col.find_notes("Prompt:*std\\:\\:vector*")) == 1


def test_no_mark_of_math_in_text_or_code_starts_a_formula(browser: Browser, tmp_path: Path) -> None:
    texts = [text for text in MARKERS if "\\" in text or "$" in text]
    data = _deck(tmp_path / "bank", texts)
    with collection(tmp_path / "col") as col:
        import_deck(col, data, tmp_path)
        cards = [side for _, front, back in rendered(col) for side in (front, back)]
    place = tmp_path / "shell.html"
    place.write_text(shell_page(tmp_path / "col" / "collection.media", need_mathjax(), "android"))
    page = browser.page(width=375)
    page.open(place.as_uri())
    page.run(show(*cards, r"<p class=probe>\(x\)</p>", unfold=True))
    assert page.run("document.querySelectorAll('.probe mjx-container').length") == 1
    assert (
        page.run("[...document.querySelectorAll('.q mjx-container')].map(e => e.parentElement.outerHTML)")
        == []
    )
    seen = re.sub(r"\s+", " ", page.run("document.getElementById('qa').innerText"))
    assert [text for text in texts if f"b {text} e" not in seen] == []
