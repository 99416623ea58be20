r"""Chemistry: the common part of mhchem's `\ce{…}`, as TeX that all products read alike."""

from __future__ import annotations

import re
from typing import Final

from deckpress.read.tex import MathError

__all__ = ["chemistry_tex"]

_ARROWS: Final = {
    "->": r"\longrightarrow ",
    "<-": r"\longleftarrow ",
    "<->": r"\leftrightarrow ",
    "<=>": r"\rightleftharpoons ",
    "→": r"\longrightarrow ",
    "⟶": r"\longrightarrow ",
    "←": r"\longleftarrow ",
    "↔": r"\leftrightarrow ",
    "⇌": r"\rightleftharpoons ",
}
_OPERATORS: Final = ("arrow", "sign", "dot")
_WORD: Final = r"\text{"
_BONDS: Final = {"-": "{-}", "=": "{=}", "#": r"{\equiv}"}
_TYPED: Final = str.maketrans({"−": "-", "·": "*", "⋅": "*", "•": "*", "≡": "#", "↓": "v", "↑": "^"})
_SIGNS: Final = {"*": r"\cdot ", ".": r"\cdot "}
_ARROW: Final = r"<=>(?!>)|<->|->|<-(?![->])|[→⟶←↔⇌]"
_STATE: Final = r"\((?:aq|s|l|g|cr|am|ads|sln|lc)\)"
_GREEK: Final = r"\\(?:alpha|beta|gamma|delta|mu|nu|pi|sigma|eta|kappa|Delta|Lambda)(?![A-Za-z])"
_SCRIPT: Final = r"\{[^{}]*\}|\d*[+-]|\d+|[IVX]+(?![a-z])|[a-z](?![a-z])|[.*]"
_BEFORE: Final = rf"\^(?:{_SCRIPT})(?:_(?:{_SCRIPT}))?|_(?:{_SCRIPT})(?:\^(?:{_SCRIPT}))?"
_FRESH: Final = re.compile(
    rf"""(?P<arrow>{_ARROW})
    |(?P<gone>[v^](?=\s|$)|\([v^]\)(?=\s|$))
    |(?P<sign>[+=](?=\s|$))
    |(?P<dot>[*.](?=\s))
    |(?P<count>\(\d+/\d+\)|\d+/\d+|\d+(?:\.\d+)?|[a-z](?=\s+[A-Z(\[])|[kmnxyz](?=[A-Z(\[]))
    |(?P<before>(?:{_BEFORE})(?=[A-Za-z\\(\[]))
    |(?P<bond>[-=\#](?=[A-Z(\[]))
    |(?P<state>{_STATE})
    |(?P<name>[A-Za-z]+|{_GREEK})
    |(?P<open>[(\[])""",
    re.X,
)
"""What may stand where a formula begins: numbers count."""
_WITHIN: Final = re.compile(
    rf"""(?P<arrow>{_ARROW})
    |(?P<state>{_STATE})
    |(?P<name>[A-Za-z]+|{_GREEK})
    |(?P<below>\d+|_(?:{_SCRIPT}))
    |(?P<above>\^(?:{_SCRIPT})|[+-](?=\s|$|[)\]_]|{_STATE}|{_ARROW}))
    |(?P<open>[(\[])
    |(?P<close>[)\]])
    |(?P<bond>[-=\#](?=[A-Za-z(\[^_\\]))
    |(?P<dot>[*.](?=[\dA-Za-z(\[]))""",
    re.X,
)
"""What may stand inside a formula: numbers are subscripts."""
_PART: Final = re.compile(
    rf"(?P<plain>\d+(?:\.\d+)?|[+-]|,|{_GREEK})|(?P<name>[A-Z][A-Za-z]*)|(?P<letter>[a-z])|(?P<dot>[.*])|(?P<state>{_STATE})"
)
_SCRIPTS: Final = re.compile(rf"([\^_])({_SCRIPT})")
_LABEL: Final = re.compile(r"\[([^\[\]]*)\]")
_LABEL_PART: Final = re.compile(r"(?:\\text)?\{([^{}\\$%&#~]*)\}|\S+")
_PLAIN: Final = re.compile(r"[^\\{}_^$&%#~]+")
_ELSEWHERE: Final = (
    (r"\bond", "write a bond as -, = or #"),
    (r"\pu", r"write the quantity outside \ce, its unit upright: 5\,\mathrm{kJ}"),
    (r"\\", r"give each line a \ce of its own"),
    ("\\", r"end \ce{…} before it and write it as TeX"),
    ("$", r"end \ce{…} before it and write it as TeX"),
    ("<", "the arrows are ->, <-, <-> and <=>"),
    ("-", "the arrows are ->, <-, <-> and <=>; a charge ends its formula, as in OH-"),
    ("+", "write a space on both sides of +; a charge ends its formula, as in Na+"),
    ("^", "write a charge as ^2-, a mass number as ^{14}C before its element, a gas as ^ behind a space"),
    ("{", r"write words outside \ce{…}, or as an arrow's text: ->[text]"),
)


