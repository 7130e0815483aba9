"""A record that was written, sealed and witnessed; and its clean export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from mumian.audit.queries.exporting import export_whole
from mumian.audit.rules.acts import new_salt
from mumian.audit.services import record_act
from mumian.audit.terms import Actor, ActorKind, PersonalValue, Thing
from tests.factories.audit import AT, LATER, act, sealer, signed_in, witness
from tests.support.databases import TestDatabases
from tests.support.logins import as_role


@pytest.fixture
def as_owner(django_db_setup: None, django_db_blocker: DjangoDbBlocker, databases: TestDatabases) -> Iterator[None]:
    """The test speaks to the database as the owner, who may record, seal and register witnesses; all is rolled back."""
    with django_db_blocker.unblock(), as_role(databases, "owner"), transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Witnessed:
    """A clean export and the witness's anchor."""

    folder: Path
    anchor: Path


def write_record(*, acts: int, rounds: int, store: Path, seed: int = 1) -> Witnessed:
    """Acts of several people on several things, sealed in rounds; the witness comes by at every second one and at the last."""
    random = Random(seed)  # noqa: S311  # the same acts every time
    others = [Actor(ActorKind.OFFICER, "100002", "approval"), Actor(ActorKind.MACHINE, "kiosk")]
    actors = [signed_in(), *map(signed_in, others)]
    seals, saw = sealer(), witness(store / "witness")
    for number in range(rounds):
        for _ in range(acts // rounds):
            actor, thing = random.choice(actors), Thing(f"case:{random.randrange(acts // 5)}")
            if random.random() < 0.3:
                value = PersonalValue("木棉一", new_salt())
                record_act(thing=thing, act="named", actor=actor, at=AT, personal={"name": value}, expects="either")
            else:
                act(actor, thing, random.choice(["accepted", "approved"]), note=random.choice(["", "é木", "x" * 40]))
        seals.turn()
        if number % 2 or number == rounds - 1:
            saw.round(at=LATER)
    export_whole(store / "export")
    return Witnessed(folder=store / "export", anchor=store / "witness" / "anchor.json")


@pytest.fixture(scope="package")
def witnessed(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    databases: TestDatabases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Witnessed:
    """Sixty acts under six heads, of which a witness has signed four. Nothing of it stays in the database."""
    with django_db_blocker.unblock(), as_role(databases, "owner"), transaction.atomic():
        written = write_record(acts=60, rounds=6, store=tmp_path_factory.mktemp("record"))
        transaction.set_rollback(True)
    return written
