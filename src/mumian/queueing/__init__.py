"""Owns tickets, calls, windows open, appointments, waiting estimates and the rating of a ticket.

Holds an opaque reference to what the visit is about; supervision joins it to the case. Which ticket goes to which window is
judged by the database: one function takes the first waiting ticket that the window may serve, and unique constraints see to it
that no ticket is at two windows, no window has two tickets and no turn is called twice. How far anybody can be passed by others
stands in `rules.places`. A hall whose link is cut goes on by its own agent (`rules.journal`).
"""
