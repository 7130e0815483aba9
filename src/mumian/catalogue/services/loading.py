"""Loading a rulebook: what changed is recorded, what did not stays as it is, and nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from mumian.catalogue.errors import LoadedBefore
from mumian.catalogue.events import RulebookLoaded
from mumian.catalogue.models import (
    DocumentType,
    Identity,
    Material,
    NoticeItem,
    ReferenceList,
    RulebookEntry,
    RulebookLoad,
    Service,
)
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.storing import Piece, digest_of, pieces_of
from mumian.catalogue.services.places import office_facts
from mumian.foundation import outbox
from mumian.offices.services import keep_offices

BATCH = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. Without a change nothing was written, and `load_id` is that of the load in force."""

    load_id: int
    digest: str
    added: int
    changed: int
    dropped: int

    @property
    def is_new(self) -> bool:
        """Whether anything changed."""
        return bool(self.added or self.changed or self.dropped)


@transaction.atomic
def load_rulebook(*, book: Rulebook, at: datetime, by: str) -> Loaded:
    """Record a rulebook that has been checked, as of this moment; the same content again writes nothing.

    The places it states are kept by `offices` in the same transaction. Raises LoadedBefore when `at` is not after the last
    load, and
    what `offices` refuses.
    """
    code = book.office.code
    _one_at_a_time(code)
    pieces = {(piece.kind, piece.code): piece for piece in pieces_of(book)}
    digest = digest_of(pieces.values())
    last = RulebookLoad.objects.filter(rulebook=code).order_by("-pk").first()
    if last is not None and last.digest == digest:
        return Loaded(last.pk, digest, 0, 0, 0)
    if last is not None and at <= last.loaded_at:
        raise LoadedBefore(at=at, last=last.loaded_at)
    load = RulebookLoad.objects.create(rulebook=code, version=book.office.version, digest=digest, loaded_at=at, loaded_by=by)
    counts = _record(load, pieces)
    _keep_codes(book, at)
    keep_offices(facts=office_facts(book), at=at)
    outbox.publish(RulebookLoaded(load_id=load.pk, rulebook=code, version=book.office.version, digest=digest, at=at))
    return Loaded(load.pk, digest, *counts)


def _one_at_a_time(code: str) -> None:
    """Two loads of one rulebook wait for each other, the first load of all included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rulebook:{code}"])


def _record(load: RulebookLoad, pieces: Mapping[tuple[str, str], Piece]) -> tuple[int, int, int]:
    """Write what is new, end what was replaced or dropped; how many of each."""
    standing = RulebookEntry.objects.filter(rulebook=load.rulebook, recorded_to=None)
    before = {(kind, code): (pk, digest) for pk, kind, code, digest in standing.values_list("pk", "kind", "code", "digest")}
    ended = [pk for key, (pk, digest) in before.items() if key not in pieces or pieces[key].digest != digest]
    written = [piece for key, piece in pieces.items() if key not in before or before[key][1] != piece.digest]
    RulebookEntry.objects.filter(pk__in=ended).update(recorded_to=load.loaded_at, ended_by=load)
    RulebookEntry.objects.bulk_create([_row(load, piece) for piece in written], batch_size=BATCH)
    added = sum((piece.kind, piece.code) not in before for piece in written)
    dropped = sum(key not in pieces for key in before)
    return added, len(written) - added, dropped


def _row(load: RulebookLoad, piece: Piece) -> RulebookEntry:
    return RulebookEntry(
        rulebook=load.rulebook,
        kind=piece.kind,
        code=piece.code,
        content=piece.content,
        digest=piece.digest,
        recorded_from=load.loaded_at,
        load=load,
    )


def _keep_codes(book: Rulebook, at: datetime) -> None:
    """Give every code its row, once and for good."""
    stated: Sequence[tuple[type[Identity], list[str]]] = (
        (Service, [service.code for service in book.services]),
        (Material, [material.code for material in book.materials]),
        (NoticeItem, [item.code for item in book.notices.items]),
        (ReferenceList, [entry.code for entry in book.lists]),
        (DocumentType, [document.code for document in book.documents]),
    )
    for model, codes in stated:
        rows = [model(code=code, known_since=at) for code in codes]
        model._default_manager.bulk_create(rows, ignore_conflicts=True)
