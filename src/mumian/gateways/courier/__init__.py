"""The express courier's orders and route messages, and its sandbox."""
