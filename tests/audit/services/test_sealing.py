"""The sealer: every committed act gets its number once, in an order that keeps each chain, whenever it commits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction

from mumian.audit.errors import KeyMissing
from mumian.audit.models import Act, Seal, SealedHead, SealingKey
from mumian.audit.queries.tree import consistency_proof, inclusion_proof, last_head, root_of
from mumian.audit.queries.verifying import Verified, verify_record
from mumian.audit.rules.tree import grow, hash_of, includes, is_consistent, leaf_hash
from mumian.audit.services import Turn, load_sealing_key, make_new_key
from mumian.audit.services.sealing import LOCK
from mumian.project.database.embedded import EmbeddedDatabase
from tests.factories.audit import AT, OFFICER, act, sealer, signed_in, token
from tests.support.databases import TestDatabases, serving
from tests.support.logins import as_role

pytestmark = pytest.mark.core


def sealed() -> list[int]:
    """The acts in the order of their sequence numbers."""
    return list(Seal.objects.order_by("sequence").values_list("act_id", flat=True))


def reference_root(size: int) -> bytes:
    """The root over the first `size` sealed acts, from the acts alone."""
    hashes = Seal.objects.filter(sequence__lt=size).order_by("sequence").values_list("act__hash", flat=True)
    return hash_of((0, size), grow(0, [leaf_hash(bytes(digest)) for digest in hashes], {}))


@pytest.mark.usefixtures("as_owner")
def test_acts_are_sealed_in_their_order_and_once() -> None:
    officer = signed_in()
    for number in range(5):
        act(officer, f"case:{number % 2}")
    seals = sealer()

    assert [seals.turn(), seals.turn()] == [Turn(sealed=6), Turn()]
    act(officer)
    assert seals.turn() == Turn(sealed=1)

    assert sealed() == list(Act.objects.order_by("id").values_list("id", flat=True))
    assert verify_record() == Verified(sealed=7, waiting=0, heads=2, statements=0, faults=())


@pytest.mark.usefixtures("as_owner")
def test_full_batch_says_that_there_is_more() -> None:
    officer = signed_in()
    for number in range(6):
        act(officer, f"case:{number}")
    seals = sealer(most_at_once=3)

    assert [seals.turn() for _ in range(4)] == [Turn(sealed=3, more=True), Turn(sealed=3, more=True), Turn(sealed=1), Turn()]


@pytest.mark.usefixtures("as_owner")
def test_every_head_is_signed_over_the_root_of_the_acts() -> None:
    officer, seals = signed_in(), sealer()
    for size in (1, 2, 3, 5, 8):
        while Act.objects.count() < size:
            act(officer)
        seals.turn()
        head = last_head()
        assert head is not None
        assert (head.head.size, head.head.root, head.is_signed()) == (size, reference_root(size), True)


@pytest.mark.usefixtures("as_owner")
def test_proofs_from_the_kept_tree_prove() -> None:
    officer, seals = signed_in(), sealer(most_at_once=4)
    for _ in range(12):
        act(officer)
    while seals.turn().sealed:
        pass
    roots = {size: reference_root(size) for size in range(1, 14)}

    for size, root in roots.items():
        assert root_of(size) == root
        for sequence, seal in enumerate(Seal.objects.order_by("sequence")[:size]):
            path = inclusion_proof(sequence, size)
            assert includes(leaf=bytes(seal.leaf), index=sequence, size=size, path=path, root=root)
        for old in range(1, size + 1):
            path = consistency_proof(old, size)
            assert is_consistent(old=old, old_root=roots[old], new=size, new_root=root, path=path)


# Late commits. The first connection is the test's own (owner); the others are pages of their own.


@pytest.fixture
def owner_and_page(databases: TestDatabases, transactional_db: None) -> Iterator[psycopg.Connection]:
    with as_role(databases, "owner"):
        signed_in()
        with databases.login("web").connect(autocommit=False) as page:
            yield page


def record(page: psycopg.Connection, thing: str) -> int:
    row = page.execute(
        "SELECT act_id FROM audit_record_act(%s, %s, 'accepted', %s, p_expects => 'either')", [signed_token(), thing, AT]
    ).fetchone()
    assert row is not None
    return int(row[0])


def signed_token() -> str:
    return token(f"{OFFICER.thing} 10.0.0.7 H01-W01")


def test_late_commit_is_not_passed_over(owner_and_page: psycopg.Connection, databases: TestDatabases) -> None:
    """Its number is below one that is sealed long since."""
    late = record(owner_and_page, "case:1")
    with databases.login("web").connect() as other:
        early = record(other, "case:2")
    seals = sealer()
    seals.turn()
    seals.turn()
    assert late < early
    assert late not in sealed()

    owner_and_page.commit()
    with databases.login("web").connect() as other:
        record(other, "case:3")
    seals.turn()

    assert sorted(sealed()) == list(Act.objects.order_by("id").values_list("id", flat=True))
    assert late in sealed()


def test_late_commit_is_found_by_a_sealer_that_was_started_anew(
    owner_and_page: psycopg.Connection, databases: TestDatabases
) -> None:
    late = record(owner_and_page, "case:1")
    with databases.login("web").connect() as other:
        for number in range(3):
            record(other, f"case:{number + 2}")
            sealer().turn()
    owner_and_page.commit()
    sealer().turn()

    assert late in sealed()
    assert verify_record().faults == ()


def test_act_that_was_rolled_back_leaves_no_gap(owner_and_page: psycopg.Connection, databases: TestDatabases) -> None:
    record(owner_and_page, "case:1")
    owner_and_page.rollback()
    with databases.login("web").connect() as other:
        record(other, "case:2")
    seals = sealer()
    seals.turn()
    seals.turn()

    assert list(Seal.objects.order_by("sequence").values_list("sequence", flat=True)) == [0, 1]
    assert verify_record().faults == ()


def mark() -> int:
    return SealedHead.objects.order_by("-number").values_list("settled_to", flat=True)[0]


@pytest.fixture
def quiet(databases: TestDatabases, tmp_path: Path, transactional_db: None) -> Iterator[TestDatabases]:
    """A server of its own, without the transactions of other tests: the oldest one is asked of the whole server."""
    folder = tmp_path / "server"
    with serving(folder, None) as served:
        yield served
    EmbeddedDatabase(folder).remove()


def test_mark_moves_on_only_when_everybody_from_before_is_done(quiet: TestDatabases) -> None:
    """Else what commits late would lie behind it for ever."""
    with as_role(quiet, "owner"), quiet.login("web").connect(autocommit=False) as page, quiet.login("web").connect() as other:
        signed_in()
        late = record(page, "case:1")
        seals = sealer()
        for number in range(3):
            record(other, f"case:{number + 2}")
            seals.turn()
        before = mark()
        page.commit()
        record(other, "case:9")
        seals.turn()

        assert before < late <= mark()


def test_newest_of_all_transactions_counts_as_running(owner_and_page: psycopg.Connection, databases: TestDatabases) -> None:
    """A snapshot lists only transactions older than the newest that is over; this one is younger."""
    with databases.login("web").connect() as other:
        record(other, "case:2")
    sealer()
    late = record(owner_and_page, "case:1")
    sealer().turn()
    owner_and_page.commit()
    sealer().turn()

    assert late in sealed()


def test_transaction_number_older_than_the_chains_last_keeps_the_order(
    owner_and_page: psycopg.Connection, databases: TestDatabases
) -> None:
    """The first of a chain is written by a younger transaction than the second: transaction numbers would turn them."""
    owner_and_page.execute("SELECT pg_current_xact_id()")
    with databases.login("web").connect() as other:
        record(other, "case:1")
    record(owner_and_page, "case:1")
    owner_and_page.commit()
    sealer(most_at_once=2).turn()
    sealer().turn()

    assert verify_record().faults == ()
    assert list(Seal.objects.filter(act__thing="case:1").order_by("sequence").values_list("act__position", flat=True)) == [1, 2]


def test_second_sealer_does_nothing_while_the_first_is_at_work(
    owner_and_page: psycopg.Connection, databases: TestDatabases
) -> None:
    with databases.login("sealer").connect(autocommit=False) as first:
        first.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

        assert sealer().turn() == Turn(is_ours=False)

    assert sealer().turn() == Turn(sealed=1)


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_number_everything_once(databases: TestDatabases) -> None:
    with as_role(databases, "owner"):
        officer = signed_in()
        sealer()
        stop = threading.Event()

        def seal() -> None:
            seals = sealer(most_at_once=3)
            while not stop.is_set():
                seals.turn()
            connection.close()

        threads = [threading.Thread(target=seal) for _ in range(2)]
        for thread in threads:
            thread.start()
        for number in range(60):
            act(officer, f"case:{number % 7}")
        stop.set()
        for thread in threads:
            thread.join(30)
        while sealer().turn().sealed:
            pass

        assert verify_record() == Verified(sealed=61, waiting=0, heads=SealedHead.objects.count(), statements=0, faults=())


# Keys


@pytest.mark.usefixtures("as_owner")
def test_key_is_made_once_and_only_we_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "audit" / "sealer.key"

    first, second = load_sealing_key(path, at=AT), load_sealing_key(path, at=AT)

    assert first.public == second.public
    assert path.stat().st_mode & 0o777 == 0o600
    assert [bytes(key) for key in SealingKey.objects.values_list("public_key", flat=True)] == [first.public]


@pytest.mark.usefixtures("as_owner")
def test_lost_key_is_not_replaced_in_silence(tmp_path: Path) -> None:
    load_sealing_key(tmp_path / "sealer.key", at=AT)
    (tmp_path / "sealer.key").unlink()

    with pytest.raises(KeyMissing):
        load_sealing_key(tmp_path / "sealer.key", at=AT)


@pytest.mark.usefixtures("as_owner")
def test_new_key_is_used_from_then_on_and_the_old_one_is_kept(tmp_path: Path) -> None:
    old = load_sealing_key(tmp_path / "sealer.key", at=AT)
    new = make_new_key(tmp_path / "sealer.key", at=AT)

    assert load_sealing_key(tmp_path / "sealer.key", at=AT).public == new.public != old.public
    assert len(list(tmp_path.glob("sealer.key.*"))) == 1


@pytest.mark.usefixtures("as_owner")
def test_turn_that_fails_at_its_end_has_not_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    act(signed_in())
    seals = sealer()
    with monkeypatch.context() as broken:
        broken.setattr("mumian.audit.services.sealing.Sealer._sign", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            seals.turn()
    assert (Seal.objects.count(), SealedHead.objects.count()) == (0, 0)

    assert seals.turn() == Turn(sealed=2)
