"""A hall's own agent as a program: it numbers and calls in the hall, and tells the centre when the link is there."""
