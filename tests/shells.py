"""The pages that Anki's apps put a card into: their classes, their default style, their MathJax."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from html import escape
from importlib import util
from pathlib import Path
from typing import Final

import pytest

__all__ = ["SHELLS", "axe_script", "mathjax_folder", "need_mathjax", "shell_page", "show"]

ROOT: Final = Path(__file__).parent.parent
VARIABLE: Final = "DECKPRESS_MATHJAX"

SHELLS: Final[Mapping[str, str]] = {
    "desktop": "",
    "android": "mobile android linux js chrome",
    "iphone": "mobile iphone ios js safari",
}
"""App to the classes of its root element."""

# What the apps' own style does to a card unless the card's style says otherwise.
_DEFAULTS: Final = """
hr { background-color: #737373; margin: 1em 0; border: none; height: 1px }
body { margin: 20px; overflow-wrap: break-word }
body.nightMode { background-color: #2c2c2c; color: #fcfcfc }
img { max-width: 100%; max-height: 95vh }
li { text-align: start }
pre { text-align: left }
button { margin: 1em .5em }
#typeans { width: 100%; box-sizing: border-box; line-height: 1.75 }
"""
# As in the apps, but for "noerrors", which would hide a formula's error behind its source.
_MATHJAX: Final = {
    "tex": {
        "displayMath": [["\\[", "\\]"]],
        "processEscapes": False,
        "processEnvironments": False,
        "processRefs": False,
        "packages": {"[+]": ["mathtools"], "[-]": ["textmacros"]},
    },
    "options": {"enableMenu": False, "enableAssistiveMml": True},
    "startup": {"typeset": False},
}


def mathjax_folder() -> Path | None:
    """Where MathJax 3 lies: the folder that the environment names, or node_modules."""
    places = [Path(os.environ[VARIABLE])] if os.environ.get(VARIABLE) else []
    places.append(ROOT / "node_modules" / "mathjax")
    return next((p for p in places if (p / "es5" / "tex-chtml-full.js").is_file()), None)


def need_mathjax() -> Path:
    """Skip without MathJax, but fail in CI."""
    folder = mathjax_folder()
    if folder is None:
        reason = f"MathJax 3 is missing: npm install --no-save mathjax@3, or {VARIABLE}=its folder"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


def axe_script() -> str:
    """axe-core from npm, else the one that axe-core-python carries; skipped without, but failed in CI."""
    modules = Path(os.environ.get("DECKPRESS_NODE_MODULES", ROOT / "node_modules"))
    path = modules / "axe-core" / "axe.min.js"
    spec = util.find_spec("axe_core_python")
    if not path.is_file() and spec and spec.origin:
        path = Path(spec.origin).with_name("axe.min.js")
    if not path.is_file():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("axe-core is missing: npm install axe-core")
    return path.read_text(encoding="utf-8")


def shell_page(media: Path, mathjax: Path | None, shell: str = "desktop", *, night: bool = False) -> str:
    """An empty page of an app; `show` puts cards into it."""
    classes = "card card1 nightMode night_mode" if night else "card card1"
    script = mathjax / "es5" / "tex-chtml-full.js" if mathjax else None
    scripts = ""
    if script:
        scripts = f"<script>MathJax = {json.dumps(_MATHJAX)}</script>"
        scripts += f'<script src="{script.as_uri()}"></script>'
    return (
        f'<!doctype html><html class="{SHELLS[shell]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<base href="{escape(media.as_uri())}/"><title>{shell}</title><style>{_DEFAULTS}</style>{scripts}'
        f'</head><body class="{classes}"><div id="qa"></div></body></html>'
    )


def show(*cards: str, unfold: bool = False) -> str:
    """The script that puts cards (HTML as the engine renders it) under each other and typesets them.

    A style that all of them carry is applied once, and MathJax's fonts are there before the first card: else
    hundreds of cards are laid out anew for each copy and for each font.
    """
    seen: set[str] = set()

    def first(style: re.Match[str]) -> str:
        known = style[0] in seen
        seen.add(style[0])
        return "" if known else style[0]

    cards = tuple(re.sub(r"<style>.*?</style>", first, card, flags=re.S) for card in cards)
    return f"""(async () => {{
      const place = document.getElementById("qa");
      if (window.MathJax) {{
        await MathJax.startup.promise;
        place.textContent = "\\\\(x\\\\)";
        MathJax.typesetClear();
        await MathJax.typesetPromise([place]);
        await Promise.all([...document.fonts].map(font => font.load()));
      }}
      place.innerHTML = "";
      for (const html of {json.dumps(cards)}) {{
        const card = document.createElement("div");
        card.className = "one";
        card.innerHTML = html;
        place.append(card);
      }}
      if ({json.dumps(unfold)}) place.querySelectorAll("details").forEach(part => part.open = true);
      if (window.MathJax) {{
        MathJax.typesetClear();
        await MathJax.typesetPromise([place]);
      }}
      await document.fonts.ready;
      await Promise.all([...place.querySelectorAll("img")].map(image => image.decode().catch(() => 0)));
    }})()"""
