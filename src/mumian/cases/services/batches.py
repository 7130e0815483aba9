"""What a firm hands in as a file: kept whole, looked at line by line, taken once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from mumian.audit.services import record_act
from mumian.audit.terms import Thing
from mumian.cases.errors import StepRefused
from mumian.cases.models import BatchRow, BatchUpload
from mumian.cases.queries.batches import upload_sheet
from mumian.cases.rules.batch_lines import CHANNEL, fact_types
from mumian.cases.rules.batches import (
    LATIN,
    NAME,
    NUMBER,
    REGISTER,
    SERVICE,
    SERVICEMAN,
    STATE_STAFF,
    Line,
    facts_of,
    read_sheet,
    said_yes,
)
from mumian.cases.rules.permission import WRONG_ROLE
from mumian.cases.rules.transitions import AT_ACCEPTANCE
from mumian.cases.services.applying import open_draft, submit_application
from mumian.cases.services.movers import Mover
from mumian.cases.services.together import open_batch
from mumian.cases.terms import COMMAND_NAMES, Command, Declared, UploadId, upload_key
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.terms import FactType
from mumian.foundation.commands import once
from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers import parse_citizen_number
from mumian.foundation.words import Text
from mumian.offices.terms import ROLE_NAMES
from mumian.people.models import IdentityNumber
from mumian.people.services import enter_person
from mumian.people.terms import INVENTED_DIVISION, LatinName, OrganisationId, PersonFacts, PersonId, PersonKind, person_key

NO_FILE: Final = Text("未受理：没有这个文件。请重新上传。", "Nothing was taken: there is no such file. Hand it in again.")
TAKEN_ALREADY: Final = Text(
    "未受理：这个文件已经受理过。请把未通过的行改好后另行上传。",
    "Nothing was taken: this file was taken before. Mend the lines that were not, and hand them in as another file.",
)
NOTHING_NEW: Final = Text(
    "未受理：文件中没有可以受理的行。请改正后重新上传。",
    "Nothing was taken: no line of the file can be. Mend them and hand the file in again.",
)
NAMES: Final = 120


@transaction.atomic
def upload_batch(
    *, organisation: OrganisationId, file_name: str, content: bytes, by: Mover, at: datetime, key: str = ""
) -> UploadId:
    """Keep a firm's file. The same file again is the same upload. Raises FileRefused when it cannot be read at all."""
    _at_acceptance(by)
    read_sheet(content, facts=fact_types(current_rulebook()))
    digest = hashlib.sha256(content).hexdigest()
    row, is_new = BatchUpload.objects.get_or_create(
        organisation_id=organisation,
        digest=digest,
        defaults={
            "file_name": file_name[-NAMES:] or "batch.csv",
            "content": content,
            "uploaded_by_id": by.on_staff.officer_id,
            "uploaded_at": at,
        },
    )
    if is_new:
        _told(row, "uploaded", by, at)
    return UploadId(row.pk)


@transaction.atomic
def take_batch(*, upload_id: UploadId, by: Mover, at: datetime, key: str = "") -> int:
    """Make an application, handed in, of each line of the file that can be taken; answers how many.

    Applicants who are not on record are entered. What is there already adds nothing, what is wrong stays in the file to be
    mended. Raises StepRefused when nothing can be taken, or the file was taken before.
    """
    _at_acceptance(by)

    def act() -> int:
        return _taken(upload_id, by, at)

    if not key:
        return act()
    return once(key=key, actor=by.said, command="cases.take_batch", content={"upload_id": upload_id}, at=at, act=act, answer=int)


def _taken(upload_id: UploadId, by: Mover, at: datetime) -> int:
    row = BatchUpload.objects.select_for_update(of=("self",)).filter(pk=upload_id).first()
    if row is None:
        raise StepRefused(NO_FILE)
    if row.taken_at is not None:
        raise StepRefused(TAKEN_ALREADY)
    with connection.cursor() as cursor:  # one file of a firm at a time: two could hold the same line
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cases.batch'), %s)", [row.organisation_id])
    sheet = upload_sheet(upload_id, at=at)
    lines = [verdict.line for verdict in sheet.new] if sheet else []
    batch = open_batch(organisation=OrganisationId(row.organisation_id), by=by, at=at)
    facts = fact_types(current_rulebook())
    taken = sum(_take(line, row.pk, batch, facts, by, at) for line in lines)
    if not taken:
        raise StepRefused(NOTHING_NEW)
    row.batch_id, row.taken_by_id, row.taken_at = batch, by.on_staff.officer_id, at
    row.save(update_fields=["batch_id", "taken_by_id", "taken_at"])
    _told(row, "taken", by, at)
    return taken


def _take(line: Line, upload: int, batch: int, facts: Mapping[str, FactType], by: Mover, at: datetime) -> bool:  # noqa: PLR0917  # private
    """Open and hand in the application of a line; what is refused after all is left out and stays in the file."""
    try:
        with transaction.atomic():
            case_id = open_draft(
                service=line.values[SERVICE],
                channel=CHANNEL,
                applicant=_applicant(line, by=by, at=at),
                applied_with=line.values[NUMBER],
                facts=facts_of(line, facts=facts),
                batch_id=batch,
                by=by,
                at=at,
            )
            declared = {
                Declared.STATE_STAFF: said_yes(line.values[STATE_STAFF]),
                Declared.SERVICEMAN: said_yes(line.values[SERVICEMAN]),
            }
            submit_application(case_id=case_id, declared=declared, by=by, at=at)
            BatchRow.objects.create(upload_id=upload, batch_id=batch, line=line.number, digest=line.digest, case_id=case_id)
    except Refusal:
        return False
    return True


def _applicant(line: Line, *, by: Mover, at: datetime) -> PersonId:
    """The person with this number, entered now where nobody has him on record."""
    number = parse_citizen_number(line.values[NUMBER])
    known = IdentityNumber.objects.filter(number=number.value).values_list("person_id", flat=True).first()
    if known is not None:
        return PersonId(known)
    surname, _, given = line.values[LATIN].partition(" ")
    entered = enter_person(
        person=PersonFacts(
            kind=PersonKind.RESIDENT,
            name=line.values[NAME],
            sex=number.sex,
            birth_date=number.birth_date,
            nationality="CHN",
            spellings=(LatinName(surname, given),),
            numbers=(number,),
            register_division=line.values[REGISTER],
            invented=number.value.startswith(INVENTED_DIVISION),
        ),
        at=at,
    )
    record_act(thing=Thing(person_key(entered)), act="entered", actor=by.acting, at=at, expects="either")
    return entered


def _told(upload: BatchUpload, act: str, by: Mover, at: datetime) -> None:
    """Put on record what was done with a firm's file."""
    record_act(thing=Thing(upload_key(upload.pk)), act=act, actor=by.acting, at=at, expects="either")


def _at_acceptance(by: Mover) -> None:
    """Only those who take applications may take files of them."""
    if not by.on_staff.roles & set(AT_ACCEPTANCE):
        names = [ROLE_NAMES[role] for role in AT_ACCEPTANCE]
        roles = Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
        raise StepRefused(WRONG_ROLE.filled(command=COMMAND_NAMES[Command.SUBMIT_APPLICATION], roles=roles))
