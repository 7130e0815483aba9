"""Whether `call_next` is right under load: many windows call at once, and every call is counted against every ticket afterwards.

Tickets are laid into 17 halls as sets; then so many connections as asked call and end for all windows, each call and each end a
transaction of its own, until nobody waits. Every window is worked by two connections at once, so that they meet on its row and on
the tickets of its hall. The connections loop inside the server, by a procedure that commits after each act: what is measured is
the act and not the way to it. A ledger of each connection says what it was told after the call was committed; at the end ledgers
and tables are compared, ticket by ticket. With `--control` the judges are taken away first (no lock, no unique constraint): then
doubles must be found, or the bench could not see them. `--minutes` stops a long run early; who still waits then is not lost.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT)]
os.environ |= {"DJANGO_SETTINGS_MODULE": "mumian.project.settings", "MUMIAN_PROFILE": "test"}

import django  # noqa: E402  # the paths above come first

django.setup()

from mumian.project.environment import Environment  # noqa: E402  # needs Django set up
from tests.support.databases import serving  # noqa: E402  # as above

if TYPE_CHECKING:
    from mumian.project.database.address import Address

HALLS, WINDOWS = 17, 8
PLACES = """
INSERT INTO offices_bureau (code, kind, name_zh, name_en) VALUES ('440100', 'city', '市局', 'City') ON CONFLICT DO NOTHING;
INSERT INTO offices_hall (code, bureau_id, kind, name_zh, name_en, address_zh, address_en, phone, how_to_get_zh,
    how_to_get_en, services, daily_share)
SELECT 'B' || hall, (SELECT id FROM offices_bureau WHERE code = '440100'), 'district', '厅', 'Hall', '-', '-', '-', '', '',
    '{}', 0
FROM generate_series(1, %(halls)s) AS hall;
INSERT INTO offices_window (code, hall_id, number, floor, kind, rating_device, priority, low_counter, seated)
SELECT hall.code || '-' || number, hall.id, number, 1, 'accept_citizen', true, false, number %% 4 = 0, number %% 4 = 0
FROM offices_hall AS hall, generate_series(1, %(windows)s) AS number WHERE hall.code LIKE 'B%%';
INSERT INTO offices_officer (badge_number, name, latin, status, joined_on)
SELECT 'B' || lpad(number::text, 5, '0'), '甲', 'A', 'police', '2020-01-01'
FROM generate_series(1, %(halls)s * %(windows)s) AS number;
INSERT INTO queueing_windowpost (window_id, hall_id, mode, officer_id, skills, low, seated, break_reason, since)
SELECT place.id, place.hall_id, 'open', officer.id,
    CASE place.number %% 2 WHEN 0 THEN '{ENDORSE,NEW,RENEW}' ELSE '{ENDORSE,NEW}' END::varchar[], place.low_counter, place.seated,
    '', now()
FROM (SELECT *, row_number() OVER (ORDER BY id) AS row FROM offices_window WHERE code LIKE 'B%%') AS place
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS row FROM offices_officer WHERE badge_number LIKE 'B%%') AS officer
    USING (row);
"""
TICKETS = """
WITH taken AS (
    SELECT hall.id AS hall_id, number, (ARRAY['ENDORSE','NEW','RENEW'])[1 + number %% 3] AS service,
        (ARRAY[0, 0, 0, 0, 30, 40, 59])[1 + number %% 7] AS places
    FROM offices_hall AS hall, generate_series(1, %(each)s) AS number WHERE hall.code LIKE 'B%%'
), queue AS (
    INSERT INTO queueing_hallqueue (hall_id, last_number, block_last, last_position, agent, epoch)
    SELECT id, %(each)s, %(each)s, %(each)s, '', 0 FROM offices_hall WHERE code LIKE 'B%%' RETURNING 1
), block AS (
    INSERT INTO queueing_numberblock (hall_id, first, last, holder, given_at)
    SELECT id, 1, %(each)s, 'centre', now() FROM offices_hall WHERE code LIKE 'B%%' RETURNING 1
)
INSERT INTO queueing_ticket (hall_id, number, numbered_by, label, code, day, channel, priority, people, needs_low, needs_seat,
    contact, services, refs, errand, service_id, position, rank, missed, state, turns, taken_at, ready_at, moved_at, because)
