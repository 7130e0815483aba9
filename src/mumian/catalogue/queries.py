"""Reading the rulebook in force, or as it stood at a moment."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from django.db.models import Q

from mumian.catalogue.errors import NoRulebook
from mumian.catalogue.models import RulebookEntry, RulebookLoad
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.storing import put_together
from mumian.foundation.statements import one_row

KEPT_IN_MEMORY = 4


@dataclass(frozen=True, slots=True)
class LoadedRulebook:
    """A load by number, with what was loaded."""

    load_id: int
    rulebook: str
    version: str
    digest: str
    loaded_at: datetime
    loaded_by: str


# A rulebook never changes under its digest, so it may be shared by all threads of a process; the few last used are kept.
_memory: OrderedDict[str, Rulebook] = OrderedDict()
_lock = Lock()

LAST_LOAD = "SELECT id, rulebook, version, digest, loaded_at, loaded_by FROM catalogue_rulebookload ORDER BY id DESC LIMIT 1"
_held: ContextVar[list[RulebookLoad] | None] = ContextVar("the load that is held to", default=None)


@contextmanager
def one_rulebook() -> Iterator[None]:
    """Inside, which load is in force is asked once: an act holds to one rulebook, and asks no more often than it must."""
    if _held.get() is not None:
        yield
        return
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def current_rulebook() -> Rulebook:
    """The rulebook in force: one cheap query, and the entries only after another load. Raises NoRulebook."""
    return _book_of(_last_load())


def current_load() -> LoadedRulebook:
    """Which load is in force. Raises NoRulebook."""
    return _as_value(_last_load())


def rulebook_as_recorded(at: datetime) -> Rulebook:
    """The rulebook as it stood in the database at the moment: what people were told then. Raises NoRulebook."""
    load = RulebookLoad.objects.filter(loaded_at__lte=at).order_by("-pk").first()
    if load is None:
        raise NoRulebook(at)
    return _book_of(load)


def loads() -> tuple[LoadedRulebook, ...]:
    """All loads, the last one first."""
    return tuple(_as_value(load) for load in RulebookLoad.objects.order_by("-pk"))


def _last_load() -> RulebookLoad:
    held = _held.get()
    if held:
        return held[0]
    row: Any = one_row(LAST_LOAD)  # its columns are those of the model
    if row is None:
        raise NoRulebook
    load = RulebookLoad(*row)
    if held is not None:
        held.append(load)
    return load


def _as_value(load: RulebookLoad) -> LoadedRulebook:
    return LoadedRulebook(load.pk, load.rulebook, load.version, load.digest, load.loaded_at, load.loaded_by)


def _book_of(load: RulebookLoad) -> Rulebook:
    """The entries that stood after this load."""
    with _lock:
        book = _memory.get(load.digest)
        if book is not None:
            _memory.move_to_end(load.digest)
            return book
    stood = Q(ended_by=None) | Q(ended_by__gt=load.pk)
    entries = RulebookEntry.objects.filter(stood, rulebook=load.rulebook, load__lte=load.pk)
    book = put_together(entries.values_list("kind", "code", "content"))
    with _lock:
        _memory[load.digest] = book
        while len(_memory) > KEPT_IN_MEMORY:
            _memory.popitem(last=False)
    return book
