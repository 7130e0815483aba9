"""Owns outgoing short messages, mail, voice and letters: text, queue and proof of sending."""
