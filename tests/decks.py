"""Decks of other people, made by the real engine: every stock note type, sub-decks, odd templates, media."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import wave
from pathlib import Path
from typing import Any

from engine import collection

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
BASIC = (
    ("What is <b>2 + 2</b>?", "Four, <i>always</i>: \\(2+2=4\\)"),
    ("<div>Two lines</div><div>of a front * _x_ [id] $5</div>", "a<br>b<br><br>c &lt;b&gt; &amp;amp; `tick`"),
    ("A list", "<ul><li>one</li><li>two<ul><li>inner</li></ul></li></ul><ol><li>first</li></ol>"),
    ("A table", "<table><tr><th>h</th><th>k</th></tr><tr><td>1|2</td><td>x<br>y</td></tr></table>"),
    (
        "Code",
        '<pre><code class="language-python">def f(x):\n    return x &lt; 1\n</code></pre>and <code>a*b</code>',
    ),
    (
        '<span style="color: rgb(255,0,0)">Red</span> H<sub>2</sub>O',
        "<ruby>漢<rt>かん</rt></ruby> E=mc<sup>2</sup>",
    ),
    ("1. no list<br># no heading", "- no list<br>+ no list<br>&gt; no quote<br>==no mark== ~no~ ^no^ :no:"),
    ("Display", "before<br>\\[\\int_0^1 x\\,dx &lt; 1\\]<br>after [latex]$y$[/latex] [$]z[/$] [$$]w^2[/$$]"),
    ("Links", '<a href="https://example.org/a_(b)">a link</a> and <a href="javascript:x()">none</a>'),
    ("Headings", "<h1>Big</h1><p>text</p><blockquote>said<br>so</blockquote><hr>end C#"),
    ("Bold.<b>x.</b>y", "日本<b>語</b>です “quoted” 'single' -- dashes..."),
)
CLOZE = (
    ("{{c1::Paris}} is the capital of {{c2::France::country}}", "extra"),
    ("<b>{{c1::Bold}}</b><br>second {{c1::<i>it</i> x}}", ""),
    ("\\({{c1::x^2}}\\) and {{c3::\\(y\\)::which?}} std::vector", "more<br>lines"),
    ("Nested {{c1::outer {{c2::inner}} rest}}", ""),
)


def visible(text: str) -> str:
    """What a reader sees of a field: letters, digits and signs, without spaces and forms of quotes."""
    text = re.sub(r"\{\{c\d+::image-occlusion:[^}]*\}\}", "", text)
    while (
        inner := re.sub(r"\{\{c\d+::((?:(?!\{\{c).)*?)(?:::[^{}]*)?\}\}", r"\1", text, flags=re.S)
    ) != text:
        text = inner
    text = re.sub(r"\[sound:[^\]]*\]|<(?:style|script).*?</(?:style|script)>", "", text, flags=re.S)
    text = re.sub(r"\[/?latex\]|\[/?\${1,2}\]|\\[\(\)\[\]]", "", text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text)).replace("$", "")
    text = unicodedata.normalize("NFKC", text).translate(str.maketrans("“”‘’", "\"\"''")).replace("–", "--")
    return re.sub(r"[\s•☐]|\d+\.(?=first)", "", text)


def wav() -> bytes:
    """A tenth of a second of silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    return out.getvalue()


def make_deck(folder: Path, copies: int = 1) -> dict[str, Path]:
    """Packages of one collection by form: old, new and colpkg."""
    out = {
        name: folder / f"Pack {name}.{name if name == 'colpkg' else 'apkg'}"
        for name in ("old", "new", "colpkg")
    }
    with collection(folder / "made") as col:
        fill(col, folder, copies)
        from anki.collection import ExportAnkiPackageOptions

        for name in ("old", "new"):
            options = ExportAnkiPackageOptions(
                with_scheduling=True, with_deck_configs=False, with_media=True, legacy=name == "old"
            )
            col.export_anki_package(out_path=str(out[name]), options=options, limit=None)
        col.export_collection_package(str(out["colpkg"]), include_media=True, legacy=False)
        col.reopen() if not col.db else None
    return out


def fill(col: Any, folder: Path, copies: int) -> None:
    """Notes of each stock type, and of a type of one's own with filters and a hint."""
    (folder / "a picture.png").write_bytes(PNG)
    (folder / "Olá 1.wav").write_bytes(wav())
    sound = col.media.add_file(str(folder / "Olá 1.wav"))
    picture = col.media.add_file(str(folder / "a picture.png"))
    kinds = (
        "Basic",
        "Basic (and reversed card)",
        "Basic (optional reversed card)",
        "Basic (type in the answer)",
    )
    for turn in range(copies):
        mark = f" {turn}" if copies > 1 else ""
        for kind in kinds:
            for front, back in BASIC:
                add(col, kind, f"Root::{kind}", (front + mark, back))
        for text, extra in CLOZE:
            add(col, "Cloze", "Root::Gaps::Deep", (text + mark, extra))
        add(col, own_type(col, "Land"), "Root", ("1", "Land" + mark, "Stadt", "Fluss", ""))
        own = own_type(col)
        add(col, own, "Root", ("", "Wort" + mark, "die <b>Bedeutung</b>", "Ein Beispiel", ""))
        add(col, "Basic", "Root::Media", ("See" + mark, f'<img src="{picture}"> seen'))
        add(col, "Basic", "Root::Media", (f'Which? <img src="{picture}">' + mark, f"[sound:{sound}] heard"))
        add(col, "Cloze", "Root::Media", (f"{{{{c1::ola}}}} is hello [sound:{sound}]" + mark, ""))
        shapes = "left=.1:top=.2:width=.3:height=.25:oi=1", "left=.6:top=.6:rx=.1:ry=.12:oi=1"
        masks = (
            f"{{{{c1::image-occlusion:rect:{shapes[0]}}}}}<br>{{{{c2::image-occlusion:ellipse:{shapes[1]}}}}}"
        )
        add(
            col,
            "Image Occlusion",
            "Root::Media",
            (masks, f'<img src="{picture}">', "Parts" + (f" {turn}" if copies > 1 else ""), "behind", "more"),
        )


def own_type(col: Any, name: str = "Vokabel") -> str:
    """A note type whose fields are named and ordered as people do; 'Land' has a card for another field."""
    if not col.models.by_name(name):
        kind = col.models.new(name)
        for field in ("Nummer", "Deutsch", "Sinn", "Beispiel", "Audio"):
            col.models.add_field(kind, col.models.new_field(field))
        card = col.models.new_template("Karte")
        card["qfmt"] = "<p>{{text:Deutsch}}</p>{{hint:Beispiel}}"
        card["afmt"] = "{{FrontSide}}<hr>{{Sinn}}{{#Audio}}{{Audio}}{{/Audio}}"
        col.models.add_template(kind, card)
        if name == "Land":
            other = col.models.new_template("Beispiel")
            other["qfmt"], other["afmt"] = "{{Beispiel}}", "{{Deutsch}}"
            col.models.add_template(kind, other)
        col.models.add(kind)
    return name


def add(col: Any, kind: str, deck: str, fields: tuple[str, ...]) -> None:
    note = col.new_note(col.models.by_name(kind))
    for name, text in zip(note.keys(), fields, strict=False):
        note[name] = text
    note.tags = ["Geo::Europe", "leech", "Été"]
    col.add_note(note, col.decks.id(deck))
