"""Owns the comparison of a person with the reference lists: matches, look-alikes, their resolution.

Knows no case: it keeps watches (opaque reference, person, until) and publishes that an answer changed.
"""
