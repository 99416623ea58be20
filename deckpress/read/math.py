"""Formulas: TeX that both math-core and Anki's MathJax understand, with errors at their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from deckpress.read.tex import COMMAND, MathError
from deckpress.settings import Macro

if TYPE_CHECKING:
    from math_core import LatexToMathML

__all__ = ["COMMANDS", "check_math"]

# What MathJax 3 (base + ams, as Anki loads it) and math-core both know.
COMMANDS: Final = frozenset(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi
    varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi
    Pi Sigma Upsilon Phi Psi Omega hbar ell nabla partial infty emptyset varnothing aleph forall
    exists nexists neg lnot top bot angle prime Re Im wp
    frac dfrac tfrac cfrac binom dbinom tbinom sqrt sum prod coprod int iint iiint oint bigcup bigcap
    bigvee bigwedge bigoplus bigotimes bigodot limits nolimits
    hat widehat bar overline underline tilde dot ddot vec check breve acute grave mathring
    overbrace underbrace overset underset stackrel overrightarrow overleftarrow boxed
    mathbf mathcal mathbb mathrm mathit mathsf mathtt mathfrak mathscr boldsymbol text textbf textit
    textrm textsf texttt operatorname
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm
    langle rangle lvert rvert lVert rVert vert Vert lfloor rfloor lceil rceil lbrace rbrace lbrack
    rbrack
    sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth exp log ln lg det dim ker deg
    gcd hom min max inf sup lim liminf limsup arg Pr
    le leq ge geq lt gt ne neq equiv approx sim simeq cong propto ll gg in ni notin subset subseteq
    supset supseteq subsetneq prec succ preceq succeq perp parallel mid nmid models vdash asymp doteq
    lesssim gtrsim leqslant geqslant triangleq coloneqq not
    pm mp times div cdot ast star circ bullet oplus otimes ominus odot cup cap setminus wedge vee land
    lor sqcup sqcap uplus dagger ddagger
    to gets mapsto rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow
    longrightarrow longleftarrow longmapsto Longrightarrow Longleftrightarrow implies iff uparrow
    downarrow updownarrow nearrow searrow hookrightarrow rightleftharpoons xrightarrow xleftarrow
    ldots cdots vdots ddots dots colon quad qquad enspace
    displaystyle textstyle scriptstyle scriptscriptstyle begin end phantom vphantom hphantom
    bmod pmod mod complement therefore because square blacksquare checkmark
    """.split()  # noqa: SIM905 - a table of 300 words reads better as text
)
_ENVIRONMENTS: Final = frozenset(
    """matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix cases aligned gathered array""".split()  # noqa: SIM905 - as above
)
_ENVIRONMENT: Final = re.compile(r"\\(?:begin|end)\s*\{([^}]*)\}")
_ROW_SPACE: Final = re.compile(r"\\\\\s*\[")
_PLACED: Final = re.compile(r"(\d+): (.*)", re.S)
_LIMIT: Final = 2000
_QUANTITY: Final = re.compile(r"\s*\{\s*([-+\d.,eE]*)\s*([A-Za-z]*)\s*\}")
_ADVICE: Final = "write it with plain commands, or define it under [math.macros] in bank.toml"


@cache
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML  # noqa: PLC0415 - imported on use

    return LatexToMathML(fancy_error=False)


def check_math(tex: str, macros: Mapping[str, Macro] | None) -> str:
    """The formula with macros and chemistry written out; no command is unknown where `macros` is None.

    Raises MathError at the first thing in it that a product cannot show.
    """
    if not tex.strip():
        raise MathError(0, "the formula is empty", "write the formula between the marks")
    if len(tex) > _LIMIT:
        raise MathError(0, f"the formula is longer than {_LIMIT} characters", "split it")
    if macros is None and any(found[1] not in COMMANDS for found in COMMAND.finditer(tex) if found[1]):
        return tex
    macros = macros or {}
    if not macros and "\\ce" not in tex:
        _check(tex)
        return tex
    if any((macro := macros.get(found[1] or "")) and not macro.sound for found in COMMAND.finditer(tex)):
        return tex  # the problem stands at the definition
    from deckpress.read.expansion import expand  # noqa: PLC0415 - most banks need no macros

    whole = expand(tex, macros)
    try:
        _check(whole.text)
    except MathError as error:
        first = whole.origins[error.offset]
        last = whole.origins[min(error.offset + error.length, len(whole.text)) - 1]
        raise MathError(first, error.message, error.hint, max(last - first, 0) + 1) from None
    return whole.text


@cache
def _check(tex: str) -> None:
    for found in COMMAND.finditer(tex):
        if found[1] and found[1] not in COMMANDS:
            raise MathError(
                found.start(),
                f"{found[0]} is not in the TeX that cards and paper share",
                _unit_hint(tex, found.end()) if found[1] == "pu" else _ADVICE,
                len(found[0]),
            )
    for found in _ENVIRONMENT.finditer(tex):
        if found[1].rstrip("*") not in _ENVIRONMENTS:
            raise MathError(
                found.start(),
                f"the environment {found[1]!r} is not known",
                "use aligned, cases or a matrix",
                len(found[0]),
            )
    if spaced := _ROW_SPACE.search(tex):
        raise MathError(
            spaced.start(),
            "a row end with a space ('\\\\[…]') is not understood on paper",
            "end the row with '\\\\'",
            3,
        )
    _check_syntax(tex)


def _check_syntax(tex: str) -> None:
    from math_core import LatexError  # noqa: PLC0415 - imported on use

    try:
        _converter().convert_with_local_state(tex, displaystyle=True)
    except LatexError as error:
        placed = _PLACED.match(str(error))
        at = min(int(placed[1]), len(tex)) if placed else 0
        message = placed[2] if placed else str(error)
        raise MathError(at, message.rstrip("."), "mend the formula") from None


def _unit_hint(tex: str, at: int) -> str:
    r"""What to write for the `\pu` that ends at `at`."""
    found = _QUANTITY.match(tex, at)
    number, unit = (found[1] or "5", found[2] or "kJ") if found else ("5", "kJ")
    return rf"write the unit upright: {number}\,\mathrm{{{unit}}}"
