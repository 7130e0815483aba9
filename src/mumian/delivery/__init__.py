"""Owns pick-up at the counter and its shelf, and courier in one or both directions."""
