"""Numbers that name persons, organisations and telephones, and the codes of our own that name receipts and tickets.

Each kind is a value that exists only when it is well formed: it is parsed at the door by `parse`, which refuses with a sentence
that says what is wrong. Whether a number was ever given to anybody is not known here, and an unknown division code is never a
reason to refuse, because divisions are abolished and renamed while numbers stay.
"""

from __future__ import annotations

from mumian.foundation.identifiers.base import Fault, Identifier, NumberRefused, Sex
from mumian.foundation.identifiers.citizens import CitizenNumber, OldCitizenNumber, parse_citizen_number
from mumian.foundation.identifiers.codes import DIGITS, LETTERS, CodeScheme
from mumian.foundation.identifiers.hongkong import HongKongIdentityNumber
from mumian.foundation.identifiers.organisations import OrganisationCode, SocialCreditCode
from mumian.foundation.identifiers.phones import LandlineNumber, MobileNumber, parse_phone
from mumian.foundation.identifiers.residents import OldPermanentResidenceNumber, PermanentResidenceNumber

__all__ = [
    "DIGITS",
    "LETTERS",
    "CitizenNumber",
    "CodeScheme",
    "Fault",
    "HongKongIdentityNumber",
    "Identifier",
    "LandlineNumber",
    "MobileNumber",
    "NumberRefused",
    "OldCitizenNumber",
    "OldPermanentResidenceNumber",
    "OrganisationCode",
    "PermanentResidenceNumber",
    "Sex",
    "SocialCreditCode",
    "parse_citizen_number",
    "parse_phone",
]
