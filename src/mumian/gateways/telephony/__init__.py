"""Calls, keys and announcements of the hotline."""
