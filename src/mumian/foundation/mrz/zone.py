"""Composing a machine-readable zone from its values, and parsing one with every fault named by line and position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NoReturn

from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers import Sex
from mumian.foundation.identifiers.checks import seven_three_one
from mumian.foundation.mrz.layouts import LAYOUTS, Check, Field, Layout, LayoutCode, Signs, layout_of
from mumian.foundation.mrz.names import FILLER, name_field, split_name_field
from mumian.foundation.words import Text

CENTURIES = {"A": 1800, "B": 1900, "C": 2000}
HALF_A_CENTURY = 50
MAY_LACK_CHECK = {"optional", "issue_count", "home_id_number"}
"""Fields whose check may be a filler while they are empty (Doc 9303-4, 4.2.2)."""

SAID = {
    "document_code": Text(zh="证件种类代码", en="document code"),
    "issuer": Text(zh="签发国代码", en="issuing state"),
    "name": Text(zh="姓名", en="name"),
    "document_number": Text(zh="证件号码", en="document number"),
    "nationality": Text(zh="国籍代码", en="nationality"),
    "born": Text(zh="出生日期", en="birth date"),
    "sex": Text(zh="性别", en="sex"),
    "expires": Text(zh="有效期至", en="expiry date"),
    "optional": Text(zh="可选数据", en="optional data"),
    "optional2": Text(zh="可选数据二", en="second optional data"),
    "issue_count": Text(zh="换证次数", en="issue count"),
    "reserved": Text(zh="保留位", en="reserved field"),
    "birth_century": Text(zh="出生世纪", en="century of birth"),
    "home_id_number": Text(zh="当地身份证号码", en="home identity number"),
    "issue_place": Text(zh="签发地点", en="place of issue"),
    "composite": Text(zh="整体", en="whole zone"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place, counted from 1; line 0 means the zone as a whole."""

    line: int
    position: int
    sentence: Text


class ZoneRefused(Refusal):
    """A zone was not read or not made; `problems` names every place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        place = Text(
            zh=f"第{first.line}行第{first.position}位，" if first.line else "",
            en=f"line {first.line}, position {first.position}: " if first.line else "",
        )
        super().__init__(
            Text(
                zh="机读区有误：{place}{what}（共{count}处）。请重新扫描证件，或对照证件核对。",
                en="The machine-readable zone is not right: {place}{what} ({count} in all). "
                "Scan the document again or compare it by eye.",
            ).filled(place=place, what=first.sentence, count=len(self.problems))
        )


@dataclass(frozen=True, slots=True)
class Zone:
    """The values of a machine-readable zone. What the layout has no room for stays empty; dates are six digits, YYMMDD.

    In `born`, unknown months and days are fillers. `may_be_cut` says that the name may be shorter here than it is.
    """

    layout: LayoutCode
    document_code: str
    document_number: str
    born: str
    expires: str
    issuer: str = ""
    surname: str = ""
    given: str = ""
    nationality: str = ""
    sex: Sex = Sex.UNSPECIFIED
    optional: str = ""
    optional2: str = ""
    issue_count: str = ""
    reserved: str = ""
    birth_century: str = ""
    home_id_number: str = ""
    issue_place: str = ""
    may_be_cut: bool = False

    def born_on(self, *, as_of: date) -> date | None:
        """The birth date: by its century letter, else the latest that is not after `as_of`; None when month or day is unknown."""
        if FILLER in self.born:
            return None
        if self.birth_century:
            return _in_century(CENTURIES[self.birth_century], self.born)
        dates = (_in_century(century, self.born) for century in (as_of.year // 100 * 100, as_of.year // 100 * 100 - 100))
        return next((day for day in dates if day is not None and day <= as_of), None)

    def expires_on(self, *, as_of: date) -> date | None:
        """The expiry date within fifty years of `as_of`."""
        centuries = (as_of.year // 100 * 100 + more for more in (-100, 0, 100))
        dates = (_in_century(century, self.expires) for century in centuries)
        return next((day for day in dates if day is not None and abs(day.year - as_of.year) <= HALF_A_CENTURY), None)


def six_digits(day: date) -> str:
    """A day as zones write it: YYMMDD."""
    return f"{day:%y%m%d}"


def _in_century(century: int, digits: str) -> date | None:
    try:
        return date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None


def _refuse(line: int, position: int, zh: str, en: str) -> NoReturn:
    raise ZoneRefused([Problem(line, position, Text(zh=zh, en=en))])


# Composing


def compose(zone: Zone) -> tuple[str, ...]:
    """The lines of the zone, with all check digits. Raises ZoneRefused or NameNotLatin when a value cannot stand in it."""
    layout = layout_of(zone.layout, zone.document_code)
    grid = [[FILLER] * layout.length for _ in range(layout.lines)]
    values = _values(zone, layout)
    for field in layout.fields:
        _write(grid, field, values[field.name])
    for check in layout.checks:
        has_long_number = check.of == "document_number" and len(zone.document_number) > layout.field(check.of).width
        if not has_long_number:
            grid[check.line - 1][check.position - 1] = _check_of(layout.field(check.of), values[check.of])
    if layout.composite_at:
        line, position = layout.composite_at
        grid[line - 1][position - 1] = seven_three_one(_under_composite(layout, ["".join(row) for row in grid]))
    return tuple("".join(row) for row in grid)


def _values(zone: Zone, layout: Layout) -> dict[str, str]:
    """Every field's text before it is filled up; a long number lends its end to the optional data."""
    number_field = layout.field("document_number")
    values = {name: str(getattr(zone, name)) for name in SAID if name not in {"name", "sex", "composite"}}
    values["sex"] = "" if zone.sex is Sex.UNSPECIFIED else zone.sex
    if layout.has("name"):
        values["name"] = name_field(zone.surname, zone.given, layout.field("name").width)
    _refuse_homeless(values, zone, layout)
    number = zone.document_number
    if len(number) > number_field.width and layout.takes_long_numbers:
        rest = number[number_field.width :] + seven_three_one(number) + FILLER
        values["document_number"] = number[: number_field.width]
        values["optional"] = rest + zone.optional
    return values


