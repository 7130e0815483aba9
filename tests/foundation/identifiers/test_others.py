"""Foreign permanent residents, organisations, Hong Kong identity cards and telephones."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.identifiers import (
    Fault,
    HongKongIdentityNumber,
    LandlineNumber,
    MobileNumber,
    NumberRefused,
    OldPermanentResidenceNumber,
    OrganisationCode,
    PermanentResidenceNumber,
    SocialCreditCode,
    parse_phone,
)
from mumian.foundation.identifiers.checks import DIGITS_AND_CAPITALS, SOCIAL_CREDIT_SIGNS, hong_kong, mod_31, organisation


def test_permanent_resident_s_number_tells_country_and_birth_date() -> None:
    number = PermanentResidenceNumber("911124198108030024")

    assert (number.country, number.birth_date, number.masked) == ("124", date(1981, 8, 3), "911•••••••••••0024")


def test_citizen_s_number_is_not_a_permanent_resident_s() -> None:
    with pytest.raises(NumberRefused, match="must begin with 9"):
        PermanentResidenceNumber.parse("11010519491231002X")


def test_old_permanent_residence_number_tells_nationality() -> None:
    number = OldPermanentResidenceNumber("CAN110081080310")

    assert (number.nationality, number.masked) == ("CAN", "CAN••••••••0310")


@pytest.mark.parametrize(("as_of", "born"), [(date(2006, 1, 1), date(1981, 8, 3)), (date(2090, 1, 1), date(2081, 8, 3))])
def test_century_of_an_old_permanent_residence_number_follows_from_the_day_of_asking(as_of: date, born: date) -> None:
    assert OldPermanentResidenceNumber("CAN110081080310").birth_date(as_of=as_of) == born


def test_old_permanent_residence_number_with_an_impossible_date_is_refused() -> None:
    with pytest.raises(NumberRefused) as refused:
        OldPermanentResidenceNumber.parse("CAN110081130310")

    assert refused.value.fault is Fault.DATE


@given(
    st.text("123456789", min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(SOCIAL_CREDIT_SIGNS, min_size=9, max_size=9),
)
def test_social_credit_code_reads_back_and_no_neighbours_swap_unseen(kind: str, division: str, code: str) -> None:
    body = kind + division + code
    whole = body + mod_31(body)
    swapped = {whole[:n] + whole[n + 1] + whole[n] + whole[n + 2 :] for n in range(17)} - {whole}

    assert [SocialCreditCode(whole).division, *(written for written in swapped if is_taken(written))] == [division]


def is_taken(written: str) -> bool:
    try:
        SocialCreditCode(written)
    except NumberRefused:
        return False
    return True


def test_social_credit_code_holds_the_organisation_code() -> None:
    assert SocialCreditCode("91350100M000100Y43").organisation == "M000100Y4"


def test_code_of_an_organisation_is_public() -> None:
    assert (SocialCreditCode("91350100M000100Y43").masked, OrganisationCode("D2143569X").masked) == (
        "91350100M000100Y43",
        "D2143569-X",
    )


@given(st.text(DIGITS_AND_CAPITALS, min_size=8, max_size=8))
def test_organisation_code_reads_with_and_without_hyphen(body: str) -> None:
    check = organisation(body)

    assert OrganisationCode.parse(f"{body}-{check}") == OrganisationCode.parse(f"{body.lower()}{check}")


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=2), st.text("0123456789", min_size=6, max_size=6))
def test_hong_kong_number_reads_with_and_without_brackets(letters: str, digits: str) -> None:
    check = hong_kong(letters, digits)

    assert HongKongIdentityNumber.parse(f"{letters}{digits}{check}") == HongKongIdentityNumber.parse(
        f"{letters}{digits}({check})"
    )


def test_hong_kong_number_is_masked() -> None:
    assert HongKongIdentityNumber("A123456(3)").masked == "A••••56(3)"


@pytest.mark.parametrize("written", ["13800138000", "+86 138 0013 8000", "86-138-0013-8000"])
def test_mobile_number_is_read_however_it_is_typed(written: str) -> None:
    assert MobileNumber.parse(written).value == "13800138000"


def test_mobile_number_is_masked_and_said_in_groups() -> None:
    assert (MobileNumber("13800138000").masked, MobileNumber("13800138000").said) == ("138••••8000", "138 0013 8000")


def test_fixed_line_is_masked_and_said_in_groups() -> None:
    assert (LandlineNumber("020-80000000").masked, LandlineNumber("020-80000000").said) == ("020-••••0000", "020 8000 0000")


def test_either_kind_of_telephone_is_read() -> None:
    assert [parse_phone(written) for written in ("02080000000", "0755-8234567", "+8613912345678")] == [
        LandlineNumber("020-80000000"),
        LandlineNumber("0755-8234567"),
        MobileNumber("13912345678"),
    ]
