"""Content: Markdown tokens to HTML in three voices (deck, print, page), and to plain text."""
