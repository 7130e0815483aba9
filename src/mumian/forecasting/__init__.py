"""Owns statistics, the monthly figures of each hall, the peak forecast, early warning and contingency plans.

Leaves the acts that are counted to the packages where they happen.
"""
