"""The synthetic city: invented people, officers and arrivals, for demonstration, training, load and proof.

It drives services, never tables. Each package's part of the day is `simulation/parts/<package>.py`.
"""
