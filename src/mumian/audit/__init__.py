"""Owns who did what to which thing, when and from where: append-only, chained, sealed and provable.

Knows a thing by a text key and an actor as a value; reads no table of the floors above. Nothing is deleted here.
"""
