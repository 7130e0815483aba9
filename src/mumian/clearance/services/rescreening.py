"""What has changed in a list against everybody who is watched: set-based by keys, then judged by the rules.

By the role `lists`, which reads the tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from mumian.clearance.errors import LoadRefused
from mumian.clearance.queries.meeting import Candidate, candidate_of
from mumian.clearance.rules.births import near_births
from mumian.clearance.rules.chunks import keys_of_entries
from mumian.clearance.rules.facts import Facts, facts_of_kept
from mumian.clearance.rules.judging import RULES_VERSION
from mumian.clearance.rules.keys import KEYS_VERSION
from mumian.clearance.services.screening import JUDGED, judged
from mumian.clearance.services.watching import tell
from mumian.clearance.terms import EntryFacts, ListCode
from mumian.foundation.words import Text

CHUNK: Final = 5_000
AT_ONCE: Final = 200

NO_SUCH_VERSION: Final = Text(
    "没有重新比对：没有版本 {version}。请核对版本号。",
    "Nothing was compared again: there is no version {version}. Check its name.",
)
# Who waits to be compared is compared with everything soon; here are those who have been.
PAIRS: Final = """
    CREATE TEMPORARY TABLE met_pair ON COMMIT DROP AS
    SELECT DISTINCT met.owner_id AS watch_id, own.entry_id
    FROM met_key own LEFT JOIN met_near near ON near.born = own.born
    JOIN lists.key met ON met.key = own.key AND met.of_watch
         AND (met.number = own.number OR met.number IS NULL OR own.number IS NULL)
         AND (met.born IS NULL OR near.near IS NULL OR met.born = ANY (near.near))
    JOIN lists.watch watch ON watch.id = met.owner_id AND watch.closed_at IS NULL AND watch.screened_at IS NOT NULL
    JOIN lists.watch_list asked ON asked.watch_id = watch.id AND asked.list_code = %s
    WHERE NOT EXISTS (
        SELECT FROM lists.match before
        WHERE before.person_digest = watch.person_digest AND before.entry_id = own.entry_id)
"""
BORN: Final = "SELECT DISTINCT born FROM met_key WHERE born IS NOT NULL"
NEAR_TABLE: Final = "CREATE TEMPORARY TABLE met_near (born integer, near integer[]) ON COMMIT DROP"
TO_JUDGE: Final = """
    SELECT pair.watch_id, entry.id, entry.list_code, list.is_register, version.version, entry.name, entry.aliases,
           entry.birth_date, entry.id_number, entry.doc_number, entry.nationality, entry.sex, watch.person::text
    FROM met_pair pair JOIN lists.entry entry ON entry.id = pair.entry_id JOIN lists.watch watch ON watch.id = pair.watch_id
    JOIN lists.reference_list list ON list.code = entry.list_code
    JOIN lists.list_version version ON version.id = list.current_version
    WHERE (pair.watch_id, pair.entry_id) > (%s, %s) ORDER BY pair.watch_id, pair.entry_id LIMIT %s
"""
MET_ENDED: Final = """
    SELECT DISTINCT watch.id FROM lists.entry entry JOIN lists.match met ON met.entry_id = entry.id
    JOIN lists.watch watch ON watch.person_digest = met.person_digest AND watch.closed_at IS NULL
    WHERE entry.ended_version = ANY (%s)
"""
EVERYBODY: Final = """
    SELECT watch.id FROM lists.watch watch JOIN lists.watch_list asked ON asked.watch_id = watch.id AND asked.list_code = %s
    WHERE watch.closed_at IS NULL AND watch.screened_at IS NOT NULL
"""
SAY_AGAIN: Final = "SELECT reference, list_code FROM lists.say_again(%s::bigint[], %s)"
SINCE: Final = """
    SELECT list.code, list.is_register,
           coalesce(array_agg(version.id ORDER BY version.id) FILTER (WHERE version.id > since.id), '{}')
    FROM lists.reference_list list JOIN lists.list_version version ON version.list_code = list.code
    CROSS JOIN LATERAL (
        SELECT coalesce(max(named.id), 0) AS id FROM lists.list_version named
        WHERE named.list_code = list.code AND named.version = %(since)s) AS since
    WHERE (%(since)s IS NULL OR since.id > 0) GROUP BY list.code, list.is_register ORDER BY list.code
"""
BEGUN_IN: Final = """
    SELECT id, name, aliases, birth_date, id_number, doc_number, nationality, sex FROM lists.entry
    WHERE first_version = ANY (%s) AND ended_version IS NULL AND id > %s ORDER BY id LIMIT 5000
