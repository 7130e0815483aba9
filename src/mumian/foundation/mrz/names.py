"""Names in machine-readable zones: transliteration, the Chinese rules for ü, and what is done when a name is too long.

ICAO Doc 9303-3, sections 4.6 and 6; GB/T 28039 and the notice of 2012 for ü in passports.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

FILLER = "<"
BETWEEN = FILLER * 2
SEPARATORS = " -·•‧,/" + FILLER
DROPPED = "'’‘`.ʼ"

LATIN = {
    "Ä": "AE",
    "Å": "AA",
    "Æ": "AE",
    "Ð": "D",
    "Đ": "D",
    "Ħ": "H",
    "İ": "I",
    "\u0132": "IJ",
    "ĸ": "K",
    "Ł": "L",
    "Ŀ": "L",
    "Ŋ": "N",
    "Ö": "OE",
    "Ø": "OE",
    "Œ": "OE",
    "Ŧ": "T",
    "Þ": "TH",
    "Ü": "UE",
    "ẞ": "SS",
}
"""Letters that do not simply lose their marks (section 6); Ñ and the others become their plain letter."""

YU_SINCE = date(2012, 7, 1)
SPECIAL_READINGS = {
    "单": "SHAN",
    "仇": "QIU",
    "解": "XIE",
    "曾": "ZENG",
    "查": "ZHA",
    "盖": "GE",
    "区": "OU",
    "尉迟": "YUCHI",
}


class NameNotLatin(Refusal):
    """A name holds a sign that has no Latin form here; `sign` is that sign."""

    def __init__(self, name: str, sign: str) -> None:
        self.sign = sign
        super().__init__(
            Text(
                zh=f"机读区未生成：姓名“{name}”中的“{sign}”没有拉丁字母写法。请填写拼音或护照上的写法。",
                en=f'The machine-readable zone was not made: "{sign}" in the name "{name}" has no Latin form. '
                "Enter the name in pinyin or as the passport spells it.",
            )
        )


def special_reading(surname: str) -> str | None:
    """How a surname with a special reading is spelt; the applicant confirms it. None when no special reading is known."""
    return SPECIAL_READINGS.get(surname)


def romanised(pinyin: str, *, on: date) -> str:
    """Pinyin as a document issued on this day spells it, in capitals without tone marks.

    Since 1 July 2012 LÜ and NÜ are LYU and NYU, LÜE and NÜE are LUE and NUE; before, ü was V. It may be typed ü, v or u:.
    """
    written = _plain_pinyin(pinyin)
    if on < YU_SINCE:
        return re.sub("(?<=[LN])Ü", "V", written).replace("Ü", "U").translate(WITHOUT_DROPPED)
    written = re.sub("(?<=[LN])Ü(?=E)", "U", written)
    return re.sub("(?<=[LN])Ü", "YU", written).replace("Ü", "U").translate(WITHOUT_DROPPED)


def older_spellings(pinyin: str) -> tuple[str, ...]:
    """The spellings a document from before July 2012 may hold: with V and, in single cases, with U. One when there is no ü."""
    with_v = romanised(pinyin, on=YU_SINCE.replace(month=6))
    with_u = _plain_pinyin(pinyin).replace("Ü", "U").translate(WITHOUT_DROPPED)
    return tuple(dict.fromkeys((with_v, with_u)))


WITHOUT_DROPPED = str.maketrans("", "", DROPPED)
DIAERESIS = "\u0308"


def _plain_pinyin(pinyin: str) -> str:
    """Capitals with Ü kept and the tone marks gone."""
    written = re.sub("(?<=[LN])(V|U:)", "Ü", pinyin.upper())
    marks = (sign for sign in unicodedata.normalize("NFD", written) if sign == DIAERESIS or not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", "".join(marks))


def transliterated(name: str) -> str:
    """A name in the letters A to Z with single fillers between its parts. Raises NameNotLatin.

    Marks and apostrophes go; hyphens, blanks and middle dots become fillers. A pinyin ü is not German: use `romanised` first.
    """
    if name.isascii() and name.isalpha():
        return name.upper()
    letters: list[str] = []
    for sign in unicodedata.normalize("NFC", name.strip().replace("ß", "ẞ")).upper():
        plain = LATIN.get(sign) or unicodedata.normalize("NFD", sign)[0]
        if sign in SEPARATORS:
            letters.append(FILLER)
        elif sign in DROPPED or unicodedata.combining(sign):
            continue
        elif plain.isascii() and plain.isalpha():
            letters.append(plain)
        else:
            raise NameNotLatin(name, sign)
    return re.sub(f"{FILLER}+", FILLER, "".join(letters)).strip(FILLER)


def name_field(surname: str, given: str, width: int) -> str:
    """The name field of this width: surname, two fillers, given names; a name without surname goes wholly into the first part.

    A name too long is cut so that a letter stands in the last position, which tells readers that it may be cut, and so that
    at least one letter of the given names is kept.
    """
    first, second = transliterated(surname), transliterated(given)
    if not first or not second:
        return _fitted((first or second).split(FILLER), width).ljust(width, FILLER)
    whole = f"{first}{BETWEEN}{second}"
    if len(whole) <= width:
        return whole.ljust(width, FILLER)
    kept = _fitted(first.split(FILLER), width - len(BETWEEN) - 1)
    return f"{kept}{BETWEEN}{_fitted(second.split(FILLER), width - len(kept) - len(BETWEEN))}"


def _fitted(parts: list[str], width: int) -> str:
    """The parts when they fit; else cut to exactly this width with a letter in the last position.

    Where the cut would fall between two parts, the longest part before it gives up a letter, so that the next part begins inside.
    """
    while len(joined := FILLER.join(parts)) > width and joined[width - 1] == FILLER:
        inside = joined[: width - 1].count(FILLER) + 1
        longest = max(range(inside), key=lambda index: len(parts[index]))
        if len(parts[longest]) > 1:
            parts = [part[:-1] if index == longest else part for index, part in enumerate(parts)]
        else:  # nothing but initials: two of them are written together
            parts = [parts[0] + parts[1], *parts[2:]]
    return joined[:width]


def split_name_field(field: str) -> tuple[str, str, bool]:
    """Surname, given names, and whether they may have been cut; single fillers become blanks."""
    first, _, second = field.rstrip(FILLER).partition(BETWEEN)
    surname, given = (" ".join(part.replace(FILLER, " ").split()) for part in (first, second))
    return surname, given, not field.endswith(FILLER)
