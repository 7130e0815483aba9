"""The reference lists of the town: everybody on the register, a few on the other lists, and who looks at the matches."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from mumian.clearance import services
from mumian.clearance.errors import MatchRefused
from mumian.clearance.queries import loaded_version, matches_of
from mumian.clearance.rules.lines import COLUMNS
from mumian.clearance.services import confirm_decision, decide_match, entrust_list, load_list
from mumian.clearance.terms import POPULATION, Judgement
from mumian.foundation.clock import OFFICE_ZONE
from mumian.foundation.words import Text
from mumian.offices.terms import Role
from mumian.simulation.acts import Act, Came
from mumian.simulation.stage import Stage
from mumian.simulation.town.applicants import Applicant
from mumian.simulation.trying import tried
from mumian.simulation.worker import Worker

GROUNDS: Final = {
    "FILED_STAFF": "虚构单位备案的国家工作人员",
    "EXIT_BAR": "虚构的未了结民事案件",
    "HKMO_VIOLATION": "虚构的逾期停留",
    "WANTED": "虚构的在逃人员",
}
STAFF: Final = "FILED_STAFF"
HOLDERS: Final = 2
AT_ONCE: Final = 250
NOTE: Final = "核对证件、姓名和出生日期后，与名单登记的情况比较得出。"
Row = tuple[str, ...]


class ClearancePart:
    """`clearance.look`: two custodians look at the matches of a case and say who is another person; learns where he stands.

    With `consent_held` the employer has consented: for this case the list of registered staff is cleared.
    """

    name = "clearance"
    kinds = frozenset({"clearance.look"})

    def prepare(self, stage: Stage, *, day: date) -> None:
        """Entrust the lists to their custodians, where they are not entrusted yet."""
        for code in (POPULATION, *GROUNDS):
            if loaded_version(code) is None:
                _load(code, [_strangers_row(code)], version="town 0", at=datetime.combine(day, time(6), OFFICE_ZONE))
            for badge in stage.badges(Role.LIST_CUSTODIAN)[:HOLDERS]:
                with suppress(MatchRefused):  # he holds it already
                    entrust_list(code=code, badge_number=badge, valid_from=day - timedelta(days=1))

    def carry_out(self, acts: Sequence[Act], worker: Worker) -> list[Came]:
        """Each for itself."""
        return [tried(act, partial(_looked, act, worker)) for act in acts]


def screen(at: datetime) -> None:
    """Have everybody who waits for answers of the lists compared, as the worker of a house does every few seconds."""
    waiting = getattr(services, "screen_waiting", None)
    while waiting is not None and waiting(at=at, most=AT_ONCE):
        pass


def _looked(act: Act, worker: Worker) -> dict[str, Any]:
    first, second = worker.stage.badges(Role.LIST_CUSTODIAN)[:HOLDERS]
    token = worker.mover(first, act.at).acting.token
    met: list[str] = []
    for match in matches_of(f"case:{act.says['case']}", token=token, reason=NOTE, at=act.at):
        if act.says.get("consent_held") and match.code == STAFF:
            held, reference = Judgement.CONSENT_HELD, f"case:{act.says['case']}"
            decide_match(match_id=match.match_id, judgement=held, note=NOTE, token=token, at=act.at, reference=reference)
        if match.decision is not None:
            continue
        same = act.says["shown"] in {match.entry.id_number, match.entry.doc_number}
        judged = Judgement.SAME_PERSON if same else Judgement.OTHER_PERSON
        decision = decide_match(match_id=match.match_id, judgement=judged, note=NOTE, token=token, at=act.at)
        if match.code in {"EXIT_BAR", "WANTED"}:
            confirm_decision(decision_id=decision, token=worker.mover(second, act.at).acting.token, at=act.at)
        if same and match.code != POPULATION:
            met.append(match.code)
    return {"met": sorted(met)}


def load_people(people: Iterable[tuple[Applicant, tuple[str, bool] | None]], *, version: str, at: datetime) -> dict[str, int]:
    """Load the day's people into the register, and some of them, or others with their names, into the other lists."""
    files: dict[str, list[Row]] = {code: [] for code in (POPULATION, *GROUNDS)}
    for who, hit in people:
        if not who.person.numbers:
            continue
        files[POPULATION].append(_row(who, who.shown, ""))
        if hit is not None and hit[0] in GROUNDS:
            code, truly = hit
            files[code].append(_row(who, who.shown if truly else "", GROUNDS[code]))
    return {code: _load(code, rows, version=version, at=at) for code, rows in files.items() if rows}


def _row(who: Applicant, number: str, ground: str) -> Row:
    """A line of a list. Who is met falsely has the name and the birth date, and no number."""
    person = who.person
    born = person.birth_date.isoformat()
    return (f"T{who.shown}", person.name, "", born, number, "", person.nationality, person.sex.value, ground, "", "", "虚构单位")


def _strangers_row(code: str) -> Row:
    """Somebody who never comes: a list that stands at no version answers nothing."""
    return (
        f"S{code}",
        "无此人",
        "",
        "1901-01-01",
        "440199190101010005",
        "",
        "CHN",
        "M",
        GROUNDS.get(code, ""),
        "",
        "",
        "虚构单位",
    )


def _load(code: str, rows: Sequence[Row], *, version: str, at: datetime) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{code}.csv"
        with file.open("w", encoding="utf-8", newline="") as written:
            csv.writer(written).writerows([COLUMNS, *rows])
        loaded = load_list(path=file, code=code, version=version, whole=False, at=at, by="town", reject=_never)
    return loaded.counts.added


def _never(line: int, reason: Text, written: Sequence[str]) -> None:
    raise ValueError(f"Line {line} of an invented list is at fault ({reason.en}): {written}")