SELECT hall_id, number, 'centre', queueing_label(number), hall_id || 'x' || number,
    current_date + (number / 23000)::integer, 'machine', 'ordinary', 1, number %% 50 = 0, false, '', ARRAY[service], '{""}', 1,
    service, number, number - places, 0, 'waiting', 0, now(), now(), now(), ''
FROM taken CROSS JOIN (SELECT count(*) FROM queue) AS q CROSS JOIN (SELECT count(*) FROM block) AS b
"""
QUIET = "ALTER TABLE queueing_ticket DISABLE TRIGGER USER"
"""Tickets are laid by the owner without their triggers: what is measured here is calling."""
WITHOUT_JUDGES = """
DROP INDEX a_window_serves_one_ticket; DROP INDEX a_ticket_is_at_one_window; DROP INDEX a_window_has_one_ticket_at_a_time;
ALTER TABLE queueing_call DROP CONSTRAINT a_turn_is_called_once;
ALTER TABLE queueing_ticket DISABLE TRIGGER USER; ALTER TABLE queueing_call DISABLE TRIGGER USER;
CREATE OR REPLACE FUNCTION queueing_call_next(p_window bigint, p_officer bigint, p_at timestamptz, p_agent text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE post queueing_windowpost; chosen bigint;
BEGIN
    SELECT * INTO post FROM queueing_windowpost WHERE window_id = p_window;
    SELECT id INTO chosen FROM queueing_ticket WHERE hall_id = post.hall_id AND state = 'waiting'
        AND service_id = ANY(post.skills) AND (NOT needs_low OR post.low) ORDER BY rank, id LIMIT 1;
    IF NOT FOUND THEN RETURN NULL; END IF;
    RETURN queueing_put(chosen, post, p_at);
END $$;
"""


WORK = """
CREATE PROCEDURE bench_work(windows bigint[], officers bigint[], seconds integer, INOUT told bigint[], INOUT refused bigint)
LANGUAGE plpgsql AS $$
DECLARE
    until timestamptz := clock_timestamp() + make_interval(secs => seconds);
    is_open boolean[] := array_fill(true, ARRAY[cardinality(windows)]);
    left_open integer := cardinality(windows);
    at_window bigint;
    ended bigint;
BEGIN
    WHILE left_open > 0 AND clock_timestamp() < until LOOP
        FOR place IN 1..cardinality(windows) LOOP
            CONTINUE WHEN NOT is_open[place];
            BEGIN
                at_window := queueing_call_next(windows[place], officers[place], now(), '');
            EXCEPTION WHEN unique_violation THEN
                refused := refused + 1;  -- the other connection has a ticket at this window just now
                CONTINUE;
            END;
            COMMIT;
            IF at_window IS NULL THEN
                is_open[place] := false;
                left_open := left_open - 1;
                CONTINUE;
            END IF;
            UPDATE queueing_call SET began_at = called_at, ended_at = called_at, outcome = 'parked' WHERE id = at_window
            RETURNING ticket_id INTO ended;
            UPDATE queueing_ticket SET state = 'parked' WHERE id = ended;
            COMMIT;
            told := told || ended;
        END LOOP;
    END LOOP;
END $$;
GRANT EXECUTE ON PROCEDURE bench_work TO PUBLIC;
"""
DOUBLE = """
SELECT (SELECT count(*) FROM (SELECT ticket_id FROM queueing_call GROUP BY ticket_id HAVING count(*) > 1) AS twice)
    + (SELECT count(*) FROM
        (SELECT window_id FROM queueing_call WHERE ended_at IS NULL GROUP BY window_id HAVING count(*) > 1) AS two)
"""
LOST = """
SELECT count(*) FROM queueing_ticket AS ticket
WHERE (state = 'waiting') = EXISTS (SELECT FROM queueing_call AS call WHERE call.ticket_id = ticket.id)
"""
"""Tickets that wait though they were called, and tickets that do not wait though nobody called them."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=24 * 60)
    parser.add_argument("--control", action="store_true", help="take the judges away first; doubles must be found")
    options = parser.parse_args()
    environment = Environment.read()
    with serving(environment.var / "test", environment.database_url) as databases:
        result = measured(
            databases.login("owner"), databases.login("web"), options.calls, options.connections,
            seconds=int(options.minutes * 60), control=options.control,
        )  # fmt: skip
    for name, value in result.items():
        sys.stdout.write(f"{name:<24} {value}\n")
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    is_right = not (result["double_calls"] or result["lost_tickets"] or result["told_otherwise"])
    return int(is_right is options.control)


def measured(
    owner: Address, web: Address, calls: int, connections: int = 8, *, seconds: int = 86_400, control: bool = False
) -> dict[str, Any]:
    """All figures of one run. Raises nothing for a wrong count: it stands in the figures."""
    each = -(-calls // HALLS)
    with owner.connect() as connection:
        connection.execute(PLACES % {"halls": HALLS, "windows": WINDOWS})
        connection.execute(QUIET)
        connection.execute(TICKETS % {"each": each})
        connection.execute("ALTER TABLE queueing_ticket ENABLE TRIGGER USER")
        connection.execute(WORK)
        if control:
            connection.execute(WITHOUT_JUDGES)
        connection.commit()
        connection.autocommit = True
        connection.execute("ANALYZE queueing_ticket")
        posts = connection.execute("SELECT window_id, officer_id FROM queueing_windowpost ORDER BY window_id").fetchall()
        # Each window is worked by two connections: they meet on its row, and on the tickets of its hall.
        shares = [
            [post for place, post in enumerate(posts) if place % connections in (share, (share + 1) % connections)]
            for share in range(connections)
        ]
        began = time.perf_counter()
        with ThreadPoolExecutor(connections) as threads:
            ledgers = list(threads.map(lambda share: work(web, share, seconds), shares))
        took = time.perf_counter() - began
        [(doubles,)] = connection.execute(DOUBLE).fetchall()
        [(lost,)] = connection.execute(LOST).fetchall()
        [(waiting,)] = connection.execute("SELECT count(*) FROM queueing_ticket WHERE state = 'waiting'").fetchall()
        called = {ticket for (ticket,) in connection.execute("SELECT ticket_id FROM queueing_call")}
    told = Counter(ticket for ledger, _ in ledgers for ticket in ledger)
    return {
        "tickets": each * HALLS,
        "halls": HALLS,
        "windows": len(posts),
        "connections": connections,
        "calls": sum(told.values()),
        "still_waiting": waiting,
        "refused_because_busy": sum(refused for _, refused in ledgers),
        "double_calls": doubles,
        "lost_tickets": lost,
        "told_otherwise": len(set(told) ^ called) + sum(number - 1 for number in told.values()),
        "calls_per_s": round(sum(told.values()) / took),
        "seconds": round(took, 1),
        "cores": os.cpu_count() or 0,
        "load": round(os.getloadavg()[0], 1),
        "fsync": False,
        "control": control,
    }


def work(web: Address, posts: list[tuple[int, int]], seconds: int) -> tuple[list[int], int]:
    """Call and end for these windows until nobody waits for any of them; the tickets this connection was given."""
    with web.connect() as connection:
        connection.autocommit = True
        said = connection.execute(
            "CALL bench_work(%s::bigint[], %s::bigint[], %s, '{}'::bigint[], 0::bigint)",
            [[window for window, _ in posts], [officer for _, officer in posts], seconds],
        ).fetchone()
    return (said[0], said[1]) if said else ([], 0)


if __name__ == "__main__":
    sys.exit(main())
