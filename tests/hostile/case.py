"""One hostile case: the files of a small bank, and what must become of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = [
    "BANK",
    "QUESTION",
    "Case",
    "Content",
    "figure",
    "paragraphs",
    "question",
    "settings",
    "slot",
    "topic",
]

Content = str | bytes | Callable[[Path], None]
"""What stands at a path: a text, bytes, or a function that makes it."""

BANK = """[bank]
title = "TITLE"
slug = "hostile"
namespace = "tests/hostile"
description = "ABOUT"
[deck]
name = "DECK"
"""
QUESTION = """## PROMPT

```yaml
id: ridge-solution
```

LEAD

### Key points

- POINT one of the points.
- It holds for every matrix.

### References

- hoerl-1970
"""
REFERENCES = "hoerl-1970:\n  title: Ridge Regression\n  authors: Hoerl, Kennard\n  year: 1970\n"
PROMPT = "Why does ridge regression have a unique solution?"
LEAD = "It lifts every eigenvalue above zero, so the matrix is invertible."
QUESTIONS = "questions/01-topic.md"


@dataclass(frozen=True, slots=True)
class Case:
    """A bank that a stranger might send."""

    name: str
    files: Mapping[str, Content]
    """What differs from the sound bank, by path."""
    refused: frozenset[str] = frozenset()
    """Codes, of which an error has one; none where the bank must build."""
    path: str = ""
    """The file at which the error must stand, where it does not go without saying."""
    shown: tuple[str, ...] = ()
    """Words that the reader of the card and of the page must see as they are."""
    either: bool = False
    """Whether it may build as well: only its end in good time matters."""
    risky: bool = field(default=False, kw_only=True)
    """Whether it may hang, eat memory or kill the interpreter: it runs in a process of its own."""

    def write(self, folder: Path) -> None:
        """Make the bank in an empty folder."""
        sound: dict[str, Content] = {
            "bank.toml": settings(),
            "references.yaml": REFERENCES,
            QUESTIONS: topic(question()),
        }
        for name, content in (sound | dict(self.files)).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if callable(content):
                content(path)
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())


def settings(**given: str) -> str:
    """bank.toml with other texts, as they stand between the quotes."""
    texts = {"TITLE": "A hostile bank", "ABOUT": "What strangers send.", "DECK": "Hostile"} | given
    text = BANK
    for name, value in texts.items():
        text = text.replace(name, value)
    return text


def topic(*questions: str, title: str = "Ridge", head: str = "", intro: str = "") -> str:
    """The file of a topic."""
    start = f"---\n{head}\n---\n\n" if head else ""
    under = f"{intro}\n\n" if intro else ""
    return f"{start}# {title}\n\n{under}" + "\n".join(questions)


def question(
    *, prompt: str = PROMPT, lead: str = LEAD, point: str = "This is", block: str = "", more: str = ""
) -> str:
    """A sound question with other texts in some slots; `more` stands before the references."""
    text = QUESTION.replace("PROMPT", prompt).replace("POINT", point)
    text = text.replace("id: ridge-solution\n", f"id: ridge-solution\n{block}")
    text = text.replace("### References", f"{more}\n\n### References" if more else "### References")
    return text.replace("LEAD", lead)


def slot(name: str, text: str, *refused: str, shown: str | None = None, **given: bool) -> Case:
    """A case whose lead ends in a hostile text; without a code it must be shown."""
    words = () if refused or given.get("either") else (text if shown is None else shown,)
    files = {QUESTIONS: topic(question(lead=f"{LEAD} {text}"))}
    return Case(name, files, frozenset(refused), QUESTIONS, words, **given)


def paragraphs(name: str, texts: Iterable[tuple[str, str]]) -> Case:
    """A case whose answer holds many hostile texts, each with the words that must be seen."""
    rows = list(texts)
    more = "### In depth\n\n" + "\n\n".join(f"It holds for {text} here." for text, _ in rows)
    return Case(name, {QUESTIONS: topic(question(more=more))}, shown=tuple(words for _, words in rows))


def figure(name: str, inside: str, *, attributes: str = "", before: str = "", risky: bool = False) -> Case:
    """A case that is a drawing, which must be refused at its own file."""
    svg = (
        f'{before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100"{attributes}>{inside}</svg>\n'
    )
    image = '### In depth\n\n![An ellipse touching a circle at one point](../figures/x.svg "A drawing")'
    files = {QUESTIONS: topic(question(more=image)), "figures/x.svg": svg}
    codes = frozenset({"F702", "F706"})
    return Case(name, files, codes, "figures/x.svg", risky=risky)
