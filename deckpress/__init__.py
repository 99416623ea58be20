"""Turn one question bank into an Anki deck, a printed cheat sheet and an HTML handout."""

__all__ = ["__version__"]

__version__ = "0.2.0"
