"""Proof: what only print can see, as problems at their place in the source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape
from typing import Final

from deckpress.bank import Bank, Figure, Picture, Question, Span
from deckpress.problems import Problem, Severity, SourceError, problem
from deckpress.render.paper.fonts import covered
from deckpress.render.paper.installed import families, installed, is_emoji, package_for
from deckpress.render.paper.plates import FIRST, Plates
from deckpress.render.paper.printed import PrintedQuestion, PrintedTopic
from deckpress.render.paper.voice import smallest_text
from deckpress.wording import words_of

__all__ = ["check_characters", "check_figures", "check_formulas", "place_in"]

_HIDDEN: Final = re.compile(r"<(?:title|desc)>.*?</(?:title|desc)>|<[^>]*>", re.DOTALL)
_SMALLEST: Final = 6.4


def place_in(question: Question, needle: str) -> Span:
    """Where a text stands in a question; its heading where it does not."""
    for text in question.texts():
        at = text.source.find(needle)
        if at >= 0:
            before = text.source[:at]
            first = text.span.column if "\n" not in before else 1
            column = first + at - (before.rfind("\n") + 1)
            line = text.span.line + before.count("\n")
            return Span(text.span.path, line, column, line, column + len(needle.split("\n", maxsplit=1)[0]))
    return question.span


def check_characters(bank: Bank, topics: Sequence[PrintedTopic], told: list[Problem]) -> bool:
    """Whether installed fonts must help. Raises SourceError at characters that no font has."""
    strange = list(_without_font(bank, topics))
    missing = [(char, span) for char, span in strange if ord(char) not in installed()]
    problems = [_no_font(char, span) for char, span in missing if not _only_shapes(char)]
    if any(row.severity is Severity.ERROR for row in problems):
        raise SourceError(problems)
    told.extend(problems)
    borrowed = [(char, span) for char, span in strange if ord(char) in installed()]
    if borrowed and all(row.code != "P007" for row in told):
        told.append(_borrowed(borrowed))
        told.extend(_no_family(name) for name in bank.settings.families if name.casefold() not in families())
    return bool(borrowed)


def _borrowed(rows: Sequence[tuple[str, Span]]) -> Problem:
    chars = {char for char, _ in rows}
    return problem(
        "P007",
        rows[0][1],
        f"{len(chars)} characters, {rows[0][0]!r} among them, are printed in fonts of this machine",
        "other machines may print them in other fonts, and make other bytes",
    )


def _no_family(name: str) -> Problem:
    return problem(
        "P008",
        Span("bank.toml"),
        f"no family of fonts {name!r} is installed",
        "install it, or write its name as fc-list shows it; until then another font stands in",
    )


def _only_shapes(char: str) -> bool:
    """Whether a character has no look of its own, such as a joiner or a variation selector."""
    return unicodedata.category(char) == "Cf" or 0xFE00 <= ord(char) <= 0xFE0F


def _without_font(bank: Bank, topics: Sequence[PrintedTopic]) -> Iterator[tuple[str, Span]]:
    questions = {question.id: question for question in bank.questions()}
    spans = {topic.id: topic.span for topic in bank.topics}
    settings = bank.settings
    said = f"{settings.title}{settings.version}{settings.description}{settings.licence}"
    said += "".join(settings.levels) + words_of(settings).said().replace("\n", "")
    yield from ((char, Span("bank.toml")) for char in _strange(said))
    for topic in topics:
        yield from ((char, spans[topic.id]) for char in _strange(topic.title + topic.summary))
        for row in topic.questions:
            question = questions[row.id]
            yield from ((char, place_in(question, char)) for char in _strange(_shown(row)))
    for name, figure in bank.figures.items():
        if isinstance(figure, Picture):
            continue
        text = unescape(_HIDDEN.sub(" ", figure.svg))
        yield from ((char, Span(f"figures/{name}")) for char in _strange(text))


def _drawings(bank: Bank) -> Iterator[tuple[str, Figure]]:
    return ((name, figure) for name, figure in bank.figures.items() if isinstance(figure, Figure))


def _strange(text: str) -> Iterator[str]:
    """The characters that no font has, once each."""
    for char in sorted(set(text)):
        if ord(char) < FIRST and not char.isspace() and ord(char) not in covered():
            yield char


def _no_font(char: str, span: Span) -> Problem:
    name = unicodedata.name(char, "no name").lower()
    return problem(
        "P001",
        span,
        f"no font of the print has {char!r} (U+{ord(char):04X} {name})",
        f"install a font that has it (Debian: {package_for(char)}), or write it as a formula or in words",
        severity=Severity.WARNING if is_emoji(char) else None,
    )


def _shown(question: PrintedQuestion) -> str:
    html = " ".join((escape(question.term), question.prompt, *(part.html for part in question.parts)))
    return unescape(_HIDDEN.sub(" ", html))


def check_figures(bank: Bank, column: float) -> Iterator[Problem]:
    """Figures whose labels a column of that many points makes too small to read, in one warning."""
    sizes = {name: smallest_text(figure, column) for name, figure in _drawings(bank)}
    small = {name: size for name, size in sizes.items() if size < _SMALLEST}
    if small:
        name = min(small, key=lambda name: (small[name], name))
        others = f", and those of {len(small) - 1} more are too small" if len(small) > 1 else ""
        yield problem(
            "P006",
            Span(f"figures/{name}"),
            f"its labels are {small[name]:.1f} pt on paper, under {_SMALLEST:g}{others}",
            "choose fewer columns, or draw the labels larger",
        )


def check_formulas(questions: Iterable[Question], plates: Plates) -> Iterator[Problem]:
    """Formulas that were set smaller to fit their column."""
    rows = list(questions)
    for tex, share in plates.scaled.items():
        spans = (place_in(question, tex) for question in rows)
        span = next((span for span, q in zip(spans, rows, strict=True) if span != q.span), Span("bank.toml"))
        message = f"the formula is set at {100 * share:.0f} % to fit its column"
        yield problem("P005", span, message, r"break it: \begin{aligned} … \\ … \end{aligned}")
