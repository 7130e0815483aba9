"""The command table: an act that is asked for twice is done once.

A form carries a key that was made with the page; a program sends one with its request. `once` keeps key, asker, content and
answer in the transaction of the act itself, and gives the same answer when the same request comes again.
"""

from __future__ import annotations

from mumian.foundation.commands.service import KeyUsedForAnotherRequest, forget_answers, once, request_hash

__all__ = ["KeyUsedForAnotherRequest", "forget_answers", "once", "request_hash"]
