"""Contactless chips of documents: reading back what was written."""
