from __future__ import annotations

import socket

import pytest

from mumian.project.processes.ports import PortTaken, check_port


def test_a_taken_port_is_refused_by_its_number() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(PortTaken) as refused:
            check_port("127.0.0.1", port)

    assert refused.value.sentence.en == (
        f"Port {port} cannot be used (Address already in use), so nothing was started; choose another with --port, "
        f"for example --port {port + 1}."
    )


def test_a_port_that_was_just_left_can_be_used_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as visitor:
            server.accept()[0].close()
            visitor.recv(1)

    check_port("127.0.0.1", port)
