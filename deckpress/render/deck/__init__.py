"""The deck: notes, note types and the package; the deck's voice and formulas."""
