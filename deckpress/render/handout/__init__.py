"""The handout: its pages and what a book puts around them; the page's voice and formulas."""
