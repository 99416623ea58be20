"""Markdown tokens to HTML: one walk, with a voice for what differs between products."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING, Any, Final

from deckpress.bank import Bank, Label, Labels, Markdown
from deckpress.content.blocks import CAPTION
from deckpress.content.code import highlight_code
from deckpress.content.markers import mute_deletion, mute_hint
from deckpress.content.phrases import phrase_html
from deckpress.content.plain import plain_text
from deckpress.content.symbols import Explainer, symbols_html
from deckpress.content.tails import joined, short_cells, tie
from deckpress.content.typography import curl_quotes, set_dashes, set_spaces
from deckpress.content.voice import Voice, left_to_right
from deckpress.pictures import FIGURES, SOUNDS
from deckpress.slugs import NAMED

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Walk", "items_html", "key_html", "labels_html", "to_html"]

_NAMED: Final = re.compile(NAMED.pattern + r"([.?!]?)")
_NOTES: Final = {
    "footnote_block_open": '<ol class="notes">',
    "footnote_block_close": "</ol>",
    "footnote_open": "<li>",
    "footnote_close": "</li>",
}


@dataclass(slots=True)
class Walk:
    """What the walk needs besides the tokens."""

    bank: Bank
    voice: Voice
    prompts: Mapping[str, str]
    """Question id to the plain text of its prompt, for [id] links."""
    explainer: Explainer | None = None
    """What is said under displayed formulas; nothing where there is none."""
    caption: str = field(default="", init=False)

    @property
    def language(self) -> str:
        """Of the bank, whose quotation marks are set."""
        return self.bank.settings.language

    def prompt_of(self, question_id: str) -> str:
        """The plain prompt of any question of the bank, also of one that is not in the product."""
        left_out = (plain_text(q.prompt) for q in self.bank.others if q.id == question_id)
        return self.prompts.get(question_id) or next(left_out, "")

    def address_of(self, question_id: str) -> str:
        """Where the product shows a question; empty where it does not."""
        return self.voice.address(question_id) if question_id in self.prompts else ""


def to_html(text: Markdown | None, walk: Walk, *, inline: bool = False) -> str:
    """The HTML of a part; `inline` drops the paragraph around a single line."""
    if text is None:
        return ""
    if inline:
        return "".join(_inline(token.children or [], walk) for token in text.inlines())
    return _blocks(text.tokens, walk)


def items_html(text: Markdown | None, walk: Walk) -> list[str]:
    """The HTML of each item of a part that is one list."""
    if text is None:
        return []
    items: list[str] = []
    start = 0
    for index, token in enumerate(text.tokens):
        if token.type == "list_item_open" and token.level == 1:
            start = index + 1
        elif token.type == "list_item_close" and token.level == 1:
            inner = text.tokens[start:index]
            first = inner[0].type == "paragraph_open"  # begins on the line of the item's mark
            words = _inline(inner[1].children or [], walk) if first else ""
            items.append(words + _blocks(inner[3:] if first else inner, walk))
    return items


def _blocks(tokens: Sequence[Token], walk: Walk) -> str:
    out: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "table_open":
            end = _close_of(tokens, index)
            rows = _blocks(tokens[index + 1 : end], walk)
            out.append(walk.voice.table(short_cells(rows), walk.caption))
            walk.caption, index = "", end
        elif token.type == "paragraph_open" and (special := _paragraph(tokens, index, walk)) is not None:
            out.append(special)
            index += 2
        else:
            out.append(_block(token, walk))
        index += 1
    return "".join(out)


def _close_of(tokens: Sequence[Token], index: int) -> int:
    level = tokens[index].level
    return next(i for i in range(index + 1, len(tokens)) if tokens[i].level == level)


def _paragraph(tokens: Sequence[Token], index: int, walk: Walk) -> str | None:
    """A figure or a table's caption; None for an ordinary paragraph."""
    children = tokens[index + 1].children or []
    if len(children) == 1 and children[0].type == "image":
        return _sound(children[0], walk, alone=True) or _figure(children[0], walk)
    is_table = index + 3 < len(tokens) and tokens[index + 3].type == "table_open"
    if is_table and tokens[index + 1].content.startswith(CAPTION):
        walk.caption = _inline(children, walk).removeprefix(CAPTION)
        return ""
    return None


def _figure(image: Token, walk: Walk) -> str:
    figure = walk.bank.figures[str(image.attrs["src"]).removeprefix(FIGURES)]
    title = str(image.attrs.get("title", ""))
    caption = escape(curl_quotes(title, walk.language), quote=False)
    alt = "".join(child.content or " " for child in image.children or ())
    return walk.voice.figure(figure, alt, walk.voice.literal(caption, code=False))


def labels_html(labels: Labels | None, walk: Walk) -> str:
    """A picture with its labels, as the voice shows them."""
    if labels is None:
        return ""
    named = tuple(replace(label, text=_named_label(label, walk)) for label in labels.labels)
    caption = escape(curl_quotes(labels.caption, walk.language), quote=False)
    shown = replace(labels, labels=named, caption=walk.voice.literal(caption, code=False))
    return walk.voice.labels(walk.bank.figures[labels.figure], shown)


def key_html(labels: Labels | None, walk: Walk) -> str:
    """Number and name of each label."""
    rows = labels.labels if labels else ()
    return " ".join(f'<span class="label"><b>{r.number}</b> {_named_label(r, walk)}</span>' for r in rows)


def _named_label(label: Label, walk: Walk) -> str:
    text = escape(curl_quotes(label.text, walk.language), quote=False)
    return walk.voice.literal(text, code=False)


