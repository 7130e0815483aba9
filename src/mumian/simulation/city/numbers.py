"""Numbers for invented people: well formed, never given twice, and recognisable as nobody's.

Citizen numbers begin with a division that GB/T 2260 has given to nobody (`INVENTED_DIVISION`), and credit codes name it too;
the sequence of a permanent resident's number is one of 900 to 999.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from mumian.foundation.identifiers import (
    CitizenNumber,
    OldCitizenNumber,
    PermanentResidenceNumber,
    Sex,
    SocialCreditCode,
)
from mumian.foundation.identifiers.checks import SOCIAL_CREDIT_SIGNS, mod_11_2, mod_31
from mumian.people.terms import INVENTED_DIVISION

LETTERS_OF_DOCUMENTS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Second letters of passports and cards: I and O are left out."""

PROVINCE = "44"


class Numbers:
    """Gives numbers, each once."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def citizen(self, *, birth_date: date, sex: Sex) -> CitizenNumber:
        """A citizen number with this birth date and sex."""

        def draw() -> str:
            sequence = self._chance.randrange(0, 1000, 2) + (sex is Sex.MALE)
            body = f"{INVENTED_DIVISION}{birth_date:%Y%m%d}{sequence:03}"
            return body + mod_11_2(body)

        return CitizenNumber(self._once(draw))

    def old_citizen(self, number: CitizenNumber) -> OldCitizenNumber:
        """The fifteen digits that somebody born before 2000 had before; it is not drawn but follows from the other."""
        return OldCitizenNumber(number.value[:6] + number.value[8:17])

    def permanent_resident(self, *, country: str, birth_date: date) -> PermanentResidenceNumber:
        """The number of a permanent resident from this country (ISO 3166-1 numeric)."""

        def draw() -> str:
            body = f"9{PROVINCE}{country}{birth_date:%Y%m%d}9{self._chance.randrange(100):02}"
            return body + mod_11_2(body)

        return PermanentResidenceNumber(self._once(draw))

    def credit_code(self) -> SocialCreditCode:
        """The code of an organisation."""

        def draw() -> str:
            body = f"91{INVENTED_DIVISION}MA" + "".join(self._chance.choices(SOCIAL_CREDIT_SIGNS, k=7))
            return body + mod_31(body)

        return SocialCreditCode(self._once(draw))

    def document(self, prefix: str, digits: int, *, letter: bool = False) -> str:
        """A prefix, a letter where the series has one, and so many digits."""

        def draw() -> str:
            second = self._chance.choice(LETTERS_OF_DOCUMENTS) if letter else ""
            return f"{prefix}{second}{self._chance.randrange(10**digits):0{digits}}"

        return self._once(draw)

    def _once(self, draw: Callable[[], str]) -> str:
        for _ in range(TRIES):
            number = draw()
            if number not in self._given:
                self._given.add(number)
                return number
        raise LookupError("The numbers of this kind are used up; invent fewer people.")


TRIES = 1000
