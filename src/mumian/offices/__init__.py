"""Owns bureaus, halls, departments, windows, staff, roles, duty rosters and hand-over.

Says who may do what where. Leaves how somebody proves who he is to `accounts`.
"""
