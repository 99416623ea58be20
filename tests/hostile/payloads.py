"""The hostile set: what a stranger may put into a bank, and what must become of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["PAYLOADS", "Payload"]


@dataclass(frozen=True, slots=True)
class Payload:
    """One attack."""

    name: str
    slot: str
    """Where it is written: text, span, block, figure, settings, tags, references, csv, head or a file's path."""
    content: bytes
    wanted: str
    """The code that refuses it, or 'text': it is shown and does nothing."""


def _rows(slot: str, wanted: str, texts: str) -> list[Payload]:
    return [
        Payload(f"{slot}: {line[:50]}", slot, line.encode(), wanted) for line in texts.strip("\n").split("\n")
    ]


_HTML: Final = """
<script>alert(1)</script>
<SCRIPT SRC=https://e.example/x.js></SCRIPT>
<img src=x onerror=alert(1)>
<svg onload=alert(1)>
<iframe src="https://e.example">
<object data="https://e.example"></object>
<embed src="https://e.example">
<form action="https://e.example"><input></form>
<base href="https://e.example">
<link rel=stylesheet href="https://e.example">
<meta http-equiv=refresh content="0;url=https://e.example">
<style>@import "https://e.example"</style>
<video src="https://e.example">
<audio src="https://e.example" autoplay>
<math><maction actiontype="statusline#https://e.example">
<details open ontoggle=alert(1)>
<b onclick=alert(1)>x</b>
<template><script></script></template>
<a href="javascript:alert(1)">x</a>
<body background="https://e.example">
<div style="background:url(https://e.example)">
<!-- comment -->
<![CDATA[ x ]]>
<?php x ?>
</style>
<noscript><p title="</noscript><img src=x>">
"""
_LINKS: Final = """
[x](javascript:alert)
[x](JaVaScRiPt:alert)
[x](javascript&#58;alert)
[x](&#106;avascript:alert)
[x](vbscript:x)
[x](data:text/html;base64,PHNjcmlwdD4=)
[x](file:///etc/passwd)
[x](//e.example/x)
[x](\\\\\\\\host\\\\share)
[x](ftp://e.example)
[x](../../etc/passwd)
[x](/etc/passwd)
[x](blob:https://e.example/x)
[x](about:blank)
[x](chrome://settings)
<javascript:alert>
"""
_AS_TEXT: Final = """
[sound:x.mp3]
[sound:--script=http://e.example/x.lua]
[latex]\\\\input{/etc/passwd}[/latex]
`[$]x[/$]`
`[$$]x[/$$]`
[anki:tts lang=en_US]hi[/anki:tts]
[anki:play:q:0]
[[type:Prompt]]
{{Prompt}}
{{FrontSide}}
{{type:Prompt}}
{{c1::x}}
{{ 7*7 }}
{{ ''.__class__.__mro__ }}
{% for x in range(9) %}
{# comment #}
${7*7}
<%= 7*7 %>
#{7*7}
`<script>alert(1)</script>`
`{{Prompt}}`
`[sound:x.mp3]`
&lt;script&gt;alert(1)&lt;/script&gt;
&#60;script&#62;
\\<script>
]]>
" onload="x
' onload='x
--> <!
1 < 2 > 0
"""
_MATH: Final = r"""
$\href{javascript:x}{y}$
$\require{html}$
$\def\x{\x\x}\x$
$\newcommand{\x}{y}$
$\class{x}{y}$
$\style{color:red}{y}$
$\cssId{x}{y}$
$\input{/etc/passwd}$
$\write18{id}$
$\includegraphics{x}$
$\unicode{x41}$
$\begin{verbatim}x\end{verbatim}$
$\frac{1}{2$
"""
_UNSEEN: Final = "\u200b \u200d \u202e \u2066 \u00ad \ufeff \u2028 \U000e0041 \ufff9 \u061c \u2060 \x00 \x07 \x1b \x7f \x9b \x1f"
_FIGURES: Final = """
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script></svg>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)"><path d="M0 0H9"/></svg>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><foreignObject><p>x</p></foreignObject></svg>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="https://e.example/x.png"/></svg>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><use href="#a"/><g id="a"><use href="#a"/></g></svg>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>@import url(https://e.example)</style></svg>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><a href="javascript:x"><path d="M0 0H9"/></a></svg>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9" style="fill:url(https://e.example)"/></svg>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><animate attributeName="href" to="javascript:x"/></svg>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><set attributeName="onload" to="x"/></svg>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><iframe src="https://e.example"/></svg>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text x="1" y="1" font-family="x" onclick="y">z</text></svg>
<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>&a;</text></svg>
<!DOCTYPE svg SYSTEM "https://e.example/x.dtd"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>
<?xml-stylesheet href="https://e.example/x.css"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path
<html xmlns="http://www.w3.org/1999/xhtml"><script/></html>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e999 9"><path d="M0 0H9"/></svg>
"""
_FOREIGN: Final = """
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9" fill="url(https://e.example#a)"/></svg>
"""
_BLOCKS: Final = (
    (b"id: it\nlevel: !!python/object/apply:os.system [id]", "S025"),
    (b"id: &a it\nalso: [*a]", "S025"),
    (b"id: it\n<<: {level: 2}", "S025"),
    (b"id: it\nid: other", "S023"),
    (b"id: it\nalso: " + b"[" * 3000, "S021"),
    (b"id: it\nalso: {a: {b: c}}", "S025"),
    (b"id: ../../etc/passwd", "C003"),
    (b"id: " + b"a" * 61, "C003"),
    (b"id: it\n" + b"x" * 9000 + b": y", "S003"),
    (b"id: it\n? complex\n: y", "S022"),
    (b"id: it\ntags: [!!binary aGk=]", "S025"),
    (b"id: [it, it2]", "S024"),
)
_SETTINGS: Final = (
    (b'[bank]\ntitle = "T"\ntitle = "U"\n', "S050"),
    (b"[" * 4000, "S050"),
    (b'[bank]\ntitle = "T"\nslug = "../x"\nnamespace = "payload-tests"\n', "S052"),
    (b'[bank]\ntitle = "T"\nslug = "t"\nnamespace = "payload-tests"\nlanguage = "en\\" onload"\n', "S052"),
    (b'[bank]\ntitle = "T"\nslug = "t"\nnamespace = "payload-tests"\nreport_url = "javascript:x"\n', "S052"),
    (b'[bank]\ntitle = "T"\nslug = "t"\nnamespace = "payload-tests"\nlicence_url = "file:///etc"\n', "S052"),
    (b'[bank]\ntitle = "T"\nslug = "t"\nnamespace = "payload-tests"\n[x]\ny = 1\n', "S051"),
    (b"a = [" + b"[" * 900 + b"]" * 900 + b"]\n", "S050"),
    (b"\xff\xfe[\x00b\x00", "S001"),
)
_ENCODED: Final = (
    ("UTF-16", "# T".encode("utf-16"), "S001"),
    ("Latin-1", b"# T\xe9", "S001"),
    ("overlong", b"# T\xc0\xbc", "S001"),
    ("surrogate", b"# T\xed\xa0\x80", "S001"),
    ("truncated", b"# T\xe2\x82", "S001"),
)

PAYLOADS: Final[tuple[Payload, ...]] = (
    *_rows("text", "S043", _HTML),
    *_rows("text", "S044", _LINKS),
    *_rows("text", "text", _AS_TEXT),
    *_rows("text", "M401", _MATH),
    *(Payload(f"unseen: U+{ord(c):04X}", "text", f"a{c}b".encode(), "S002") for c in _UNSEEN.split(" ")),
    *_rows("figure", "F706", _FIGURES),
    *_rows("figure", "F708", "not a drawing"),
    *_rows("figure", "F706", _FOREIGN),
    *(Payload(f"block: {content[:40]!r}", "block", content, wanted) for content, wanted in _BLOCKS),
    *(Payload(f"settings: {content[:60]!r}", "settings", content, wanted) for content, wanted in _SETTINGS),
    *(Payload(f"encoding: {name}", "file", content, wanted) for name, content, wanted in _ENCODED),
)
