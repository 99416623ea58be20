"""Remake the pictures of README and gallery from the real outputs: cards, pages, the handout, the bench."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import Browser, open_browser  # noqa: E402 - after the path is set
from PIL import Image  # noqa: E402 - as above

CARD = "decision-threshold"
SKY = ROOT / "examples" / "sky"
LABELS = (
    (["orion-stars/1", "--front"], "card-label-light"),
    (["orion-stars/5", "--night"], "card-label-dark"),
)
SHEET_PAGE = "10"
_SHEET_IS_SHOWN = """new Promise(done => {
  const look = () => document.querySelector('img[src^="/sheet/"]') ? done() : setTimeout(look, 100);
  look();
})"""


def _card(deck: Path, flags: list[str], place: Path, target: Path) -> None:
    command = [sys.executable, str(ROOT / "tools/cards.py"), str(deck), "-o", str(place), *flags]
    made = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    Path(made).replace(target)


def _built(product: str, place: Path, *flags: str) -> Path:
    """A product of the shipped bank, in a place of its own."""
    command = [
        sys.executable,
        str(ROOT / "build.py"),
        product,
        "-q",
        "-s",
        str(ROOT / "source"),
        "-o",
        str(place),
    ]
    subprocess.run([*command, *flags], check=True)
    (made,) = place.glob(f"*-{product}.pdf")
    return made


def _printed(pdf: Path, page: str, target: Path) -> None:
    """A page of a PDF, small."""
    command = ["pdftoppm", "-r", "75", "-f", page, "-l", page, "-singlefile", "-png"]
    subprocess.run([*command, str(pdf), str(target.with_suffix(""))], check=True)


def _bench(browser: Browser, place: Path, target: Path) -> None:
    """The bench with the card that the README shows, turned."""
    command = [sys.executable, str(ROOT / "build.py"), "serve", "--port", "0", "-s", "source"]
    process = subprocess.Popen([*command, "-o", str(place)], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        address = process.stderr.readline().split()[0] if process.stderr else ""
        page = browser.page(width=1400, height=900)
        page.open(f"{address}#{CARD}")
        page.run(_SHEET_IS_SHOWN)
        page.run("document.getElementById('_turn').click()")
        page.run("new Promise(done => setTimeout(done, 1000))")
        page.screenshot(target)
        page.close()
    finally:
        process.terminate()
        process.wait()


def _lighter(path: Path) -> None:
    """The same picture in 256 colours."""
    with Image.open(path) as image:
        image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Write docs/pictures/*.png from output/."""
    output, pictures = ROOT / "output", ROOT / "docs" / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    (deck,) = output.glob("*.apkg")
    with tempfile.TemporaryDirectory() as place:
        for flags, name in ((["--folded"], "card-light"), (["--folded", "--night"], "card-dark")):
            _card(deck, [CARD, *flags], Path(place), pictures / f"{name}.png")
        build = [sys.executable, str(ROOT / "build.py"), "deck", "-q", "-s", str(SKY), "-o", place]
        subprocess.run(build, check=True)
        for flags, name in LABELS:
            _card(
                Path(place, "night-sky.apkg"), [*flags, "--scale", "1"], Path(place), pictures / f"{name}.png"
            )
    (sheet,) = output.glob("*-cheatsheet.pdf")
    _printed(sheet, SHEET_PAGE, pictures / "sheet.png")
    (handout,) = (path for path in output.glob("*-handout.html"))
    with open_browser() as browser, tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        for size, scheme, name in (((1280, 900), "light", "handout"), ((390, 800), "dark", "handout-phone")):
            page = browser.page(width=size[0], height=size[1], prefers_color_scheme=scheme)
            page.open(f"{handout.as_uri()}#{CARD}")
            page.run("new Promise(done => setTimeout(done, 1000))")  # what is off screen is laid out late
            page.screenshot(pictures / f"{name}.png")
        _printed(_built("flashcards", made, "--only", "core"), "1", pictures / "flashcards.png")
        _printed(_built("selftest", made, "--only", "core"), "1", pictures / "selftest.png")
        _bench(browser, made, pictures / "bench.png")
    for path in pictures.glob("*.png"):
        _lighter(path)


if __name__ == "__main__":
    main()
