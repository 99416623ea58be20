"""Links and pictures: where they may lead, with each fault at the address that is wrong."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from deckpress.markdown import Markdown
from deckpress.parts import Line, Link, Text
from deckpress.pictures import FIGURES, FILE_NAME, SOUNDS
from deckpress.read.addresses import WEB
from deckpress.read.files import Folder
from deckpress.read.tokens import Tokens, offset_of
from deckpress.span import Span

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = [
    "address_span",
    "check_broken",
    "check_image",
    "check_link",
    "figure_hint",
    "figure_name",
    "is_written",
    "sound_name",
    "suspicious",
    "target_span",
]

_LINK: Final = re.compile(rf"({WEB}|mailto:[^\s]+|#[a-z][a-z0-9-]*)")
_FIGURE: Final = re.compile(rf"{re.escape(FIGURES)}({FILE_NAME})")
_SOUND: Final = re.compile(rf"{re.escape(SOUNDS)}({FILE_NAME})")
_SOUNDS: Final = (".mp3", ".ogg", ".oga", ".opus", ".m4a", ".wav")
_SUFFIXES: Final = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
_ALT: Final = 20
_BROKEN: Final = re.compile(r"(!?)\[[^\]\[]*\]( ?)\(([^()\n]*)(\)?)")
_TURNED: Final = re.compile(r"\(([^()\n]*)\)\[(https?://[^\]\s]*)\]")
_WIKI: Final = re.compile(r"!\[\[([^\]\n]+)\]\]")
_ADDRESS: Final = re.compile(r"\s*<?([^\s)>]*)")
_HOST: Final = re.compile(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/?#].*)?", re.I)
_CURLY: Final = str.maketrans("", "", "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f")
_FILES: Final = ("svg", "png", "jpg", "jpeg", "webp", "gif", "md", "html", "pdf", "mp3")


def suspicious(content: str) -> bool:
    """Whether a text may hold what was meant as a link or a picture."""
    return "](" in content or "] (" in content or ")[" in content or "![[" in content


def is_written(inline: Token, child: Token, found: re.Match[str]) -> bool:
    """Whether what was found in a text stands in the source as it is: what is escaped is meant as text."""
    at = offset_of(child, found.start())
    return inline.content.startswith(found[0], at)


def check_link(folder: Folder, text: Tokens, inline: Token, index: int) -> None:
    """S044 for a link that is no web address, mail address or question."""
    children = inline.children or []
    href = str(children[index].attrs.get("href", ""))
    if not _LINK.fullmatch(href):
        written = unquote(href)
        folder.report(
            "S044",
            _target_span(text, inline, index),
            f"the link {written!r} leads out of the bank",
            _link_hint(written),
        )


def check_broken(folder: Folder, text: Tokens, inline: Token, child: Token) -> None:
    """S044 or F701 for what looks like a link or a picture, and is none because of how it is written."""
    for found in _BROKEN.finditer(child.content):
        if not is_written(inline, child, found):
            continue
        picture, space, written, closing = found[1], found[2], found[3].strip(), found[4]
        address = re.split(r"[\"\u201c\u201d]", written)[0].strip()
        if not address or not (picture or _looks_like_address(address)):
            continue
        if space and not (_looks_like_address(address) and " " not in address):
            continue  # words in brackets, then words in parentheses
        hint = _broken_hint(folder, written, address, picture, space, closing)
        span = text.place_in(inline, child, found.start(3), len(address))
        if picture:
            folder.report("F701", span, f"the address {address!r} of a figure cannot be read", hint)
        else:
            folder.report("S044", span, "a link that is not well formed", hint)
    for found in (found for found in _TURNED.finditer(child.content) if is_written(inline, child, found)):
        span = text.place_in(inline, child, found.start(), len(found[0]))
        folder.report("S044", span, "a link with its brackets exchanged", f"write [{found[1]}]({found[2]})")
    for found in (found for found in _WIKI.finditer(child.content) if is_written(inline, child, found)):
        span = text.place_in(inline, child, found.start(), len(found[0]))
        hint = figure_hint(folder, found[1]) or 'write ![what is seen](../figures/name.svg "caption")'
        folder.report("F701", span, f"{found[0]!r} is no figure in Markdown", hint)


def _looks_like_address(text: str) -> bool:
    return bool(":" in text or _HOST.fullmatch(text) or text.startswith(("#", "../")))


def _broken_hint(folder: Folder, written: str, address: str, *signs: str) -> str:
    """How to write a link or a picture whose brackets, quotes or spaces are wrong."""
    picture, space, closing = signs
    if space:
        return "write no space between ']' and '('"
    if not closing:
        return f"close the address with ')': ({address.split(' ', maxsplit=1)[0]})"
    if written != address and not written.startswith(address + ' "'):
        return "curly quotes stand around the title: use straight ones"
    if picture:
        near = figure_hint(folder, address)
        return near or "name the file without spaces, such as ../figures/my-map.svg"
    if address.startswith("#"):
        return _link_hint(address)
    if " " in address:
        return f"an address has no spaces: write {address.replace(' ', '%20')}"
    return "write [text](https://…) or [text](#id)"


def check_image(folder: Folder, text: Tokens, inline: Token, child: Token, alone: bool) -> None:  # noqa: FBT001 - state
    """F701 for a picture outside figures/; else F704 and F705."""
    source, caption = unquote(str(child.attrs.get("src", ""))), str(child.attrs.get("title", ""))
    sound = sound_name(folder, source)
    if not sound and not figure_name(folder, source):
        hint = figure_hint(folder, source) or 'write ![what is seen](../figures/name.svg "caption")'
        message = f"the figure {source!r} is not in figures/" if source else "the figure has no address"
        folder.report("F701", _source_span(text, inline, child), message, hint)
        return
    span = text.place_in(inline, child, length=2)
    if not alone and not sound:
        folder.report("F704", span, "a figure inside a line of text", "give it a paragraph of its own")
    missing = not folder.exists(source.removeprefix("../"))  # said once, as F701
    if not missing and not child.content.strip():
        folder.report(
            "F707", span, "the figure has no alternative text", "say what is seen or heard between [ and ]"
        )
    elif (
        not missing
        and not sound
        and (len(child.content.strip()) < _ALT or child.content.strip() == caption.strip())
    ):
        folder.report(
            "F705",
            span,
            "the figure's alternative text is too short or repeats the caption",
            f"say in at least {_ALT} characters what is seen",
        )


def figure_name(folder: Folder, source: str) -> str:
    """The file in figures/ that an address means; '' where it means none."""
    found = _FIGURE.fullmatch(source)
    return found[1] if found and (source.endswith(_SUFFIXES) or folder.exists(source[3:])) else ""


def sound_name(folder: Folder, source: str) -> str:
    """The file in audio/ that an address means; '' where it means none."""
    found = _SOUND.fullmatch(source)
    return found[1] if found and (source.endswith(_SOUNDS) or folder.exists(source[3:])) else ""


def figure_hint(folder: Folder, written: str) -> str:
    """The nearest file of figures/, as it must be written."""
    name = re.split(r"[/\\]", written.strip())[-1].translate(_CURLY)
    home = "audio" if written.lower().endswith(_SOUNDS) else "figures"
    names = {path.split("/")[1].lower(): path.split("/")[1] for path in folder.names(home, "")}
    wanted = name.lower().replace(" ", "-")
    stems = {low.rpartition(".")[0]: low for low in names}
    close = wanted if wanted in names else stems.get(wanted.rpartition(".")[0] or wanted, "")
    close = close or next(iter(difflib.get_close_matches(wanted, names, 1, 0.6)), "")
    return f"did you mean '{names[close]}'? write ../{home}/{names[close]}" if close else ""


def target_span(text: Markdown, line: Line, link: Link, skip: int = 0) -> Span:
    """The place of a link's address, less its first `skip` characters."""
    if not link.end:
        shown = sum(len(part.content) for part in link.parts if isinstance(part, Text))
        return text.place(line, link.at + 1, shown)
    return address_span(text, line, link.end, skip)


