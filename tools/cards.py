"""Pictures of a deck's cards: imported by the real Anki engine, shown in Chromium as the apps show them.

    python tools/cards.py output/ml-interview.apkg -o pictures roc-auc-meaning --width 375 --night

Needs the test requirements, Chromium and MathJax 3 (see tests/shells.py).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser import open_browser
from engine import collection, import_deck
from shells import SHELLS, mathjax_folder, shell_page, show

__all__ = ["main"]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Take pictures of cards.")
    parser.add_argument("deck", type=Path, help="the .apkg")
    parser.add_argument(
        "names", nargs="*", help="question ids; id/2: second cloze card; id+ and id++: extra cards"
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("pictures"), help="folder for the pictures")
    parser.add_argument("--width", type=int, action="append", help="in CSS pixels; may be repeated [375]")
    parser.add_argument("--shell", choices=list(SHELLS), help="app [desktop from 600 px, else android]")
    parser.add_argument("--night", action="store_true", help="night mode")
    parser.add_argument("--front", action="store_true", help="the front instead of the back")
    parser.add_argument("--folded", action="store_true", help="leave More folded")
    parser.add_argument("--text", type=float, default=1, help="text size, 2 for twice as large")
    parser.add_argument("--scale", type=float, default=1.5, help="device pixels a CSS pixel")
    return parser.parse_intermixed_args()


def _cards(deck: Path, names: list[str], place: Path, *, front: bool) -> Iterator[tuple[str, str]]:
    """Name and HTML of each wanted card; the media stay in `place`."""
    with collection(place) as col:
        import_deck(col, deck.read_bytes(), place)
        counts: dict[str, int] = {}
        for card_id in col.find_cards("", order="c.due, c.ord"):
            card = col.get_card(card_id)
            note = card.note()
            is_cloze = "Text" in note
            counts[note["Id"]] = number = counts.get(note["Id"], 0) + is_cloze
            name = f"{note['Id']}/{number}" if is_cloze else note["Id"] + "+" * card.ord
            if not names or name in names:
                yield name, card.question() if front else card.answer()


def main() -> None:
    """Take the pictures."""
    given = _arguments()
    given.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        place = Path(folder)
        cards = list(_cards(given.deck, given.names, place, front=given.front))
        for width in given.width or [375]:
            shell = given.shell or ("desktop" if width >= 600 else "android")
            source = place / f"{width}.html"
            media = place / "collection.media"
            source.write_text(shell_page(media, mathjax_folder(), shell, night=given.night), encoding="utf-8")
            page = browser.page(width=width, height=600)
            page.open(source.as_uri())
            page.run(f"document.body.style.fontSize = '{18 * given.text}px'")
            for name, html in cards:
                page.resize(width, 600, scale=given.scale)
                page.run(show(html, unfold=not given.folded))
                parts = (
                    name.replace("/", "-"),
                    str(width),
                    "night" if given.night else "light",
                    "front" if given.front else "folded" if given.folded else "back",
                )
                path = given.output / f"{'.'.join(parts)}.png"
                page.screenshot(path, whole=True)
                print(path)
            page.close()


if __name__ == "__main__":
    main()
