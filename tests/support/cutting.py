"""A link that can be cut: a proxy on the loopback address before a database."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path


class Link:
    """Hands bytes on to the database until it is cut; while it is cut nobody gets through."""

    def __init__(self, host: str, port: int) -> None:
        self.behind = (host, port)
        self.is_cut = False
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.server.getsockname()[1]
        self.open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """Everything that is open breaks off, in the midst of whatever it says."""
        self.is_cut = True
        for one in self.open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self.open.clear()

    def mend(self) -> None:
        self.is_cut = False

    def close(self) -> None:
        self.cut()
        self.server.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self.server.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            far = self._reach()
            self.open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_hand_on, args=(one, other), daemon=True).start()

    def _reach(self) -> socket.socket:
        host, port = self.behind
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        far = socket.socket(socket.AF_UNIX)
        far.connect(str(Path(host) / f".s.PGSQL.{port}"))
        return far


def _hand_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for end in (one, other):
        with suppress(OSError):
            end.close()
