"""Owns news, notices, questions and answers, and form downloads."""
