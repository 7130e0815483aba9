"""Owns orders, receipts, refunds and daily reconciliation. Knows a reference and an amount, and nothing of what is paid for.

Whether an order is paid is never written down: it follows from receipts, refunds and waivers each time it is asked. What must be
paid is the rulebook's to say (`catalogue`), when it must be is said by `cases`, and how a receipt looks on paper by the pages.
"""