def _refuse_homeless(values: dict[str, str], zone: Zone, layout: Layout) -> None:
    """A value that the layout has no room for is a mistake, never lost in silence."""
    placed = {field.name for field in layout.fields}
    names = [name for name, value in values.items() if value and name not in placed]
    if "name" not in placed and (zone.surname or zone.given):
        names.append("name")
    if names:
        said = SAID[names[0]]
        _refuse(0, 0, f"{layout.code}版式没有{said.zh}的位置", f"the layout {layout.code} has no place for the {said.en}")


def _write(grid: list[list[str]], field: Field, value: str) -> None:
    said = SAID[field.name]
    if len(value) > field.width:
        _refuse(
            field.line,
            field.end + 1,
            f"{said.zh}最多{field.width}位，现有{len(value)}位",
            f"the {said.en} holds {field.width} characters at most, not {len(value)}",
        )
    problem = next(_wrong_signs(field, value), None) or _wrong_date(field, value)
    if problem:
        raise ZoneRefused([problem])
    grid[field.line - 1][field.start - 1 : field.end] = value.ljust(field.width, FILLER)


def _check_of(field: Field, value: str) -> str:
    if not value and field.name in MAY_LACK_CHECK:
        return FILLER
    return seven_three_one(value.ljust(field.width, FILLER))


def _under_composite(layout: Layout, lines: Sequence[str]) -> str:
    return "".join(lines[line - 1][start - 1 : end] for line, start, end in layout.composite)


# Parsing


def parse(lines: str | Sequence[str], *, layout: LayoutCode | None = None) -> Zone:
    """Read a zone; without `layout` it is known by its shape and its first letters. Raises ZoneRefused with all faults."""
    rows = [row.strip().upper() for row in (lines.split() if isinstance(lines, str) else lines)]
    code = layout or _known_by_shape(rows)
    form = layout_of(code, rows[0][:2] if rows else "")
    if problems := list(_wrong_shape(form, rows)):
        raise ZoneRefused(problems)
    texts = {field.name: rows[field.line - 1][field.start - 1 : field.end] for field in form.fields}
    number, optional = _whole_number(form, rows, texts)
    if problems := list(_faults(form, rows, texts)):
        raise ZoneRefused(sorted(problems, key=lambda problem: (problem.line, problem.position)))
    return _zone_of(form, texts | {"document_number": number, "optional": optional})


def _known_by_shape(rows: Sequence[str]) -> LayoutCode:
    shape = (len(rows), len(rows[0]) if rows else 0)
    codes = [code for code, layout in LAYOUTS.items() if (layout.lines, layout.length) == shape]
    if not codes:
        lengths = "+".join(str(len(row)) for row in rows) or "0"
        _refuse(0, 0, f"没有这样的版式（{lengths}位）", f"no layout has this shape ({lengths} characters)")
    if len(codes) == 1:
        return codes[0]
    if shape[0] == LAYOUTS[LayoutCode.CN_HRP3].lines:
        is_permit = rows[0][0] == "C" and any(sign.isdigit() for sign in rows[0][2:5])  # a state code holds no digit
        return LayoutCode.CN_HRP3 if is_permit else LayoutCode.TD1
    is_visa = rows[0].startswith("V")
    return next(code for code in codes if (code in {LayoutCode.MRVA, LayoutCode.MRVB}) == is_visa)


