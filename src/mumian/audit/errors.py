"""What could not be recorded, sealed or proved."""

from __future__ import annotations

from typing import Final

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class NotActing(Refusal):
    """The session that should say who acts is unknown, closed or over. Pages lead to signing in."""

    def __init__(self) -> None:
        super().__init__(NOT_ACTING)


class UnknownThing(LookupError):  # noqa: N818  # named for what could not be
    """An act was to be recorded on a thing that is not on record: a defect of the caller, never taken for nothing."""


class ThingKnown(ValueError):  # noqa: N818  # named for what could not be
    """A thing was to be put on record that stands there already."""


class NoReason(Refusal):
    """Somebody wants to see personal data and does not say why."""

    def __init__(self) -> None:
        super().__init__(NO_REASON)


class KeyMissing(Refusal):
    """The record was sealed with a key that is not here."""

    def __init__(self, place: str) -> None:
        super().__init__(KEY_MISSING.filled(place=place))


class NothingSealed(Refusal):
    """There is no head yet, so nothing can be exported or proved."""

    def __init__(self) -> None:
        super().__init__(NOTHING_SEALED)


class RangeUnknown(Refusal):
    """A part of the record was asked for that does not exist."""

    def __init__(self, sealed: int) -> None:
        super().__init__(RANGE_UNKNOWN.filled(sealed=sealed))


class FolderNotEmpty(Refusal):
    """An export goes into a folder of its own."""

    def __init__(self, folder: str) -> None:
        super().__init__(FOLDER_NOT_EMPTY.filled(folder=folder))


class WitnessRefuses(Refusal):
    """The witness did not sign: what it was shown does not follow from what it signed before."""

    def __init__(self, why: Text) -> None:
        super().__init__(WITNESS_REFUSES.filled(why=why))


class NotRegistered(Refusal):
    """The office does not keep the word of this witness yet."""

    def __init__(self, *, name: str, key: str) -> None:
        super().__init__(NOT_REGISTERED.filled(name=name, key=key))


NOT_ACTING: Final = Text(
    zh="没有办理：您的登录已结束，系统不知道是谁在操作。请重新登录后再试，已填写的内容请保留。",
    en="This was not done: your session has ended, so nobody would be known to have done it. Sign in again and repeat it.",
)
NO_REASON: Final = Text(
    zh="没有显示个人信息：没有说明理由。请写明为何查看（至少四个字），当事人可以看到这一理由。",
    en="The personal data were not shown: no reason was given. Say why you look (at least four characters); "
    "the person can read it.",
)
KEY_MISSING: Final = Text(
    zh="没有封存：本机没有此前使用的封存密钥（{place}）。"
    "请从备份恢复密钥文件，或运行 ./mumian audit new-key 更换新密钥并告知见证方。",
    en="Nothing was sealed: the key that sealed the record so far is not here ({place}). Restore the file from the backup, or "
    "make a new key with ./mumian audit new-key and tell the witnesses.",
)
NOTHING_SEALED: Final = Text(
    zh="没有导出或证明：记录尚未封存。请确认 sealer 进程在运行，几秒后再试。",
    en="Nothing was exported or proved: nothing has been sealed yet. See that the process sealer runs and try again in some "
    "seconds.",
)
RANGE_UNKNOWN: Final = Text(
    zh="没有导出：这一范围不在已封存的记录之内；已封存 {sealed} 项，编号从 0 起。",
    en="Nothing was exported: the record has no such part; {sealed} acts are sealed, counted from 0.",
)
FOLDER_NOT_EMPTY: Final = Text(
    zh="没有导出：文件夹 {folder} 不是空的。请指定一个新的文件夹。",
    en="Nothing was exported: the folder {folder} is not empty. Name a new one.",
)
WITNESS_REFUSES: Final = Text(
    zh="见证方没有签字：{why} 请保留见证文件夹，不要修改数据库，并按 docs/operations/audit.md 处理。",
    en="The witness did not sign: {why} Keep the witness's folder, change nothing in the database, and follow "
    "docs/operations/audit.md.",
)
NOT_REGISTERED: Final = Text(
    zh="见证方没有签字：办公系统尚未登记见证方“{name}”或其公钥不同。请系统管理员运行 ./mumian audit trust {name} {key}",
    en="The witness did not sign: the office does not know the witness “{name}” with this key. Ask the system administrator to "
    "run ./mumian audit trust {name} {key}",
)
