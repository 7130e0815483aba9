"""Devices and outside systems. Each gateway fills a socket that a domain package declares, and has a simulator that a newcomer
can read in place of a manual. Gateways do not know each other.
"""
