"""Owns complaints, reception days, sampling, the counter-video index, document errors, satisfaction and staff assessment.

Leaves the record of acts to `audit` and ratings of tickets to `queueing`.
"""
