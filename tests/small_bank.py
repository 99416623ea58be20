"""A bank of a few questions that try everything a printed page must set."""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_bank"]

SETTINGS = """
[bank]
title = "A small \\"bank\\" & more"
slug = "small"
namespace = "tests/small"
version = "1.0"
description = "Eight questions <about> nothing."
licence = "CC BY 4.0"
[deck]
name = "Small"
question_type_id = 1763654400101
cloze_type_id = 1763654400102
[paper]
paper = "A4"
"""
FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120">
<path d="M20 100L300 20" fill="none" stroke="var(--accent)" stroke-width="1.8"/>
<text x="20" y="30" font-size="14" fill="var(--ink)">zigzag label</text>
</svg>
"""
FIRST = r"""---
summary: What is small & beautiful
---

# First things

## Why is $x^2 \ge 0$ for every real $x$?

```yaml
id: square
level: 1
```

A product of two numbers of one sign is never negative, and $\frac{a}{b}$ stands tall.

### Key points

- It holds for "all" real numbers, see [wide].
- Use `numpy.square(x)` or [the other one](#table).

### In depth

```math
(a - b)^2 = a^2 - 2ab + b^2 \ge 0.
```

![A rising line with a label that says zigzag](../figures/line.svg "A line that *rises*")

## What is wider than a column?

```yaml
id: wide
level: 2
```

A formula with many terms & signs: 2 < 3.

```math
f(x) = \alpha_1 x_1 + \alpha_2 x_2 + \alpha_3 x_3 + \alpha_4 x_4
+ \alpha_5 x_5 + \alpha_6 x_6 + \alpha_7 x_7 + \beta
```

### Key points

- It breaks after a sign.

## Which table fits?

```yaml
id: table
level: 3
```

A short one.

### In depth

Table: Two rows

| name | value |
|---|--:|
| one | 1 |
| two | $\sqrt{2}$ |

### Pitfalls

- Setting it in tiny type.
"""
SECOND = r"""
# Second things

## How do you add two numbers?

```yaml
id: adding
kind: coding
level: 1
```

Write a function.

### Example

```python run
def add(first, second):
    if first is None:
        raise ValueError("a rather long message that cannot fit on one line of a narrow column")

    return first + second
```

## Who uses → and ∇ and ● in text?

```yaml
id: symbols
level: 2
```

Everyone who writes ℝ or ∈ without thinking.
"""


def write_bank(folder: Path) -> Path:
    for name in ("questions", "figures", "syllabus"):
        (folder / name).mkdir()
    (folder / "bank.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "figures/line.svg").write_text(FIGURE, encoding="utf-8")
    (folder / "questions/01-first.md").write_text(FIRST.lstrip(), encoding="utf-8")
    (folder / "questions/02-second.md").write_text(SECOND.lstrip(), encoding="utf-8")
    return folder
