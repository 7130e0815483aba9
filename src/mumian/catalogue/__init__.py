"""Owns the dated rulebook: services, the 4 classes and 74 items of the one-time notice, materials, fees, time limits,
eligibility, leaflets and forms.

Answers what held on a date and says why. Leaves the walking of an application to `cases` and halls to `offices`.
"""
