"""Payloads that a stranger may put into a bank."""
