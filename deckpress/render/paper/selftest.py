"""The self-test: prompts with room to write, and the short answers in an appendix."""

from __future__ import annotations

from typing import Final

from deckpress import __version__
from deckpress.bank import Bank
from deckpress.content.palette import LIGHT
from deckpress.problems import DeckpressError, SettingsError
from deckpress.render import Context
from deckpress.render.environment import make_environment, render_template
from deckpress.render.paper.frame import MM, PAPERS
from deckpress.render.paper.plates import plates_for
from deckpress.render.paper.printed import PrintedQuestion, view_printed
from deckpress.render.paper.printing import open_job, written
from deckpress.render.paper.proof import check_characters, check_formulas

__all__ = ["render"]

_MARGIN: Final = round(16 * MM, 3)
_GUTTER: Final = 20.0
_SIZE: Final = 8.2  # pt: text of the answers
_INSET: Final = 11.0  # pt: rule and padding of a formula
_TALLEST: Final = 0.8  # widths of a column that a picture may be high
_LINES: Final = {"derivation": 4, "calculation": 3, "coding": 8, "system-design": 5, "case-study": 4}
"""Lines to write on that a kind of question gets besides the usual ones."""


def render(bank: Bank, context: Context) -> bytes:
    """The self-test of a bank. Raises SourceError at what cannot be set."""
    if context.paper.paper not in PAPERS:
        raise SettingsError(f"the paper {context.paper.paper!r} is not one of {', '.join(PAPERS)}")
    width, height = PAPERS[context.paper.paper]
    column = (width - 2 * _MARGIN - _GUTTER) / 2
    plates = plates_for(bank, context.store, column, _TALLEST * column)
    topics = view_printed(bank, plates, (column - _INSET) / _SIZE, "answer")
    if not topics:
        raise DeckpressError("there is no question to print")
    borrows = check_characters(bank, topics, context.problems)
    context.problems.extend(check_formulas(bank.questions(), plates))
    environment = make_environment(context.templates, bank.settings)
    css = render_template(
        environment,
        "paper/selftest.css.j2",
        bank=bank.settings,
        colours=LIGHT,
        width=width,
        height=height,
        margin=_MARGIN,
        gutter=_GUTTER,
        size=_SIZE,
    )
    html = render_template(
        environment,
        "paper/selftest.html.j2",
        bank=bank.settings,
        topics=topics,
        lines=_lines,
        made_by=f"deckpress {__version__}",
    )
    with open_job(plates, css, installed=borrows) as press:
        return written(press, press.lay_out(html), plates)


def _lines(question: PrintedQuestion) -> int:
    """How many lines a question leaves to write on."""
    return 3 + question.level + _LINES.get(question.kind, 0)