def _sound(image: Token, walk: Walk, *, alone: bool = False) -> str:
    """A sound; '' where the picture is none."""
    source = str(image.attrs["src"])
    if not source.startswith(SOUNDS):
        return ""
    alt = "".join(child.content or " " for child in image.children or ())
    return walk.voice.sound(source.removeprefix("../"), alt, alone=alone)


def _block(token: Token, walk: Walk) -> str:
    if token.type.startswith("footnote"):
        return _NOTES.get(token.type, "")
    if token.type == "inline":
        return _inline(token.children or [], walk)
    if token.type in ("fence", "code_block"):
        return _fence(token, walk)
    if token.type == "math_block":
        return _display(token.content.strip(), walk)
    if token.hidden:
        return ""
    if token.type == "hr":
        return "<hr>"
    attributes = _attributes(token.attrs)
    if token.type == "th_open":
        attributes += ' scope="col"'
    return f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}{attributes}>"


def _attributes(attrs: Mapping[str, Any]) -> str:
    """The few attributes that Markdown makes: list starts, and alignment as a class."""
    out = f' start="{int(attrs["start"])}"' if "start" in attrs else ""
    if "style" in attrs:
        out += f' class="{str(attrs["style"]).removeprefix("text-align:")}"'
    return out


def _display(tex: str, walk: Walk) -> str:
    """A formula on lines of its own, and under it what its letters mean."""
    html = walk.voice.math(tex, display=True)
    symbols = walk.explainer.explain(tex, html) if walk.explainer else ()
    return (
        f'{html}<p class="where">{symbols_html(symbols, walk.voice, walk.bank.settings)}</p>'
        if symbols
        else html
    )


def _fence(token: Token, walk: Walk) -> str:
    info = token.info.strip()
    if info == "math":
        return _display(token.content.strip(), walk)
    if info in ("python test", "text lost"):
        return ""
    html = walk.voice.literal(highlight_code(token.content, info.split(" ")[0]), code=True)
    return walk.voice.code(html, output=info == "text output")


def _inline(children: Sequence[Token], walk: Walk) -> str:
    out: list[str] = []
    state: MutableMapping[str, str] = {"before": "", "link": "", "hint": ""}
    show = _cloze_span if any(child.type == "cloze_open" for child in children) else _span
    for child in children:
        out.append(show(child, walk, state))
        if child.type in ("softbreak", "hardbreak"):
            state["before"] = " "
        elif child.content:
            state["before"] = child.content[-1]
    tie(children, out, walk.voice)
    return "".join(out)


def _span(token: Token, walk: Walk, state: MutableMapping[str, str]) -> str:
    match token.type:
        case "text":
            return _text(token.content, walk, state["before"])
        case "math_inline":
            html = walk.voice.math(token.content.strip(), display=False)
            return left_to_right(html) if walk.bank.settings.rtl else html
        case "math_inline_double":
            return walk.voice.math(token.content.strip(), display=True)
        case "code_inline":
            return f"<code>{walk.voice.literal(escape(token.content, quote=False), code=True)}</code>"
        case "image":
            return _sound(token, walk)
        case "footnote_ref":
            return f'<sup class="note">{token.meta["id"] + 1}</sup>'
        case "softbreak":
            return " "
        case "hardbreak":
            return "<br>"
        case "link_open" | "link_close":
            return _link(token, walk, state)
        case _:
            return _mark(token, walk)


def _mark(token: Token, walk: Walk) -> str:
    if token.type in ("ruby", "phrase_open"):
        return phrase_html(token, walk.voice)
    return f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>"


def _cloze_span(token: Token, walk: Walk, state: MutableMapping[str, str]) -> str:
    """A span of a cloze item: only its own deletions open, end and hint."""
    match token.type:
        case "cloze_open":
            state["hint"], state["hidden"] = token.meta["hint"], "yes"
            return f"{{{{c{token.meta['number']}::"
        case "cloze_close":
            hint, state["hidden"] = mute_hint(escape(state["hint"], quote=False)), ""
            return f"::{hint}}}}}" if hint else "}}"
        case "text" | "code_inline":
            return mute_deletion(_span(token, walk, state), hidden=bool(state.get("hidden")))
        case _:
            html = _span(token, walk, state)
            return html.replace("::", ":&#58;") if state.get("hidden") else html


def _text(content: str, walk: Walk, before: str) -> str:
    content = set_spaces(set_dashes(content), walk.language)
    text = escape(curl_quotes(content, walk.language, before), quote=False)
    text = joined(text) if walk.bank.settings.rtl else text
    text = walk.voice.literal(text, code=False)
    if "[" not in text:
        return text

    def named(found: re.Match[str]) -> str:
        prompt = walk.prompt_of(found[1])
        if not prompt:
            return found[0]
        label = walk.voice.literal(escape(prompt, quote=False), code=False)
        href = walk.address_of(found[1])
        end = "" if label.endswith(("?", "!", ".")) else found[2]  # a prompt ends its sentence itself
        return (f'<a href="{href}">{label}</a>' if href else f"<em>{label}</em>") + end

    return _NAMED.sub(named, text)


def _link(token: Token, walk: Walk, state: MutableMapping[str, str]) -> str:
    if token.nesting < 0:
        return "</a>" if state["link"] else ""
    href = str(token.attrs["href"])
    state["link"] = walk.address_of(href[1:]) if href.startswith("#") else href
    return f'<a href="{escape(state["link"])}">' if state["link"] else ""
