"""Fonts: the faces of printed products, from packages under the OFL, and nothing of the system's."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from deckpress.problems import EngineError
from deckpress.render.paper.installed import installed
from deckpress.render.paper.plates import ASSET

__all__ = ["FACES", "Face", "covered", "face_bytes", "face_rules", "sealed_fonts", "without_kana"]


@dataclass(frozen=True, slots=True)
class Face:
    """One style of a family."""

    family: str
    """Name in the style sheets."""
    weight: int
    style: str
    package: str
    file: str
    """Path inside the package, or a module that holds the font as `fontbuffer`."""

    @property
    def address(self) -> str:
        """Where a printing run finds the font."""
        return f"{ASSET}font/{self.file.rpartition('/')[2]}"


_SANS: Final = "font_source_sans_pro"
FACES: Final = (
    Face("Sheet Sans", 400, "normal", _SANS, "files/SourceSansPro-Regular.ttf"),
    Face("Sheet Sans", 400, "italic", _SANS, "files/SourceSansPro-It.ttf"),
    Face("Sheet Sans", 600, "normal", _SANS, "files/SourceSansPro-Semibold.ttf"),
    Face("Sheet Sans", 600, "italic", _SANS, "files/SourceSansPro-SemiboldIt.ttf"),
    Face("Sheet Mono", 400, "normal", "pymupdf_fonts", "FiraMono_Regular"),
    Face("Sheet Symbols", 400, "normal", "ziamath", "fonts/STIXTwoMath-Regular.ttf"),
)
"""Every face a printed product may use; each chain ends in Sheet Sans, Sheet Symbols."""

_KANA: Final = range(0x3000, 0x3100)  # with the marks of punctuation beside them
_CONFIG: Final = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
    "<fontconfig><cachedir>{cache}</cachedir></fontconfig>"
)


@cache
def face_bytes(face: Face) -> bytes:
    """The font file. Raises EngineError naming the package that is missing."""
    if find_spec(face.package) is None:
        name = face.package.replace("_", "-")
        raise EngineError(f"the fonts of {name} are not installed; run: python -m pip install {name}")
    if face.file.endswith(".ttf"):
        return resources.files(face.package).joinpath(face.file).read_bytes()
    from importlib import import_module  # noqa: PLC0415 - a font of 4 MB

    buffer: bytes = import_module(f"{face.package}.{face.file}").fontbuffer
    return buffer


@cache
def covered() -> frozenset[int]:
    """The code points that the end of every chain can show: Sheet Sans and Sheet Symbols."""
    from io import BytesIO  # noqa: PLC0415 - with fontTools

    from fontTools.ttLib import TTFont  # noqa: PLC0415 - imported on use

    chain = (FACES[0], FACES[-1])
    fonts = (TTFont(BytesIO(face_bytes(face)), lazy=True) for face in chain)
    return frozenset(point for font in fonts for point in font.getBestCmap())


@cache
def without_kana(data: bytes) -> bytes:
    """A font without the kana that stray into symbols, where installed fonts have them."""
    if installed().isdisjoint(_KANA):
        return data
    from io import BytesIO  # noqa: PLC0415 - with fontTools

    from fontTools.ttLib import TTFont  # noqa: PLC0415 - imported on use

    font, out = TTFont(BytesIO(data), recalcTimestamp=False, lazy=True), BytesIO()
    for table in font["cmap"].tables:
        table.cmap = {point: name for point, name in table.cmap.items() if point not in _KANA}
    font.save(out)
    return out.getvalue()


def face_rules(faces: Sequence[Face]) -> str:
    """The @font-face rules under which style sheets know the faces."""
    return "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight};'
        f' font-style: {face.style}; src: url("{face.address}") }}\n'
        for face in faces
    )


@contextmanager
def sealed_fonts() -> Iterator[None]:
    """Let fontconfig know no font and no folder of the machine while this lasts."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="deckpress-") as folder:
        config = Path(folder, "fonts.conf").absolute()  # a relative path would be looked for elsewhere
        config.write_bytes(_CONFIG.format(cache=config.with_name("cache")).encode())
        os.environ["FONTCONFIG_FILE"] = str(config)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before
