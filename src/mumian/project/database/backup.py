"""A backup is one file that holds the whole database; restoring it replaces everything, or nothing when it fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.database.address import Address
from mumian.project.database.binaries import Binaries

# Everything of the database goes, in the same transaction in which the backup's content comes: every schema that is not
# PostgreSQL's, since the reference lists have one of their own. A backup brings each of them, except `public`.
EMPTY_FIRST = r"""SET client_min_messages = warning;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
END $$;
CREATE SCHEMA public;
"""
UNKNOWN_BEFORE_17 = b"SET transaction_timeout"


class BackupNotMade(Refusal):
    """The database was not written to a file."""


class BackupNotRestored(Refusal):
    """The database stays as it was."""


def back_up(binaries: Binaries, address: Address, file: Path) -> None:
    """Write the database to `file`, readable by nobody else. Raises BackupNotMade; a file already there is kept until then."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        done = _run([binaries.program("pg_dump"), "--format=custom", "--no-owner", f"--file={beside}"], address)
        if done.returncode != 0:
            raise BackupNotMade(
                Text(
                    zh=f"没有备份成功：{_last_word(done)}；原有文件没有改动。",
                    en=f"The backup was not made: {_last_word(done)}; a file that was there before is unchanged.",
                )
            )
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def restore(binaries: Binaries, address: Address, file: Path) -> None:
    """Replace the whole database by the backup in one transaction. Raises BackupNotRestored; the database is then as before."""
    if not file.is_file():
        raise BackupNotRestored(Text(zh=f"没有恢复：找不到文件 {file}。", en=f"Nothing was restored: there is no file {file}."))
    with tempfile.TemporaryDirectory() as folder:
        written, script = Path(folder) / "written.sql", Path(folder) / "script.sql"
        read = _run([binaries.program("pg_restore"), "--no-owner", f"--file={written}", str(file)], address)
        if read.returncode == 0:
            _make_script(written, script)
            command = [binaries.program("psql"), "-X", "-q", "--single-transaction", "-v", "ON_ERROR_STOP=1"]
            read = _run([*command, "-f", str(script)], address)
    if read.returncode != 0:
        raise BackupNotRestored(
            Text(
                zh=f"没有恢复：{_last_word(read)}；数据库保持原样。",
                en=f"Nothing was restored: {_last_word(read)}; the database is as it was.",
            )
        )


def _make_script(written: Path, script: Path) -> None:
    """Empty the database first, and leave out the one setting at the head that servers before 17 do not know."""
    with written.open("rb") as source, script.open("wb") as target:
        target.write(EMPTY_FIRST.encode())
        for line in source:
            if line.startswith(UNKNOWN_BEFORE_17):
                break
            target.write(line)
        shutil.copyfileobj(source, target)
    written.unlink()


def _run(command: list[str], address: Address) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # programs of PostgreSQL, at paths of ours
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **address.libpq_environment()},
        stdin=subprocess.DEVNULL,
    )


def _last_word(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in done.stderr.splitlines() if "error" in line.lower() or "fatal" in line.lower()]
    return (lines or done.stderr.strip().splitlines() or ["the program said nothing"])[0][:300]