def chemistry_tex(source: str) -> str:
    r"""TeX for what stands in the braces of `\ce`. Raises MathError at the first thing that is not read."""
    if not source.strip():
        raise MathError(0, r"\ce holds nothing", r"write \ce{H2O}")
    return _Reader(source).read()


class _Reader:
    """Reads one source from left to right."""

    def __init__(self, source: str) -> None:
        self.source, self.at = source.translate(_TYPED), 0
        self.out: list[str] = []
        self.fresh = True
        """Whether a formula begins here."""
        self.after = "sign"
        """The kind of what was read last."""
        self.open: list[int] = []
        """Where each bracket stands that is still open."""
        self.scripts = ""
        """The marks of the scripts that the last name or bracket has."""

    def read(self) -> str:
        """The whole as TeX."""
        while self.at < len(self.source):
            if self.source[self.at].isspace():
                self.at, self.fresh = self.at + 1, True
                continue
            found = (_FRESH if self.fresh else _WITHIN).match(self.source, self.at)
            if not found or not found.lastgroup:
                raise self._fault(self.at)
            self._take(found.lastgroup, found[0])
        if self.open:
            message = f"the {self.source[self.open[-1]]} in \\ce is never closed"
            raise MathError(self.open[-1], message, "close it, or delete it")
        return "".join(self.out)

    def _take(self, kind: str, text: str) -> None:
        """Add one thing, with the space before it."""
        apart = self.fresh and self.after not in _OPERATORS and kind not in _OPERATORS
        if kind in ("state", "gone") or (self.after == "count" and kind not in _OPERATORS):
            self.out.append(r"\,")
        elif apart:
            self.out.append(r"\ ")
        tex = self._tex(kind, text)
        self.at += len(text)
        tex = self._arrow(text) if kind == "arrow" else tex
        if tex.startswith(_WORD) and self.out and self.out[-1].startswith(_WORD):
            self.out[-1] = self.out[-1][:-1] + tex.removeprefix(_WORD)
        else:
            self.out.append(tex)
        self.after = kind
        self.fresh = kind in _OPERATORS or kind == "count"

    def _tex(self, kind: str, text: str) -> str:
        """One thing as TeX; `at` still stands before it."""
        if kind in ("above", "below"):
            return self._script(kind, text)
        self.scripts = ""
        if kind in ("open", "close"):
            return self._bracket(text)
        match kind:
            case "name":
                return f"{text} " if text[0] == "\\" else f"{_WORD}{text}}}"
            case "count":
                return _count(text)
            case "state":
                return f"{_WORD}{text}}}"
            case "before":
                return self._before(text)
            case "gone":
                return r"\downarrow " if "v" in text else r"\uparrow "
        return _BONDS.get(text, text) if kind == "bond" else _SIGNS.get(text, text)

    def _bracket(self, text: str) -> str:
        if text in "([":
            self.open.append(self.at)
        elif not self.open or self.source[self.open.pop()] + text not in ("()", "[]"):
            raise MathError(self.at, f"the {text} in \\ce closes nothing", "open it, or delete it")
        return f"{_WORD}{text}}}"

    def _script(self, kind: str, text: str) -> str:
        mark = "_" if kind == "below" else "^"
        if mark in self.scripts:
            what = "subscripts" if mark == "_" else "superscripts"
            raise MathError(self.at, f"two {what} follow each other in \\ce", "join them in braces")
        self.scripts += mark
        body = text.removeprefix(mark)
        return f"{mark}{{{self._script_tex(body, self.at + len(text) - len(body))}}}"

    def _script_tex(self, text: str, at: int) -> str:
        """What stands in a script; `at` is its place."""
        inner = text[1:-1] if text.startswith("{") else text
        at += text.startswith("{")
        out, done = "", 0
        while done < len(inner):
            found = _PART.match(inner, done)
            if not found:
                raise self._fault(at + done)
            done = found.end()
            if found["name"] or found["state"]:
                out += rf"\text{{{found[0]}}}"
            else:
                out += r"\bullet " if found["dot"] else found[0]
        return out

    def _before(self, text: str) -> str:
        """Mass and atomic number in front of an element, their last digits below each other."""
        made: dict[str, str] = {}
        for found in _SCRIPTS.finditer(text):
            made[found[1]] = self._script_tex(found[2], self.at + found.start(2))
        above, below = made.get("^", ""), made.get("_", "")
        if below.isdecimal() and len(below) < len(above):
            below = rf"\phantom{{{'0' * (len(above) - len(below))}}}{below}"
        return "{}" + (f"^{{{above}}}" if above else "") + (f"_{{{below}}}" if below else "")

    def _arrow(self, arrow: str) -> str:
        """An arrow with the texts above and below it; `at` stands behind the arrow."""
        labels: list[str] = []
        while len(labels) < 2 and (found := _LABEL.match(self.source, self.at)):
            labels.append(self._label(found[1], self.at + 1))
            self.at = found.end()
        if self.source[self.at : self.at + 1] == "[" and not labels and "]" not in self.source[self.at :]:
            raise MathError(self.at, "the [ in \\ce is never closed", "close it, or delete it")
        above, below = [*labels, "", ""][:2]
        if not above and not below:
            return _ARROWS[arrow]
        made = _ARROWS[arrow].strip()
        made = rf"\overset{{{above}}}{{{made}}}" if above else made
        made = rf"\underset{{{below}}}{{{made}}}" if below else made
        return rf"\;{made}\;"

    def _label(self, text: str, at: int) -> str:
        """The text of an arrow: words in braces, others as chemistry where they can be read so."""
        out: list[str] = []
        for word in _LABEL_PART.finditer(text):
            if word[1] is not None:
                out.append(rf"\text{{{word[1]}}}")
                continue
            try:
                out.append(_Reader(word[0]).read())
            except MathError as error:
                if not _PLAIN.fullmatch(word[0]):
                    raise MathError(at + word.start() + error.offset, error.message, error.hint) from None
                out.append(rf"\text{{{word[0]}}}")
        return r"\ ".join(out)

    def _fault(self, at: int) -> MathError:
        rest = self.source[at:]
        sign = (re.match(r"\\(?:[A-Za-z]+|.)|.", rest, re.S) or [rest])[0]
        advice = next((hint for start, hint in _ELSEWHERE if rest.startswith(start)), "")
        hint = advice or r"write it as TeX outside \ce{…}"
        return MathError(at, f"{sign} is not in the chemistry that is read here", hint, len(sign))


def _count(text: str) -> str:
    """A number or a letter in front of a formula."""
    if "/" in text:
        above, below = text.strip("()").split("/")
        return rf"\tfrac{{{above}}}{{{below}}}"
    return text
