"""What could not be done with an account."""

from __future__ import annotations

from typing import Final

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class UsernameTaken(Refusal):
    """There is already an account of that name, in whatever capitals."""


USERNAME_TAKEN: Final = Text(
    zh="账号“{username}”没有开通：这个用户名已经有人使用。请换一个用户名。",
    en="The account “{username}” was not opened: the user name is already in use. Choose another one.",
)
