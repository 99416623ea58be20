"""Importing: files of other tools to neutral notes, to questions, into a bank that builds at once."""
