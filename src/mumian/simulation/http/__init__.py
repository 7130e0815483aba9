"""The city through the real pages: browsers without a screen, officers at them, and a ledger of what they asked for."""
