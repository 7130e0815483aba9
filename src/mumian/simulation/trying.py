"""An act of the town that the database stops is the act of one person: it is told, and the day goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import DatabaseError, connection

from mumian.foundation.errors import Refusal
from mumian.simulation.acts import Act, Came

logger = logging.getLogger(__name__)

STOPPED: Final = "The database stopped this step ({why})."
IN_ONE_TRANSACTION: Final = frozenset(
    {
        "cases.approve",
        "cases.at_counter",
        "cases.withdraw",
        "cases.ask_consent",
        "cases.consent",
        "production.start",
        "production.check",
        "delivery.shelve",
        "delivery.hand_out",
        "delivery.bring",
    }
)
"""What of these was stopped has not happened at all, so it can be done again."""

Says = Mapping[str, Any]


def tried(act: Act, do: Callable[[], Says], *, left: Callable[[], Says] = dict) -> Came:
    """Carry an act out: what came of it, the sentence of a refusal, or that the database stopped it.

    What happens in one transaction is tried twice. `left` says what an act has left behind that was stopped half-way. Raises
    DatabaseError where the database is gone, as then nobody can go on.
    """
    is_last = act.kind not in IN_ONE_TRANSACTION
    while True:
        try:
            return Came(act.number, says=do())
        except Refusal as refusal:
            return Came(act.number, refused=refusal.sentence.en)
        except DatabaseError as error:
            if connection.in_atomic_block or not connection.is_usable():
                raise
            why = type(error.__cause__ or error).__name__
            logger.warning("an act was stopped", extra={"kind": act.kind, "error": why})
            if is_last:
                return Came(act.number, refused=STOPPED.format(why=why), says=left(), is_stopped=True)
            is_last = True
