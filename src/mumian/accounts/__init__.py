"""Owns who may sign in: credentials, second factors and sessions.

Says nothing about what they may do; officers and applicants each point to one account, and staff never register themselves.
"""
