"""Markup: the HTML of a card's field as Markdown that the reader takes, and what it could not say."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Final

from bs4.element import Tag
from markdownify import BACKSLASH, MarkdownConverter

from deckpress.importing.elements import (
    INLINE,
    beside,
    is_block,
    is_br,
    is_odd,
    language,
    starts_line,
    with_breaks,
)
from deckpress.importing.escape import escape_text
from deckpress.importing.inlay import Inlays
from deckpress.importing.media import MediaNames
from deckpress.importing.tally import Tally
from deckpress.read.addresses import WEB

__all__ = ["to_markdown"]

_ALONE: Final = frozenset(("_inline", "li", "blockquote", *INLINE))
"""Elements in which no figure can stand."""
_GONE: Final = frozenset(
    """script style iframe object embed form input button select textarea
    link meta""".split()  # noqa: SIM905 - as above
)
_LOST: Final = frozenset(("svg", "math", "video", "audio", "canvas"))
_CODE: Final = frozenset(("pre", "code", "samp", "tt"))
_BREAK: Final = "\ue021"
_BREAKS: Final = re.compile(rf"\s*{_BREAK}[\s{_BREAK}]*")
_HREF: Final = re.compile(rf"(?:{WEB}|mailto:[^\s]+)")
_BOLD: Final = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.I)
_ITALIC: Final = re.compile(r"font-style:\s*italic", re.I)
_UNDER: Final = re.compile(r"text-decoration[^;]*:\s*[^;]*underline", re.I)
_RAISED: Final = re.compile(r"vertical-align:\s*(sub|super)", re.I)
_COLOURED: Final = re.compile(r"(?:^|;|\s)(?:color|background(?:-color)?)\s*:", re.I)
_TRAILING: Final = re.compile(r"[ \t]+$", re.M)
_MANY: Final = re.compile(r"\n{3,}")
_AFTER_FIGURE: Final = re.compile(r"(\]\(\.\./[^)\n]*\)\n\n)[ \t]+")
_LAST_BREAK: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\(?=\n\s*\n|\n?\Z)")
_BEFORE_FENCE: Final = re.compile(r"\\\n\s*\n?(?=```math)")
_LINES: Final = re.compile(r"[\n\xa0]")
_SPACES: Final = re.compile(r"[ \t\xa0]+")
_DATA: Final = re.compile(r"""\bsrc\s*=\s*(["'])data:[^"']*\1""", re.I)


def to_markdown(
    html: str, tally: Tally, media: MediaNames, pictures: list[str], *, flat: bool = False
) -> str:
    """A field as Markdown; `flat`: in one line, as headings and cloze items are written.

    Pictures that cannot stand where they stood, since theirs is a paragraph, are added to `pictures`.
    Raises RecursionError where elements are nested too deeply.
    """
    if _DATA.search(html):
        html = _DATA.sub('src=""', html)
        tally.change("a picture inside the text")
    inlays = Inlays(tally, media)
    html = inlays.lift(html)
    if "<" in html:
        text = _Converter(inlays, pictures, flat=flat).convert(html)
    else:
        text = escape_text(_LINES.sub(" ", unescape(html)).strip(), starts=True)
    if flat:
        text = _SPACES.sub(" ", text.replace("\n", " "))
        text = _BREAKS.sub(_BREAK, text).strip(f" {_BREAK}").replace(_BREAK, "<br>")
        return inlays.lay(text, flat=True).strip()
    text = _AFTER_FIGURE.sub(r"\1", _MANY.sub("\n\n", _TRAILING.sub("", text)))
    text = _LAST_BREAK.sub(r"\1", text)
    text = _BEFORE_FENCE.sub("\n\n", inlays.lay(text, flat=False))
    return _MANY.sub("\n\n", text).strip("\n").rstrip()


_Base: Any = MarkdownConverter  # whose stubs leave out what is overridden here


class _Converter(_Base):  # type: ignore[misc]  # as above
    """Markdownify with our escapes, tags instead of marks where a mark would not be read, and a tally."""

    def __init__(self, inlays: Inlays, pictures: list[str], *, flat: bool) -> None:
        super().__init__(bullets="-", newline_style=BACKSLASH, autolinks=False)
        self.inlays, self.pictures, self.flat, self.starts = inlays, pictures, flat, False

    def process_text(self, el: Any, parent_tags: Any = None) -> str:
        self.starts = starts_line(el)
        made: str = super().process_text(el, parent_tags)
        if "kbd" in (parent_tags or ()) and _CODE.isdisjoint(parent_tags):
            return self.escape(made, parent_tags)  # to markdownify it is code, to us a tag around text
        return made

    def process_tag(self, node: Any, parent_tags: Any = None) -> str:
        if node.name in _GONE:
            self.inlays.tally.change(f"<{node.name}> dropped")
            return ""
        if node.name in _LOST:
            self.inlays.tally.lose(str(node), f"an element <{node.name}>")
            return ""
        if node.name == "table" and is_odd(node) and not self.flat:
            self.inlays.tally.lose(str(node), "a table with joined cells")
        made: str = super().process_tag(node, parent_tags)
        return self._styled(node, made)

    def _styled(self, node: Any, text: str) -> str:
        """The text with what an element's style says; its colours are counted."""
        style = str(node.get("style") or "") if isinstance(node, Tag) else ""
        if _COLOURED.search(style) or (node.name == "font" and node.get("color")):
            self.inlays.tally.change("a colour dropped")
        if not style or node.name not in INLINE or not text.strip():
            return text
        if _BOLD.search(style):
            text = _tagged("b", text)
        if _ITALIC.search(style):
            text = _tagged("i", text)
        if _UNDER.search(style):
            text = _tagged("u", text)
        raised = _RAISED.search(style)
        return _tagged("sub" if raised[1].lower() == "sub" else "sup", text) if raised else text

    def escape(self, text: str, parent_tags: Any) -> str:  # noqa: ARG002 - markdownify's signature
        return escape_text(_LINES.sub(" ", text), starts=self.starts)

    def convert_br(self, el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002 - as above
        if self.flat:
            return _BREAK
        if "_inline" in parent_tags:
            return "<br>"
        before, after = beside(el, "previous_sibling"), beside(el, "next_sibling")
        if before is None or after is None or is_block(before) or (is_block(after) and not is_br(after)):
            return "\n"
        if is_br(before):
            return "" if "li" in parent_tags else "\n\n"
        if is_br(after) and "li" not in parent_tags:
            return "\n\n"
        return "\\\n"

    def _mark(self, name: str, mark: str, text: str, parent_tags: Any) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        inner = text.strip()
        if inner[0].isalnum() and inner[-1].isalnum() and "\n\n" not in inner and mark not in inner:
            start = text[: len(text) - len(text.lstrip())]
            return f"{start}{mark}{inner}{mark}{text[len(text.rstrip()) :]}"
        return _tagged(name, text)

    def convert_b(self, el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002 - as above
        return self._mark("b", "**", text, parent_tags)

    def convert_i(self, el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002 - as above
        return self._mark("i", "*", text, parent_tags)

    convert_strong, convert_em = convert_b, convert_i
    convert_cite = convert_dfn = convert_var = convert_i

    def convert_s(self, el: Any, text: str, parent_tags: Any) -> str:
        name = {"del": "s", "strike": "s", "ins": "u"}.get(el.name, el.name)
        return text if "_noformat" in parent_tags else _tagged(name, text)

    convert_u = convert_ins = convert_del = convert_strike = convert_s
    convert_sub = convert_sup = convert_mark = convert_small = convert_kbd = convert_s
    convert_ruby = convert_rt = convert_rp = convert_s

    def convert_a(self, el: Any, text: str, parent_tags: Any) -> str:
        href = str(el.get("href") or "").strip().replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        if "_noformat" in parent_tags or not text.strip() or not href:
            return text
        if not _HREF.fullmatch(href):
            self.inlays.tally.lose(str(el), "a link that is no web address")
            return text
        return f"[{text.strip()}]({href})" + (" " if text[-1:].isspace() else "")

    def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002 - as above
        name = unescape(str(el.get("src") or ""))
        alt = str(el.get("alt") or el.get("title") or "")
        made = self.inlays.media.picture(name, alt, str(el), self.inlays.tally)
        if made and (self.flat or not _ALONE.isdisjoint(parent_tags)):
            self.pictures.append(made)
            return " "
        return f"\n\n{made}\n\n" if made else ""

    def convert_code(self, el: Any, text: str, parent_tags: Any) -> str:
        made: str = super().convert_code(el, self.inlays.raw(text), parent_tags)
        beside = el.previous_sibling
        joint = "<wbr>" if isinstance(beside, Tag) and beside.name in ("code", "samp", "tt") and made else ""
        return joint + made.replace("\n", " ")

    convert_samp = convert_tt = convert_code

    def convert_pre(self, el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002 - as above
        code = self.inlays.raw(el.get_text()).strip("\n") if not el.find("br") else with_breaks(el)
        if not code.strip():
            return ""
        if self.flat or "_inline" in parent_tags:
            lines = [
                f"`` {line} ``" if "`" in line else f"`{line}`" for line in code.split("\n") if line.strip()
            ]
            return _BREAK + _BREAK.join(lines) + _BREAK if self.flat else " ".join(lines)
        ticks = "````" if "```" in code else "```"
        return f"\n\n{ticks}{language(el)}\n{code}\n{ticks}\n\n"

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002, N802 - as above
        made = self._mark("b", "**", " ".join(text.split()), parent_tags)
        return self._block(made, parent_tags)

    def convert_p(self, el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002 - as above
        return self._block(text, parent_tags)

    convert_div = convert_article = convert_section = convert_center = convert_summary = convert_p
    convert_figcaption = convert_figure = convert_details = convert_header = convert_footer = convert_p

    def _block(self, text: str, parent_tags: Any) -> str:
        if self.flat:
            return f"{_BREAK}{text}{_BREAK}"
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        return f"\n\n{text.strip()}\n\n" if text.strip() else "\n"

    def convert_li(self, el: Any, text: str, parent_tags: Any) -> str:
        if not self.flat:
            made: str = super().convert_li(el, text, parent_tags)
            return made
        number = len(el.find_previous_siblings("li")) + 1
        bullet = f"{number}\\." if el.parent is not None and el.parent.name == "ol" else "•"
        return f"{_BREAK}{bullet} {text.strip()}{_BREAK}"

    def convert_tr(self, el: Any, text: str, parent_tags: Any) -> str:
        if not self.flat:
            made: str = super().convert_tr(el, text, parent_tags)
            return made
        row = text.strip().removesuffix("\\|").strip()
        return f"{_BREAK}{row}{_BREAK}"

    def convert_td(self, el: Any, text: str, parent_tags: Any) -> str:
        text = " ".join(text.replace("\n", " ").split())
        made: str = super().convert_td(el, text, parent_tags)
        return made.replace(" |", " \\|") if self.flat else made

    convert_th = convert_td

    def convert_blockquote(self, el: Any, text: str, parent_tags: Any) -> str:
        if self.flat:
            return f"{_BREAK}{text}{_BREAK}"
        made: str = super().convert_blockquote(el, text, parent_tags)
        return f"\n{made}"

    def convert_hr(self, el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002 - as above
        return _BREAK if self.flat else " " if "_inline" in parent_tags else "\n\n---\n\n"


def _tagged(name: str, text: str) -> str:
    """A text in inert tags, which stand inside its spaces and breaks."""
    inner = text.strip(f" \n\t{_BREAK}")
    if not inner or "\n\n" in inner or _BREAK in inner:
        return text
    at = text.index(inner)
    return f"{text[:at]}<{name}>{inner}</{name}>{text[at + len(inner) :]}"
