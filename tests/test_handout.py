"""The handout: what is in the file."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLE, one_file, shipped_bank
from outline import Outline

from deckpress.bank import Bank
from deckpress.content.plain import plain_text
from deckpress.render import Context
from deckpress.render.handout.formulas import page_math
from deckpress.render.handout.handout import render
from deckpress.render.handout.voice import PageVoice
from deckpress.render.index import index_entries
from deckpress.selection import Selection, select


@pytest.fixture(scope="module")
def bank() -> Bank:
    return select(shipped_bank(), Selection())


@pytest.fixture(scope="module")
def small(sample: Bank) -> Bank:
    """The sample bank without its draft."""
    return select(sample, Selection())


@pytest.fixture(scope="module")
def page(shipped_outputs: Path) -> str:
    return (shipped_outputs / "ml-interview-handout.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    return Outline(page)


def words(text: str) -> str:
    return re.sub(r"\W+", " ", text.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'})).strip()


def test_every_prompt_and_lead_is_present(bank: Bank, outline: Outline) -> None:
    for question in bank.questions():
        text = words("".join(outline.articles[question.id]))
        for part in (question.prompt, question.lead):
            for line in plain_text(part, math="\0").split("\n"):
                for run in line.split("\0"):
                    assert "[" in run or words(run) in text, f"{question.id}: {run}"


def test_anchors_are_ids_and_every_inner_link_arrives(bank: Bank, outline: Outline) -> None:
    ids = outline.values("id")
    assert len(ids) == len(set(ids))
    assert {question.id for question in bank.questions()} <= set(ids)
    assert {f"topic_{topic.id}" for topic in bank.topics} <= set(ids)
    inner = {link[1:] for link in outline.values("href") if link.startswith("#")}
    assert inner <= set(ids)
    assert {question.id for question in bank.questions()} <= inner
    labels = [
        name for key in ("for", "aria-labelledby") for value in outline.values(key) for name in value.split()
    ]
    assert set(labels) <= set(ids)


def test_headings_step_down_one_level_at_a_time(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_policy_lets_in_this_style_and_these_scripts_only(page: str) -> None:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert found
    policy = dict(rule.split(" ", 1) for rule in html.unescape(found[1]).split("; "))
    texts = {
        "style-src": re.findall(r"<style>(.*?)</style>", page, re.S),
        "script-src": re.findall(r"<script[^>]*>(.*?)</script>", page, re.S),
    }
    for name, contents in texts.items():
        hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in contents)
        assert policy.pop(name).split() == [f"'sha256-{value}'" for value in hashes]
    assert policy == {
        "default-src": "'none'",
        "font-src": "data:",
        "img-src": "data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_is_active_and_nothing_is_fetched(page: str, outline: Outline) -> None:
    names = {name for _, attributes in outline.elements for name in attributes}
    fetching = {
        "style",
        "src",
        "srcset",
        "data",
        "poster",
        "action",
        "formaction",
        "background",
        "ping",
        "xlink:href",
    }
    assert not {name for name in names if name in fetching or name.startswith("on")}
    assert {tag for tag, attributes in outline.elements if "href" in attributes} == {"a", "link"}
    assert [a["rel"] for tag, a in outline.elements if tag == "link"] == ["license"]
    assert {link.split(":")[0] for link in outline.values("href") if not link.startswith("#")} <= {
        "http",
        "https",
        "mailto",
    }
    style = re.findall(r"<style>(.*?)</style>", page, re.S)[0]
    assert re.findall(r"url\((.{5})", style) == ["data:"]
    assert "@import" not in style


def test_the_search_script_is_small_and_can_be_left_out(small: Bank, context: Context) -> None:
    with_search = one_file(render(small, context)).decode()
    script = re.findall(r"<script>(.*?)</script>", with_search, re.S)
    assert len(script) == 1
    assert len(script[0].encode()) <= 8000
    silent = replace(small, settings=replace(small.settings, search=False))
    without = one_file(render(silent, context)).decode()
    assert "<script>" not in without
    assert "<search" not in without


def test_linked_data_says_what_the_page_is(bank: Bank, page: str) -> None:
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[0])
    assert data["name"] == bank.settings.title
    assert data["license"] == bank.settings.licence_url
    assert [part["name"] for part in data["hasPart"]] == [topic.title for topic in bank.topics]


def test_the_same_bank_gives_the_same_bytes(tmp_path: Path, small: Bank, context: Context) -> None:
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, ROOT / "build.py", "handout", "-q", "-s", SAMPLE, "-o", tmp_path / seed],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
        )
    first, second = ((tmp_path / seed / "sample-handout.html").read_bytes() for seed in ("1", "2"))
    assert first == second == render(small, context)


def test_golden(small: Bank, context: Context, golden: Any) -> None:
    text = re.sub(
        r"base64,[A-Za-z0-9+/=]+|sha256-[A-Za-z0-9+/=]+", "…", one_file(render(small, context)).decode()
    )
    golden("handout.html", text)


def test_the_math_font_has_every_character_of_the_formulas(page: str, outline: Outline) -> None:
    from fontTools.ttLib import TTFont

    data = re.findall(r"base64,([A-Za-z0-9+/=]+)", page)[0]
    has = set(map(chr, TTFont(io.BytesIO(base64.b64decode(data)))["cmap"].getBestCmap()))
    italic = {unicodedata.normalize("NFKC", c) for c in has if "ITALIC" in unicodedata.name(c, "")} | {"h"}
    for tag, text in outline.math:
        alone = tag == "mi" and len(text) == 1 and (text in "∂∇" or (text.isalpha() and ord(text) < 0x2000))
        missing = (
            set(unicodedata.normalize("NFKC", text) if alone else text.strip())
            - (italic if alone else has)
            - {"\u00a0"}
        )
        assert not missing, f"<{tag}>{text}"


def test_the_file_stays_small(bank: Bank, page: str) -> None:
    import gzip

    data = page.encode()
    count = sum(1 for _ in bank.questions())
    assert len(data) <= 8_700 * count
    zipped = len(gzip.compress(data, 9, mtime=0))
    assert zipped <= 2_150 * count  # grows with the answers: about 330 words each and their symbols


# --- its parts


@pytest.mark.parametrize(
    ("tex", "pieces"),
    [
        (r"a = b", 1),
        (r"F_1 = 2PR/(P+R) = 0.73", 3),
        (r"p(y \mid x, \theta) \le \{a = b\}", 2),
        (r"\frac{a = b = c = d = e = f = g}{2}", 1),
    ],
)
def test_a_long_inline_formula_may_break_before_a_relation(tex: str, pieces: int) -> None:
    found = page_math(tex, display=False)
    assert found.count("<math>") == found.count("</math>") == pieces
    assert found.count("<wbr>") == pieces - 1
    assert page_math(tex, display=True).count("<math") == 1


@pytest.mark.parametrize(
    "tex",
    [
        r"\tfrac12 x",
        r"\begin{cases}1 & a\\ 0 & b\end{cases}",
        r"{\displaystyle\sum_i} x",
        r"\begin{aligned}a &= b\\ &= c\end{aligned}",
    ],
)
def test_style_attributes_stand_where_checkers_know_them(tex: str) -> None:
    for name, attributes in Outline(page_math(tex, display=True)).elements:
        assert name in ("mstyle", "mtable") or "displaystyle" not in attributes, name
        assert name == "mstyle" or "scriptlevel" not in attributes, name


def test_code_keeps_its_text_and_only_coloured_elements() -> None:
    from deckpress.content.code import code_runs

    source = 'for x in range(3):  # three\n    print("a" "b", x < 1)\n'
    found = PageVoice().code(code_runs(source, "python"), output=False)
    assert html.unescape(re.sub(r"<[^>]*>", "", found)) == source.rstrip("\n")
    assert set(re.findall(r"</?(\w+)", found)) == {"pre", "code", "b", "u", "i"}
    assert "<i># three</i>" in found


def test_headings_of_a_table_have_words() -> None:
    from deckpress.content.tables import ShownCell

    head = [ShownCell("", heads="col"), ShownCell("mean", heads="col")]
    body = [["train", "1"], ["<math><mi>k</mi></math>", "2"]]
    found = PageVoice().table([head, *(list(map(ShownCell, row)) for row in body)], "")
    assert '<tr><td></td><th scope="col">mean</th>' in found
    assert '<th scope="row">train</th>' in found
    assert (
        '<th scope="row"><span class="name">k</span><math aria-hidden="true"><mi>k</mi></math></th>' in found
    )


def test_the_index_of_a_bank_without_terms_names_its_tags(small: Bank) -> None:
    found = [entry for _, entries in index_entries(small) for entry in entries]
    ids = {question.id for question in small.questions()}
    used = {tag for question in small.questions() for tag in question.tags}
    assert {small.tags[tag] for tag in used} <= {entry.label for entry in found}
    assert all(entry.questions and set(entry.questions) <= ids for entry in found)
    letters = [letter for letter, _ in index_entries(small)]
    assert letters == sorted({*letters})


def test_the_math_font_has_the_sign_of_every_root(page: str) -> None:
    from fontTools.ttLib import TTFont

    assert "<msqrt>" in page
    font = TTFont(io.BytesIO(base64.b64decode(re.findall(r"base64,([A-Za-z0-9+/=]+)", page)[0])))
    root = font.getBestCmap()[ord("√")]
    variants = font["MATH"].table.MathVariants
    assert root in variants.VertGlyphCoverage.glyphs
