"""Owns orders, receipts, refunds and daily reconciliation. Knows a reference and an amount, and nothing of what is paid for."""