def _wrong_shape(form: Layout, rows: Sequence[str]) -> Iterator[Problem]:
    if len(rows) != form.lines:
        yield Problem(
            0, 0, Text(zh=f"应为{form.lines}行，现有{len(rows)}行", en=f"it has {len(rows)} lines instead of {form.lines}")
        )
    for number, row in enumerate(rows, start=1):
        if len(row) != form.length:
            what = Text(zh=f"应为{form.length}位，现有{len(row)}位", en=f"{len(row)} characters instead of {form.length}")
            yield Problem(number, min(len(row), form.length) + 1, what)
        for place, sign in enumerate(row[: form.length], start=1):
            if sign not in Signs.ANY and sign != FILLER:
                yield Problem(number, place, Text(zh=f"“{sign}”不应出现", en=f'"{sign}" cannot stand there'))


def _whole_number(form: Layout, rows: Sequence[str], texts: dict[str, str]) -> tuple[str, str]:
    """The document number and the optional data after it; a filler in place of the check tells of a long number."""
    number = texts["document_number"].rstrip(FILLER)
    optional = texts.get("optional", "").rstrip(FILLER)
    if not _is_long(form, rows):
        return number, optional
    rest, _, optional = texts["optional"].partition(FILLER)
    return texts["document_number"] + rest[:-1], optional.rstrip(FILLER)


def _is_long(form: Layout, rows: Sequence[str]) -> bool:
    check = form.checks[[check.of for check in form.checks].index("document_number")]
    return form.takes_long_numbers and rows[check.line - 1][check.position - 1] == FILLER


def _faults(form: Layout, rows: Sequence[str], texts: dict[str, str]) -> Iterator[Problem]:
    for field in form.fields:
        yield from _wrong_signs(field, texts[field.name])
        wrong_date = _wrong_date(field, texts[field.name])
        if wrong_date:
            yield wrong_date
    for check in form.checks:
        yield from _wrong_check(form, check, rows, texts)
    if form.composite_at:
        line, position = form.composite_at
        if rows[line - 1][position - 1] != seven_three_one(_under_composite(form, rows)):
            yield _check_does_not_fit(line, position, "composite")


def _wrong_signs(field: Field, text: str) -> Iterator[Problem]:
    """Signs that may not stand in the field. A filler may, but not in an expiry date or in the year of birth."""
    said = SAID[field.name]
    for place, sign in enumerate(text, start=field.start):
        is_filler = sign == FILLER and field.name != "expires" and not (field.name == "born" and place < field.start + 2)
        if not is_filler and sign not in field.signs:
            what = Text(zh=f"{said.zh}中不应有“{sign}”", en=f'"{sign}" cannot stand in the {said.en}')
            yield Problem(field.line, place, what)


def _wrong_date(field: Field, text: str) -> Problem | None:
    """A date that exists in no century. Of a birth date the day, or month and day, may be unknown."""
    if field.name not in {"born", "expires"} or any(sign not in "0123456789<" for sign in text):
        return None
    known = text.rstrip(FILLER)
    is_unknown_in_part = field.name == "born" and len(known) in {2, 4}
    tried = known + "0101"[len(known) - 2 :] if is_unknown_in_part else text
    exists = FILLER not in tried and len(tried) == field.width and any(_in_century(century, tried) for century in (1900, 2000))
    if exists:
        return None
    said = SAID[field.name]
    return Problem(field.line, field.start, Text(zh=f"{said.zh}{text}不存在", en=f"the {said.en} {text} does not exist"))


def _wrong_check(form: Layout, check: Check, rows: Sequence[str], texts: dict[str, str]) -> Iterator[Problem]:
    written = rows[check.line - 1][check.position - 1]
    text = texts[check.of]
    line, position = check.line, check.position
    if check.of == "document_number" and _is_long(form, rows):
        field = form.field("optional")
        rest = texts["optional"].partition(FILLER)[0]
        line, position = field.line, field.start + max(len(rest) - 1, 0)
        written, text = rest[-1:], text + rest[:-1]
    if written == FILLER and check.of in MAY_LACK_CHECK and not text.strip(FILLER):
        return
    if written != seven_three_one(text):
        yield _check_does_not_fit(line, position, check.of)


def _check_does_not_fit(line: int, position: int, of: str) -> Problem:
    said = SAID[of]
    return Problem(line, position, Text(zh=f"{said.zh}的校验码不符", en=f"the check digit of the {said.en} does not fit"))


def _zone_of(form: Layout, texts: dict[str, str]) -> Zone:
    plain = {name: text.rstrip(FILLER) for name, text in texts.items() if name not in {"name", "sex", "born"}}
    zone = Zone(
        layout=form.code,
        born=texts["born"],
        sex=Sex.UNSPECIFIED if texts.get("sex", FILLER) == FILLER else Sex(texts["sex"]),
        **plain,  # type: ignore[arg-type]  # every remaining field of a zone is text
    )
    if not form.has("name"):
        return zone
    surname, given, may_be_cut = split_name_field(texts["name"])
    return replace(zone, surname=surname, given=given, may_be_cut=may_be_cut)
