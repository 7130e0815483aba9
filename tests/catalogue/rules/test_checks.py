"""Whatever is wrong with a rulebook is found, and found at its line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mumian.catalogue.rules.checks import check_rulebook
from mumian.catalogue.rules.checks.references import EVERYWHERE, REFERENCES, references
from mumian.catalogue.rules.checks.walking import entries, fields_set, key_of
from mumian.catalogue.rules.problems import Place
from mumian.catalogue.rules.reading import Reading, read_rulebook, subject_called
from tests.catalogue.small import GUANGZHOU, SMALL, copy_of, reading_of, spoilt


def test_small_rulebook_has_no_problem() -> None:
    assert check_rulebook(SMALL).problems == ()


def test_counts_are_those_of_the_folder() -> None:
    assert check_rulebook(SMALL).counts == {
        "services": 2,
        "rules": 7,
        "materials": 5,
        "notice_classes": 1,
        "notice_items": 1,
        "leaflets": 2,
        "halls": 2,
        "windows": 3,
        "points": 1,
        "documents": 1,
        "conditions": 2,
        "facts": 16,
        "lists": 1,
        "reasons": 2,
        "reforms": 1,
        "laws": 2,
        "sources": 2,
        "forms": 1,
        "examples": 2,
        "calendar_days": 121,
    }


# Each: the file, the text that is replaced, what replaces it, and every line that check prints.
SPOILT = {
    "broken reference": (
        "services/visa.yaml",
        "successor: PASS-NEW",
        "successor: PASS-NEU",
        ["services/visa.yaml:8: unknown-reference: There is no service “PASS-NEU”; did you mean PASS-NEW?"],
    ),
    "rule of a service": (
        "services/pass.yaml",
        "rules: [RESIDENT, CITY",
        "rules: [RESIDNT, CITY",
        [
            "services/pass.yaml:13: unknown-reference: There is no rule “RESIDNT”; did you mean RESIDENT?",
        ],
    ),
    "fact name in an expression": (
        "rules.yaml",
        "holds: applicant.resident\n",
        "holds: applicant.resitent\n",
        [
            "rules.yaml:6: undeclared-fact: The fact “applicant.resitent” is not declared.",
        ],
    ),
    "expression that is none": (
        "conditions.yaml",
        "when: applicant.age < 16",
        "when: applicant.age < < 16",
        [
            "conditions.yaml:3: expression: This expression cannot be parsed (line 1, column 17): "
            "Syntax error: extraneous input '<'.",
        ],
    ),
    "expression of several lines": (
        "rules.yaml",
        "          : 10",
        "          : : 10",
        [
            "rules.yaml:53: expression: This expression cannot be parsed (line 3, column 5): Syntax error: extraneous input ':'.",
        ],
    ),
    "text compared with a number": (
        "conditions.yaml",
        "when: applicant.age < 16",
        "when: applicant.age < '16'",
        ["conditions.yaml:3: never-true: “applicant.age” is of type int and is never '16'."],
    ),
    "value of the wrong type": (
        "rules.yaml",
        "          ? 5\n",
        "          ? 'five'\n",
        ["rules.yaml:51: wrong-type: The types do not fit: it gives 'five', not int."],
    ),
    "value that a fact never has": (
        "conditions.yaml",
        "when: applicant.age < 16",
        "when: applicant.age < 16 && case.reason == 'HOLIDAY'",
        ["conditions.yaml:3: never-true: “case.reason” is never “HOLIDAY” (known: VISIT, STUDY)."],
    ),
    "function that does not exist": (
        "conditions.yaml",
        "when: applicant.age < 16",
        "when: twice(applicant.age) < 16",
        ["conditions.yaml:3: unknown-function: There is no function “twice”."],
    ),
    "overlapping spans": (
        "services/pass.yaml",
        "{from: 2010-01-01, codes: [BAR]",
        "{from: 2009-12-31, codes: [BAR]",
        ["services/pass.yaml:16: overlap: This span overlaps with the one at services/pass.yaml:15, from 2009-12-31."],
    ),
    "span the wrong way round": (
        "reasons.yaml",
        "{code: STUDY,",
        "{code: STUDY, from: 2009-02-01, to: 2009-01-01,",
        ["reasons.yaml:2: reversed-span: The span ends on 2009-01-01, before it begins on 2009-02-01."],
    ),
    "gap": (
        "services/pass.yaml",
        "- {from: 2010-01-01, codes: [BAR]",
        "- {from: 2010-02-01, codes: [BAR]",
        ["services/pass.yaml:14: gap: PASS-NEW is offered from 2010-01-01 to 2010-01-31, and there is no `lists` for it."],
    ),
    "nothing at all": (
        "services/visa.yaml",
        "eligibility: [{rules: []}]",
        "eligibility: []",
        [
            "services/visa.yaml:1: gap: VISA is offered from 2000-01-01 to 2005-12-31, and there is no `eligibility` for it.",
            "services/visa.yaml:1: gap: VISA is offered from 2010-01-01 to 2019-12-31, and there is no `eligibility` for it.",
        ],
    ),
    "rule without a test case": (
        "rules.yaml",
        "examples: {yes: [{document.years: 10}], no: [{document.years: 5}]}",
        "examples: {yes: [{document.years: 10}]}",
        ["rules.yaml:67: no-example: There is no example for which it does not hold (examples.no)."],
    ),
    "value rule with one value": (
        "rules.yaml",
        "{applicant.age: 30, is: 10}",
        "{applicant.age: 12, is: 5}",
        ["rules.yaml:58: no-example: There should be examples of at least two different values (examples.gives)."],
    ),
    "example that fails": (
        "conditions.yaml",
        "yes: [{applicant.age: 15}]",
        "yes: [{applicant.age: 17}]",
        ["conditions.yaml:4: example-fails: The example says yes, CHILD gives no."],
    ),
    "example with an undeclared fact": (
        "conditions.yaml",
        "yes: [{applicant.age: 15}]",
        "yes: [{applicant.age: 15, applicant.height: 3}]",
        ["conditions.yaml:4: example-fact: The rulebook knows no fact “applicant.height”."],
    ),
    "missing translation": (
        "families.yaml",
        "{zh: 签证, en: Visas}",
        "{zh: 签证}",
        ["families.yaml:2: missing-translation: “name”: the en text is missing."],
    ),
    "empty translation": (
        "families.yaml",
        "{zh: 签证, en: Visas}",
        "{zh: '', en: Visas}",
        ["families.yaml:2: missing-translation: “name”: the zh text is missing."],
    ),
    "allowances that do not sum": (
        "allowances.yaml",
        "{stage: production, days: 2}",
        "{stage: production, days: 3}",
        ["allowances.yaml:1: allowance-sum: The stages sum to 4 days; 3 are promised."],
    ),
    "promise that is not shared out": (
        "services/pass.yaml",
        "- {days: 3}",
        "- {days: 4}",
        [
            "services/pass.yaml:33: no-allowance: allowances.yaml does not share out 4 days on the path full.",
        ],
    ),
    "notice items that are not as many as stated": (
        "notices.yaml",
        "count: 1",
        "count: 2",
        ["notices.yaml:6: count: Class A states 2 items and has 1."],
    ),
    "unknown key": (
        "amenities.yaml",
        "accessible: true",
        "acessible: true",
        ["amenities.yaml:1: unknown-key: “acessible” is not known here; check its spelling."],
    ),
    "missing key": (
        "halls.yaml",
        "  phone: 000-12\n",
        "",
        ["halls.yaml:11: missing-key: “phone” is missing."],
    ),
    "key written twice": (
        "families.yaml",
        "- {code: visa,",
        "- {code: visa, code: visum,",
        [
            "families.yaml:2: doubled-key: “code” is written twice.",
            "rulebook.yaml:13: unknown-reference: There is no family “visa”; did you mean visum?",
            "services/visa.yaml:2: unknown-reference: There is no family “visa”; did you mean visum?",
        ],
    ),
    "code given twice": (
        "families.yaml",
        "- {code: visa,",
        "- {code: visa, name: {zh: 签, en: Visas}}\n- {code: visa,",
        ["families.yaml:3: doubled-code: The code “visa” is already used at families.yaml:2."],
    ),
    "number in place of a text": (
        "rulebook.yaml",
        "city: '990100'",
        "city: 990100",
        ["rulebook.yaml:5: wrong-type: “city” should be a text; put figures in quotes."],
    ),
    "word that is not known": (
        "windows.yaml",
        "kind: collect",
        "kind: colect",
        [
            "windows.yaml:2: unknown-word: “kind”: Input should be 'accept_citizen', 'accept_foreigner', 'collect' or 'consult'.",
        ],
    ),
    "day that does not exist": (
        "legal.yaml",
        "effective: 1990-01-01",
        "effective: 1990-02-30",
        ["legal.yaml:1: wrong-type: “effective”: a day is written YYYY-MM-DD."],
    ),
    "window number used twice": (
        "windows.yaml",
        "number: 2, floor: 1",
        "number: 1, floor: 1",
        ["windows.yaml:2: doubled-window: The window H1-W1 already has this number."],
    ),
    "floor that a hall has not": (
        "windows.yaml",
        "number: 2, floor: 1",
        "number: 2, floor: 9",
        ["windows.yaml:2: unknown-floor: The hall H1 has no floor 9."],
    ),
    "hours the wrong way round": (
        "halls.yaml",
        "'09:00-17:00'",
        "'17:00-09:00'",
        ["halls.yaml:18: hours: Hours run from early to late and do not overlap."],
    ),
    "shares that do not sum to one": (
        "halls.yaml",
        "daily_share: 0.4",
        "daily_share: 0.2",
        ["halls.yaml:10: share-sum: The halls' daily shares sum to 0.800, not to 1."],
    ),
    "number pattern that is none": (
        "documents.yaml",
        r"'^S\d{8}$'",
        r"'^S(\d{8}$'",
        [
            "documents.yaml:3: regex: This is not a regular expression: missing ), unterminated subpattern at position 2.",
            "documents.yaml:8: example-number: “S12345678” fits no number pattern.",
        ],
    ),
    "calendar with a gap": (
        "calendar.csv",
        "2024-03-05,Tue,workday,,,OWN,high\n",
        "",
        ["calendar.csv:66: calendar-gap: After 2024-03-04 comes the next day, not 2024-03-06."],
    ),
    "calendar with a wrong weekday": (
        "calendar.csv",
        "2024-03-05,Tue",
        "2024-03-05,Wed",
        ["calendar.csv:66: weekday: 2024-03-05 is a Tue, not a Wed."],
    ),
    "vector of time": (
        "time.yaml",
        "due: 2024-01-11",
        "due: 2024-01-10",
        ["time.yaml:6: vector-fails: `due` should be 2024-01-10; by the rules it is 2024-01-11."],
    ),
    "whole question": (
        "examples.yaml",
        "fee: 120",
        "fee: 200",
        ["examples.yaml:6: example-fails: PASS-NEW: `fee` should be 200 and is 120."],
    ),
    "sources that should disagree": (
        "reforms.yaml",
        "    - {code: NEWS, says: {zh: 2010年2月, en: February 2010}}\n",
        "",
        ["reforms.yaml:7: one-source: Where sources disagree at least two are named."],
    ),
    "facts derived in a circle": (
        "facts.yaml",
        "'years_between(applicant.birth_date, date.on)'",
        "'applicant.age + 1'",
        [
            "facts.yaml:14: derived-in-circle: These facts are derived from each other in a circle.",
        ],
    ),
    "fact without a question": (
        "facts.yaml",
        "  ask: {zh: 哪天出生？, en: When were you born?}\n",
        "",
        ["facts.yaml:9: missing-question: `ask` is missing: what is asked when the fact is not known?"],
    ),
    "order by reason without reasons": (
        "services/pass.yaml",
        "reasons: [VISIT, STUDY], quota",
        "reasons: [], quota",
        [
            "services/pass.yaml:10: no-reasons: An order by stated reason lists the reasons.",
        ],
    ),
    "territory said twice": (
        "territory.yaml",
        "{code: CITY, from: 2015-01-01",
        "{code: CITY, from: 2014-01-01",
        ["territory.yaml:2: overlap: This span overlaps with the one at territory.yaml:1, from 2014-01-01."],
    ),
    "no YAML": (
        "families.yaml",
        "- {code: visa,",
        "- {code: visa",
        [
            "families.yaml:2: yaml: This is not YAML: while parsing a flow mapping did not find expected ',' or '}'.",
        ],
    ),
    "empty file": (
        "amenities.yaml",
        "- {code: RAMP, name: {zh: 坡道, en: Ramp}, accessible: true}",
        "",
        ["amenities.yaml:1: empty-file: This file is empty. Write [] where there is nothing to say."],
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_wrong_is_reported_at_its_line(name: str, tmp_path: Path) -> None:
    file, before, after, lines = SPOILT[name]

    assert spoilt(tmp_path, file, before, after) == lines


def test_all_problems_are_found_in_one_run_and_stand_in_order(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    for file, before, after in (
        ("windows.yaml", "hall: H2", "hall: H9"),
        ("families.yaml", "{zh: 签证, en: Visas}", "{zh: 签证}"),
        ("conditions.yaml", "when: applicant.age < 16", "when: applicant.age <"),
    ):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")

    assert [str(problem.place) for problem in check_rulebook(folder).problems] == [
        "conditions.yaml:3",
        "families.yaml:2",
        "windows.yaml:3",
    ]


def test_file_that_is_not_utf_8_is_named_with_the_line(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    (folder / "boards.yaml").write_bytes("[]\n# 木棉\n".encode("gb18030"))

    assert [problem.said("en") for problem in check_rulebook(folder).problems] == [
        "boards.yaml:2: encoding: This line is not UTF-8 text. Save the file in UTF-8."
    ]


def test_missing_file_is_one_problem_and_not_one_for_each_reference_to_it(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    (folder / "materials.yaml").unlink()

    assert [problem.said("en") for problem in check_rulebook(folder).problems] == [
        "materials.yaml:1: missing-file: This file is missing. Create it; write [] where there is nothing to say."
    ]


def test_file_that_the_rulebook_does_not_know_is_named(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    (folder / "materials.yml").write_text("[]", encoding="utf-8")

    assert [problem.said("zh") for problem in check_rulebook(folder).problems] == [
        "materials.yml:1: unknown-file: 规则手册不认识这个文件。请核对文件名。"
    ]


def test_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    assert [problem.code for problem in check_rulebook(tmp_path / "nowhere").problems] == ["missing-folder"]


Reference = tuple[str, tuple[str | int, ...]]


def _references_of(reading: Reading) -> list[Reference]:
    """Every reference of a rulebook: its subject and its path."""
    found: list[Reference] = []
    for subject, path, entry in entries(reading.book):
        for field in fields_set(entry):
            value = getattr(entry, field)
            if (type(entry), field) not in REFERENCES and field not in EVERYWHERE:
                continue
            if isinstance(value, str):
                found.append((subject, (*path, key_of(entry, field))))
            elif isinstance(value, tuple):
                found += [(subject, (*path, key_of(entry, field), n)) for n, code in enumerate(value) if isinstance(code, str)]
    return found


def _rename(folder: Path, place: Place, path: tuple[str | int, ...]) -> tuple[Path, str]:
    """Give the code at this path a name that nobody has; the file and what stood in it before."""
    file = folder / place.file
    before = file.read_text(encoding="utf-8")
    node: Any = yaml.compose(before, Loader=yaml.SafeLoader)
    for step in path:
        node = node.value[step] if isinstance(step, int) else next(value for key, value in node.value if key.value == step)
    start, end = node.start_mark.index, node.end_mark.index
    file.write_text(f"{before[:start]}NOBODY-HAS-THIS{before[end:]}", encoding="utf-8")
    return file, before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_reference_that_is_renamed_is_reported_at_its_line(tmp_path: Path, data: st.DataObject) -> None:
    reading = reading_of(SMALL)
    subject, path = data.draw(st.sampled_from(_references_of(reading)))
    place = reading.place(subject, *path)
    spoilt_folder = tmp_path / "book"
    if not spoilt_folder.exists():
        copy_of(SMALL, tmp_path)
    within = path[1:] if subject_called(subject).many else path
    index = (0, *within) if subject == "services" else path  # each family has its own file, with one service in it

    file, before = _rename(spoilt_folder, place, index)
    found = {(problem.place, problem.code) for problem in references(read_rulebook(spoilt_folder))}
    file.write_text(before, encoding="utf-8")

    assert found == {(place, "unknown-reference")}


SPOILERS = (
    lambda line: "",
    lambda line: line + "\n" + line,
    lambda line: line.replace(":", "", 1),
    lambda line: line.replace("{", "[", 1),
    lambda line: line.replace("'", "", 1),
    lambda line: "  " + line,
    lambda line: line.replace("20", "9", 1),
    lambda line: line + " &a *a",
    lambda line: line[: len(line) // 2],
    lambda line: line.replace(" ", "\t", 1),
    lambda line: "- !!python/object:os.system " + line,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_spoilt_line_ever_ends_in_a_stack_trace(tmp_path: Path, data: st.DataObject) -> None:
    spoilt_folder = tmp_path / "book"
    if not spoilt_folder.exists():
        copy_of(SMALL, tmp_path)
    file = data.draw(st.sampled_from(sorted(path for path in spoilt_folder.rglob("*") if path.is_file())))
    before = file.read_text(encoding="utf-8")
    lines = before.splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number] = data.draw(st.sampled_from(SPOILERS))(lines[number])
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    try:
        problems = check_rulebook(spoilt_folder).problems
    finally:
        file.write_text(before, encoding="utf-8")

    assert all(problem.sentence.zh and problem.sentence.en and problem.place.line > 0 for problem in problems)


# Each: file, a text that stands in it, what it becomes, and the code of the problem that must stand at its line.
IN_GUANGZHOU = (
    ("services/passport.yaml", "family: passport", "family: pasport", "unknown-reference"),
    ("services/passport.yaml", "R05, R06", "R05, R66", "unknown-reference"),
    ("services/hk_macao.yaml", "zh: ", "zz: ", "missing-translation"),
    ("rules.yaml", "holds: applicant.nationality ==", "holds: applicant.nationalty ==", "undeclared-fact"),
    ("rules.yaml", "otherwise: reject", "otherwise: eject", "unknown-word"),
    ("materials.yaml", "code: F02", "code: F01", "doubled-code"),
    ("notices.yaml", "materials: [F01", "materials: [F81", "unknown-reference"),
    ("leaflets.yaml", "services: [PP-NEW", "services: [PP-NOW", "unknown-reference"),
    ("windows.yaml", "hall: H03", "hall: H33", "unknown-reference"),
    ("halls.yaml", "'440104'", "'440199'", "unknown-reference"),
    ("lists.yaml", "two_people: true", "two_people: perhaps", "wrong-type"),
    ("reforms.yaml", "{zh: ", "{zh: '', zz: ", "missing-translation"),
)


def test_all_faults_put_into_the_real_rulebook_are_reported_at_their_lines_in_one_run(tmp_path: Path) -> None:
    folder = copy_of(GUANGZHOU, tmp_path)
    expected = set()
    for file, before, after, code in IN_GUANGZHOU:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        at = text.index(before)
        expected.add((Place(file, text.count("\n", 0, at) + 1), code))
        path.write_text(text[:at] + after + text[at + len(before) :], encoding="utf-8")

    found = {(problem.place, problem.code) for problem in check_rulebook(folder).problems}

    assert expected - found == set()


def test_every_code_of_a_problem_is_explained_to_those_who_write_rulebooks() -> None:
    root = GUANGZHOU.parents[1]
    page = (root / "docs" / "howto" / "write-a-rulebook.md").read_text(encoding="utf-8").partition("## What `check` reports")[2]
    sources = [path.read_text(encoding="utf-8") for path in (root / "src/mumian/catalogue/rules").rglob("*.py")]
    written = "\n".join(source for source in sources if "Problem" in source)
    explained = set(re.findall(r"`([a-z-]+)`", page)) - {"check"}

    assert {code for code in explained if f'"{code}"' not in written} == set()
    assert {lines[0].split(": ")[1] for _, _, _, lines in SPOILT.values()} <= explained
