"""Check characters. Each function takes the signs before the check character and gives that character."""

from __future__ import annotations

DIGITS = "0123456789"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS_AND_CAPITALS = DIGITS + CAPITALS
SOCIAL_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BLANK_VALUE = 36
ICAO_VALUES = {"<": 0} | {sign: value for value, sign in enumerate(DIGITS_AND_CAPITALS)}


def mod_11_2(digits: str) -> str:
    """ISO 7064 MOD 11-2, as GB 11643 uses it over 17 digits."""
    sum_ = 0
    for digit in digits:
        sum_ = (sum_ + int(digit)) * 2 % 11
    return "0123456789X"[(12 - sum_) % 11]


def seven_three_one(signs: str) -> str:
    """ICAO Doc 9303-3, 4.9: weights 7, 3, 1; digits as they are, A to Z are 10 to 35, the filler is 0."""
    values = [ICAO_VALUES[sign] for sign in signs]
    return DIGITS[(7 * sum(values[0::3]) + 3 * sum(values[1::3]) + sum(values[2::3])) % 10]


def mod_31(signs: str) -> str:
    """GB 32100: weights are the powers of 3, the 31 signs leave out I, O, S, V and Z."""
    sum_ = sum(pow(3, place, 31) * SOCIAL_CREDIT_SIGNS.index(sign) for place, sign in enumerate(signs))
    return SOCIAL_CREDIT_SIGNS[-sum_ % 31]


def organisation(signs: str) -> str:
    """GB 11714: eight digits or letters (A is 10), modulus 11."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    sum_ = sum(weight * DIGITS_AND_CAPITALS.index(sign) for weight, sign in zip(weights, signs, strict=True))
    return "0123456789X"[-sum_ % 11]


def hong_kong(letters: str, digits: str) -> str:
    """Hong Kong identity card: one letter counts as a blank (36) before it, weights 9 to 2, modulus 11, ten is A."""
    values = [BLANK_VALUE] * (2 - len(letters)) + [DIGITS_AND_CAPITALS.index(sign) for sign in letters + digits]
    return "0123456789A"[-sum(weight * value for weight, value in zip(range(9, 1, -1), values, strict=True)) % 11]
