"""Keeping what witnesses say."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from mumian.audit.models import Witness
from mumian.audit.rules.signing import SignedStatement


@transaction.atomic
def trust_witness(*, name: str, public_key: bytes, at: datetime) -> None:
    """Keep the word of this witness from now on. The name and the key are his for ever; the same again changes nothing."""
    Witness.objects.get_or_create(name=name, defaults={"public_key": public_key, "since": at}, public_key=public_key)


@transaction.atomic
def add_statement(signed: SignedStatement) -> None:
    """Keep a witness's statement, which follows on his last one. The database takes size and root from the head itself."""
    said = signed.statement
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_add_statement(%s, %s, %s, %s, %s)", [said.witness, said.serial, said.head, said.at, signed.signature]
        )
