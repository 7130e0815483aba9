"""Owns the application from draft to archive: stages, three departments, deadlines, one-time notices, urgent handling.

Leaves what the rules say to `catalogue`, comparison to `clearance`, blanks to `production` and money to `payments`.
"""
