"""`mumian clearance replay` and `explain`: a result that was stored, made again and said in words."""

from __future__ import annotations

import argparse
import json
from typing import Final

from mumian.clearance.errors import ReplayRefused
from mumian.clearance.queries.meeting import Stored, stored_result
from mumian.clearance.rules.results import explanation_of, replayed
from mumian.clearance.terms import MatchId
from mumian.foundation.words import Text

NO_MATCH: Final = Text(
    "没有显示：没有编号为 {match_id} 的比对结果。请核对编号。",
    "Nothing was shown: there is no match {match_id}. Check its number.",
)
NO_EVIDENCE: Final = Text(
    "没有重算：编号 {match_id} 的结果没有保存证据。它只凭号码得出。",
    "The result was not made again: match {match_id} has no evidence; it rests on equal numbers alone.",
)
OTHER_ANSWER: Final = Text(
    "重算结果与保存的不同。请报告：同一版规则应给出同一结果。",
    "The result made again is another than the stored one. Report it: the same rules must answer the same.",
)
AGREES: Final = Text("与人口信息库一致。", "It agrees with the population register.")
NUMBERS_ALONE: Final = Text("号码相同。", "The numbers are the same.")
MET_BY: Final = Text("据以碰面的线索：{keys}。", "Met by: {keys}.")
STOOD: Final = Text(
    "名单 {code}，版本 {version}，规则第{rules}版，{at}。", "List {code}, version {version}, rules {rules}, {at}."
)
KEY_WORDS: Final[dict[str, Text]] = {
    "C": Text("公民身份号码", "citizen number"),
    "I": Text("其他身份号码", "other identity number"),
    "D": Text("证件号码", "document number"),
    "S": Text("姓氏和出生日期", "surname and birth date"),
    "N": Text("姓名和出生年份或月日", "name and year, or month and day, of birth"),
    "P": Text("读音和出生年份或月日", "sound of the name and year, or month and day, of birth"),
    "T": Text("姓名的一部分和出生日期", "part of the name and birth date"),
    "X": Text("少见的姓名", "a rare name"),
}


def replay(options: argparse.Namespace) -> int:
    """Make a stored result again from its evidence: 0 when it is the same byte for byte, else 1."""
    stored = _stored(options.match)
    if stored.evidence is None:
        raise ReplayRefused(NO_EVIDENCE.filled(match_id=options.match))
    again = replayed(stored.evidence)
    options.say(again)
    if again == stored.evidence:
        return 0
    options.say(OTHER_ANSWER.in_language(options.language or "en"))
    return 1


def explain(options: argparse.Namespace) -> int:
    """Say in both languages what a stored result rests on."""
    stored = _stored(options.match)
    if stored.evidence is not None:
        said = explanation_of(json.loads(stored.evidence))
    else:
        said = AGREES if stored.agrees else NUMBERS_ALONE
    kinds = [KEY_WORDS[letter] for letter in dict.fromkeys(key[0] for key in stored.keys_met) if letter in KEY_WORDS]
    stood = STOOD.filled(code=stored.code, version=stored.version, rules=stored.rules, at=stored.found_at.isoformat())
    for words in (said, MET_BY, stood):
        options.say(words.zh.replace("{keys}", "、".join(kind.zh for kind in kinds)))
    for words in (said, MET_BY, stood):
        options.say(words.en.replace("{keys}", "; ".join(kind.en for kind in kinds)))
    return 0


def _stored(match_id: int) -> Stored:
    stored = stored_result(MatchId(match_id))
    if stored is None:
        raise ReplayRefused(NO_MATCH.filled(match_id=match_id))
    return stored
