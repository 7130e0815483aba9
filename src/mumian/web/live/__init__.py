"""Live pages: tells browsers over server-sent events that something of a topic has changed; what changed they read themselves.

It owns the open streams and nothing else. One connection listens to the outbox dispatcher's NOTIFY (topic and id, never personal
data) and everything after that is in memory. A page that hears of a change fetches its own address again, with its own rights.
"""
