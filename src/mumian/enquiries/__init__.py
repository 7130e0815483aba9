"""Owns status questions, the knowledge base, hotline calls and answers, and the hand-over from voice to agent.

Leaves the telephone line to `gateways.telephony`.
"""
