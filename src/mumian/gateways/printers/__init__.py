"""Ticket and receipt printers, and a printer that writes files."""
