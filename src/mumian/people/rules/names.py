"""How names are made even, so that they can be found however they were typed."""

from __future__ import annotations

import unicodedata

from mumian.people.terms import LatinName

LIGATURES = str.maketrans({"ß": "ss", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l"})
LAST_LATIN = 0x24F
"""The last letter of Unicode's Latin Extended-B."""


def written_form(name: str) -> str:
    """A name as written, without what people put in or leave out: blanks, and the dot between the parts of minority names."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", name).upper() if sign.isalnum())


def latin_form(name: LatinName | str) -> str:
    """A Latin name as its bare capitals A to Z, surname first, run together: "Müller, Jörg" becomes MULLERJORG."""
    whole = name if isinstance(name, str) else name.surname + name.given
    plain = unicodedata.normalize("NFKD", whole.translate(LIGATURES)).upper()
    return "".join(sign for sign in plain if "A" <= sign <= "Z")


def is_latin(written: str) -> bool:
    """Whether what somebody typed to find a name is in Latin letters."""
    return bool(latin_form(written)) and not any(ord(sign) > LAST_LATIN and sign.isalpha() for sign in written)
