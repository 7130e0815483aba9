from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.identifiers import DIGITS, LETTERS, CodeScheme, Fault, NumberRefused
from mumian.foundation.identifiers.codes import QUASIGROUP

SCHEMES = [DIGITS, LETTERS]
NAMES = ["digits", "letters"]
schemes = pytest.mark.parametrize("scheme", SCHEMES, ids=NAMES)


def is_taken(scheme: CodeScheme, code: str) -> bool:
    return scheme.check(code[:-1]) == code[-1]


def sample(scheme: CodeScheme, count: int) -> list[str]:
    chance = random.Random(2006)  # noqa: S311  # a test that can be repeated, no secret
    return [scheme.new(below=chance.randrange) for _ in range(count)]


@schemes
def test_code_holds_at_least_forty_bits_of_chance(scheme: CodeScheme) -> None:
    assert scheme.bits >= 40


@schemes
def test_new_codes_are_well_formed_and_all_different(scheme: CodeScheme) -> None:
    codes = {scheme.new() for _ in range(500)}

    assert (len(codes), {scheme.parse(code) for code in codes}) == (500, codes)


@schemes
def test_every_sign_at_every_place_is_caught_when_any_other_stands_for_it(scheme: CodeScheme) -> None:
    """All pairs of different signs at all places; a wrong check character is caught as each body has one alone."""
    base = sample(scheme, 1)[0][:-1]
    checks = {
        (place, sign): scheme.check(base[:place] + sign + base[place + 1 :])
        for place in range(scheme.random_signs)
        for sign in scheme.alphabet
    }
    size = len(scheme.alphabet)

    assert [place for place in range(scheme.random_signs) if len({checks[place, sign] for sign in scheme.alphabet}) < size] == []


def test_check_of_letters_does_not_depend_on_what_stands_at_other_places() -> None:
    """A wrong sign adds the same to the check of every code, so what is caught in one code is caught in all."""
    chance = random.Random(29)  # noqa: S311  # a test that can be repeated, no secret
    size, value = len(LETTERS.alphabet), LETTERS.alphabet.index
    shifts = set()
    for code in sample(LETTERS, 200):
        place, sign = chance.randrange(LETTERS.random_signs), chance.choice(LETTERS.alphabet)
        changed = LETTERS.check(code[:place] + sign + code[place + 1 : -1])
        shifts.add((place, (value(sign) - value(code[place])) % size, (value(changed) - value(code[-1])) % size))

    assert len({(place, change) for place, change, _ in shifts}) == len(shifts)


def test_table_of_digits_catches_wrong_signs_and_swaps_from_every_state() -> None:
    """Every row and column holds every digit, and (c·x)·y is never (c·y)·x: so no code of digits escapes, however it begins."""
    digits = range(10)
    by = [[int(digit) for digit in row] for row in QUASIGROUP]

    assert [c for c in digits if sorted(by[c]) != [*digits] or sorted(row[c] for row in by) != [*digits]] == []
    assert [(c, x, y) for c in digits for x in digits for y in digits if x != y and by[by[c][x]][y] == by[by[c][y]][x]] == []


@schemes
def test_every_pair_of_neighbours_at_every_place_is_caught_when_swapped(scheme: CodeScheme) -> None:
    """All pairs of different signs are put at all places, so that no pair rests on chance."""
    missed = []
    base = sample(scheme, 1)[0][:-1]
    for place in range(scheme.random_signs - 1):
        for left in scheme.alphabet:
            for right in scheme.alphabet:
                body = base[:place] + left + right + base[place + 2 :]
                swapped = base[:place] + right + left + base[place + 2 :]
                if left != right and scheme.check(body) == scheme.check(swapped):
                    missed.append((place, left, right))

    assert missed == []


@schemes
def test_swap_of_the_check_with_its_neighbour_is_caught(scheme: CodeScheme) -> None:
    codes = [code for code in sample(scheme, 2000) if code[-1] != code[-2]]

    assert [code for code in codes if is_taken(scheme, code[:-2] + code[-1] + code[-2])] == []


def test_any_two_signs_swapped_in_a_code_of_letters_are_caught() -> None:
    missed = []
    for code in sample(LETTERS, 200):
        for one in range(LETTERS.length):
            for other in range(one):
                signs = list(code)
                signs[one], signs[other] = signs[other], signs[one]
                if code[one] != code[other] and is_taken(LETTERS, "".join(signs)):
                    missed.append((code, one, other))

    assert missed == []


@schemes
@given(seed=st.integers(0, 10**9))
def test_code_reads_back_as_it_is_shown(scheme: CodeScheme, seed: int) -> None:
    code = scheme.new(below=random.Random(seed).randrange)  # noqa: S311  # repeatable, no secret

    assert [scheme.parse(written) for written in (scheme.shown(code), code.lower(), f" {code} ")] == [code] * 3


def test_code_is_shown_in_groups() -> None:
    assert (DIGITS.shown("123456789012345"), LETTERS.shown("ACDEFGHJKM")) == ("12345-67890-12345", "ACDEF-GHJKM")


def test_lookalikes_are_forgiven() -> None:
    code = "0158V2" + "000"
    whole = code + LETTERS.check(code)

    assert LETTERS.parse("OISBUZ" + "oOo" + whole[-1]) == whole


def test_signs_that_look_alike_are_left_out() -> None:
    assert set("BILOSUZ") & set(LETTERS.alphabet) == set()


@pytest.mark.parametrize(
    ("written", "fault"), [("12345", Fault.LENGTH), ("12345678901234X", Fault.CHARACTER), ("123456789012346", Fault.CHECK)]
)
def test_ill_formed_code_is_refused_for_its_fault(written: str, fault: Fault) -> None:
    with pytest.raises(NumberRefused) as refused:
        DIGITS.parse(written)

    assert refused.value.fault is fault


def test_scheme_that_can_be_guessed_is_a_defect() -> None:
    with pytest.raises(ValueError, match="can be guessed"):
        CodeScheme(alphabet="0123456789", random_signs=12, check=DIGITS.check, groups=(13,))


def test_groups_must_make_up_the_code() -> None:
    with pytest.raises(ValueError, match="do not make up"):
        CodeScheme(alphabet="0123456789", random_signs=13, check=DIGITS.check, groups=(5, 5))
