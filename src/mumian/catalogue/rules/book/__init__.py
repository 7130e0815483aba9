"""The rulebook's files as values: one module per subject; `rulebook.py` joins them."""
