"""Owns tickets, calls, windows open, appointments, waiting estimates and the rating of a ticket.

Holds an opaque reference to what the visit is about; supervision joins it to the case.
"""
