"""Owns the comparison of a person with the reference lists: the lists' entries by version, matches, their resolution.

Knows no case: it keeps watches (opaque reference, person, until) that others open and close, and publishes that an answer
changed. To those who asked it says of each list cleared or not, and nothing more. Its tables lie in a schema of their own,
`lists`, which only the database role `lists` can read; everybody else comes through the functions of the migrations. Which lists
are to be cleared is the rulebook's to say, and deciding a case is left to `cases`.
"""
