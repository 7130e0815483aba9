"""What every floor stands on: clock, working-day calendar, identifiers and check digits, machine-readable zones, barcodes, paper,
money, the outbox, the command table and the base errors.

Knows nothing of an exit-entry office beyond the standards its numbers follow.
"""
