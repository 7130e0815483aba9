"""Addresses for partner systems, described by a published schema."""
