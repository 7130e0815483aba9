"""The sealer's key: made once, kept in a file that only its owner reads, its public half kept in the database."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from django.db import transaction

from mumian.audit.errors import KeyMissing
from mumian.audit.models import SealingKey
from mumian.audit.rules.signing import SigningKey


def load_sealing_key(path: Path, *, at: datetime) -> SigningKey:
    """The key in this file; made when nothing was ever sealed. Raises KeyMissing when the record was sealed with another one."""
    known = {bytes(key) for key in SealingKey.objects.values_list("public_key", flat=True)}
    if not path.exists():
        if known:
            raise KeyMissing(str(path))
        make_key(path)
    key = SigningKey(bytes.fromhex(path.read_text().strip()))
    if key.public not in known:
        if known:
            raise KeyMissing(str(path))
        keep_sealing_key(key, at=at)
    return key


def make_new_key(path: Path, *, at: datetime) -> SigningKey:
    """Seal with a new key from now on; the old file, if there is one, is kept beside it. Tell the witnesses, they will ask."""
    if path.exists():
        path.rename(path.with_name(f"{path.name}.{at:%Y%m%dT%H%M%S}"))
    key = make_key(path)
    keep_sealing_key(key, at=at)
    return key


@transaction.atomic
def keep_sealing_key(key: SigningKey, *, at: datetime) -> None:
    """Keep the public half; the sealer signs with the key last kept."""
    SealingKey.objects.create(public_key=key.public, since=at)


def make_key(path: Path) -> SigningKey:
    """Write a new private key where only we may read it, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = SigningKey.new()
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key.seed.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return key
