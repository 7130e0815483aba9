"""What stands side by side is written for people."""

from __future__ import annotations

from datetime import date

from mumian.clearance.terms import EntryFacts, PersonToClear
from mumian.foundation.identifiers import Sex
from mumian.foundation.words import Text
from mumian.web.desk.evidence import rows_of


def test_sex_is_said_in_words_and_not_as_a_letter() -> None:
    person = PersonToClear("木棉一", date(1990, 1, 1), "CHN", Sex.MALE, ())
    rows = rows_of(person, EntryFacts("E1", "木棉一", birth_date="1990-01-01", sex="F"), ["name_same", "birth_same", "sex_other"])

    [sex] = [row for row in rows if isinstance(row.person, Text)]
    assert isinstance(sex.entry, Text)
    assert isinstance(sex.person, Text)
    assert (sex.person.zh, sex.entry.zh, sex.tag) == ("男", "女", "bad")


def test_number_that_fails_its_check_does_not_hide_that_the_other_side_has_none() -> None:
    person = PersonToClear("木棉一", date(1990, 1, 1), "CHN", Sex.MALE, ("440199199001010010",))
    rows = rows_of(person, EntryFacts("E1", "木棉一", birth_date="1990-01-01"), ["name_same", "id_silent", "id_fails_check"])

    assert [(row.tag, len(row.why)) for row in rows if row.person == "440199199001010010"] == [("plain", 2)]
