"""Media: each file that a question shows, read once by the reader of its kind, which its content decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from deckpress.bank import AnyFigure, Markdown, Sound, Span, Topic
from deckpress.digests import digests
from deckpress.inside import flat
from deckpress.media import Media
from deckpress.parts import Image
from deckpress.read.drawings import read_drawing
from deckpress.read.figures import read_figure
from deckpress.read.files import Folder
from deckpress.read.links import address_span, figure_hint, figure_name, sound_name
from deckpress.read.memory import kept
from deckpress.read.picture_parts import form_of
from deckpress.read.pictures import FORM_NAMES, read_picture
from deckpress.read.sounds import read_sound

__all__ = ["read_media", "read_sounds", "unused_media"]

_MILLION = 1_000_000
_PALETTE = "var(--"  # what tells a figure in the palette from a drawing with colours of its own
_MEDIA = (
    ".svg",
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".gif",
    ".avif",
    ".mp3",
    ".ogg",
    ".oga",
    ".opus",
    ".m4a",
    ".wav",
)
_NAMED = re.compile(r"(?:figures|audio)/[\w.-]+", re.ASCII)
_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")
_OTHERS = (
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "PostScript"),
    (b"%PDF", "a PDF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "a bitmap of Windows"),
    (b"8BPS", "Photoshop's own format"),
    (b"version https://git-lfs", "a pointer of Git LFS: the file itself was never fetched"),
)


def read_media(folder: Folder, topics: Iterable[Topic], media: Media) -> dict[str, AnyFigure]:
    """File name to figure, for each figure that a question or an introduction shows."""
    figures: dict[str, AnyFigure] = {}
    tried: set[str] = set()
    for name, span in (use for text in _showing(topics) for use in _uses(folder, text)):
        if name not in tried:
            tried.add(name)
            key = ("figure", name, span, media)
            figure = kept(folder.memory, key, folder.problems, partial(_read, folder, name, span, media))
            if figure:
                figures[name] = figure
    return dict(sorted(figures.items()))


def read_sounds(folder: Folder, topics: Iterable[Topic], media: Media) -> dict[str, Sound]:
    """File name to sound, for each sound that a question or an introduction plays."""
    sounds: dict[str, Sound] = {}
    tried: set[str] = set()
    for name, span in (use for text in _showing(topics) for use in _uses(folder, text, sound_name)):
        if name not in tried:
            tried.add(name)
            if not folder.exists(f"audio/{name}"):
                hint = figure_hint(folder, name) or "put a sound of that name there"
                folder.report("F701", span, f"the sound audio/{name} does not exist", hint)
                continue
            key = ("sound", name, span, media)
            sound = kept(folder.memory, key, folder.problems, partial(read_sound, folder, name, span, media))
            if sound:
                sounds[name] = sound
    return dict(sorted(sounds.items()))


def unused_media(folder: Folder, topics: Iterable[Topic]) -> tuple[str, ...]:
    """Paths of pictures and sounds that no question and no introduction names."""
    known = [
        path for home in ("figures", "audio") for path in folder.names(home, "") if path.endswith(_MEDIA)
    ]
    if not known:
        return ()
    texts = (text.source for topic in topics for text in _texts(topic) if "/" in text.source)
    named = {path for text in texts for path in _NAMED.findall(text)}
    return tuple(path for path in known if path not in named)


def _texts(topic: Topic) -> Iterator[Markdown]:
    yield topic.intro
    for question in topic.questions:
        yield from question.texts()


def _showing(topics: Iterable[Topic]) -> list[Markdown]:
    """The texts with a picture or a sound."""
    return [text for topic in topics for text in _texts(topic) if "![" in text.source]


def _uses(
    folder: Folder, text: Markdown, name_of: Callable[[Folder, str], str] = figure_name
) -> Iterator[tuple[str, Span]]:
    for line in text.lines():
        for part in flat(line.parts):
            if isinstance(part, Image) and (name := name_of(folder, part.source)):
                yield name, address_span(text, line, part.end)


def _read(folder: Folder, name: str, used: Span, media: Media) -> AnyFigure | None:
    path = f"figures/{name}"
    if not folder.exists(path):
        hint = figure_hint(folder, name) or "put a drawing or a picture of that name there"
        folder.report("F701", used, f"the figure {path} does not exist", hint)
        return None
    is_drawing = name.lower().endswith(".svg")
    if folder.size_of(path) > media.megabytes * _MILLION and not is_drawing:
        hint = f"make it smaller, or raise megabytes = {media.megabytes:g} under [media] in bank.toml"
        folder.report("F709", used, f"{path} is larger than {media.megabytes:g} MB", hint)
        return None
    span, limit = Span(path) if is_drawing else used, int(media.megabytes * _MILLION)
    place = folder.place_of(path, span, limit)
    if place and digests.facts(place):
        return read_picture(folder, name, None, used, media)
    data = folder.bytes_of(path, span, limit) if place else None
    if data is None:
        return None
    if form_of(data):
        return read_picture(folder, name, data, used, media)
    if data.lstrip().startswith(_MARKUP):
        text = folder.text_of(path)
        if text is None:
            return None
        palette = _PALETTE in text
        return read_figure(folder, name) if palette else read_drawing(folder, name, text, media)
    folder.report("F708", used, f"{path} is {_what(data)}", f"save it as {FORM_NAMES}, or draw it as SVG")
    return None


def _what(data: bytes) -> str:
    known = next((name for start, name in _OTHERS if data.startswith(start)), "")
    if data[4:8] == b"ftyp":
        known = "HEIF or a film"
    return known or (f"no picture: it is not {FORM_NAMES}, nor SVG" if data else "empty")
