"""The site: the addresses of the bench. It reads what the desk holds, and writes nothing."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deckpress.bench.answers import question_answer, sheet_answer, state_answer
from deckpress.bench.desk import Desk
from deckpress.bench.guard import FRAME_POLICY, LOOPBACK, Guard
from deckpress.bench.parts import math_font
from deckpress.bench.sheets import Sheet, SheetMaker
from deckpress.content.palette import palette
from deckpress.problems import DeckpressError
from deckpress.render.environment import make_environment, render_template

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["Site", "make_site"]

_TYPES: Final = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "ttf": "font/ttf",
}
_OWN: Final[Mapping[str, str]] = {
    "/": "page.html.j2",
    "/bench.css": "bench.css.j2",
    "/bench.js": "bench.js",
    "/card/": "card.html.j2",
    "/article/": "article.html.j2",
}
"""Address to the template in bench/ that answers it."""
_SHEETS: Final = 8


@dataclass(slots=True)
class Site:
    """The answers to all requests."""

    desk: Desk
    templates: Path
    """Where bench/ stands."""
    editor: str
    sheets: SheetMaker
    _shown: OrderedDict[str, Sheet] = field(default_factory=OrderedDict)

    def own(self, request: Request) -> Response:
        """A page, style or script of the bench itself."""
        name = _OWN[request.url.path]
        if name.endswith(".js"):
            return _response((self.templates / "bench" / name).read_bytes(), "js")
        settings = self.desk.now.bank.settings
        text = render_template(
            make_environment(self.templates, settings),
            f"bench/{name}",
            title=settings.title,
            language=settings.language,
            light=palette(0, 1),
            night=palette(0, 1, night=True),
        )
        framed = request.url.path in ("/card/", "/article/")
        return _response(text, name.removesuffix(".j2").rpartition(".")[2], framed=framed)

    def state(self, _request: Request) -> Response:
        """The list."""
        return _json(state_answer(self.desk, self.editor))

    def question(self, request: Request) -> Response:
        """One question; 404 where there is none of that id."""
        entry = self.desk.now.by_id.get(request.query_params.get("id", ""))
        if entry is None:
            return _json({"failed": "There is no such question."}, 404)
        answer = question_answer(self.desk, entry, self.editor)
        self.desk.asked()
        return _json(answer)

    async def sheet(self, request: Request) -> Response:
        """The pages of one topic."""
        now, topic = self.desk.now, request.query_params.get("topic", "")
        if not any(t.id == topic and t.questions for t in now.bank.topics):
            return _json({"failed": "There is nothing to print yet."}, 404)
        self.sheets.looks = self.desk.looks
        sheet = await self.sheets.sheet(now.bank, topic)
        key = hashlib.sha256(b"".join(sheet.pages)).hexdigest()[:24]
        self._shown[key] = sheet
        while len(self._shown) > _SHEETS:
            self._shown.popitem(last=False)
        return _json(sheet_answer(sheet, key, self.desk.project.source, self.editor))

    def picture(self, request: Request) -> Response:
        """A page of a sheet that was asked for."""
        sheet = self._shown.get(request.path_params["key"])
        number = request.path_params["number"]
        if sheet is None or number >= len(sheet.pages):
            return _json({}, 404)
        return _response(sheet.pages[number], "png", lasting=True)

    def style(self, request: Request) -> Response:
        """The style of cards or of the handout."""
        return _response(self.desk.workshop.styles(self.desk.now.bank)[request.path_params["name"]], "css")

    def media(self, request: Request) -> Response:
        """A media file of a card that was shown."""
        name = request.path_params["name"]
        data = self.desk.workshop.media.get(name)
        return _response(data, name.rpartition(".")[2], framed=True) if data is not None else _json({}, 404)

    def font(self, _request: Request) -> Response:
        """The font of formulas."""
        return _response(math_font(), "ttf", lasting=True)

    def events(self, _request: Request) -> Response:
        """Word of every change."""
        from starlette.responses import StreamingResponse  # noqa: PLC0415 - imported on use

        return StreamingResponse(self.desk.events(), media_type="text/event-stream")


def make_site(site: Site, port: int, hosts: tuple[str, ...] = LOOPBACK) -> Guard:
    """The whole application, behind its guard."""
    return Guard(_routes(site), port, hosts)


def _routes(site: Site) -> Starlette:
    from starlette.applications import Starlette  # noqa: PLC0415 - imported on use
    from starlette.routing import Route  # noqa: PLC0415 - as above

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        yield
        site.sheets.close()

    app = Starlette(
        routes=[
            *(Route(path, site.own) for path in _OWN),
            Route("/state", site.state),
            Route("/question", site.question),
            Route("/sheet", site.sheet),
            Route("/sheet/{key:str}/{number:int}.png", site.picture),
            Route("/style/{name:str}.css", _only(site.style, "name", ("card", "page"))),
            Route("/card/{name:str}", site.media),
            Route("/article/{name:str}", site.media),
            Route("/math.ttf", site.font),
            Route("/events", site.events),
        ],
        lifespan=life,
        exception_handlers={Exception: _failed},
    )
    app.router.redirect_slashes = False
    return app


def _failed(_request: Request, error: Exception) -> Response:
    """What is said where an answer could not be made: a template that is at fault names its line."""
    known = isinstance(error, DeckpressError)
    return _json({"failed": str(error) if known else f"{type(error).__name__}: {error}"}, 500)


def _only(answer: Any, name: str, values: tuple[str, ...]) -> Any:
    """An answer that is given for some values of a part of the path only."""

    def checked(request: Request) -> Response:
        return answer(request) if request.path_params[name] in values else _json({}, 404)

    return checked


def _response(data: bytes | str, suffix: str, *, framed: bool = False, lasting: bool = False) -> Response:
    from starlette.responses import Response  # noqa: PLC0415 - imported on use

    headers = {"content-security-policy": FRAME_POLICY} if framed else {}
    if lasting:
        headers["cache-control"] = "private, max-age=3600"
    return Response(data, media_type=_TYPES.get(suffix, "application/octet-stream"), headers=headers)


def _json(value: Any, status: int = 200) -> Response:
    from starlette.responses import JSONResponse  # noqa: PLC0415 - imported on use

    return JSONResponse(value, status)
