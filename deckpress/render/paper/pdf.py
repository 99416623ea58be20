"""PDF: WeasyPrint with a closed door - known assets only, our fonts only, and no silent warning."""

from __future__ import annotations

import gc
import logging
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from deckpress.problems import DeckpressError, EngineError
from deckpress.render.paper.fonts import FACES, Face, face_bytes, face_rules, sealed_fonts, without_kana

if TYPE_CHECKING:
    from weasyprint import CSS, Document

__all__ = ["LIBRARIES", "Press", "Recipe", "open_press", "open_recipe", "warm_up"]

LIBRARIES: Final = ("weasyprint", "font-source-sans-pro", "pymupdf-fonts", "ziamath")
"""What a printed page depends on beside our own code: part of the key of all that is kept of pages."""

_VARIANT: Final = "pdf/ua-1"
_SOFT: Final = re.compile(r"Using fontTools instead of HarfBuzz-Subset|fsSelection bits ")
"""What is said where the optional HarfBuzz subsetter is missing: the fonts are cut by fontTools, slower."""
_TYPES: Final = {".svg": "image/svg+xml", ".ttf": "font/ttf", ".png": "image/png", ".jpg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What opens a press, also in another process."""

    assets: Mapping[str, bytes]
    """Address to bytes; those of `more` are among them."""
    css: str
    more: Sequence[Face] = ()
    """Faces beside FACES."""
    installed: bool = False
    """Whether the machine's own fonts may be used."""


@dataclass(slots=True)
class Press:
    """A printing run: one set of assets and fonts for all its documents."""

    recipe: Recipe
    fetcher: Any
    fonts: Any
    style: CSS
    images: dict[str, Any] = field(default_factory=dict)

    def lay_out(self, html: str) -> Document:
        """The pages of a document, not yet written; lengths of its anchors are in CSS pixels."""
        from weasyprint import HTML  # noqa: PLC0415 - imported on use

        document = HTML(string=html, url_fetcher=self.fetcher)
        return document.render(
            font_config=self.fonts, stylesheets=[self.style], cache=self.images, pdf_variant=_VARIANT
        )

    def write(self, document: Document, finisher: Callable[[Any], None] | None = None) -> bytes:
        """A tagged PDF; `finisher` may change WeasyPrint's PDF object just before it is written."""
        finish = (lambda _, pdf: finisher(pdf)) if finisher else None
        data = document.write_pdf(finisher=finish, pdf_variant=_VARIANT, uncompressed_pdf=False)
        if data is None:
            raise DeckpressError("WeasyPrint wrote nothing")
        return bytes(data)


def open_press(
    assets: Mapping[str, bytes], css: str, more: Sequence[Face] = (), *, installed: bool = False
) -> AbstractContextManager[Press]:
    """A printing run over a map of address to bytes, with the faces of FACES and `more`; as `open_recipe`."""
    return open_recipe(Recipe(assets, css, more, installed))


@contextmanager
def open_recipe(recipe: Recipe) -> Iterator[Press]:
    """A printing run.

    Without any font the engine would crash, so FACES are always there. Raises DeckpressError with the first
    thing that was not in the map, or with every line that WeasyPrint had to say; EngineError where its
    libraries are missing.
    """
    lines: list[str] = []
    with (
        nullcontext() if recipe.installed else sealed_fonts(),
        _listening(lines),
        _unswept(),
        warnings.catch_warnings(),
    ):
        warnings.filterwarnings("ignore", "No fonts configured|FontConfig cannot load", UserWarning)
        warnings.filterwarnings("ignore", category=DeprecationWarning)  # no HarfBuzz subsetter
        weasyprint = _import()
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - imported on use
        from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - imported on use

        try:
            files = {face.address: face_bytes(face) for face in FACES}
            if recipe.installed:
                files[FACES[-1].address] = without_kana(face_bytes(FACES[-1]))
            fetcher, fonts = _fetcher(files | dict(recipe.assets)), FontConfiguration()
            rules = face_rules([*FACES, *recipe.more]) + recipe.css
            style = weasyprint.CSS(string=rules, font_config=fonts, url_fetcher=fetcher)
            yield Press(recipe, fetcher, fonts, style)
        except FatalURLFetchingError as error:
            raise DeckpressError(str(error)) from None
    if lines:
        said = "; ".join(dict.fromkeys(lines))
        raise DeckpressError(f"WeasyPrint was not content: {said}")


def warm_up() -> None:
    """Import what lays out, in a process that will."""
    with suppress(EngineError):
        _import()


def _import() -> Any:
    try:
        with _by_name():
            import weasyprint  # noqa: PLC0415 - imported on use
    except OSError as error:
        raise EngineError(
            "WeasyPrint needs Pango; on Debian run: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
            f" ({error})"
        ) from None
    except ImportError as error:
        raise EngineError(f"WeasyPrint is missing; run: python -m pip install weasyprint ({error})") from None
    return weasyprint


@contextmanager
def _by_name() -> Iterator[None]:
    """Spare the compilers and linkers that Python asks on Linux where a library is: its name is enough."""
    import ctypes.util  # noqa: PLC0415 - imported on use

    search: Any = ctypes.util
    before = search.find_library
    if sys.platform == "linux" and _loads("libpango-1.0.so.0"):
        search.find_library = lambda _: None
    try:
        yield
    finally:
        search.find_library = before


def _loads(name: str) -> bool:
    import ctypes  # noqa: PLC0415 - imported on use

    try:
        return bool(ctypes.CDLL(name))
    except OSError:
        return False


def _fetcher(assets: Mapping[str, bytes]) -> Any:
    """A fetcher that knows the assets and ends the run at anything else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415 - on use

    class Closed(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - its signature
            data = assets.get(url)
            if data is None:
                raise FatalURLFetchingError(f"a template or figure asks for {url!r}, which is not served")
            kind = _TYPES.get(url[url.rfind(".") :], "application/octet-stream")
            return URLFetcherResponse(url, data, {"Content-Type": kind})

    return Closed()


@contextmanager
def _unswept() -> Iterator[None]:
    """Spare a third of the time: layout makes millions of objects, and few of them are rubbish."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def _listening(lines: list[str]) -> Iterator[None]:
    """Collect what WeasyPrint and fontTools log as a warning or worse, and let nobody else print it."""

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not _SOFT.match(record.getMessage()):
                lines.append(record.getMessage())

    ear = Ear(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    loud = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(ear)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, propagate in zip(loggers, loud, strict=True):
            logger.removeHandler(ear)
            logger.propagate = propagate
