"""Owns pick-up at the counter and its shelf, and courier in one or both directions.

Knows of a document and its case nothing but their keys. Leaves making documents to `production`.
"""
