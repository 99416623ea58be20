"""Outline: what tests ask of an HTML page."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["Outline"]


class Outline(HTMLParser):
    """What the tests ask of a page: its elements, and the text of its articles and headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.articles: dict[str, list[str]] = {}
        self.inside: list[str] = []
        self.article = ""
        self.math: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "wbr", "br", "hr"):
            self.inside.append(tag)
        if tag == "article":
            self.article = str(dict(attrs)["id"])
            self.articles[self.article] = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag
        if tag == "article":
            self.article = ""

    def handle_data(self, data: str) -> None:
        if "math" in self.inside:
            if self.inside[-1] != "annotation":
                upright = "mathvariant" in self.elements[-1][1]
                self.math.append(("" if upright else self.inside[-1], data))
        elif self.article:
            self.articles[self.article].append(data)

    def values(self, name: str) -> list[str]:
        return [str(attributes[name]) for _, attributes in self.elements if name in attributes]
