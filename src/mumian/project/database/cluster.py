"""One PostgreSQL server of our own: made, started and stopped with the programs of PostgreSQL."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.database.address import Address
from mumian.project.database.binaries import BUILTIN_LOCALE_SINCE, Binaries
from mumian.project.database.server_account import ServerAccount
from mumian.project.faults import refusal_for_words
from mumian.project.processes.lifeline import die_with_parent

SUPERUSER = "postgres"
SOCKET_PORT = 5432  # on a socket the port is only a part of the file's name
LONGEST_SOCKET = 103  # bytes; Linux takes 107, macOS 103
START_FOR = 20.0  # seconds; after kill -9 the memory of the old server may be held for some 100 ms
TOO_SOON = ("pre-existing shared memory", "lock file", "is another postmaster", "Address already in use", "being used by another")


class DatabaseDidNotStart(Refusal):
    """The database server did not start; the sentence carries its own last word."""

    @classmethod
    def because(cls, reason: str, log: Path) -> Refusal:
        """The refusal for the server's last word; a full or read-only disk has a sentence of its own."""
        known = refusal_for_words(reason, log.parent)
        if known is not None:
            return known
        reason = " ".join(reason.split())[:300]
        return cls(
            Text(
                zh=f"数据库没有启动：{reason}；详情见 {log}，数据没有改动。",
                en=f"The database did not start: {reason}; the whole story is in {log}, and no data were changed.",
            )
        )


