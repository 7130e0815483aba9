from __future__ import annotations

import stat
from pathlib import Path
from random import Random

import pytest

from mumian.gateways.survey.simulator import SurveyRefused, answers, main, public_half
from mumian.queueing.rules.survey import contact_file, read_results

PEOPLE = [(f"{number:016x}", "H01", f"1390000{number:04d}") for number in range(400)]


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    file = tmp_path / "contacts.csv"
    file.write_text(contact_file(PEOPLE), encoding="utf-8")
    return file


def test_office_believes_what_the_centre_signed(tmp_path: Path, contacts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, out = tmp_path / "centre.key", tmp_path / "results.csv"
    assert main(["key", "--key", str(key)]) == 0
    public = bytes.fromhex(capsys.readouterr().out.strip())

    main(["answer", str(contacts), "--sample", "2026", "--key", str(key), "--out", str(out), "--reached", "0.5"])

    found = read_results(out.read_text(encoding="utf-8"), sample="2026", public_key=public)
    assert found is not None
    assert 150 < len(found) < 250
    assert {line.blind for line in found} <= {blind for blind, _, _ in PEOPLE}
    assert f"people=400 answered={len(found)}" in capsys.readouterr().out


def test_answers_are_about_as_good_as_those_of_2005() -> None:
    chance = Random(7)  # noqa: S311  # the same answers every time
    body = answers([(blind, hall) for blind, hall, _ in PEOPLE] * 10, sample="x", reached=1.0, chance=chance)

    said = [line.split(",")[2] for line in body.splitlines()[2:]]
    assert 0.94 < said.count("1") / (said.count("0") + said.count("1")) < 0.98


def test_key_is_made_once_and_its_owner_alone_reads_it(tmp_path: Path) -> None:
    key = tmp_path / "centre.key"

    assert public_half(key) == public_half(key)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_same_seed_invents_the_same_answers(tmp_path: Path, contacts: Path) -> None:
    key, files = tmp_path / "centre.key", [tmp_path / "one.csv", tmp_path / "two.csv"]
    public_half(key)

    for out in files:
        main(["answer", str(contacts), "--sample", "2026", "--key", str(key), "--out", str(out)])

    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe", None])
def test_file_that_is_no_contact_file_is_refused_with_where_to_get_one(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "contacts.csv"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(SurveyRefused, match="no contact file"):
        main(["answer", str(file), "--sample", "x", "--key", str(tmp_path / "k"), "--out", str(tmp_path / "o")])


def test_centre_without_a_key_says_how_to_make_one(tmp_path: Path, contacts: Path) -> None:
    with pytest.raises(SurveyRefused, match="Make it first"):
        main(["answer", str(contacts), "--sample", "x", "--key", str(tmp_path / "k"), "--out", str(tmp_path / "o")])


def test_file_that_is_no_key_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear all")

    with pytest.raises(SurveyRefused, match="no key"):
        public_half(file)
    assert file.read_text() == "Dear all"
