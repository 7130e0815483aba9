"""The bank-card payment gateway and its sandbox."""
