"""The database that ships with Mumian: a server under the data folder with one database, `mumian`."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from mumian.project.database.address import Address
from mumian.project.database.binaries import Binaries, find_binaries
from mumian.project.database.cluster import Cluster
from mumian.project.database.logins import ROLES, Passwords, grant_statements, login_name, make_logins, run_all
from mumian.project.database.server_account import ServerAccount

NAME = "mumian"
# For root with a clone where no other account may enter (its own home, usually).
SHARED_FOLDER = Path("/var/lib/mumian")


@dataclass(frozen=True)
class EmbeddedDatabase:
    """The server of one data folder: `var/database` holds its passwords and, where the account may enter, the server itself."""

    var: Path
    careless: bool = False

    @property
    def folder(self) -> Path:
        return self.var / "database"

    @property
    def passwords(self) -> Passwords:
        return Passwords(self.folder / "passwords")

    @property
    def home(self) -> Path | None:
        """Where the server lives; None before it was first made."""
        try:
            return Path((self.folder / "home").read_text().strip())
        except FileNotFoundError:
            return None

    def address(self, role: str) -> Address:
        """Where a role signs in. Before the first start it names a socket that does not exist yet."""
        try:
            host, port = ((self.home or self.folder) / "listens").read_text().rsplit(":", 1)
        except OSError:
            host, port = str(self.folder / "socket"), "5432"
        return Address(host=host, port=int(port), name=NAME, user=login_name(role), password=self.passwords.get(role) or "")

    def cluster(self) -> Cluster:
        """The server, not yet made or started. Raises NoPostgres or NoServerAccount."""
        account = ServerAccount.for_this_process()
        binaries = find_binaries()
        self.folder.mkdir(parents=True, exist_ok=True)
        home, binaries = _within_reach(self.folder, binaries, account)
        if self.home != home:
            (self.folder / "home").write_text(str(home))
        return Cluster(home=home, binaries=binaries, account=account, careless=self.careless)

    def prepare(self, cluster: Cluster) -> None:
        """On a running server: make the logins and the empty database where they are missing."""
        superuser = cluster.address
        make_logins(superuser, self.passwords, roles=ROLES)
        owner = sql.Identifier(login_name("owner"))
        with superuser.connect() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(NAME), owner))
        with self.address("owner").connect() as connection:
            run_all(connection, list(grant_statements(connection)))

    def is_prepared(self) -> bool:
        """Whether the owner can sign in to the database on the running server."""
        if not all(self.passwords.get(role) for role in ROLES):
            return False
        try:
            self.address("owner").connect().close()
        except psycopg.Error:
            return False
        return True

    def remove(self) -> None:
        """Take the stopped server and all its data away. The passwords go with it."""
        home = self.home
        if home is not None and home != self.folder:
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def _within_reach(folder: Path, binaries: Binaries, account: ServerAccount) -> tuple[Path, Binaries]:
    """Server and programs at places the account may enter: where they are, else under `/var/lib/mumian`."""
    folder.chmod(0o755)
    clone = hashlib.sha256(os.fsencode(Path(__file__).resolve().parents[4])).hexdigest()[:12]
    shelter = SHARED_FOLDER / clone
    home = folder
    if not account.can_reach(folder):
        home = shelter / hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]
        home.mkdir(parents=True, exist_ok=True)
    if not account.can_reach(binaries.folder):
        binaries = _copied(binaries, shelter)
    return home, binaries


def _copied(binaries: Binaries, shelter: Path) -> Binaries:
    source = binaries.folder.parent
    stamp = hashlib.sha256(f"{source} {(binaries.folder / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    target = shelter / f"postgresql-{binaries.version}-{stamp}"
    if not target.exists():
        beside = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(source, beside, symlinks=True, ignore=shutil.ignore_patterns("include"))
        try:
            beside.rename(target)
        except OSError:  # another data folder of this clone was quicker: what it copied serves both
            shutil.rmtree(beside, ignore_errors=True)
            if not target.exists():
                raise
    return Binaries(folder=target / "bin", version=binaries.version)
