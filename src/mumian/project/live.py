"""The live process: tells open pages that something has changed, until SIGTERM or SIGINT, as the database role `reader`."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import uvicorn

from mumian.project.database.address import Address
from mumian.project.environment import Environment

ASKING_THREADS = 2


def main() -> None:
    """Run until told to stop. A killed live process loses nothing: pages come back and read what they may have missed."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "mumian.project.settings"
    os.environ["MUMIAN_DB_ROLE"] = "reader"  # before the settings are read
    import django  # noqa: PLC0415  # needs the environment above

    django.setup()
    from mumian.project.database.location import address_for  # noqa: PLC0415  # with the others

    environment = Environment.read()
    logging.getLogger("mumian.live").info("live started")
    asyncio.run(serve(environment, address_for(environment, "reader")))


async def serve(environment: Environment, address: Address) -> None:
    """Listen to the database and to browsers, until uvicorn has been told to stop."""
    from django.conf import settings  # noqa: PLC0415  # needs Django set up

    from mumian.web.live.app import Live  # noqa: PLC0415  # with the others
    from mumian.web.live.door import door_of  # noqa: PLC0415  # with the others
    from mumian.web.live.halls import Halls  # noqa: PLC0415  # with the others
    from mumian.web.live.hub import Hub  # noqa: PLC0415  # with the others
    from mumian.web.live.listening import listen  # noqa: PLC0415  # with the others

    hub, halls = Hub(), Halls()
    app = Live(hub, admit=admission(), cookie=settings.SESSION_COOKIE_NAME, is_ours=is_ours, halls=halls)
    config = uvicorn.Config(
        app,
        http=door_of(app),
        host=environment.host,
        port=environment.live_port,
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    hearing = asyncio.create_task(listen(hub, connecting(address), halls))
    hearing.add_done_callback(lambda _: setattr(server, "should_exit", True))  # deaf it would be of no use
    try:
        await server.serve()
    finally:
        hearing.cancel()


def connecting(address: Address) -> Callable[[], Awaitable[psycopg.AsyncConnection[Any]]]:
    """How the one listening connection is made."""

    async def connect() -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(
            host=address.host,
            port=address.port,
            dbname=address.name,
            user=address.user,
            password=address.password,
            autocommit=True,
            connect_timeout=5,
            application_name="mumian live",
            **dict(address.extra),  # type: ignore[arg-type]  # libpq's own options, by their names
        )

    return connect


def admission() -> Callable[[str], Awaitable[bool]]:
    """Asks the database whether a session may listen, on threads of its own, each with one connection."""
    from django.db import Error, close_old_connections  # noqa: PLC0415  # needs Django set up

    from mumian.foundation.clock import SystemClock  # noqa: PLC0415  # with the others
    from mumian.web.shared.signing_in.streams import may_listen  # noqa: PLC0415  # with the others

    clock = SystemClock()
    threads = ThreadPoolExecutor(max_workers=ASKING_THREADS, thread_name_prefix="asking")

    def ask(session: str) -> bool:
        close_old_connections()
        try:
            return may_listen(session, at=clock.now())
        except Error:
            return False  # the page asks again

    async def admit(session: str) -> bool:
        return await asyncio.get_running_loop().run_in_executor(threads, ask, session)

    return admit


def is_ours(host: str) -> bool:
    """Whether this is a name of the office, as the pages would judge it."""
    from django.conf import settings  # noqa: PLC0415  # needs Django set up
    from django.http.request import split_domain_port, validate_host  # noqa: PLC0415  # with the others

    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


if __name__ == "__main__":
    main()
