"""The tables of the record. Rows are only ever added, by the functions of the migrations; no model here is saved."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mumian.audit.terms import ActorKind

KINDS: tuple[str, ...] = tuple(kind.value for kind in ActorKind)


class ActingSession(models.Model):
    """Somebody is signed in and acts. Only the hash of the token is kept: who reads this table cannot act for anybody."""

    token_hash = models.BinaryField(unique=True)
    actor_kind = models.TextField()
    actor_id = models.TextField()
    actor_department = models.TextField(blank=True, default="")
    place = models.TextField(blank=True, default="")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=KINDS) & ~models.Q(actor_id=""), name="an_actor_has_a_kind_and_a_key"
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at__lt=models.F("expires_at")), name="a_session_ends_after_its_beginning"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_kind}:{self.actor_id}"


class Chain(models.Model):
    """The last link of a thing's chain. Its row is the lock under which the next act is written."""

    thing = models.TextField(primary_key=True)
    position = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(thing__regex=r"^[a-z_]{1,40}:[^[:cntrl:]]{1,160}$"), name="a_thing_is_a_kind_and_a_key"
            ),
        ]

    def __str__(self) -> str:
        return self.thing


class Act(models.Model):
    """Who did what to which thing, when and from where."""

    thing = models.TextField()
    position = models.BigIntegerField()
    act = models.TextField()
    actor_kind = models.TextField()
    actor_id = models.TextField()
    actor_department = models.TextField()
    session = models.ForeignKey(ActingSession, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    place = models.TextField()
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    detail = models.JSONField()
    personal = models.JSONField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["thing", "position"], name="a_chain_has_each_position_once"),
            models.CheckConstraint(condition=models.Q(act__regex=r"^[a-z][a-z_]{1,59}$"), name="an_act_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.position} {self.act}"


class Seal(models.Model):
    """The sequence number of a committed act, counted from 0, and its leaf in the tree."""

    sequence = models.BigIntegerField(primary_key=True)
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="seal")
    leaf = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.sequence}"


class Node(models.Model):
    """The hash of a complete subtree of 2^level leaves, from level 1 on: it never changes."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class SealingKey(models.Model):
    """The public half of a key by which heads are signed."""

    public_key = models.BinaryField(primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return bytes(self.public_key).hex()


class SealedHead(models.Model):
    """A signed tree head. `settled_to` is for the sealer: every act numbered up to it is sealed or never happened."""

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    at = models.DateTimeField()
    key = models.ForeignKey(SealingKey, on_delete=models.PROTECT, db_index=False)
    signature = models.BinaryField()
    settled_to = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.number}: {self.size}"


class Witness(models.Model):
    """Somebody outside whose word about heads we keep."""

    name = models.TextField(primary_key=True)
    public_key = models.BinaryField(unique=True)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(name__regex=r"^[a-z][a-z0-9-]{1,39}$"), name="a_witness_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class WitnessStatement(models.Model):
    """What a witness signed."""

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, db_index=False)
    serial = models.BigIntegerField()
    head = models.ForeignKey(SealedHead, on_delete=models.PROTECT)
    size = models.BigIntegerField()
    root = models.BinaryField()
    at = models.DateTimeField()
    signature = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["witness", "serial"], name="a_witness_uses_each_serial_once"),
            models.UniqueConstraint(fields=["witness", "head"], name="a_witness_signs_a_head_once"),
        ]

    def __str__(self) -> str:
        return f"{self.witness_id} {self.serial}"
