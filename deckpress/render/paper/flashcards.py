"""Flash cards: prompts on fronts, short answers on backs that lie behind them when printed on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deckpress.bank import Bank
from deckpress.content.palette import LIGHT
from deckpress.problems import DeckpressError, Problem, SourceError, problem
from deckpress.render import Context
from deckpress.render.environment import make_environment, render_template
from deckpress.render.paper.card_grid import Box, Grid, grid_for
from deckpress.render.paper.heights import Gauge, Sample
from deckpress.render.paper.installed import fingerprint
from deckpress.render.paper.plates import plates_for
from deckpress.render.paper.printed import Part, PrintedQuestion, PrintedTopic, view_printed
from deckpress.render.paper.printing import open_job, with_fonts, written
from deckpress.render.paper.proof import check_characters, check_formulas

__all__ = ["render"]

_TEMPLATE: Final = "paper/flashcards.html.j2"
_PROMPTS: Final = (15.0, 13.0, 11.5, 10.0, 8.6)  # pt: sizes tried for a prompt
_ANSWERS: Final = (10.0, 9.0, 8.2, 7.5, 6.8)
INSET: Final = 14.0
"""Points between a card's edge and its text."""
_CORNERS: Final = 15.0  # pt: the height of the line with number and topic, and of the one with the id
_TALLEST: Final = 0.62  # of a card's room that a picture may be high
_FORMULA_INSET: Final = 11.0


@dataclass(frozen=True, slots=True)
class Card:
    """One side of a card for the template."""

    side: str
    """front or back."""
    box: Box
    topic: PrintedTopic
    number: str
    """Topic and place in it, by which a dropped pile is sorted: 8.3."""
    question: PrintedQuestion
    parts: tuple[Part, ...]
    size: float
    first: bool
    """Whether the topic begins here."""


def render(bank: Bank, context: Context) -> bytes:
    """The cards of a bank. Raises SourceError at what cannot be set."""
    grid = grid_for(context.paper)
    width, height = grid.card[0] - 2 * INSET, grid.card[1] - 2 * INSET - 2 * _CORNERS
    plates = plates_for(bank, context.store, width, _TALLEST * height)
    plates.links = False  # cards are cut apart
    topics = view_printed(bank, plates, (width - _FORMULA_INSET) / _ANSWERS[0], "answer")
    if not topics:
        raise DeckpressError("there is no question to print")
    borrows = check_characters(bank, topics, context.problems)
    context.problems.extend(check_formulas(bank.questions(), plates))
    environment = make_environment(context.templates, bank.settings)

    def template(name: str, **more: object) -> str:
        return render_template(environment, name, bank=bank.settings, grid=grid, inset=INSET, **more)

    css = with_fonts(template("paper/flashcards.css.j2", colours=LIGHT, width=width), installed=borrows)
    with open_job(plates, css, installed=borrows) as press:

        def page(samples: Sequence[Sample]) -> str:
            return template("paper/flashcards/probe.html.j2", samples=samples)

        looks = css + (fingerprint() if borrows else "")
        fit = _Fit(Gauge(looks, page, plates.spelt, press, context.store), context, height)
        sides = (fit.sizes(topics, "front", _PROMPTS), fit.sizes(topics, "back", _ANSWERS))
        pages = list(_pages(topics, grid, context.paper.flip, *sides))
        document = press.lay_out(
            template(_TEMPLATE, pages=pages, ticks=list(grid.ticks()), flip=context.paper.flip)
        )
        if len(document.pages) != len(pages):
            raise DeckpressError(f"{len(pages)} pages were planned and {len(document.pages)} laid out")
        return written(press, document, plates)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A side to be measured at one size."""

    side: str
    question: PrintedQuestion
    parts: tuple[Part, ...]
    size: float


@dataclass(frozen=True, slots=True)
class _Fit:
    """Finds for every card the largest size at which its text fits."""

    gauge: Gauge
    context: Context
    height: float
    """Room for the text of a side."""

    def sizes(
        self, topics: Sequence[PrintedTopic], side: str, sizes: Sequence[float]
    ) -> dict[str, tuple[float, tuple[Part, ...]]]:
        """Question id to size and parts. What does not fit at the least size loses its last parts."""
        left = [question for topic in topics for question in topic.questions]
        found: dict[str, tuple[float, tuple[Part, ...]]] = {}
        for size in sizes:
            heights = self._heights([_Trial(side, q, _parts(q, side), size) for q in left])
            for question in left:
                count = _fitting(heights[question.id], self.height)
                parts = _parts(question, side)
                if count >= len(heights[question.id]):
                    found[question.id] = size, parts
                elif size == sizes[-1]:
                    if count == 0:
                        raise SourceError([_too_long(question, "P003", side)])
                    self.context.problems.append(_too_long(question, "P004", side))
                    found[question.id] = size, parts[:count]
            left = [question for question in left if question.id not in found]
            if not left:
                break
        return found

    def _heights(self, trials: Sequence[_Trial]) -> Mapping[str, Sequence[float]]:
        return self.gauge.heights([Sample(t.question.id, t, max(len(t.parts), 1)) for t in trials])


def _too_long(question: PrintedQuestion, code: str, side: str) -> Problem:
    text = "prompt" if side == "front" else "answer"
    lost = "does not fit" if code == "P003" else "is cut off at the end on"
    message = f"the {text} of {question.id!r} {lost} a flash card"
    return problem(code, question.span, message, "shorten it, or take larger cards: --cards 2x3")


def _parts(question: PrintedQuestion, side: str) -> tuple[Part, ...]:
    return question.parts if side == "back" else ()


def _fitting(heights: Sequence[float], room: float) -> int:
    """How many of the first parts fit."""
    used = 0.0
    for count, height in enumerate(heights):
        used += height
        if used > room:
            return count
    return len(heights)


_Sized = Mapping[str, tuple[float, tuple[Part, ...]]]


def _pages(
    topics: Sequence[PrintedTopic], grid: Grid, flip: str, fronts: _Sized, backs: _Sized
) -> Iterator[list[Card]]:
    """Fronts and backs of each leaf in turn."""
    cards = [(topic, at, question) for topic in topics for at, question in enumerate(topic.questions, 1)]
    for first in range(0, len(cards), grid.count):
        leaf = list(enumerate(cards[first : first + grid.count]))
        yield [_card("front", grid.front(place), card, fronts) for place, card in leaf]
        backside = [_card("back", grid.back(place, flip), card, backs) for place, card in leaf]
        yield sorted(backside, key=lambda card: (card.box.top, card.box.left))


def _card(side: str, box: Box, card: tuple[PrintedTopic, int, PrintedQuestion], sized: _Sized) -> Card:
    topic, at, question = card
    size, parts = sized[question.id]
    return Card(side, box, topic, f"{topic.number}.{at}", question, parts, size, side == "front" and at == 1)
