"""Phrases in another language, `[text]{lang=ja}`, and readings above words, `{漢字|かんじ}`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from deckpress.read.files import Folder
from deckpress.read.links import is_written
from deckpress.read.nearest import near
from deckpress.read.tokens import Tokens, offset_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["check_phrases", "phrase_plugin", "unknown_language"]

_LANG: Final = re.compile(r"\{lang=(?P<quote>\"?)(?P<tag>[^\s{}\"]*)(?P=quote)\}")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CJK: Final = (
    "\u1100-\u11ff\u3005-\u3007\u3041-\u30ff\u3100-\u312f\u3130-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts whose words get readings: Chinese characters, kana, bopomofo, hangul."""
_RUBY: Final = rf"\{{(?P<base>[^{{}}|｜\n]*[{_CJK}][^{{}}|｜\n]*)[|｜](?P<readings>[^{{}}\n]+)\}}"
_BAR: Final = re.compile("[|｜]")
_LANG_LEFT: Final = re.compile(r"\{ *:? *lang *[=:] *[^\s{}]*(?: *\})?")
_RUBY_LEFT: Final = rf"\{{[^{{}}|｜\n]*[{_CJK}][^{{}}|｜\n]*(?:[|｜][^{{}}\s]*\}}?|$)"
_COUNTRIES: Final = {
    "br": "pt-BR",
    "cn": "zh",
    "cz": "cs",
    "dk": "da",
    "gr": "el",
    "iw": "he",
    "jp": "ja",
    "kr": "ko",
    "us": "en-US",
    "vn": "vi",
}
"""Codes of countries that people write for the language spoken there, and an old code."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern with many characters, which takes its time to compile and is needed by few banks."""
    return re.compile(pattern)


def phrase_plugin(parser: MarkdownIt) -> None:
    """Teach a parser the tokens phrase_open (attribute lang), phrase_close, and ruby (meta: readings)."""
    parser.inline.ruler.before("link", "phrase", _phrase)
    parser.inline.ruler.before("link", "ruby", _ruby)


def check_phrases(folder: Folder, text: Tokens, inline: Token) -> None:
    """S048 for a language that nobody speaks, and for braces that were meant for one or for a reading."""
    if "{" not in inline.content:
        return
    for child in inline.children or []:
        if child.type == "phrase_open" and (hint := unknown_language(str(child.attrs["lang"]))):
            tag = str(child.attrs["lang"])
            span = text.place(inline, child.meta["tag"], len(tag) or 1)
            folder.report("S048", span, f"{tag!r} is no tag of a language", hint)
        elif child.type == "ruby" and len(child.meta["readings"]) not in (1, len(child.content)):
            span = text.place(inline, offset_of(child), child.meta["length"])
            message = f"{len(child.content)} characters have {len(child.meta['readings'])} readings"
            folder.report("S048", span, message, "write one reading for all, or one for each character")
        elif child.type == "text":
            _check_text(folder, text, inline, child)


def _check_text(folder: Folder, text: Tokens, inline: Token, child: Token) -> None:
    for found in _LANG_LEFT.finditer(child.content):
        if is_written(inline, child, found):
            span = text.place_in(inline, child, found.start(), len(found[0]))
            folder.report("S048", span, *_told(child.content, found))
    for found in _compiled(_RUBY_LEFT).finditer(child.content):
        if is_written(inline, child, found) and not _LANG_LEFT.match(found[0]):
            span = text.place_in(inline, child, found.start(), len(found[0]))
            if _BAR.search(found[0]):
                what = "is empty" if found[0].endswith("}") else "is never closed"
                folder.report("S048", span, f"the reading {what}: {found[0]}", "write {漢字|かんじ}")
            elif text.cell_of(inline) >= 0:
                hint = r"in a table write {漢字\|かんじ} or {漢字｜かんじ}"
                folder.report("S048", span, f"the cell ends inside a reading: {found[0]}", hint)


def _told(content: str, found: re.Match[str]) -> tuple[str, str]:
    """What is wrong with a mark of a language that marks nothing."""
    if not found[0].endswith("}"):
        return f"the mark of a language is never closed: {found[0]}", "write [phrase]{lang=ja}"
    if not _LANG.fullmatch(found[0]):
        return f"the mark of a language is not well formed: {found[0]}", "write [phrase]{lang=ja}"
    before = content[: found.start()]
    if before.endswith("] "):
        return f"a space parts {found[0]} from its phrase", "write [phrase]{lang=ja} without it"
    return f"no phrase in brackets stands before {found[0]}", "write [phrase]{lang=ja}"


def unknown_language(tag: str) -> str:
    """A hint where a tag is no language's; '' where it is one's."""
    base = tag.lower().partition("-")[0]
    if _TAG.fullmatch(tag) and base in _languages():
        return ""
    if (plain := tag.replace("_", "-")) != tag and not unknown_language(plain):
        return f"did you mean {plain!r}?"
    names = {name.lower(): code for code, name in _languages().items()}
    meant = names.get(tag.lower()) or _COUNTRIES.get(base) or (base if base in _languages() else "")
    if not meant and len(tag) > 3:
        meant = names.get(near(tag.lower(), names), "")
    return f"did you mean {meant!r}?" if meant else "write a tag such as ja, he, zh-Hant or pt-BR"


@cache
def _languages() -> dict[str, str]:
    """Code of each language to its English name."""
    from babel import Locale  # noqa: PLC0415 - imported on use

    return {code: str(name) for code, name in Locale("en").languages.items() if "_" not in str(code)}


def _phrase(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos] != "[":
        return False
    start, end = state.pos, state.md.helpers.parseLinkLabel(state, state.pos)
    found = _LANG.match(state.src, end + 1) if end > start + 1 else None
    if not found or found.end() > state.posMax:
        return False
    if not silent:
        after = state.posMax
        token = state.push("phrase_open", "span", 1)
        token.attrs = {"lang": found["tag"]}
        token.meta["tag"] = found.start("tag")
        state.pos, state.posMax = start + 1, end
        state.md.inline.tokenize(state)
        state.push("phrase_close", "span", -1)
        state.posMax = after
    state.pos = found.end()
    return True


def _ruby(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    found = _compiled(_RUBY).match(state.src, state.pos) if state.src[state.pos] == "{" else None
    readings = [part.strip() for part in _BAR.split(found["readings"])] if found else []
    if not found or found.end() > state.posMax or not all(readings):
        return False
    if not silent:
        token = state.push("ruby", "ruby", 0)
        token.content = found["base"].strip()
        token.meta |= {"readings": readings, "length": found.end() - found.start()}
    state.pos = found.end()
    return True
