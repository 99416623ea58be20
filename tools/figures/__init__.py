"""Computed figures of the question bank: `python -m tools.figures`."""
