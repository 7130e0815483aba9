"""Writing to the record: sessions, acts, looks, seals and statements."""

from __future__ import annotations

from mumian.audit.services.keys import keep_sealing_key, load_sealing_key, make_new_key
from mumian.audit.services.looking import look
from mumian.audit.services.recording import record_act, record_acts
from mumian.audit.services.sealing import Sealer, Turn
from mumian.audit.services.sessions import acting_as, close_session, open_session, token_of
from mumian.audit.services.witnessing import add_statement, trust_witness

__all__ = [
    "Sealer",
    "Turn",
    "acting_as",
    "add_statement",
    "close_session",
    "keep_sealing_key",
    "load_sealing_key",
    "look",
    "make_new_key",
    "open_session",
    "record_act",
    "record_acts",
    "token_of",
    "trust_witness",
]
