"""HTML in Markdown, in code, in titles and in attributes."""

from __future__ import annotations

from hostile.case import LEAD, QUESTIONS, Case, paragraphs, question, settings, slot, topic

__all__ = ["CASES"]

_TAGS = {
    "script": "<script>alert(1)</script>",
    "script in capitals": "<ScRiPt src=//e.example/x.js></ScRiPt>",
    "image with a handler": "<img src=x onerror=alert(1)>",
    "image from afar": '<img src="https://e.example/x.png">',
    "frame": '<iframe src="https://e.example"></iframe>',
    "frame with a document": "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "object": '<object data="x.swf"></object>',
    "embed": '<embed src="x.svg">',
    "form": '<form action="https://e.example"><input name="x"></form>',
    "meta refresh": '<meta http-equiv="refresh" content="0;url=https://e.example">',
    "base": '<base href="https://e.example/">',
    "stylesheet": '<link rel="stylesheet" href="https://e.example/x.css">',
    "style": "<style>@import url(https://e.example/x.css)</style>",
    "details with a handler": '<details open ontoggle="alert(1)">x</details>',
    "bold with a handler": '<b onclick="alert(1)">x</b>',
    "svg with a handler": '<svg onload="alert(1)"></svg>',
    "math with an address": '<math href="javascript:alert(1)"><mi>x</mi></math>',
    "a slash for a space": "<svg/onload=alert(1)>",
    "a comment": "<!-- --!><script>alert(1)</script> -->",
    "character data": "<![CDATA[<script>alert(1)</script>]]>",
    "an instruction": "<?xml-stylesheet href='https://e.example/x.xsl'?>",
    "an audio element": '<audio autoplay src="https://e.example/x.mp3"></audio>',
    "Anki's own element": '<anki-mathjax block="true">\\href{javascript:alert(1)}{x}</anki-mathjax>',
}
_SHOWN = {
    "script in code": ("`<script>alert(1)</script>`", "<script>alert(1)</script>"),
    "the end of a code element": ("`</code></pre><script>x</script>`", "</code></pre><script>x</script>"),
    "the end of a comment": ("`-->` and `]]>`", "]]>"),
    "an attribute's end": ('x" onload="alert(1)', "alert(1)"),
    "less than": ("a < b and c > d", "a < b and c > d"),
    "an entity twice": ("`&amp;lt;script&amp;gt;`", "&amp;lt;script&amp;gt;"),
}
_IMAGE = '### In depth\n\n![{alt}](../figures/x.svg "{title}")'
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100"><path d="M0 0H9" stroke="var(--ink)"/></svg>'
_TABLE = "Table: `</caption><script>alert(1)</script>`\n\n| a | b |\n|---|---|\n| `<script>x</script>` | c |"


def _fence(name: str, text: str, shown: str) -> Case:
    return Case(name, {QUESTIONS: topic(question(more=f"### In depth\n\n{text}"))}, shown=(shown,))


def _picture(name: str, alt: str, title: str) -> Case:
    more = _IMAGE.format(alt=alt, title=title)
    return Case(name, {QUESTIONS: topic(question(more=more)), "figures/x.svg": _SVG})


def _title(name: str, text: str, shown: str) -> Case:
    files = {"bank.toml": settings(TITLE=text, ABOUT=text, DECK=text)}
    return Case(name, files, shown=(shown,))


CASES = (
    *(slot(name, text, "S043") for name, text in _TAGS.items()),
    paragraphs("what looks like HTML", _SHOWN.values()),
    Case(
        "script in a prompt",
        {QUESTIONS: topic(question(prompt="Why does <script>alert(1)</script> have a unique solution?"))},
        frozenset({"S043"}),
        QUESTIONS,
    ),
    _fence("script in a fence", "```python\nx = '</code><script>alert(1)</script>'\n```", "<script>alert(1)"),
    _fence("script in a fence's language", "```<script>alert(1)</script>\nx = 1\n```", "x = 1"),
    Case(
        "a quote in a fence's language",
        {QUESTIONS: topic(question(more='### In depth\n\n```a"onclick="alert(1)\nx = 1\n```'))},
        frozenset({"S012"}),
        shown=("x = 1",),
        either=True,
    ),
    _fence("script in a table", _TABLE, "<script>x</script>"),
    _picture(
        "script in an alternative text", 'An ellipse" onerror="alert(1) <script>x</script>', "A drawing"
    ),
    _picture("script in a caption", "An ellipse touching a circle at one point", "<script>alert(1)</script>"),
    _title("script in a title", "</title><script>alert(1)</script>", "</title><script>alert(1)</script>"),
    _title("style in a title", "</style><style>@import 'https://e.example/x.css';", "@import"),
    _title("a backslash that ends a title", "The end \\\\", "The end \\"),
    Case(
        "script in a topic's title",
        {QUESTIONS: topic(question(), title="<script>alert(1)</script>")},
        shown=("<script>alert(1)</script>",),
    ),
    Case(
        "script in a summary",
        {QUESTIONS: topic(question(), head="summary: '\"><script>alert(1)</script>'")},
    ),
    Case(
        "script in another wording",
        {QUESTIONS: topic(question(block='also: ["What is <script>alert(1)</script>?"]\n'))},
        frozenset({"S043"}),
        either=True,
    ),
    Case(
        "script in a reference",
        {
            "references.yaml": "hoerl-1970:\n  title: <script>alert(1)</script>\n"
            "  authors: '<img src=x onerror=y>'\n  year: 1970\n  url: https://e.example/\"onclick=\"x\n"
        },
    ),
    Case(
        "script in linked data",
        {
            "bank.toml": settings(ABOUT="</script><script>alert(1)</script><!--")
            .replace("[deck]", 'authors = ["</script><script>alert(2)</script>"]\n[deck]')
            .replace("[deck]", 'licence = "<b>"\nlicence_url = "https://e.example/\\"><script>x"\n[deck]')
        },
    ),
    Case(
        "script in a report's address",
        {
            "bank.toml": settings().replace(
                "[deck]", 'report_url = "https://e.example/\\"onclick=\\"alert(1)//{id}"\n[deck]'
            )
        },
    ),
    Case(
        "script in a formula",
        {QUESTIONS: topic(question(lead=f"{LEAD} $\\text{{</math><script>alert(1)</script>}}$"))},
        frozenset({"M401"}),
        QUESTIONS,
        either=True,
    ),
)
