"""Beside the keys of names stands the birth date: who cannot be one is passed over; keys kept without it meet as before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from mumian.clearance.queries import answers_for
from mumian.clearance.queries.feeding import Keying, lists_being_keyed
from mumian.clearance.queries.meeting import entries_met
from mumian.clearance.rules.chunks import keys_of_entries
from mumian.clearance.rules.facts import Facts, facts_of_entry
from mumian.clearance.rules.keys import Keyed, keyed
from mumian.clearance.rules.lines import COLUMNS
from mumian.clearance.services import key_lists_anew, load_list, rescreen, screen_waiting
from mumian.clearance.services.loading import keying
from mumian.clearance.terms import EntryFacts
from tests.clearance.conftest import AsLists, AsWorker, Watch
from tests.factories.clearance import BARRED, LISTED_NOWHERE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]

AT = datetime(2026, 9, 1, 1, 0, 20, tzinfo=UTC)
TODAY = date(2026, 9, 1)
ENTRIES = [
    EntryFacts("N1", "欧阳木棉", birth_date="1987-02-13"),
    EntryFacts("N2", "欧阳木棉", birth_date="1987-02-18"),  # one digit
    EntryFacts("N3", "欧阳木棉", birth_date="1987"),
    EntryFacts("N4", "欧阳木棉", birth_date=""),
    EntryFacts("N5", "欧阳木棉", birth_date="1987-11-29"),  # the same year, another day
    EntryFacts("N6", "欧阳木棉", birth_date="1961-02-13"),  # the same day of another year
    EntryFacts("N7", "欧阳木棉", birth_date="1987-11-29", doc_number="EA7654321"),  # the same document
]
ASKED = Facts(("欧阳木棉",), "1987-02-13", (), ("EA7654321",))
MET = {"N1", "N2", "N3", "N4", "N7"}


def loaded(folder: Path, entries: list[EntryFacts], version: str = "v7") -> None:
    lines = [
        ",".join((one.entry_id, one.name, "", one.birth_date, one.id_number, one.doc_number, "", "", "", "", "", ""))
        for one in entries
    ]
    file = folder / f"{version}.csv"
    file.write_text("\n".join([",".join(COLUMNS), *lines]), encoding="utf-8")
    load_list(path=file, code="EXIT_BAR", version=version, whole=False, at=AT, by="t", reject=lambda *_: None)


def met_by(one: Keyed) -> set[str]:
    return {candidate.number for candidate in entries_met({1: one}, lists=["EXIT_BAR"], on=TODAY)}


def test_whoever_was_born_otherwise_is_not_met_by_name(as_lists: AsLists, tmp_path: Path) -> None:
    with as_lists():
        loaded(tmp_path, ENTRIES)
        met = met_by(keyed(ASKED))
        with_a_damaged_number = met_by(keyed(replace(ASKED, id_numbers=("440199198702130018",))))  # it speaks for any birth
        without_a_day = met_by(keyed(replace(ASKED, birth="")))

    assert met == MET
    assert with_a_damaged_number >= {"N1", "N5", "N6"}
    assert without_a_day >= {"N4", "N1", "N5", "N6", "N7"}
    assert met == {one.entry_id for one in ENTRIES if one.entry_id in met and keyed(ASKED).meets(keyed(facts_of_entry(one)))}


def test_keys_without_births_meet_as_before(as_lists: AsLists, tmp_path: Path, owner_sql: psycopg.Connection) -> None:
    with as_lists():
        loaded(tmp_path, ENTRIES)
        owner_sql.execute("UPDATE lists.key SET born = NULL")

        assert met_by(keyed(ASKED)) >= {"N1", "N2", "N3", "N4", "N5", "N6", "N7"}


def test_a_change_meets_only_those_who_may_be_one(
    watch: Watch, as_lists: AsLists, tmp_path: Path, owner_sql: psycopg.Connection
) -> None:
    watch(replace(LISTED_NOWHERE, name="欧阳木棉", birth_date=date(1987, 2, 13), documents=("EA7654321",)), "EXIT_BAR")

    with as_lists():
        loaded(tmp_path, ENTRIES)
        again = rescreen(since="v7", at=AT)
        since_before = rescreen(at=AT)

    found = {
        row[0]
        for row in owner_sql.execute("SELECT entry.entry_id FROM lists.match JOIN lists.entry ON entry.id = match.entry_id")
    }
    assert found == {"N1", "N2", "N3", "N4", "N7"}
    assert (again.matches, since_before.matches) == (0, 0)


def test_a_list_that_is_kept_otherwise_answers_and_is_kept_anew_beside_it(
    watch: Watch, as_lists: AsLists, as_worker: AsWorker, owner_sql: psycopg.Connection
) -> None:
    watch(LISTED_NOWHERE, "EXIT_BAR")
    owner_sql.execute("UPDATE lists.reference_list SET kept = 1")
    owner_sql.execute("UPDATE lists.key SET born = NULL WHERE NOT of_watch")
    watch(BARRED, "EXIT_BAR", reference="case:2")

    with as_lists():
        done = key_lists_anew()
    with as_worker():
        assert screen_waiting(at=AT) == 0  # nobody is compared anew

    later = datetime(2026, 9, 1, 1, 1, 20, tzinfo=UTC)
    assert [answers_for(case, at=later)[0].is_cleared for case in ("case:1", "case:2")] == [True, False]
    assert done == 5
    assert owner_sql.execute("SELECT count(*) > 0 FROM lists.key WHERE NOT of_watch AND born IS NOT NULL").fetchall() == [(True,)]
    assert owner_sql.execute("SELECT count(*) FROM lists.keying_key").fetchall() == [(0,)]


def test_keying_that_was_cut_off_goes_on_where_it_stopped(
    as_lists: AsLists, tmp_path: Path, owner_sql: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_lists():
        loaded(tmp_path, ENTRIES)
    owner_sql.execute("UPDATE lists.reference_list SET keyed = 0 WHERE code = 'EXIT_BAR'")
    before = owner_sql.execute(ROWS).fetchall()
    owner_sql.execute("DELETE FROM lists.key WHERE NOT of_watch AND key % 2 = 0")
    monkeypatch.setattr(keying, "ENTRIES", keying.ENTRIES.replace("5000", "2"))
    monkeypatch.setattr(keying, "AHEAD", 1)
    made: list[int] = []

    def counted(entries: list[EntryFacts], of_register: bool) -> list[Keyed]:
        made.append(len(entries))
        return keys_of_entries(entries, of_register)

    monkeypatch.setattr(keying, "keys_of_entries", counted)

    def torn(_code: str, done: int, _of: int) -> None:
        if done >= 6:
            raise KeyboardInterrupt

    with as_lists(), pytest.raises(KeyboardInterrupt):
        key_lists_anew(torn)
    standing = lists_being_keyed()  # as the pages ask
    with as_lists():
        key_lists_anew()
        of = owner_sql.execute(
            "SELECT count(*) FROM lists.entry WHERE list_code = 'EXIT_BAR' AND ended_version IS NULL"
        ).fetchone()

    assert (standing, lists_being_keyed()) == ((Keying("EXIT_BAR", clears_nobody=True, done=6),), ())
    assert of is not None
    assert sum(made) == of[0]
    assert owner_sql.execute(ROWS).fetchall() == before


ROWS = """
    SELECT stored.key, stored.owner_id, stored.number, stored.born FROM lists.key stored JOIN lists.entry ON entry.id = owner_id
    WHERE NOT of_watch AND list_code = 'EXIT_BAR' ORDER BY 1, 2
"""