def address_span(text: Markdown, line: Line, closed: int, skip: int = 0) -> Span:
    """The place of the address behind the `](` at offset `closed` of a line."""
    at, length = _address(line.content, closed, skip)
    return text.place(line, at, length)


def _source_span(text: Tokens, inline: Token, image: Token) -> Span:
    """The place of a picture's address."""
    return _address_span(text, inline, offset_of(image) + len("![") + len(image.content))


def _target_span(text: Tokens, inline: Token, index: int) -> Span:
    """The place of a link's address."""
    children = inline.children or []
    opening = children[index]
    if opening.info == "auto":
        return text.place_in(inline, opening, 1, len(str(children[index + 1].content)))
    depth = 0
    for child in children[index:]:
        depth += (child.type == "link_open") - (child.type == "link_close")
        if not depth:
            return _address_span(text, inline, offset_of(child))
    return text.place_in(inline, opening)


def _address_span(text: Tokens, inline: Token, closed: int) -> Span:
    at, length = _address(inline.content, closed)
    return text.place(inline, at, length)


def _address(content: str, closed: int, skip: int = 0) -> tuple[int, int]:
    """Where the address behind the `](` at offset `closed` begins, and its length, both less `skip`."""
    if content[closed : closed + 2] != "](":
        return max(closed - 1, 0), 1
    found = _ADDRESS.match(content, closed + 2)
    start, length = (found.start(1), len(found[1])) if found else (closed + 2, 1)
    return start + skip, max(length - skip, 1)


def _link_hint(address: str) -> str:
    """What to write in place of an address that leads out of the bank."""
    plain = address.translate(_CURLY).replace("\\", "/").strip()
    if user := re.match(r"https?://[^/?#]*@", plain):
        return f"leave out what stands before '@': {plain[len(user[0]) :]}"
    if plain != address and _LINK.fullmatch(plain):
        return f"curly quotes stand around the address: write {plain}"
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if plain.startswith("#") and slug:
        return f"ids are lower-case words joined by '-': write #{slug}"
    if "@" in plain and ":" not in plain:
        return f"write mailto:{plain}"
    if _HOST.fullmatch(plain) and plain.rsplit(".", 1)[-1].lower() not in _FILES:
        return f"write https://{plain}"
    if fixed := re.fullmatch(r"(https?):?/{1,3}(\S+)", plain, re.I):
        return f"write {fixed[1].lower()}://{fixed[2]}"
    if re.fullmatch(r"[a-z][a-z0-9-]*", plain):
        return f"a link to a question starts with '#': write #{plain}"
    return "link to https://…, mailto: or to a question as [text](#id)"
