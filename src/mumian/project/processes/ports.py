"""Whether a port can be had, asked before anything long is begun."""

from __future__ import annotations

import socket

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class PortTaken(Refusal):
    """Somebody else listens on the port."""


def check_port(host: str, port: int) -> None:
    """Raises PortTaken, or the machine's own fault when the address is not one of this machine."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as fault:
            raise PortTaken(
                Text(
                    zh=f"端口 {port} 不能使用（{fault.strerror}），没有启动；请用 --port 另选一个，例如 --port {port + 1}。",
                    en=f"Port {port} cannot be used ({fault.strerror}), so nothing was started; "
                    f"choose another with --port, for example --port {port + 1}.",
                )
            ) from None


def is_free(host: str, port: int) -> bool:
    """Whether we could listen there."""
    try:
        check_port(host, port)
    except PortTaken:
        return False
    return True


def free_port(host: str) -> int:
    """A port on which nobody listens at this moment."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        tried.bind((host, 0))
        return int(tried.getsockname()[1])