@dataclass(frozen=True)
class Cluster:
    """A server's folder (`data`, `conf`, `socket`, `log` in it), the programs that run it and the account they run under.

    `careless` trades safety for speed: for the databases of tests, which may be lost at any time.
    """

    home: Path
    binaries: Binaries
    account: ServerAccount
    careless: bool = False

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log" / "postgresql.log"

    @property
    def exists(self) -> bool:
        """Whether it was completely made: the password of its superuser is written last."""
        return self._password_file.exists()

    @property
    def address(self) -> Address:
        """Where the superuser signs in. Raises FileNotFoundError before the cluster was made and configured."""
        host, port = (self.home / "listens").read_text().rsplit(":", 1)
        return Address(
            host=host, port=int(port), name="postgres", user=SUPERUSER, password=self._password_file.read_text().strip()
        )

    @property
    def _password_file(self) -> Path:
        return self.home / "superuser"

    # Making

    def make(self) -> None:
        """Make the folder and an empty server in it; a half-made one of an interrupted start is swept away first."""
        if self.exists:
            return
        self._fresh_folders()
        password = secrets.token_urlsafe(24)
        handed = self.home / "initdb"  # readable by the server's account, and gone before it serves anybody
        write_private(handed, password)
        self.account.own(handed)
        try:
            done = self.account.run(self._initdb_command(handed))
        finally:
            handed.unlink()
        if done.returncode != 0:
            raise DatabaseDidNotStart.because(_last_word(done.stderr) or _last_word(done.stdout), self.log)
        write_private(self._password_file, password)

    def _fresh_folders(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self.home.mkdir(parents=True, exist_ok=True)
        for name, mode in (("data", 0o700), ("socket", 0o700), ("log", 0o700), ("conf", 0o755)):
            folder = self.home / name
            folder.mkdir(exist_ok=True)
            folder.chmod(mode)
            if name != "conf":
                self.account.own(folder)

    def _initdb_command(self, password_file: Path) -> list[str]:
        # Case and width of Chinese must not depend on the machine's languages: C.UTF-8, built in where the version has it.
        builtin = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self.binaries.version >= BUILTIN_LOCALE_SINCE else []
        )
        return [
            self.binaries.program("initdb"),
            f"--pgdata={self.data}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            *builtin,
            "--locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions",
            *(["--no-sync"] if self.careless else []),
        ]

    # Starting

    def start(self, *, as_child: bool = False) -> subprocess.Popen[bytes] | None:
        """Start the server and wait until it answers; a server that already answers is left alone.

        `as_child` ties it to this process, so that it ends when we do; otherwise it serves until `stop`.
        Raises DatabaseDidNotStart.
        """
        if not as_child and self.answers():
            return None
        self._forget_a_strangers_pid()
        last = ""
        deadline = time.monotonic() + START_FOR
        while time.monotonic() < deadline:
            self._configure()
            child, last = self._start_once(as_child=as_child)
            if not last:
                return child
            if not any(sign in last for sign in TOO_SOON):
                break
            time.sleep(0.1)
        raise DatabaseDidNotStart.because(last, self.log)

    def _start_once(self, *, as_child: bool) -> tuple[subprocess.Popen[bytes] | None, str]:
        began = self.log.stat().st_size if self.log.exists() else 0
        arguments = ["-D", str(self.data), "-c", f"config_file={self.home / 'conf' / 'postgresql.conf'}"]
        if as_child:
            child = self._spawn([self.binaries.program("postgres"), *arguments])
            if self._wait_until(lambda: child.poll() is not None or self.answers(patient=False)) and child.poll() is None:
                return child, ""
            end(child)
            return None, self._said_since(began)
        options = shlex.join(arguments[2:])
        serve = [self.binaries.program("pg_ctl"), "start", "-D", str(self.data), "-l", str(self.log)]
        command = [*serve, "-o", options, "-w", "-t", "20", "-s"]
        # pg_ctl leaves the server holding our pipes, so its words go to the log and nowhere else
        done = subprocess.run(  # noqa: S603  # a program of PostgreSQL, at a path of ours
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=False, **self.account.as_popen()
        )
        return None, "" if done.returncode == 0 else self._said_since(began)

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        self.log.touch(exist_ok=True)
        self.account.own(self.log)
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603  # a program of PostgreSQL, at a path of ours
                command,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509  # the starter has one thread
                **self.account.as_popen(),
            )

    def _said_since(self, began: int) -> str:
        try:
            with self.log.open("rb") as log:
                log.seek(began)
                return _last_word(log.read().decode(errors="replace")) or "the server said nothing"
        except OSError:
            return "the server said nothing"

    def _configure(self) -> None:
        host, port = self._where_to_listen()
        on_socket = host.startswith("/")
        lines = {
            "listen_addresses": "" if on_socket else host,
            "port": port,
            "unix_socket_directories": host if on_socket else "",
            "hba_file": self.home / "conf" / "pg_hba.conf",
            "password_encryption": "scram-sha-256",
            "max_connections": 100 if self.careless else 60,
            "shared_buffers": "64MB",
            "jit": "off",
            "timezone": "UTC",
            # The log is read by people who may not see personal data: no statements, no parameters, no row contents.
            "log_line_prefix": "%m [%p] %u@%d ",
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length": 0,
            "log_parameter_max_length_on_error": 0,
            "log_min_messages": "fatal" if self.careless else "warning",
        }
        if self.careless:
            lines |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
        conf = self.home / "conf"
        _write(conf / "postgresql.conf", "".join(f"{key} = {_quoted(value)}\n" for key, value in lines.items()))
        _write(conf / "pg_hba.conf", "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n")
        _write(self.home / "listens", f"{host}:{port}")

    def _where_to_listen(self) -> tuple[str, int]:
        """A socket in our folder; where its path would be too long, a loopback port chosen once and kept while it is free."""
        folder = self.home / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{SOCKET_PORT}")) <= LONGEST_SOCKET:
            return str(folder), SOCKET_PORT
        try:
            kept = int((self.home / "listens").read_text().rsplit(":", 1)[1])
        except (OSError, ValueError, IndexError):
            kept = 0
        return "127.0.0.1", free_port(kept)

    def _forget_a_strangers_pid(self) -> None:
        """After a crash of the machine the remembered pid may be somebody else's, and PostgreSQL would wait for him."""
        pid = self.pid()
        if pid is None:
            return
        try:
            ours = str(self.data) in " ".join(psutil.Process(pid).cmdline())
        except psutil.AccessDenied:
            return
        except psutil.NoSuchProcess:
            return  # PostgreSQL itself clears that case
        if not ours:
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    # Asking

    def pid(self) -> int | None:
        """The pid that the server wrote down, whether or not it is still alive."""
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def answers(self, *, patient: bool = True) -> bool:
        """Whether the superuser can sign in now."""
        try:
            self.address.connect(seconds=5 if patient else 2).close()
        except (OSError, psycopg.Error):
            return False
        return True

    def _wait_until(self, done: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + START_FOR
        while time.monotonic() < deadline:
            if done():
                return True
            time.sleep(0.02)
        return False

    # Stopping

    def stop(self) -> None:
        """End the server: sessions are cut, what was committed is on disk. Nothing happens when none runs."""
        if self.pid() is None:
            return
        command = [self.binaries.program("pg_ctl"), "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "30", "-s"]
        self.account.run(command, seconds=60)


def end(child: subprocess.Popen[bytes]) -> None:
    """Ask a server that is our child to stop, and take it away if it does not."""
    child.send_signal(signal.SIGINT)
    try:
        child.wait(20)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def free_port(wanted: int = 0) -> int:
    """`wanted` if nobody listens there, else one that the system chooses."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", wanted))
        except OSError:
            return free_port()
        return int(tried.getsockname()[1])


def write_private(path: Path, content: str) -> None:
    """Write a secret so that at no moment anybody else may read it, whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _write(path: Path, content: str) -> None:
    if path.exists() and path.read_text() == content:
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(content)
    beside.replace(path)


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _last_word(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if any(sign in line for sign in ("FATAL", "PANIC", "error:", "ERROR"))]
    return (telling or lines or [""])[-1]
