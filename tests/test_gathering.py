"""Pages of a sheet that are laid out alone, kept, and put together to what they are when laid out together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT, TEMPLATES, Memory
from small_bank import write_bank

from deckpress.bank import Bank
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.read import read_source
from deckpress.render import Context
from deckpress.render.paper import cheatsheet, gathering
from deckpress.render.paper.pdf import Press

if TYPE_CHECKING:
    from weasyprint import Document

LAY_OUT = Press.lay_out


class Laid(list[str]):
    """What was laid out."""

    @property
    def pages(self) -> int:
        """How many pages of a sheet, beside what is measured and the page of fonts."""
        return sum('data-running="' in html for html in self)


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> Laid:
    laid = Laid()

    def lay_out(press: Press, html: str) -> Document:
        laid.append(html)
        return LAY_OUT(press, html)

    monkeypatch.setattr(Press, "lay_out", lay_out)
    return laid


def sheet(bank: Bank, store: Any, **paper: Any) -> bytes:
    product = cheatsheet.render(bank, Context(TEMPLATES, store, Lock(), Paper(**paper)))
    assert isinstance(product, bytes)
    return product


def together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cheatsheet, "gather", lambda press, html, *_: press.lay_out(html))


@pytest.mark.parametrize("paper", [{}, {"landscape": True, "flow": True}, {"size": 9.0, "columns": 2}])
def test_pages_alone_make_the_same_bytes(
    sample: Bank, monkeypatch: pytest.MonkeyPatch, paper: dict[str, Any]
) -> None:
    alone = sheet(sample, Memory(), **paper)
    together(monkeypatch)
    assert alone == sheet(sample, Memory(), **paper)


def test_pictures_come_from_the_page_itself(monkeypatch: pytest.MonkeyPatch, laid: Laid) -> None:
    bank = read_source(ROOT / "examples/sky")[0]
    store = Memory()
    first = sheet(bank, store)
    assert laid.pages
    laid.clear()
    assert sheet(bank, store) == first
    assert laid.pages
    together(monkeypatch)
    assert sheet(bank, Memory()) == first


def test_only_what_changed_is_laid_out_again(tmp_path: Path, laid: Laid) -> None:
    source, store = write_bank(tmp_path), Memory()
    first = sheet(read_source(source)[0], store, pages_per_topic="1")
    count = laid.pages
    laid.clear()
    assert sheet(read_source(source)[0], store, pages_per_topic="1") == first
    assert laid.pages == 0
    path = source / "questions/02-second.md"
    path.write_text(path.read_text("utf-8").replace("Everyone who writes", "All who write"), "utf-8")
    assert sheet(read_source(source)[0], store, pages_per_topic="1") != first
    assert 0 < laid.pages < count


def test_damage_costs_time_and_nothing_else(sample: Bank, laid: Laid) -> None:
    store = Memory()
    first = sheet(sample, store)
    for key in store.data:
        store.put(key, b"x\x9c damaged")
    laid.clear()
    assert sheet(sample, store) == first
    assert laid.pages


def test_templates_whose_pages_lean_on_each_other_are_laid_out_as_a_whole(
    sample: Bank, monkeypatch: pytest.MonkeyPatch, laid: Laid
) -> None:
    gather = gathering.gather

    def plain(press: Press, html: str, *more: Any) -> Document:
        return gather(press, html.replace("data-running", "data-title"), *more)

    monkeypatch.setattr(cheatsheet, "gather", plain)
    assert sheet(sample, Memory()).startswith(b"%PDF")
    assert laid[-1].count('<section class="page') > 1
