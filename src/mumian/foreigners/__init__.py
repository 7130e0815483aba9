"""Owns accommodation and residence, invitations, consulates, cases of illegal entry, stay and work, and joint meetings.

Leaves applications of foreigners to `cases`, whose `FactSource` it fills.
"""
