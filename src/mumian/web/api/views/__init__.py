"""Answers to programs of partner systems, as JSON."""
