"""Paper: the cheat sheet, flash cards and the self-test; the voice and formulas of print, and the PDF."""
