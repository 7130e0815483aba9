"""The rules of queueing: places, waiting, appointments, intervals of ratings, the journal of a hall."""
