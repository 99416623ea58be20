"""Order of an index by the bank's language, and the marks of direction that its texts may hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_bank import SETTINGS

from deckpress.content.sorting import heading, sort_key
from deckpress.read import read_bank, read_source
from deckpress.render.index import index_entries

ORDERS = {
    "en": ["echo", "Éclair", "k-means", "kNN", "naïve", "Resume", "resume", "résumé", "z"],
    "de": ["Apfel", "Äpfel", "Bär", "Masse", "Maße", "Öl", "Zahn"],
    "fr": ["cote", "coté", "élan", "œuf", "ovale"],
    "es": ["nube", "nuez", "nylon", "ñandú", "oca"],
    "sv": ["Zebra", "Ångström", "ärlig", "ödla"],
    "da": ["zebra", "æble", "ø", "å"],
    "tr": ["cam", "çam", "ıhlamur", "iğne", "ocak", "örgü"],
    "pl": ["lato", "łza", "noc", "zima", "źrebię", "żaba"],
    "cs": ["cena", "čas", "hora", "chata", "jih"],
    "ru": ["ежик", "ёлка", "ель", "ива", "йод", "кот"],
    "he": ["כיתה", "כלב", "שלום"],
    "ja": ["アルゴリズム", "がっこう", "かな", "カレー", "こころ", "しゃ", "ソート"],
    "ko": ["가방", "나무", "다리"],
}


@pytest.mark.parametrize("language", ORDERS)
def test_order(language: str) -> None:
    words = ORDERS[language]
    for mixed in (words[::-1], sorted(words)):
        assert sorted(mixed, key=lambda word: sort_key(word, language)) == words


@pytest.mark.parametrize(
    ("word", "language", "letter"),
    [
        ("éclair", "fr", "E"),
        ("œuf", "fr", "O"),
        ("ñandú", "es", "Ñ"),
        ("ñandú", "en", "N"),
        ("ödla", "sv", "Ö"),
        ("Öl", "de", "O"),
        ("iğne", "tr", "İ"),
        ("ıhlamur", "tr", "I"),
        ("chata", "cs", "CH"),
        ("йод", "ru", "Й"),
        ("ガス", "ja", "か"),
        ("んー", "ja", "わ"),
        ("가방", "ko", "ㄱ"),
        ("3D", "en", "3"),
        ("", "en", "#"),
    ],
)
def test_headings(word: str, language: str, letter: str) -> None:
    assert heading(word, language) == letter


def _bank(folder: Path, language: str, body: str, tags: str = "", settings: str = "") -> Path:
    (source := folder / "source").mkdir()
    (source / "questions").mkdir()
    text = SETTINGS.replace("[deck]", f'language = "{language}"\n[deck]', 1) + settings
    (source / "bank.toml").write_text(text, encoding="utf-8")
    (source / "questions/01-first.md").write_text(body, encoding="utf-8")
    if tags:
        (source / "tags.yaml").write_text(tags, encoding="utf-8")
    return source


JAPANESE = """# 日本語

## {学校|がっこう}とは何ですか

```yaml
id: school
term: 学校
tags: [heart]
```

学ぶところです。

## 心とは何ですか

```yaml
id: heart
term: 心
also: [こころ]
```

胸の{学問|がくもん}です。

## 雨とは何ですか

```yaml
id: rain
term: 雨
```

水です。
"""


def test_a_japanese_index_goes_by_kana(tmp_path: Path) -> None:
    bank = read_bank(_bank(tmp_path, "ja", JAPANESE, "heart: 学問\n"))
    found = [(letter, [entry.label for entry in entries]) for letter, entries in index_entries(bank)]
    assert found == [("か", ["学問", "学校", "心"]), ("雨", ["雨"])]


RLM, LRM, OVERRIDE = "\u200f", "\u200e", "\u202e"
MARKED = (
    '# אב{m}\n\n## מה זה C++{m}?\n\n```yaml\nid: first\nalso: ["x{m}", "y{e}"]\n```\n\nשפה{m} &rlm; אחת.\n'
)


def test_marks_of_direction_are_read_where_text_runs_from_right_to_left(tmp_path: Path) -> None:
    body = MARKED.format(m=RLM + LRM, e="\\u200f")
    settings = f'[words]\ncore = "ליבה{RLM}"\n[levels]\n1 = "א{LRM}"\n2 = "\\u200fב"\n'
    source = _bank(tmp_path, "he", body, settings=settings)
    assert [row for row in read_source(source)[1] if row.code in ("S002", "S052")] == []
    (question,) = read_bank(source).questions()
    assert question.also == (f"x{RLM}{LRM}", f"y{RLM}")
    assert RLM in question.lead.source


def test_elsewhere_they_are_refused_and_overrides_everywhere(tmp_path: Path) -> None:
    source = _bank(tmp_path, "en", MARKED.format(m=RLM, e="\\u200f"), settings=f'[words]\ncore = "c{RLM}"\n')
    found = [(row.span.path, row.code) for row in read_source(source)[1]]
    assert found.count(("questions/01-first.md", "S002")) == 6
    assert ("bank.toml", "S002") in found
    body = MARKED.format(m=OVERRIDE, e="\\u202e")
    (folder := tmp_path / "b").mkdir()
    source = _bank(folder, "he", body, settings=f'[words]\ncore = "c{OVERRIDE}"\n')
    assert [row.code for row in read_source(source)[1]].count("S002") == 6


def test_a_wrong_language_in_the_settings_lets_no_mark_in(tmp_path: Path) -> None:
    source = _bank(
        tmp_path,
        "en",
        "# A\n\n## B?\n\n```yaml\nid: b\n```\n\nC.\n",
        settings=f"# language = 'he'\n[words]\ncore = 'c{RLM}'\n",
    )
    assert [row.code for row in read_source(source)[1]] == ["S002"]
