"""A synthetic bank: questions with bold, a list, one formula and one code block each."""

from __future__ import annotations

import random
from pathlib import Path

_STARTS = [
    "gra",
    "ker",
    "mar",
    "sam",
    "pri",
    "lo",
    "ba",
    "ten",
    "clu",
    "fea",
    "la",
    "wei",
    "vari",
    "tre",
    "lea",
    "bou",
    "nor",
    "me",
    "que",
    "ve",
]
_ENDS = [
    "dient",
    "nel",
    "gin",
    "ple",
    "or",
    "ss",
    "tch",
    "sor",
    "ster",
    "ture",
    "bel",
    "ght",
    "ance",
    "ee",
    "af",
    "nd",
    "rm",
    "tric",
    "ry",
    "ctor",
    "ling",
    "mer",
    "ton",
    "sic",
    "dal",
]
_WORDS = [f"{start}{middle}{end}" for start in _STARTS for middle in ("", "no", "ti") for end in _ENDS]


def write_bank(folder: Path, count: int) -> None:
    """Write a bank of `count` questions; the same each time."""
    source = random.Random(1)
    (folder / "questions").mkdir(parents=True, exist_ok=True)
    (folder / "bank.toml").write_text(
        '[bank]\ntitle = "Bench"\nslug = "bench"\nnamespace = "deckpress/bench"\n'
    )
    (folder / "tags.yaml").write_text("bench: Bench\n")
    (folder / "references.yaml").write_text(
        "bench-2026:\n  title: Bench\n  authors: Bench\n  year: 2026\n  url: https://example.org\n"
    )
    for topic in range((count + 99) // 100):
        numbers = range(topic * 100, min(count, topic * 100 + 100))
        text = f"# Topic {topic}\n\n" + "\n".join(_question(number, source) for number in numbers)
        (folder / "questions" / f"{topic % 100:02d}-topic-{topic}.md").write_text(text)


def write_table(folder: Path, count: int) -> None:
    """Write a bank that is one table of `count` words, each asked in two directions; a tenth with a note."""
    source = random.Random(2)
    (folder / "questions").mkdir(parents=True, exist_ok=True)
    (folder / "bank.toml").write_text(
        '[bank]\ntitle = "Words"\nslug = "words"\nnamespace = "deckpress/bench-words"\n'
        '[deck]\ncards = ["forward", "reverse"]\n'
    )
    rows = ["id,prompt,answer,note"]
    for number in range(count):
        first, second, third = source.choices(_WORDS, k=3)
        note = f"As in *{third} {second}*." if number % 10 == 0 else ""
        rows.append(f"word-{number},la {first}{number},the {second} {third},{note}")
    (folder / "questions" / "01-words.csv").write_text("\n".join(rows) + "\n")


def _question(number: int, source: random.Random) -> str:
    def words(n: int) -> str:
        return " ".join(source.choices(_WORDS, k=n))

    return f"""## Why does {words(3)} w{number} x{number % 89} change {words(3)}?

```yaml
id: bench-{number}
kind: mechanism
level: {1 + number % 3}
tags: [bench]
```

The **{words(2)}** of a {words(4)} falls as $x_{{{number}}} = \\frac{{a}}{{b + {number}}}$ grows, by {words(5)}.

### Key points

- The *{words(2)}* is at most {number}.
- Its {words(6)} is not.
- A {words(5)} follows.

### Example

```python
def step{number}(values):
    total = sum(value ** 2 for value in values)
    return {{"total": total, "name": "{words(1)}"}}
```

### References

- bench-2026
"""
