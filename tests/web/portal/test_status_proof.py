"""The proof that anybody downloads holds for the program that trusts nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import verify_audit
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoDbBlocker

from mumian.web.shared.status_links import status_token
from tests.factories.audit import LATER, sealer, witness
from tests.factories.cases import approved, office
from tests.support.databases import WITH_RULEBOOK, TestDatabases
from tests.support.logins import as_role
from tests.web.portal.conftest import words_of


@pytest.fixture
def as_owner(django_db_setup: None, django_db_blocker: DjangoDbBlocker, databases: TestDatabases) -> Iterator[None]:
    """The test speaks to the database as the owner, who may also seal; all is rolled back."""
    with django_db_blocker.unblock(), as_role(databases, "owner", WITH_RULEBOOK), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("as_owner")
def test_proof_of_a_case_holds_and_says_nothing_of_its_acts(tmp_path: Path) -> None:
    address = f"/status/of/{status_token(approved(office()))}"
    seals, saw, visitor = sealer(), witness(tmp_path / "witness"), Client(headers={"accept-language": "en"})
    seals.turn()
    saw.round(at=LATER)

    answer = visitor.get(f"{address}/proof.json")
    file = tmp_path / "proof.json"
    file.write_bytes(answer.content)

    assert verify_audit.check(proof=file, anchors=[tmp_path / "witness" / "anchor.json"])[0] == 0
    assert {name for act in json.loads(answer.content)["acts"] for name in act} == {"sequence", "position", "hash", "path"}
    assert "<dd>supervisor</dd>" in words_of(cast("HttpResponse", visitor.get(address)))
