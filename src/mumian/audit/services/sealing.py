"""The sealer: numbers committed acts, grows the tree, signs its head. There is one, and it may be killed at any moment."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event as Flag
from typing import Final

from django.db import InterfaceError, OperationalError, connection, transaction

from mumian.audit.queries.tree import nodes_at, root_of
from mumian.audit.rules.signing import Head, SigningKey
from mumian.audit.rules.tree import grow, leaf_hash, places
from mumian.foundation.clock import Clock

logger = logging.getLogger(__name__)

LOCK: Final = 0x6D756D69  # any number nobody else uses
MOST_AT_ONCE: Final = 10_000
REST: Final = 2.0
LONGEST_WAIT_FOR_DATABASE: Final = 5.0

LAST = "SELECT number, size, settled_to FROM audit_sealedhead ORDER BY number DESC LIMIT 1"
UNSEALED = """
    SELECT act.id, act.hash FROM audit_act act
    WHERE act.id > %s AND NOT EXISTS (SELECT FROM audit_seal seal WHERE seal.act_id = act.id)
    ORDER BY act.id LIMIT %s
"""
ISSUED = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM audit_act_id_seq"
# A number of our own is above those of all transactions that have one already. The snapshot's xmax is not: it is one past the
# newest that is over, and a running one may lie above it.
OURS = "SELECT pg_current_xact_id()::text::bigint"
OLDEST = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
SEAL = """
    INSERT INTO audit_seal (sequence, act_id, leaf)
    SELECT %s + one.place - 1, one.act_id, one.leaf
    FROM unnest(%s::bigint[], %s::bytea[]) WITH ORDINALITY AS one(act_id, leaf, place)
"""
NODES = "INSERT INTO audit_node (level, index, hash) SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])"
HEAD = """
    INSERT INTO audit_sealedhead (number, size, root, at, key_id, signature, settled_to) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True)
class Turn:
    """What one turn did. `is_ours` is false when another sealer held the lock; `more` when the batch was full."""

    sealed: int = 0
    is_ours: bool = True
    more: bool = False


@dataclass(frozen=True)
class Horizon:
    """Acts numbered up to `act_id` belong to transactions below `transaction`: once those are over, none can still come."""

    act_id: int
    transaction: int


class Sealer:
    """Seals by turns. Each turn is one transaction: it happened whole, or not at all."""

    def __init__(self, *, key: SigningKey, clock: Clock, most_at_once: int = MOST_AT_ONCE) -> None:
        self._key = key
        self._clock = clock
        self._most = most_at_once
        # Kept only in memory: transaction numbers mean nothing in a restored copy of the database.
        self._horizon: Horizon | None = None

    @transaction.atomic
    def turn(self) -> Turn:
        """Seal what is committed and not yet sealed, in the order of the acts' numbers.

        That order keeps every chain's: an act gets its number while it holds its chain, and whoever sees it sees those before.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return Turn(is_ours=False)
            cursor.execute(LAST)
            number, size, settled_to = cursor.fetchone() or (0, 0, 0)
            over = self._over(settled_to)
            if over is None:
                return Turn()
            cursor.execute(UNSEALED, [settled_to, self._most])
            rows = [(act_id, bytes(digest)) for act_id, digest in cursor.fetchall()]
            if not rows:
                return Turn()
            is_full = len(rows) == self._most
            settled_to = max(settled_to, min(over, rows[-1][0]) if is_full else over)
            self._seal(size, rows)
            self._sign(number + 1, size + len(rows), settled_to)
        return Turn(sealed=len(rows), more=is_full)

    def _over(self, settled_to: int) -> int | None:
        """The number up to which no act can come any more, 0 where it is not known; None when none was taken since `settled_to`.

        Asked before the acts are read. A number is taken before its transaction commits, so a late one would be passed over by
        looking behind the largest seen. Only when every transaction that was running then is over (below pg_snapshot_xmin) are
        all acts up to it here or never.
        """
        with connection.cursor() as cursor:
            cursor.execute(ISSUED)
            issued = int(cursor.fetchone()[0])  # first of the three: an act takes its number after its transaction has one
            if issued == settled_to:
                return None
            cursor.execute(OURS)
            ours = int(cursor.fetchone()[0])
            cursor.execute(OLDEST)
            oldest = int(cursor.fetchone()[0])
        if oldest >= ours:
            self._horizon = None
            return issued
        settled = 0
        if self._horizon is not None and oldest >= self._horizon.transaction:
            settled, self._horizon = self._horizon.act_id, None
        if self._horizon is None:
            self._horizon = Horizon(act_id=issued, transaction=ours)
        return settled

    def _seal(self, size: int, rows: Sequence[tuple[int, bytes]]) -> None:
        leaves = [leaf_hash(digest) for _, digest in rows]
        grown = grow(size, leaves, nodes_at(set(places(0, size))))
        above = [(level, index, digest) for (level, index), digest in grown.items() if level]
        with connection.cursor() as cursor:
            cursor.execute(SEAL, [size, [act_id for act_id, _ in rows], leaves])
            if above:
                cursor.execute(NODES, [list(column) for column in zip(*above, strict=True)])

    def _sign(self, number: int, size: int, settled_to: int) -> None:
        head = Head(number=number, size=size, root=root_of(size), at=self._clock.now())
        signature = self._key.sign(head.message())
        with connection.cursor() as cursor:
            cursor.execute(HEAD, [number, size, head.root, head.at, self._key.public, signature, settled_to])


def seal_until(stop: Flag, *, sealer: Sealer, rest: float = REST) -> None:
    """Seal until `stop` is set, with a rest of so many seconds after what there was; waits while the database is away."""
    away_for = 0.0
    while not stop.is_set():
        try:
            turn = sealer.turn()
        except (OperationalError, InterfaceError) as error:
            connection.close()
            away_for = min(max(away_for * 2, 0.1), LONGEST_WAIT_FOR_DATABASE)
            logger.warning("database away", extra={"error": type(error).__name__, "again_in_s": away_for})
            stop.wait(away_for)
            continue
        away_for = 0.0
        if turn.sealed:
            logger.debug("sealed", extra={"acts": turn.sealed})
        if not turn.more:
            stop.wait(rest)
