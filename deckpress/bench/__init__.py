"""The bench: what an author writes, shown at once as card, page and sheet by a server on this machine."""
