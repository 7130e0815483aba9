"""A version of a list is loaded whole or not at all, line by line, and reaches those who are watched."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from mumian.clearance.commands import main
from mumian.clearance.errors import LoadRefused
from mumian.clearance.queries import answers_for
from mumian.clearance.rules.facts import facts_of_person
from mumian.clearance.rules.keys import KEYS_VERSION, keyed
from mumian.clearance.rules.lines import COLUMNS
from mumian.clearance.services import load_list, look_again, open_watch, rescreening, screen_waiting
from mumian.clearance.services.loading import staging
from mumian.clearance.services.screening import SCREEN, arrays
from mumian.clearance.terms import LoadCounts
from mumian.foundation.words import Text
from tests.clearance.conftest import AsLists, AsWorker, Watch
from tests.factories.clearance import BARRED, LISTED_NOWHERE, REGISTERED
from tests.support.databases import WITH_RULEBOOK, TestDatabases

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]

AT = datetime(2026, 9, 1, 1, 0, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HEADING = ",".join(COLUMNS)
BARRED_LINE = "E1,木棉禁,,1980-05-05,440199198005050716,,CHN,M,未了结的民事案件,2001-01-01,,虚构单位"
OTHER_LINE = "E2,GUANGMING TEST,,1970-01-02,,X12345678,DEU,M,未了结的民事案件,2001-01-01,,虚构单位"
NEW_LINE = "N1,木棉空,,1991-02-02,,EB7654321,CHN,M,新增,,,虚构单位"


def write(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    file = folder / "list.csv"
    file.write_text("\n".join([HEADING, *lines]) + "\n", encoding=encoding)
    return file


def load(file: Path, version: str = "v2", *, whole: bool = True, rejected: list[int] | None = None) -> LoadCounts:
    def reject(line: int, _reason: Text, _written: Sequence[str]) -> None:
        if rejected is not None:
            rejected.append(line)

    return load_list(path=file, code="EXIT_BAR", version=version, whole=whole, at=AT + MINUTE, by="t", reject=reject).counts


def cleared(at: datetime) -> bool:
    [answer] = answers_for("case:1", at=at)
    return answer.is_cleared


def test_lines_are_counted_each_once(as_lists: AsLists, tmp_path: Path) -> None:
    rejected: list[int] = []
    file = write(tmp_path, BARRED_LINE, OTHER_LINE.replace("1970", "1971"), NEW_LINE, "B1,坏,,1987-02-30,,,,,,,,", NEW_LINE)

    with as_lists():
        counts = load(file, rejected=rejected)

    assert (counts, rejected) == (LoadCounts(added=1, changed=1, unchanged=1, ended=0, rejected=2), [5, 6])


def test_unchanged_lines_write_nothing(as_lists: AsLists, tmp_path: Path, owner_sql: psycopg.Connection) -> None:
    with as_lists():
        counts = load(write(tmp_path, BARRED_LINE, OTHER_LINE))

    written = owner_sql.execute("SELECT count(*) FROM lists.entry WHERE list_code = 'EXIT_BAR'").fetchone()
    assert (counts, written) == (LoadCounts(unchanged=2), (2,))


def test_same_version_again_is_done_already(as_lists: AsLists, tmp_path: Path) -> None:
    file = write(tmp_path, BARRED_LINE, NEW_LINE)

    with as_lists():
        first = load(file)
        again = load_list(path=file, code="EXIT_BAR", version="v2", whole=True, at=AT, by="t", reject=lambda *_: None)

    assert (again.is_new, again.counts) == (False, first)


def test_other_file_under_the_same_version_is_refused(as_lists: AsLists, tmp_path: Path) -> None:
    with as_lists():
        load(write(tmp_path, BARRED_LINE))
        with pytest.raises(LoadRefused, match="another version"):
            load(write(tmp_path, NEW_LINE))


def test_entry_that_is_new_reaches_an_open_watch(as_lists: AsLists, tmp_path: Path, watch: Watch) -> None:
    watch(LISTED_NOWHERE, "EXIT_BAR")
    before = cleared(AT + MINUTE)

    with as_lists():
        load(write(tmp_path, BARRED_LINE, OTHER_LINE, NEW_LINE))

    assert (before, cleared(AT + MINUTE)) == (True, False)


def test_entry_that_is_new_reaches_more_watches_than_are_answered_at_once(
    as_lists: AsLists, tmp_path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescreening, "AT_ONCE", 2)
    cases = [f"case:{number}" for number in range(5)]
    for case in cases:
        watch(LISTED_NOWHERE, "EXIT_BAR", reference=case)

    with as_lists():
        load(write(tmp_path, BARRED_LINE, OTHER_LINE, NEW_LINE))

    assert [answers_for(case, at=AT + MINUTE)[0].is_cleared for case in cases] == [False] * 5


def test_entry_that_is_gone_clears_an_open_watch_at_the_next_tick(as_lists: AsLists, tmp_path: Path, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")

    with as_lists():
        load(write(tmp_path, OTHER_LINE))

    assert (cleared(AT + MINUTE), cleared(AT + 2 * MINUTE)) == (False, True)


def test_without_whole_nothing_ends(as_lists: AsLists, tmp_path: Path) -> None:
    with as_lists():
        counts = load(write(tmp_path, NEW_LINE), whole=False)

    assert counts == LoadCounts(added=1)


def test_entry_named_by_a_line_at_fault_does_not_end(as_lists: AsLists, tmp_path: Path) -> None:
    with as_lists():
        counts = load(write(tmp_path, OTHER_LINE, BARRED_LINE.replace("1980-05-05", "1980-02-30")))

    assert counts == LoadCounts(unchanged=1, rejected=1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("entry_id,name\nE1,x\n", "first line must be"),
        ("", "first line must be"),
        (f"{HEADING}\n", "would empty EXIT_BAR"),
    ],
)
def test_file_that_is_no_list_is_refused_whole(as_lists: AsLists, tmp_path: Path, content: str, why: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text(content)

    with as_lists(), pytest.raises(LoadRefused, match=why):
        load(file)


def test_list_that_the_rulebook_does_not_know_is_refused(as_lists: AsLists, tmp_path: Path) -> None:
    file = write(tmp_path, NEW_LINE)

    with as_lists(), pytest.raises(LoadRefused, match="has no list FRIENDS"):
        load_list(path=file, code="FRIENDS", version="v1", whole=True, at=AT, by="t", reject=lambda *_: None)


def test_entry_counts_from_its_first_day_to_its_last(as_lists: AsLists, tmp_path: Path, watch: Watch) -> None:
    with as_lists():
        load(write(tmp_path, BARRED_LINE.replace("2001-01-01,,", "2026-09-03,2026-09-04,")))
    said = []

    watch(BARRED, "EXIT_BAR", at=AT + MINUTE)
    for days in range(5):
        look_again(at=AT + timedelta(days=days, minutes=5))
        said.append(cleared(AT + timedelta(days=days, minutes=6)))

    assert said == [True, True, False, False, True]


def test_clearance_that_hangs_on_a_day_ends_with_it_by_itself(as_lists: AsLists, tmp_path: Path, watch: Watch) -> None:
    with as_lists():
        load(write(tmp_path, BARRED_LINE.replace("2001-01-01,,", "2026-09-03,,")))

    watch(BARRED, "EXIT_BAR", at=AT + MINUTE)

    assert [cleared(AT + timedelta(days=days, minutes=2)) for days in range(3)] == [True, True, False]


def test_register_that_writes_another_birth_date_does_not_agree(watch: Watch) -> None:
    watch(REGISTERED, "POPULATION")
    watch(replace(REGISTERED, birth_date=date(1990, 1, 2)), "POPULATION", reference="case:2")

    assert [answers_for(case, at=AT + MINUTE)[0].is_cleared for case in ("case:1", "case:2")] == [True, False]


def test_load_that_was_cut_off_goes_on_where_it_stopped(
    as_lists: AsLists, tmp_path: Path, owner_sql: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "CHUNK", 2)
    lines = [NEW_LINE.replace("N1", f"N{number}") for number in range(7)]
    file = write(tmp_path, *lines, "B1,坏,,1987-02-30,,,,,,,,")
    read: list[int] = []
    honest = staging._write

    def counted(number: int, chunk: staging.Chunk) -> None:
        read.append(chunk.last)
        honest(number, chunk)

    def cut_off(number: int, chunk: staging.Chunk) -> None:
        if chunk.last > 5:
            raise KeyboardInterrupt
        honest(number, chunk)

    with as_lists():
        monkeypatch.setattr(staging, "_write", cut_off)
        with pytest.raises(KeyboardInterrupt):
            load(file, whole=False)
        before = owner_sql.execute("SELECT count(*) FROM lists.entry WHERE entry_id LIKE 'N%'").fetchone()
        monkeypatch.setattr(staging, "_write", counted)
        counts = load(file, whole=False)

    left = owner_sql.execute("SELECT count(*) FROM lists.load_line").fetchone()
    assert (before, counts, left) == ((0,), LoadCounts(added=7, rejected=1), (0,))
    assert read == [7, 9]


def test_register_counts_how_many_bear_a_name(as_lists: AsLists, tmp_path: Path, owner_sql: psycopg.Connection) -> None:
    file = write(tmp_path, "R8,木棉一,,1991-02-02,,EB7654321,CHN,M,,,,虚构单位")
    before = owner_sql.execute("SELECT bearers FROM lists.name_count WHERE name_form = ''").fetchone()

    with as_lists():
        load_list(path=file, code="POPULATION", version="v2", whole=False, at=AT, by="t", reject=lambda *_: None)

    asked = "SELECT name_form, bearers FROM lists.name_count WHERE name_form IN ('', '木棉一')"
    counted = {str(form): int(bearers) for form, bearers in owner_sql.execute(asked)}
    assert before is not None
    assert counted == {"": before[0] + 1, "木棉一": 2}


def test_list_that_was_keyed_by_other_rules_says_nothing_until_it_is_keyed_anew(
    watch: Watch, as_lists: AsLists, as_worker: AsWorker, owner_sql: psycopg.Connection
) -> None:
    owner_sql.execute("UPDATE lists.reference_list SET keyed = 0")
    owner_sql.execute("DELETE FROM lists.key WHERE NOT of_watch")
    watch(LISTED_NOWHERE, "EXIT_BAR")
    watch(BARRED, "EXIT_BAR", reference="case:2")
    before = cleared(AT + MINUTE)

    with as_lists():
        main(["rekey"])
    with as_worker():
        screen_waiting(at=AT + MINUTE)

    after = [answers_for(case, at=AT + 2 * MINUTE)[0].is_cleared for case in ("case:1", "case:2")]
    assert (before, after) == (False, [True, False])


def test_command_prints_counts_and_sets_bad_lines_aside(
    as_lists: AsLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, NEW_LINE, "B1,坏,,1987-02-30,,,,,,,,", encoding="gb18030")

    with as_lists():
        code = main(["load", str(file), "--list", "EXIT_BAR", "--version", "v2"])

    rejects = file.with_name("list.csv.rejects.csv").read_text().splitlines()
    assert (code, capsys.readouterr().out.splitlines()[0], len(rejects), rejects[1].split(",")[0]) == (
        1,
        "added=1 changed=0 unchanged=0 ended=0 rejected=1",
        2,
        "3",
    )


def test_report_of_rejected_lines_is_corrected_in_place_and_loaded_as_it_is(
    as_lists: AsLists, tmp_path: Path, owner_sql: psycopg.Connection
) -> None:
    file = write(tmp_path, NEW_LINE, 'B1,"欧阳, 坏",,1987-02-30,,,,,,,,', "B2,又坏,,1988-13-01,,,,,,,,")
    rejects = file.with_name("list.csv.rejects.csv")

    with as_lists():
        main(["load", str(file), "--list", "EXIT_BAR", "--version", "v2"])
        rejects.write_text(rejects.read_text(encoding="utf-8").replace("1987-02-30,,", "1987-02-28,,"), encoding="utf-8")
        with pytest.raises(LoadRefused, match="Try again without --expire"):
            load(rejects, "v3")
        counts = load(rejects, "v3", whole=False)

    row = owner_sql.execute("SELECT name, birth_date FROM lists.entry WHERE entry_id = 'B1' AND ended_version IS NULL").fetchone()
    assert (row, counts.added, counts.rejected) == (("欧阳, 坏", "1987-02-28"), 1, 1)


def test_watch_that_is_compared_while_a_list_is_loaded_is_not_missed(
    as_lists: AsLists, tmp_path: Path, databases: TestDatabases, owner_sql: psycopg.Connection
) -> None:
    file = write(tmp_path, BARRED_LINE, OTHER_LINE, NEW_LINE)
    open_watch(reference="case:1", person=LISTED_NOWHERE, lists=["EXIT_BAR"], at=AT)
    keys = keyed(facts_of_person(LISTED_NOWHERE))

    with databases.login("worker", WITH_RULEBOOK).connect() as worker, ThreadPoolExecutor(1) as elsewhere:
        with worker.transaction():
            [(watched, _)] = worker.execute("SELECT * FROM lists.waiting(10)").fetchall()
            worker.execute(SCREEN, [*arrays({watched: keys}), KEYS_VERSION, AT])
            with as_lists():
                loading = elsewhere.submit(load_and_leave, file)
                while not loading.done() and not owner_sql.execute(WAITS_FOR_ADVICE).fetchall():
                    pass
        loading.result()

    assert not cleared(AT + 2 * MINUTE)


WAITS_FOR_ADVICE = """
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def load_and_leave(file: Path) -> None:
    try:
        load(file)
    finally:
        connection.close()
