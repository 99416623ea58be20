"""Links: only https, http, mailto and ids lead anywhere."""

from __future__ import annotations

from hostile.case import LEAD, QUESTIONS, REFERENCES, Case, question, slot, topic

__all__ = ["CASES"]

_REFUSED = {
    "javascript": "[x](javascript:alert(1))",
    "javascript in mixed capitals": "[x](JaVaScRiPt:alert(1))",
    "javascript by entities": "[x](&#106;&#97;vascript&colon;alert(1))",
    "javascript by hexadecimal entities": "[x](&#x6A;avascript&#x3A;alert(1))",
    "javascript with a tab": "[x](<java\tscript:alert(1)>)",
    "javascript with an entity of a line": "[x](java&#10;script:alert(1))",
    "javascript behind a control": "[x](&#1;javascript:alert(1))",
    "javascript in an autolink": "<javascript:alert(1)>",
    "javascript in a definition": "[x][a]\n\n[a]: javascript:alert(1)",
    "javascript escaped by percents": "[x](%6Aavascript:alert(1))",
    "vbscript": "[x](vbscript:msgbox(1))",
    "data": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "data in capitals": "[x](DATA:text/html,x)",
    "file": "[x](file:///etc/passwd)",
    "ftp": "[x](ftp://e.example/x)",
    "blob": "[x](blob:https://e.example/1)",
    "an app": "[x](steam://run/1)",
    "no scheme": "[x](//e.example/x)",
    "backslashes": "[x](<\\\\\\\\e.example\\\\x>)",
    "a path upwards": "[x](../../etc/passwd)",
    "a file beside": "[x](bank.toml)",
    "user and password": "[x](https://user:secret@e.example/)",
    "a host that is a user": "[x](https://good.example@evil.example/)",
    "a user before a backslash": "[x](<https://good.example\\\\@evil.example/>)",
    "no host": "[x](https:///e.example)",
    "an image by script": "![An ellipse touching a circle at one point](javascript:alert(1))",
    "an image from afar": "![An ellipse touching a circle at one point](https://e.example/x.png)",
    "an image of data": "![An ellipse touching a circle at one point](data:image/svg+xml,<svg/>)",
    "an image upwards": "![An ellipse touching a circle at one point](../figures/../../x.svg)",
    "a link without end": "[x](javascript:alert(1)",
}
_SHOWN = {
    "an address in code": ("`javascript:alert(1)`", "javascript:alert(1)"),
    "a question that is not there": ("`[no-such-question]`", "[no-such-question]"),
    "an address that is no link": ("javascript:alert(1) and data:text/html,x", "javascript:alert(1)"),
}


def _reference(name: str, line: str, *refused: str) -> Case:
    text = f"{REFERENCES}  {line}\n"
    return Case(name, {"references.yaml": text}, frozenset(refused), "references.yaml")


def _settings(name: str, line: str) -> Case:
    from hostile.case import settings

    text = settings().replace("[deck]", f"{line}\n[deck]")
    return Case(name, {"bank.toml": text}, frozenset({"S052"}), "bank.toml")


CASES = (
    *(slot(name, text, "S044", "F701") for name, text in _REFUSED.items()),
    *(slot(name, text, shown=shown) for name, (text, shown) in _SHOWN.items()),
    _reference("javascript in a reference", "url: javascript:alert(1)", "R602"),
    _reference("a reference with a user", "url: https://good.example@evil.example/", "R602"),
    _reference("a DOI that leads elsewhere", "doi: javascript:alert(1)", "R602"),
    _reference("a DOI with a quote", 'doi: 10.1234/x"onclick="alert(1)'),
    _settings("javascript in the licence", 'licence_url = "javascript:alert(1)"'),
    _settings("data at home", 'home_url = "data:text/html,x"'),
    _settings("javascript for reports", 'report_url = "javascript:alert(1)"'),
    _settings("a home with a user", 'home_url = "https://good.example@evil.example/"'),
    Case(
        "javascript in a source",
        {QUESTIONS: topic(question(lead=LEAD)).replace("- hoerl-1970", "- [x](javascript:alert(1))")},
        frozenset({"S044"}),
        QUESTIONS,
    ),
)
