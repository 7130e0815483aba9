"""What could not be done with people, in sentences for the officer."""

from __future__ import annotations

from typing import Final

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class NumberKnown(Refusal):
    """An identity number was entered that belongs to somebody already; the number is told masked."""

    def __init__(self, masked: str) -> None:
        super().__init__(
            Text(
                "未登记：证件号码 {number} 已有登记。请先按该号码查找此人，不要重复登记。",
                "Nobody was entered: the number {number} is on record. Find the person by it instead of entering him again.",
            ).filled(number=masked)
        )


class DocumentKnown(Refusal):
    """A document was entered that somebody holds already; the number is told masked."""

    def __init__(self, masked: str) -> None:
        super().__init__(
            Text(
                "未登记：证件 {number} 已有登记。请核对证件种类和号码。",
                "Nothing was entered: the document {number} is on record. Check its type and number.",
            ).filled(number=masked)
        )


class GuardianRefused(Refusal):
    """Somebody cannot be entered as guardian; the sentence says why."""


class SpellingRefused(Refusal):
    """A Latin spelling was not entered; the sentence says why."""


class DocumentRefused(Refusal):
    """A document was not entered; the sentence says why."""


class PersonUnknown(Refusal):
    """Nobody is on record with what was asked for."""

    def __init__(self) -> None:
        super().__init__(PERSON_UNKNOWN)


PERSON_UNKNOWN: Final = Text(
    "没有查到此人。请核对号码后重新输入；首次来办理的，请先登记此人。",
    "Nobody was found. Check the number and enter it again; who comes for the first time has to be entered first.",
)


class RegisterFileRefused(Refusal):
    """A file of the population register was not loaded, nothing of it; the sentence says why and what to do."""


REGISTER_ENCODING: Final = Text(
    "未装载：文件编码是 {encoding}，只接受 UTF-8、UTF-8（带 BOM）和 GB 18030。请转换编码后重新装载。",
    "Nothing was loaded: the file is written in {encoding}; UTF-8, UTF-8 with a mark and GB 18030 are read. Convert it "
    "and load it again.",
)
REGISTER_TORN: Final = Text(
    "未装载：文件不完整，第{line}行中途断开。请重新传送文件；如最后一行确实没有换行，请用 --lines 说明应有的行数。",
    "Nothing was loaded: the file is torn, line {line} breaks off. Have it sent again; if the last line really has no line end, "
    "say with --lines how many lines there are.",
)
REGISTER_OTHER_LENGTH: Final = Text(
    "未装载：应有{wanted}行数据，文件中有{found}行。请向发送方核对后重新传送。",
    "Nothing was loaded: {wanted} lines were announced and the file has {found}. Ask the sender and have it sent again.",
)
REGISTER_HEADING: Final = Text(
    "未装载：表头有误（{columns}）。表头应有且只有：{wanted}。",
    "Nothing was loaded: the heading is wrong ({columns}). It must name exactly: {wanted}.",
)
REGISTER_LONG_LINE: Final = Text(
    "未装载：第{line}行超过{most}字节，这不是人口信息文件。请核对文件。",
    "Nothing was loaded: line {line} has more than {most} bytes; this is no file of the register. Check which file it is.",
)
REGISTER_EMPTY: Final = Text(
    "未装载：没有一行可以录入，现有版本保持不变。请查看退回文件中的原因。",
    "Nothing was loaded: not one line could be entered, and the version in force stays. The reject file says why.",
)
REGISTER_VERSION_KNOWN: Final = Text(
    "未装载：版本“{version}”已经装载过，装载后不再改变。请用 --version 另取名称。",
    'Nothing was loaded: the version "{version}" is loaded already and never changes. Give another name with --version.',
)
REGISTER_UNREADABLE: Final = Text(
    "未装载：无法读取文件 {file}（{why}）。请核对路径和权限。",
    "Nothing was loaded: {file} cannot be read or written ({why}). Check the path and its permissions.",
)
