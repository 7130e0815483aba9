"""Faults of the machine, said in a sentence: a full disk, a read-only one, a folder that belongs to somebody else."""

from __future__ import annotations

import errno
import os

import psycopg

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

SENTENCES = {
    errno.ENOSPC: Text(
        zh="磁盘已满（{path}），没有完成；请腾出空间后再运行，已写入的数据不会损坏。",
        en="The disk is full ({path}), so this was not finished; free some space and run it again: nothing is harmed.",
    ),
    errno.EROFS: Text(
        zh="磁盘是只读的（{path}），无法写入；请用 MUMIAN_VAR 指定一个可写的文件夹。",
        en="The disk is read-only ({path}) and nothing was written; name a folder that can be written in MUMIAN_VAR.",
    ),
    errno.EACCES: Text(
        zh="没有权限使用 {path}；请换有权限的账户，或用 MUMIAN_VAR 指定自己的文件夹。",
        en="There is no permission to use {path}; take an account that has it, or name a folder of your own in MUMIAN_VAR.",
    ),
    errno.ENOTDIR: Text(
        zh="{path} 不是文件夹，无法存放数据；请用 MUMIAN_VAR 指定一个文件夹。",
        en="{path} is not a folder, so no data can be kept there; name a folder in MUMIAN_VAR.",
    ),
    errno.ENOENT: Text(
        zh="{path} 不存在，也无法建立，没有完成；请检查路径，或用 MUMIAN_VAR 指定一个可以建立的文件夹。",
        en="{path} is not there and was not made, so this was not done; check the path, or name a folder that can be made in "
        "MUMIAN_VAR.",
    ),
    errno.ENOTEMPTY: Text(
        zh="{path} 中已有别的文件，没有改动；如果另一个木棉正在启动，请稍后再运行，否则请用 MUMIAN_VAR 指定空的或自己的文件夹。",
        en="{path} holds other files already, so it was left as it is; if another Mumian is just starting, run this again later, "
        "else name an empty folder or your own in MUMIAN_VAR.",
    ),
}
SENTENCES[errno.EDQUOT] = SENTENCES[errno.ENOSPC]
SENTENCES[errno.EPERM] = SENTENCES[errno.EACCES]
SENTENCES[errno.EEXIST] = SENTENCES[errno.ENOTDIR]


class MachineRefused(Refusal):
    """The machine does not let us do what was asked."""


def refusal_for(fault: OSError) -> MachineRefused | None:
    """The sentence for a fault of the machine that its user can mend; None for all others."""
    pattern = SENTENCES.get(fault.errno or 0)
    if pattern is None:
        return None
    return MachineRefused(pattern.filled(path=fault.filename or fault.strerror or ""))


def refusal_for_words(said: str, place: object) -> MachineRefused | None:
    """The same for another program's last words; None where they speak of something else."""
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        if os.strerror(number).lower() in said.lower():
            return refusal_for(OSError(number, os.strerror(number), str(place)))
    return None


def refusal_for_silence(fault: BaseException) -> MachineRefused | None:
    """The sentence for a database that cannot be reached; None for faults that a reachable database reports."""
    for one in (fault, fault.__cause__):
        if isinstance(one, psycopg.OperationalError) and one.sqlstate is None:
            return MachineRefused(
                Text(
                    zh="数据库没有应答，没有完成；请检查它是否运行、地址与密码是否正确（./mumian status）。",
                    en="The database did not answer, so this was not done; see that it runs and that its address and password "
                    "are right (./mumian status).",
                )
            )
    return None
