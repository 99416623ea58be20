"""Content: typed parts to HTML in three voices (deck, print, page), and to plain text."""
