"""The big screens of a hall: calls, windows, the way there, who waits; and the voice that calls. Numbers, never names."""
