"""The one-screen self-service machine. Leaves payment and courier to their packages."""
