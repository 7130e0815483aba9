"""Pages that are touched in a hall: the ticket machine, the screen for questions, the tablet at a window that asks once.

They work without a script, hold nothing of a visitor longer than his turn, and print through `gateways.printers`.
"""
