"""The rulebook as plain values: reading it, checking it, and answering from it. No database, no clock, no request."""