"""
NOBODY_COMPARES: Final = "SELECT pg_advisory_xact_lock(hashtextextended('mumian reference list ' || %s, 0))"


@dataclass(frozen=True, slots=True)
class Rescreened:
    """How much was looked at: entries that are new, pairs that share a key, new matches, answers that changed."""

    entries: int = 0
    pairs: int = 0
    matches: int = 0
    answers: int = 0

    def __add__(self, other: Rescreened) -> Rescreened:
        return Rescreened(
            self.entries + other.entries,
            self.pairs + other.pairs,
            self.matches + other.matches,
            self.answers + other.answers,
        )


def rescreen(*, since: str | None = None, at: datetime) -> Rescreened:
    """Compare everybody who is watched with the entries that came after a version (every entry that stands, when None).

    A load does this by itself; it is for new rules, and for whoever wants to be sure. Pairs that were found before stay as they
    are. Raises LoadRefused when no list has such a version.
    """
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"since": since})
        concerned = cursor.fetchall()
    if since is not None and not concerned:
        raise LoadRefused(NO_SUCH_VERSION.filled(version=since))
    done = Rescreened()
    for code, is_register, versions in concerned:
        if versions:
            done += _rescreen_list(code, versions, is_register=is_register, at=at)
    return done


@transaction.atomic
def _rescreen_list(code: ListCode, versions: Sequence[int], *, is_register: bool, at: datetime) -> Rescreened:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE met_key (key bigint, entry_id bigint, number bigint, born integer) ON COMMIT DROP")
        entries = 0
        for rows in _begun_in(cursor, versions):
            entries += len(rows)
            keyed = keys_of_entries([entry for _, entry in rows], is_register)
            with cursor.copy("COPY met_key FROM STDIN") as copy:
                for (number, _), one in zip(rows, keyed, strict=True):
                    for key, born in one.with_births():
                        copy.write_row((key, number, one.number, born))
        cursor.execute("ANALYZE met_key")
        cursor.execute(NOBODY_COMPARES, [code])
        found = compare_with_watches(cursor, code=code, ended_in=None, everybody=False, at=at, versions=versions)
        cursor.execute("DROP TABLE met_key, met_pair, met_near")
    return Rescreened(entries=entries) + found


def compare_with_watches(
    cursor: Any,
    *,
    code: ListCode,
    ended_in: int | None,
    everybody: bool,
    at: datetime,
    versions: Sequence[int] = (),
) -> Rescreened:
    """Compare the entries whose keys stand in the temporary table `met_key` with those who are watched, and say what has changed.

    Concerned are those who meet one of them, those who had met an entry that has ended, and everybody when the list is new.
    """
    _say_which_births_are_near(cursor)
    cursor.execute(PAIRS, [code])
    cursor.execute("ANALYZE met_pair")
    concerned: set[int] = set()
    pairs = matches = 0
    for candidates, people in _to_judge(cursor):
        pairs += len(candidates)
        concerned.update(one.owner for one in candidates)
        findings = judged(candidates, people)
        matches += len(findings)
        if findings:
            cursor.execute(JUDGED, [json.dumps(findings, ensure_ascii=False), KEYS_VERSION, RULES_VERSION, at])
    cursor.execute(MET_ENDED, [[*versions, *([ended_in] if ended_in else [])]])
    concerned.update(watch for (watch,) in cursor.fetchall())
    if everybody:
        cursor.execute(EVERYBODY, [code])
        concerned.update(watch for (watch,) in cursor.fetchall())
    answers = tell(_said_again(cursor, sorted(concerned), at), at)
    return Rescreened(pairs=pairs, matches=matches, answers=answers)


def _say_which_births_are_near(cursor: Any) -> None:
    """Beside the keys: which births are near to each of theirs; those that are not there are near to all."""
    cursor.execute(BORN)
    births = [born for (born,) in cursor.fetchall()]
    cursor.execute(NEAR_TABLE)
    with cursor.copy("COPY met_near FROM STDIN") as copy:
        for born in births:
            if near := near_births(born):
                copy.write_row((born, list(near)))
    cursor.execute("ANALYZE met_near")


def _said_again(cursor: Any, watches: Sequence[int], at: datetime) -> Iterator[tuple[str, ListCode]]:
    """Whose answer about which list has changed. A few at a time: its statement is planned for few and grows as n²."""
    for start in range(0, len(watches), AT_ONCE):
        cursor.execute(SAY_AGAIN, [watches[start : start + AT_ONCE], at])
        yield from cursor.fetchall()


def _to_judge(cursor: Any) -> Iterator[tuple[list[Candidate], dict[int, Facts]]]:
    after = (0, 0)
    while True:
        cursor.execute(TO_JUDGE, [*after, CHUNK])
        rows = cursor.fetchall()
        if not rows:
            return
        people = {watch: facts_of_kept(json.loads(person)) for watch, person in {row[0]: row[-1] for row in rows}.items()}
        yield [candidate_of(row[:-1]) for row in rows], people
        after = (rows[-1][0], rows[-1][1])


def _begun_in(cursor: Any, versions: Sequence[int]) -> Iterator[list[tuple[int, EntryFacts]]]:
    after = 0
    while True:
        cursor.execute(BEGUN_IN, [list(versions), after])
        rows = cursor.fetchall()
        if not rows:
            return
        yield [
            (
                number,
                EntryFacts(
                    "", name, tuple(aliases), birth_date=birth, id_number=id_number, doc_number=doc, nationality=state, sex=sex
                ),
            )
            for number, name, aliases, birth, id_number, doc, state, sex in rows
        ]
        after = rows[-1][0]
