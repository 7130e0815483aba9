"""What the command line prints, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mumian.catalogue import queries
from mumian.catalogue.commands import main
from tests.catalogue.small import SMALL, copy_of

FACTS = """
applicant:
  birth_date: 1980-05-01
  resident: true
  soldier: false
applicant.register_city: '990100'
"""


@pytest.fixture
def facts(tmp_path: Path) -> str:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS, encoding="utf-8")
    return str(path)


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    """The small rulebook with a dearer passport, and with the examples that say so."""
    folder = copy_of(SMALL, tmp_path)
    for file in ("services/pass.yaml", "examples.yaml"):
        path = folder / file
        path.write_text(
            path.read_text(encoding="utf-8").replace("amount: 120", "amount: 150").replace("fee: 120", "fee: 150"),
            encoding="utf-8",
        )
    return folder


def rulebook(*words: str) -> int:
    return main(["rulebook", *words])


def test_check_ends_with_the_counts_and_0_when_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert rulebook("check", str(SMALL)) == 0
    assert capsys.readouterr().out.startswith(
        "services=2 rules=7 materials=5 notice_classes=1 notice_items=1 leaflets=2 halls=2 windows=3 points=1 "
    )


def test_check_ends_with_1_when_something_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_of(SMALL, tmp_path)
    (folder / "boards.yaml").unlink()

    assert rulebook("check", str(folder), "--language", "zh") == 1
    assert capsys.readouterr().out.splitlines()[0] == "boards.yaml:1: missing-file: 缺少这个文件。请新建它，没有内容时写 []。"


def test_check_for_programs_is_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_of(SMALL, tmp_path)
    (folder / "boards.yaml").unlink()
    rulebook("check", str(folder), "--json")
    said = json.loads(capsys.readouterr().out)

    assert (said["counts"]["services"], [(one["file"], one["line"], one["code"]) for one in said["problems"]]) == (
        2,
        [("boards.yaml", 1, "missing-file")],
    )


def test_explain_prints_verdict_reasons_materials_fee_and_due_date(facts: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["explain", "PASS-NEW", "--on", "2024-01-05", "--facts", facts, "--channel", "counter", "--rulebook", str(SMALL)]

    assert rulebook(*words) == 0
    assert capsys.readouterr().out.splitlines() == [
        "PASS-NEW First passport  2024-01-05  counter",
        "Verdict: grant  This can be done.",
        "Order: on_demand  Issued on demand; no reason need be stated.",
        "Reasons:",
        "  ✓ RESIDENT The applicant is a resident.  [LAW-B]",
        "  – GUARDIAN This does not concern your case.",
        "  ○ BAR Also checked by the office; there is nothing for you to do about it.",
        "  = YEARS Valid for 10 years.",
        "  ✓ SOLDIER Not a soldier.",
        "Still to be asked:",
        "  ? document.version  Which version is the document?",
        "Materials:",
        "  ✓ FORM Form  (always)",
        "  – CONSENT Consent of the guardian  (not needed: under 16)",
        "  ? LETTER Letter  (only: where the list demands it)",
        "Fee: 120 yuan in all.",
        "  Document: 120 yuan",
        "Time limits:",
        "  promised: 3 working days, until 2024-01-10",
        "  by law: 30 days, until 2024-02-04, may be extended to 60 days",
        "  urgent: 1 working day, until 2024-01-08 (a funeral)",
        "  Stages: acceptance 0 (2024-01-05), approval 1 (2024-01-08), production 2 (2024-01-10)",
        "Lists to clear: BAR Persons barred from leaving",
        "Channels: counter, kiosk",
        "Where: Apply in the city where you are registered.  H1, H2",
        "Counter approval: Whether the counter may approve is settled in the course of the case. (FAST)",
        "Legal basis: LAW-B The new law",
        "Sources: OWN  (confidence: medium)",
    ]


def test_explain_speaks_chinese(facts: str, capsys: pytest.CaptureFixture[str]) -> None:
    rulebook("explain", "PASS-NEW", "--on", "2009-01-05", "--facts", facts, "--rulebook", str(SMALL), "--language", "zh")

    assert capsys.readouterr().out.splitlines()[:3] == [
        "PASS-NEW 护照首次申请  2009-01-05",
        "结论: ask  还需要了解一些情况才能答复。",
        "办理方式: by_reason  按事由申领：须说明出境事由并提交相应证明。并受名额限制。",
    ]


def test_explain_for_programs_is_one_json_object(facts: str, capsys: pytest.CaptureFixture[str]) -> None:
    rulebook("explain", "PASS-NEW", "--on", "2024-01-05", "--facts", facts, "--rulebook", str(SMALL), "--json")
    said = json.loads(capsys.readouterr().out)

    assert (said["verdict"], said["fee"]["total"], said["limits"]["promised"]["due_on"]) == ("grant", 120, "2024-01-10")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["PAS-NEW"], "There is no service “PAS-NEW”. Did you mean PASS-NEW?\n"),
        (["PASS-NEW", "--channel", "owl"], "There is no channel “owl”. The channels are: counter, kiosk.\n"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert rulebook("explain", *words, "--rulebook", str(SMALL)) == 1
    assert capsys.readouterr().err == sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "applicant.height: 3",
            "No answer was given: the rulebook knows no fact “applicant.height”. Correct this and try again.",
        ),
        ("- 3", "facts.yaml cannot be read: it should be a list of `fact: value`."),
        (
            "a: [1",
            "facts.yaml:2 cannot be read: This is not YAML: while parsing a flow sequence did not find expected ',' or ']'.",
        ),
        (
            "a: {b: 1.5}",
            "facts.yaml cannot be read: “a.b”: a fact is true or false, a whole number, a text, a day or a list of texts.",
        ),
    ],
)
def test_facts_that_cannot_be_read_are_a_sentence(
    content: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("facts.yaml").write_text(content, encoding="utf-8")

    assert rulebook("explain", "PASS-NEW", "--facts", "facts.yaml", "--rulebook", str(SMALL), "--on", "2024-01-05") == 1
    assert capsys.readouterr().err.replace(",' or", ",' or").strip() == sentence


def test_diff_shows_what_the_law_changed_and_the_reform_with_its_sources(facts: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--service", "PASS-NEW", "--from", "2009-06-01", "--to", "2011-06-01", "--facts", facts, "--channel", "counter"]

    assert rulebook("diff", *words, "--rulebook", str(SMALL)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "  verdict: ask → grant",
        "  order: by_reason with a quota → on_demand",
        "  fee: 200 yuan in all. → 120 yuan in all.",
        "  urgent handling: - → 1 working day",
        "  reference lists: - → BAR",
        "  counter approval: - → not settled",
        "2010-01  On demand: No reason need be stated any more.",
        "    OWN: January 2010",
        "    NEWS: February 2010",
    ]


def test_try_shows_which_answers_a_changed_rulebook_changes(
    candidate: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        '{"service": "PASS-NEW", "on": "2024-01-05", "facts": {"applicant.age": 30}}\n\n'
        '{"service": "PASS-NEW", "on": "2009-01-05", "facts": {"applicant.age": 30}}\n',
        encoding="utf-8",
    )

    assert rulebook("try", str(candidate), "--cases", str(cases), "--rulebook", str(SMALL)) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{cases}:1 PASS-NEW 2024-01-05",
        "  fee: 120 yuan in all. → 150 yuan in all.",
        "1 of 2 answers change.",
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "this is not JSON"),
        ('{"service": "PASS-NEW"}', "it should have service and on"),
        ('{"service": "PASS-NEW", "on": "soon"}', "a day is written YYYY-MM-DD"),
        ('{"service": "PASS-NEW", "on": "2024-01-05", "facts": 3}', "facts should be"),
    ],
)
def test_case_that_cannot_be_read_is_named_with_its_line(
    line: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(f"\n{line}\n", encoding="utf-8")

    assert rulebook("try", str(SMALL), "--cases", str(cases), "--rulebook", str(SMALL)) == 1
    said = capsys.readouterr().err
    assert f"{cases}:2 cannot be read" in said
    assert why in said


@pytest.mark.django_db
def test_load_says_what_it_did_and_the_second_time_that_nothing_has_changed(capsys: pytest.CaptureFixture[str]) -> None:
    queries._memory.clear()

    assert [rulebook("load", str(SMALL)), rulebook("load", str(SMALL))] == [0, 0]
    first, _, second, _ = capsys.readouterr().out.splitlines()
    assert "entries added, 0 changed, 0 dropped." in first
    assert second.startswith("Nothing has changed, nothing was written")


@pytest.mark.django_db
def test_rulebook_with_problems_is_not_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_of(SMALL, tmp_path)
    (folder / "boards.yaml").unlink()

    assert rulebook("load", str(folder)) == 1
    assert "it has 1 problems" in capsys.readouterr().err


@pytest.mark.django_db
def test_explain_as_recorded_answers_from_the_database(facts: str, capsys: pytest.CaptureFixture[str]) -> None:
    rulebook("load", str(SMALL))
    capsys.readouterr()

    assert rulebook("explain", "PASS-NEW", "--on", "2024-01-05", "--facts", facts, "--as-recorded", "2099-01-01") == 0
    assert "Fee: 120 yuan in all." in capsys.readouterr().out
    assert rulebook("explain", "PASS-NEW", "--facts", facts, "--as-recorded", "2001-01-01") == 1
    assert capsys.readouterr().err == "No rulebook was loaded by 2001-01-02 00:00. Run mumian rulebook load first.\n"


def test_day_that_is_none_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        rulebook("explain", "PASS-NEW", "--on", "soon")

    assert stopped.value.code == 2
    assert "“soon” is not a day; write it as 2006-09-27" in capsys.readouterr().err
