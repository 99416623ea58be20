"""The sheet's yardstick: each formula an inline SVG, the columns left to CSS (`columns: 3`), nothing chosen."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deckpress.bank import Bank  # noqa: E402 - after the path is set
from deckpress.content.palette import LIGHT  # noqa: E402 - as above
from deckpress.paper import Paper  # noqa: E402 - as above
from deckpress.read import read_source  # noqa: E402 - as above
from deckpress.render.environment import make_environment, render_template  # noqa: E402 - as above
from deckpress.render.paper import printed  # noqa: E402 - as above
from deckpress.render.paper.frame import frame_for  # noqa: E402 - as above
from deckpress.render.paper.outlines import UNITS, draw_formula  # noqa: E402 - as above
from deckpress.render.paper.pdf import open_press  # noqa: E402 - as above
from deckpress.render.paper.plates import Plates  # noqa: E402 - as above
from deckpress.render.paper.voice import PrintVoice  # noqa: E402 - as above


class Forgetful:
    """A store that keeps nothing."""

    def get(self, key: str) -> bytes | None:  # noqa: ARG002 - the signature of a store
        """Nothing."""
        return None

    def put(self, key: str, data: bytes) -> None:
        """Keep nothing."""


class NaiveVoice(PrintVoice):
    """Print's voice with formulas as inline drawings, drawn once each."""

    def math(self, tex: str, *, display: bool) -> str:
        """One SVG in the line, or in a box of its own."""
        self.plates.characters(tex, display=display)
        pieces = draw_formula(tex, self.plates.store, display=display)
        shown = "".join(
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(piece.text)}"'
            f' viewBox="0 {-piece.ascent * UNITS:.0f} {piece.advance * UNITS:.0f}'
            f' {(piece.ascent + piece.depth) * UNITS:.0f}" style="width:{piece.advance:.3f}em;'
            f'height:{piece.ascent + piece.depth:.3f}em;vertical-align:{-piece.depth:.3f}em">'
            f'<path transform="scale(1 -1)" d="{piece.path}"/></svg>'
            for piece in pieces
        )
        return f'<div class="formula">{shown}</div>' if display else shown


def page(bank: Bank, topics: list[printed.PrintedTopic], chosen: Mapping[str, Sequence[int]]) -> str:
    """The whole document: what a template says that leaves all the rest to the engine."""
    out = [f"<!DOCTYPE html><html lang={bank.settings.language}><title>{escape(bank.settings.title)}</title>"]
    for topic in topics:
        style = f"--accent:{topic.palette['accent']};--tint:{topic.palette['tint']}"
        out.append(f'<section style="{style}"><header class="topic"><h2>{topic.title}</h2></header>')
        out.append('<div class="naive">')
        for question in topic.questions:
            out.append(f'<article id="q-{question.id}"><h3>{question.prompt}</h3>')
            for place in chosen.get(question.id, range(len(question.parts))):
                part = question.parts[place]
                element = "ul" if part.listed else "div"
                kind = f"listed {part.kind}" if part.listed else part.kind
                out.append(f'<{element} class="{kind}">{part.html}</{element}>')
            out.append("</article>")
        out.append("</div></section>")
    return "".join(out)


def main(source: Path, chosen: Mapping[str, Sequence[int]], target: Path) -> None:
    """Write the naive sheet of a bank: of each question the chosen parts, or all."""
    bank, frame = read_source(source)[0], frame_for(Paper())
    module: Any = printed
    module.PrintVoice = NaiveVoice  # the same parts in another voice
    plates = Plates(Forgetful())
    topics = printed.view_printed(bank, plates, frame.column / frame.size, "key")
    environment = make_environment(ROOT / "templates", bank.settings)
    css = render_template(
        environment, "paper/cheatsheet.css.j2", colours=LIGHT, frame=frame, bank=bank.settings
    )
    css += ".naive { columns: 3; column-gap: 5.5mm } section { break-before: page } article { break-inside: avoid }"
    with open_press(plates.assets, css) as press:
        target.write_bytes(press.write(press.lay_out(page(bank, topics, chosen))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text()), Path(sys.argv[3]))
