"""Content: Markdown tokens to HTML in three voices (deck, print, page), and to plain text."""

from deckpress.content.html import items_html, to_html
from deckpress.content.plain import list_items, plain_text, word_count
from deckpress.content.voice import Voice

__all__ = ["Voice", "items_html", "list_items", "plain_text", "to_html", "word_count"]
