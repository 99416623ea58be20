"""Pictures made ready, once for each use: turned upright, in sRGB, no larger than shown, without metadata."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from threading import Lock
from typing import Final

from deckpress.bank import Bank, Drawing, Figure, Picture
from deckpress.content.prepared import Prepared, printed_width
from deckpress.fingerprints import fingerprint
from deckpress.problems import SourceError, problem
from deckpress.render import Store
from deckpress.render.pixels import made_ready, quiet
from deckpress.render.sounds import prepare_sounds

__all__ = ["Use", "card_use", "page_use", "prepare"]

_RECIPE: Final = "1"  # of what is done to pictures; a new one gives every picture a new name
_CODE: Final = ("deckpress.render.pictures", "deckpress.render.pixels", "deckpress.read.picture_parts")
_DPI: Final = 300
_PAGE: Final = (792.0, 1080.0)  # pixels: twice the width and height that the page's style allows
_LARGE: Final = 6_000_000  # pixels of a picture that is decoded while no other is
_SUFFIXES: Final = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif"}
_NAME: Final = re.compile(r"[\w.-]+", re.ASCII)
_FACES: Final = re.compile(r'font-family="[^"]*"')
_ALONE: Final = Lock()


@dataclass(frozen=True, slots=True)
class Use:
    """Where pictures are shown."""

    name: str
    """card, page or paper."""
    width: float
    """Most pixels across; on paper, points of the column."""
    height: float
    """Most pixels down; on paper, points."""
    family: str = ""
    """The faces in which words of drawings are set; empty where they keep their own."""

    @property
    def still(self) -> bool:
        """Whether an animation stands still."""
        return self.name == "paper"

    def size(self, picture: Picture) -> tuple[int, int]:
        """The pixels that a picture gets: never more than it has."""
        sides = picture.width, picture.height
        if self.still:
            share = printed_width(picture, self.width, self.height) * _DPI / 72 / sides[0]
        else:
            share = min(self.width / sides[0], self.height / sides[1])
        share = min(share, 1.0)
        return max(round(sides[0] * share), 1), max(round(sides[1] * share), 1)


def card_use(bank: Bank) -> Use:
    """On cards."""
    longest = float(bank.settings.media.card_pixels)
    return Use("card", longest, longest)


def page_use() -> Use:
    """On the handout's pages."""
    return Use("page", *_PAGE)


def prepare(bank: Bank, use: Use, store: Store | None, only: str = "") -> Mapping[str, Prepared]:
    """File name to picture made ready, for each picture that is shown; without a store, without its bytes.

    Sounds too, but for paper, by `audio/` and their names. With `only`, an id, what that question needs.

    Raises SourceError with every picture that cannot be decoded.
    """
    figures = list(_shown(bank, only))
    drawn = {f.name: _drawn(f, use) for f in figures if isinstance(f, Drawing)}
    drawn |= {} if use.still else prepare_sounds(bank, store, only)
    pictures = [figure for figure in figures if isinstance(figure, Picture)]
    if store is None or not pictures:
        return drawn | {p.name: Prepared(f"{_stem(p, use)}.", *use.size(p)) for p in pictures}
    made = {picture.name: kept for picture in pictures if (kept := _kept(use, store, picture))}
    return drawn | made | _make(use, store, [picture for picture in pictures if picture.name not in made])


def _make(use: Use, store: Store, pictures: list[Picture]) -> dict[str, Prepared]:
    """Make pictures ready side by side. Raises SourceError with every one that cannot be decoded."""
    if not pictures:
        return {}
    _warm_up()
    faults: list[tuple[Picture, str]] = []
    with quiet(), ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        made = list(pool.map(partial(_ready, use, store, faults), pictures))
    if faults:
        hint = "save it anew from its editor"
        raise SourceError(
            [
                problem("F708", picture.span, f"figures/{picture.name} cannot be shown: {said}", hint)
                for picture, said in sorted(faults, key=lambda fault: fault[0].span)
            ]
        )
    return {picture.name: ready for picture, ready in zip(pictures, made, strict=True)}


def _drawn(drawing: Drawing, use: Use) -> Prepared:
    """A drawing as a file."""
    svg = _FACES.sub(f'font-family="{use.family}"', drawing.svg) if use.family else drawing.svg
    name = f"picture-{hashlib.sha256(svg.encode()).hexdigest()[:16]}.svg"
    return Prepared(name, round(drawing.width), round(drawing.height), svg.encode())


def _shown(bank: Bank, only: str) -> Iterator[Drawing | Picture]:
    """The pictures of the bank's questions and introductions."""
    named = {
        name
        for topic in bank.topics
        for text in (topic.intro, *(t for q in topic.questions if only in ("", q.id) for t in q.texts()))
        if "![" in text.source
        for name in _NAME.findall(text.source)
    }
    return (f for name, f in bank.figures.items() if not isinstance(f, Figure) and name in named)


def _stem(picture: Picture, use: Use) -> str:
    parts = (_RECIPE, use.name, repr(use.size(picture)), picture.digest)
    return f"picture-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:16]}"


def _key(stem: str) -> str:
    """What is kept of a picture; its stem has its content and its size."""
    return fingerprint("picture", stem, _codecs(), code=_CODE, libraries=("pillow",))


@cache
def _codecs() -> tuple[str, ...]:
    from PIL import features  # noqa: PLC0415 - imported on use

    return tuple(str(features.version(name)) for name in ("webp", "avif", "jpg", "zlib", "littlecms2"))


def _warm_up() -> None:
    """Load what Pillow loads on first use, before threads ask for it together."""
    from PIL import Image, ImageCms, ImageOps  # noqa: PLC0415, F401 - imported on use

    Image.init()


def _kept(use: Use, store: Store, picture: Picture) -> Prepared | None:
    """A picture that was made ready before."""
    stem = _stem(picture, use)
    kept = store.get(_key(stem))
    if not kept:
        return None
    suffix, _, data = kept.partition(b"\n")
    return Prepared(f"{stem}.{suffix.decode()}", *use.size(picture), data)


def _ready(use: Use, store: Store, faults: list[tuple[Picture, str]], picture: Picture) -> Prepared:
    stem, size = _stem(picture, use), use.size(picture)
    try:
        form, data = _made(picture, use, size)
    except Exception as error:  # noqa: BLE001 - decoders raise whatever their input leads them to
        faults.append((picture, f"{type(error).__name__}: {error}"[:80]))
        return Prepared("", *size)
    suffix = _SUFFIXES[form]
    store.put(_key(stem), suffix.encode() + b"\n" + data)
    return Prepared(f"{stem}.{suffix}", *size, data)


def _made(picture: Picture, use: Use, size: tuple[int, int]) -> tuple[str, bytes]:
    """Form and bytes of a picture at that size."""
    data = picture.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != picture.digest:
        raise OSError("the file changed while it was read")
    if picture.width * picture.height > _LARGE:
        with _ALONE:
            return made_ready(data, picture, size, still=use.still)
    return made_ready(data, picture, size, still=use.still)
