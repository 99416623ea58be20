"""What Anki takes for commands, in every slot from which a field is made."""

from __future__ import annotations

from hostile.case import LEAD, QUESTIONS, Case, paragraphs, question, settings, slot, topic

__all__ = ["CASES"]

_MARKERS = {
    "a sound": "[sound:x.mp3]",
    "a sound that is an option": "[sound:--script=http://e.example/x.lua]",
    "a sound up the path": "[sound:../../x.mp3]",
    "a formula of LaTeX": "[latex]\\input{/etc/passwd}[/latex]",
    "a formula in a line": "[$]x^2[/$]",
    "a formula of its own": "[$$]x^2[/$$]",
    "speech": "[anki:tts lang=en_US]hi[/anki:tts]",
    "a play mark": "[anki:play:q:0]",
    "a sound in capitals": "[SOUND:x.mp3]",
}
_SOUND = "[sound:x.mp3]"
_CLOZE = "### Cloze\n\n- The ridge penalty makes the Gram matrix {} {{{{c1::{}}}}} for any data at all.{}"
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100">'
    '<text x="1" y="9" font-size="14" fill="var(--ink)">[sound:x.mp3]</text></svg>'
)
_FIGURE = (
    '### In depth\n\n![An ellipse [sound:x.mp3] at one point](../figures/x.svg "A [sound:y.mp3] drawing")'
)


def _in(name: str, shown: str | None = _SOUND, **given: str) -> Case:
    return Case(name, {QUESTIONS: topic(question(**given))}, shown=(shown,) if shown else ())


CASES = (
    paragraphs("every marker", ((text, text) for text in _MARKERS.values() if "$" not in text)),
    Case("a formula in a line", {QUESTIONS: topic(question(lead=f"{LEAD} [$]x^2[/$]"))}),
    slot("a formula of its own", "[$$]x^2[/$$]", "M401"),
    paragraphs("every marker, in code", ((f"`{text}`", text) for text in _MARKERS.values())),
    _in("a sound in a prompt", prompt="Why does `[sound:x.mp3]` have a unique solution in the end?"),
    _in("a sound in a point", point="`[sound:x.mp3]` is"),
    _in("a sound in a fence", more="### In depth\n\n```python\nx = '[sound:x.mp3]'\n```"),
    _in("a sound in a plain fence", more="### In depth\n\n```\n[sound:x.mp3]\n```"),
    _in("a sound in a table", more="### In depth\n\n| a | b |\n|---|---|\n| [sound:x.mp3] | c |"),
    _in("a sound in a table's title", more="### In depth\n\nTable: [sound:x.mp3]\n\n| a |\n|---|\n| b |"),
    _in("a sound over two lines", "[sound: x.mp3]", lead=f"{LEAD} [sound:\nx.mp3]"),
    _in("a sound in another wording", None, block='also: ["What is [sound:x.mp3] good for here?"]\n'),
    _in("a sound cut by emphasis", "[sound:x.mp3]", lead=f"{LEAD} [*s*ound:x.mp3]"),
    _in("a sound with an escape", "[sound:x.mp3]", lead=f"{LEAD} \\[sound:x.mp3\\]"),
    _in("a sound by entities", "[sound:x.mp3]", lead=f"{LEAD} &#91;sound:x.mp3&#93;"),
    _in("a sound in a formula", None, lead=f"{LEAD} $x = \\text{{[sound:x.mp3]}}$"),
    _in("a sound in a cloze", None, more=_CLOZE.format(_SOUND, "invertible", "")),
    _in("a sound in a deletion", None, more=_CLOZE.format("in fact", _SOUND, "")),
    _in("a sound in a hint", None, more=_CLOZE.format("in fact", "invertible::[sound:x.mp3]", "")),
    _in("a sound cut by a deletion", None, more=_CLOZE.format("in [sound:", "x.mp3", "]")),
    Case(
        "a sound in a figure's texts",
        {QUESTIONS: topic(question(more=_FIGURE)), "figures/x.svg": _SVG},
    ),
    Case(
        "a sound in a topic's title",
        {QUESTIONS: topic(question(), title="Ridge `[sound:x.mp3]`", head="deck: '[sound:x.mp3]'")},
    ),
    Case(
        "a sound in the settings",
        {"bank.toml": settings(TITLE="[sound:x.mp3]", ABOUT="[latex]x[/latex]", DECK="[anki:play:q:0]")},
    ),
    Case(
        "a sound in a reference",
        {
            "references.yaml": "hoerl-1970:\n  title: 'A [sound:x.mp3]'\n  authors: '[latex]x[/latex]'\n"
            "  year: 1970\n  url: 'https://e.example/[sound:x.mp3]'\n"
        },
    ),
    slot("a formula of the reader's", "\\\\(\\href{javascript:alert(1)}{x}\\\\)", shown="\\href"),
    slot("a formula on its own", "\\\\[\\require{html}\\\\]", shown="\\require{html}"),
)
