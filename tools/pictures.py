"""Remake the README's pictures from the real outputs: a card by day and night, a sheet page, the handout."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import open_browser  # noqa: E402 - after the path is set

CARD = "decision-threshold"
SKY = ROOT / "examples" / "sky"
LABELS = (
    (["orion-stars/1", "--front"], "card-label-light"),
    (["orion-stars/5", "--night"], "card-label-dark"),
)
SHEET_PAGE = "10"


def _card(deck: Path, flags: list[str], place: Path, target: Path) -> None:
    command = [sys.executable, str(ROOT / "tools/cards.py"), str(deck), "-o", str(place), *flags]
    made = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    Path(made).replace(target)


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
    target = pictures / "sheet"
    command = ["pdftoppm", "-r", "75", "-f", SHEET_PAGE, "-l", SHEET_PAGE, "-singlefile", "-png"]
    subprocess.run([*command, str(sheet), str(target)], check=True)
    (handout,) = (path for path in output.glob("*-handout.html"))
    with open_browser() as browser:
        page = browser.page(width=1280, height=900)
        page.open(f"{handout.as_uri()}#{CARD}")
        page.run("new Promise(done => setTimeout(done, 1000))")  # what is off screen is laid out late
        page.screenshot(pictures / "handout.png")


if __name__ == "__main__":
    main()
