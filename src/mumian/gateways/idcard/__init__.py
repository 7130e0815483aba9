"""Readers of resident identity cards, and a simulated reader."""
