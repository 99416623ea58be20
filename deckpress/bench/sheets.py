"""Sheets: the pages of a topic as pictures, laid out in a process of their own so that cards come first."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import io
import multiprocessing
import pickle
import threading
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deckpress.bank import Bank, Markdown, Question
from deckpress.cache import DiskStore
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.problems import DeckpressError, Problem, SourceError
from deckpress.processes import end_with_parent
from deckpress.render import Context
from deckpress.scratch import scratch
from deckpress.selection import Selection, select

if TYPE_CHECKING:
    import pypdfium2

__all__ = ["Box", "Sheet", "SheetMaker", "sheet_bank", "sheet_pdf"]

_SCALE: Final = 2.0  # pixels a point
_KEPT: Final = 12  # topics whose pictures are kept
_GUTTER: Final = 12.0  # points beside a column that are empty
_WHITE: Final = 250  # grey from which a pixel is paper


@dataclass(frozen=True, slots=True)
class Box:
    """Where a question stands on a page: shares of the page's width and height, from the top left."""

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pages of one topic."""

    pages: tuple[bytes, ...] = ()
    """PNG pictures."""
    size: tuple[int, int] = (0, 0)
    boxes: dict[str, Box] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    failed: str = ""


@dataclass(slots=True)
class SheetMaker:
    """Has sheets made in another process, one at a time, the wanted ones only."""

    templates: Path
    cache: Path
    _pool: ProcessPoolExecutor = field(init=False)
    _made: OrderedDict[str, asyncio.Future[Sheet]] = field(default_factory=OrderedDict)
    looks: int = 0
    """Grows with each change of a template."""

    def __post_init__(self) -> None:
        self._pool = ProcessPoolExecutor(
            1, mp_context=multiprocessing.get_context("spawn"), initializer=_warm
        )

    async def sheet(self, bank: Bank, topic: str) -> Sheet:
        """The sheet of one topic of a bank that is shown."""
        data = await asyncio.to_thread(lambda: pickle.dumps(sheet_bank(bank, topic)))
        key = f"{self.looks} {hashlib.sha256(data).hexdigest()}"
        if key not in self._made:
            loop = asyncio.get_running_loop()
            self._made[key] = loop.run_in_executor(self._pool, _make, data, self.templates, self.cache)
        self._made.move_to_end(key)
        while len(self._made) > _KEPT:
            self._made.popitem(last=False)[1].cancel()
        return await asyncio.shield(self._made[key])

    def close(self) -> None:
        """End the other process."""
        for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - there is no other way
            process.terminate()
        self._pool.shutdown(wait=False, cancel_futures=True)


def sheet_bank(bank: Bank, topic: str) -> Bank:
    """What `cheatsheet --only TOPIC` prints, with no more of the other questions than their names."""
    try:
        bank = select(bank, Selection())
    except DeckpressError:  # nothing but drafts
        return bank
    kept = tuple(t if t.id == topic else replace(t, questions=()) for t in bank.topics)
    others = tuple(_named(q) for t in bank.topics if t.id != topic for q in t.questions)
    return replace(bank, topics=kept, others=others)


def _named(question: Question) -> Question:
    return replace(
        question,
        lead=Markdown("", question.span, ()),
        sections={},
        clozes=(),
        spans={},
    )


def sheet_pdf(bank: Bank, templates: Path, cache: Path, problems: list[Problem]) -> bytes:
    """The sheet of the questions of a bank without an index, as the build writes it."""
    from deckpress.render.paper.cheatsheet import render_sheet  # noqa: PLC0415 - imported on use

    context = Context(templates, DiskStore(cache), Lock(), without_index(bank), problems=problems)
    return render_sheet(bank, context)


def without_index(bank: Bank) -> Paper:
    """How the bench has a sheet printed."""
    return replace(bank.settings.paper, index=False)


def _warm() -> None:
    """Import what is heavy before the first sheet is wanted."""
    import signal  # noqa: PLC0415 - in the other process only

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    import pypdfium2  # noqa: F401, PLC0415 - as above

    import deckpress.render.paper.cheatsheet  # noqa: F401, PLC0415 - as above

    gc.freeze()  # libraries, which no collection need walk through
    gc.enable()


def _make(data: bytes, templates: Path, cache: Path) -> Sheet:
    """In the other process: the sheet of a pickled bank."""
    bank: Bank = pickle.loads(data)  # noqa: S301 - made by the process that started this one
    problems: list[Problem] = []
    try:
        with scratch(cache):
            pdf = sheet_pdf(bank, templates, cache, problems)
    except SourceError as error:
        return Sheet(problems=error.problems, failed=str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the page says so and goes on
        return Sheet(failed=str(error) or type(error).__name__)
    return _pictures(pdf, bank, tuple(problems))


def _pictures(pdf: bytes, bank: Bank, problems: tuple[Problem, ...]) -> Sheet:
    import pypdfium2  # noqa: PLC0415 - imported on use

    from deckpress.render.paper.frame import frame_for  # noqa: PLC0415 - imported on use

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = list(document)
        images = [page.render(scale=_SCALE).to_pil().convert("RGB") for page in pages]
        heights = [page.get_height() for page in pages]
        column = frame_for(without_index(bank)).column
        boxes = dict(_boxes(document, images, heights, [q.id for q in bank.questions()], column))
        return Sheet(tuple(map(_png, images)), images[0].size, boxes, problems)
    finally:
        document.close()


def _png(image: Any) -> bytes:
    out = io.BytesIO()
    image.quantize(64, method=2).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _boxes(
    document: pypdfium2.PdfDocument, images: list[Any], heights: list[float], ids: list[str], column: float
) -> Iterator[tuple[str, Box]]:
    """Each question's place: from its anchor down to the next one's in its column, as far as there is ink."""
    anchors = [(name, place) for name in ids if (place := _anchor(document, heights, f"q-{name}"))]
    for name, (page, left, top) in anchors:
        width, height = images[page].size
        below = [y for _, (p, x, y) in anchors if p == page and abs(x - left) < 2 and y > top + 1]
        foot = _above_legend(images[page], left, top, min([*below, height / _SCALE - 40]), column)
        area = [round(_SCALE * value) for value in (left, top, left + column, foot)]
        ink = _ink(images[page].crop(area))
        tall = (ink[3] if ink else area[3] - area[1]) + 4
        yield (
            name,
            Box(page, area[0] / width, area[1] / height, (area[2] - area[0]) / width, tall / height),
        )


def _above_legend(image: Any, left: float, top: float, foot: float, column: float) -> float:
    """How far down a column may reach: what stands across its gutter is none of it."""
    start = left + column + 2 if left < column else left - _GUTTER
    area = [round(_SCALE * value) for value in (start, top, start + _GUTTER - 2, foot)]
    ink = _ink(image.crop(area))
    return top + ink[1] / _SCALE - 2 if ink else foot


def _ink(image: Any) -> tuple[int, int, int, int] | None:
    """The box around all that is no paper."""
    box: tuple[int, int, int, int] | None
    box = image.convert("L").point(lambda grey: 255 * (grey < _WHITE)).getbbox()
    return box


def _anchor(
    document: pypdfium2.PdfDocument, heights: list[float], name: str
) -> tuple[int, float, float] | None:
    """Page, left and top (points from the top left) of a named destination."""
    import ctypes  # noqa: PLC0415 - imported on use

    import pypdfium2.raw as pdfium  # noqa: PLC0415 - imported on use

    target = pdfium.FPDF_GetNamedDestByName(document.raw, name.encode())
    if not target:
        return None
    page = pdfium.FPDFDest_GetDestPageIndex(document.raw, target)
    has = [ctypes.c_int() for _ in range(3)]
    values = [ctypes.c_float() for _ in range(3)]
    pdfium.FPDFDest_GetLocationInPage(target, *map(ctypes.byref, has), *map(ctypes.byref, values))
    return page, values[0].value, heights[page] - values[1].value
