"""A record with invented acts: somebody signed in, things, and a sealer with a key of its own."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mumian.audit.commands.witness import Witness
from mumian.audit.rules.signing import SigningKey
from mumian.audit.services import Sealer, keep_sealing_key, open_session, record_act, trust_witness
from mumian.audit.terms import Acting, Actor, ActorKind, Expects, Recorded, Thing
from mumian.foundation.clock import SettableClock

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
OFFICER = Actor(ActorKind.OFFICER, "100001", "acceptance")
KEY = SigningKey(hashlib.sha256(b"the sealer of the tests").digest())


def token(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def signed_in(actor: Actor = OFFICER, *, place: str = "10.0.0.7 H01-W01", at: datetime = AT) -> Acting:
    """This actor, signed in for ten hours."""
    return open_session(
        actor=actor, token=token(f"{actor.thing} {place}"), place=place, at=at, expires_at=at + timedelta(hours=10)
    )


def act(
    actor: Acting, thing: str = "case:1", name: str = "accepted", *, at: datetime = AT, expects: Expects = "either", **detail: str
) -> Recorded:
    """One act."""
    return record_act(thing=Thing(thing), act=name, actor=actor, at=at, detail=detail, expects=expects)


def sealer(*, most_at_once: int = 10_000, at: datetime = LATER) -> Sealer:
    """A sealer with the key of the tests, which is kept at the first call."""
    from mumian.audit.models import SealingKey  # noqa: PLC0415  # models of audit are for audit alone; this is its own factory

    if not SealingKey.objects.filter(public_key=KEY.public).exists():
        keep_sealing_key(KEY, at=AT)
    return Sealer(key=KEY, clock=SettableClock(at), most_at_once=most_at_once)


def witness(store: Path, *, name: str = "supervisor") -> Witness:
    """A witness whose word is kept. Needs the owner's rights."""
    found = Witness(store, name=name)
    trust_witness(name=found.name, public_key=found.key.public, at=AT)
    return found
